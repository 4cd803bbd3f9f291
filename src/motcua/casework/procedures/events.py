"""Facts the catalogue publishes; the subject is ``procedure:<id>``, of offers ``offers:<agency id>``."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class ProceduresOffered(Event):
    """The agency receives these procedures from ``valid_from`` (ISO date) on; the three lists stand in one order.

    competents   ids of the agencies that decide
    """

    valid_from: str
    codes: list[str]
    competents: list[int]
    processes: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OffersEnded(Event):
    """The agency no longer receives these procedures after ``last_day`` (ISO date)."""

    codes: list[str]
    last_day: str
