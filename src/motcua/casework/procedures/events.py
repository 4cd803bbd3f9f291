"""Facts the catalogue publishes; the subject is ``procedure:<id>``."""

from dataclasses import dataclass

from motcua.ground.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedurePublished(Event):
    """A version applies from ``valid_from`` (ISO date) on."""

    code: str
    version_id: int
    number: int
    valid_from: str
    decision_no: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureWithdrawn(Event):
    """The procedure is no longer received after ``valid_to`` (ISO date); dossiers in progress keep their version."""

    code: str
    version_id: int
    valid_to: str
    decision_no: str = ""
