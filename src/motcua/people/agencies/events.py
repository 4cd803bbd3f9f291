"""Facts about agencies."""

from dataclasses import dataclass

from motcua.ground.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyFounded(Event):
    code: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAppointed(Event):
    """``subject`` is ``staff:<id>``."""

    post_id: int
    agency_id: int
    valid_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChanged(Event):
    """``subject`` is ``calendar:<agency id or 0 for the nation>``."""

    decision_no: str
    changes: list[str]
