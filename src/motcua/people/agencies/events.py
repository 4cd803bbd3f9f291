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


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstituteSeated(Event):
    """``subject`` is ``delegation:<id>``; times are ISO. Empty lists: everything the post may do."""

    post_id: int
    agency_id: int
    holder_id: int
    staff_id: int
    starts_at: str
    ends_at: str
    permissions: list[str]
    documents: list[str]
    procedures: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstitutionEnded(Event):
    """``subject`` is ``delegation:<id>``: it was ended before its time."""

    post_id: int
    agency_id: int
    ends_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceRecorded(Event):
    """``subject`` is ``absence:<id>``; why somebody is away stays with the absence."""

    staff_id: int
    starts_at: str
    ends_at: str
    delegations: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceEnded(Event):
    """``subject`` is ``absence:<id>``: back before its end, or it was taken back."""

    staff_id: int
    ends_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMoved(Event):
    """``subject`` is ``staff:<id>``: one seat ended after ``last_day``, another began on ``valid_from`` (ISO dates)."""

    from_appointment_id: int
    from_post_id: int
    from_agency_id: int
    to_post_id: int
    to_agency_id: int
    to_appointment_id: int
    last_day: str
    valid_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffLeft(Event):
    """``subject`` is ``staff:<id>``: every seat ended, acting ones too, and the account was closed, all at once."""

    account_id: int
    appointments: list[int]
    delegations: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityGranted(Event):
    """``subject`` is ``authority:<id>``; ``procedure`` "" is every procedure."""

    agency_id: int
    post_id: int
    document: str
    procedure: str
    valid_from: str
    valid_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityEnded(Event):
    """``subject`` is ``authority:<id>``; it counts for the last time on ``last_day`` (ISO date)."""

    agency_id: int
    last_day: str
