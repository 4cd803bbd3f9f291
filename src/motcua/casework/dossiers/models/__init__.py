"""Tables of the dossier."""

from .acts import Correction, Ending, Enquiry, Supplement
from .clocks import DueDate, LateEvent, Letter, Nudge, Pause
from .dossier import Dossier, Party, Register
from .issues import Book, PaperNumber
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
    "Handover",
    "LateEvent",
    "Letter",
    "Note",
    "Nudge",
    "Paper",
    "PaperNumber",
    "Party",
    "Pause",
    "Register",
    "Result",
    "RuleSet",
    "Supplement",
]
