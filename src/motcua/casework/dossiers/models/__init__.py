"""Tables of the dossier."""

from .dossier import Dossier, Party, Register
from .papers import Note, Paper
from .results import Handover, Result

__all__ = ["Dossier", "Handover", "Note", "Paper", "Party", "Register", "Result"]
