"""Facts about the parts of a group."""

from dataclasses import dataclass

from .dossier import DossierEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class LegMoved(DossierEvent):
    leg: str
    state: str
    agency_id: int
    outcome: str = ""
    child: str = ""
    due_at: str = ""
    whole_due_at: str = ""  # of the dossier itself, where this part moved its promise
