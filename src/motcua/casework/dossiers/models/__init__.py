"""Tables of the dossier."""

from .acts import Correction, Ending, Enquiry, Supplement
from .clocks import DueDate, LateEvent, Letter, Nudge, Pause
from .dossier import Dossier, Party, Register
from .groups import Group, GroupTemplate, LegOffice, Participation
from .issues import Book, PaperNumber
from .moves import Move, MoveLine
from .papers import Note, Paper
from .results import Handover, Result
from .rulesets import RuleSet
from .twin import Divergence, PaperMove, PaperSet, Slip, SlipLine, SlipRegister

__all__ = [
    "Book",
    "Correction",
    "Divergence",
    "Dossier",
    "DueDate",
    "Ending",
    "Enquiry",
    "Group",
    "GroupTemplate",
    "Handover",
    "LateEvent",
    "LegOffice",
    "Letter",
    "Move",
    "MoveLine",
    "Note",
    "Nudge",
    "Paper",
    "PaperMove",
    "PaperNumber",
    "PaperSet",
    "Participation",
    "Party",
    "Pause",
    "Register",
    "Result",
    "RuleSet",
    "Slip",
    "SlipLine",
    "SlipRegister",
    "Supplement",
]
