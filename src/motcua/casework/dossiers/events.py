"""Facts about dossiers: each carries the status it left behind, none a name, a number of a person, an address."""

from dataclasses import dataclass

from motcua.ground.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierEvent(Event):
    """What every fact about a dossier says."""

    code: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierReceived(DossierEvent):
    procedure: str
    version_id: int
    channel: str
    agency_id: int
    competent_id: int
    received_at: str
    due_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierDeclined(DossierEvent):
    """Reason and legal basis are typed by hand and may name somebody: they stay with the dossier."""

    procedure: str
    agency_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepMoved(DossierEvent):
    """A step was finished and the next begun; ``next_activity`` is empty at the end."""

    item_id: int
    activity: str
    outcome: str
    next_activity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTaken(DossierEvent):
    item_id: int
    activity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAssigned(DossierEvent):
    item_id: int
    activity: str
    post_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepReleased(DossierEvent):
    """The step went back to the pool of its role."""

    item_id: int
    activity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierCompleted(StepMoved):
    timeliness: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierReturned(StepMoved):
    method: str = ""
    identity_check: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierNoted(DossierEvent):
    note_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultAttached(DossierEvent):
    result_id: int
    document_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFiled(DossierEvent):
    paper_id: int
    document_id: int
