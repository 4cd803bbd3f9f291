"""Facts about reports. ``subject`` is ``report:<id>``, of a deadline ``report-deadline:<id>``."""

from dataclasses import dataclass

from motcua.ground.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPrepared(Event):
    """Figures were taken; ``position``: the newest entry of the journal they were taken after."""

    form: str
    version: int
    agency_id: int
    period: str
    revision: int
    digest: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRetaken(Event):
    """Figures were taken anew; what had been checked has to be checked again."""

    digest: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportChecked(Event):
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSigned(Event):
    """``digest``: SHA-256 of all the report says, sealed here with the act; ``alone``: nobody else works there."""

    digest: str
    alone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSent(Event):
    """``recipient_id`` None: to somebody outside; ``due_at`` ISO, "" without a deadline."""

    digest: str
    recipient_id: int | None
    due_at: str
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFrozen(Event):
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportReturned(Event):
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDeadlineSet(Event):
    """``agency_id`` collects the reports of the units right under it; ``due_at`` ISO."""

    form: str
    agency_id: int
    period: str
    due_at: str
