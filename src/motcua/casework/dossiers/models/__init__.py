"""Tables of the dossier."""

from .acts import Correction, Ending, Enquiry, Supplement
from .clocks import DueDate, LateEvent, Letter, Nudge, Pause
from .dossier import Dossier, Party, Register
from .papers import Note, Paper
from .results import Handover, Result
from .rulesets import RuleSet
from .twin import Divergence, PaperMove, PaperSet, Slip, SlipLine, SlipRegister

__all__ = [
    "Correction",
    "Divergence",
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
    "PaperMove",
    "PaperSet",
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
