"""Facts about agencies."""

from dataclasses import dataclass

from motcua.ground.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyFounded(Event):
    code: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyAmended(Event):
    """``changes`` names the particulars that are different now."""

    changes: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyClosed(Event):
    """The agency lives no longer after ``valid_to`` (ISO date)."""

    code: str
    valid_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostOpened(Event):
    """``subject`` is ``post:<id>``."""

    agency_id: int
    roles: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostChanged(Event):
    """``subject`` is ``post:<id>``; ``added`` and ``removed`` are codes of roles."""

    agency_id: int
    added: list[str]
    removed: list[str]
    renamed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PostClosed(Event):
    """``subject`` is ``post:<id>``."""

    agency_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAppointed(Event):
    """``subject`` is ``staff:<id>``."""

    post_id: int
    agency_id: int
    valid_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentEnded(Event):
    """``subject`` is ``staff:<id>``; ``last_day`` is the last whole day (ISO date), ``at_once`` cut a day short."""

    appointment_id: int
    post_id: int
    agency_id: int
    last_day: str
    at_once: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOpened(Event):
    """``subject`` is ``account:<id>``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordRenewed(Event):
    """``subject`` is ``account:<id>``; an administrator gave it a temporary password."""

    factors_forgotten: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountClosed(Event):
    """``subject`` is ``account:<id>``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountReopened(Event):
    """``subject`` is ``account:<id>``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChanged(Event):
    """``subject`` is ``calendar:<agency id or 0 for the nation>``."""

    decision_no: str
    changes: list[str]
