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

__all__ = [
    "Book",
    "Correction",
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
    "PaperNumber",
    "Participation",
    "Party",
    "Pause",
    "Register",
    "Result",
    "RuleSet",
    "Supplement",
]
