"""Tables of the dossier."""

from .acts import Correction, Ending, Enquiry, Supplement
from .clocks import DueDate, LateEvent, Letter, Nudge, Pause
from .dossier import Dossier, Party, Register
from .groups import Group, GroupTemplate, LegOffice, Participation
from .moves import Move, MoveLine
from .papers import Note, Paper
from .results import Handover, Result
from .rulesets import RuleSet

__all__ = [
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
    "Participation",
    "Party",
    "Pause",
    "Register",
    "Result",
    "RuleSet",
    "Supplement",
]
