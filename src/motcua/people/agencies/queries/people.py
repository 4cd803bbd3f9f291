"""People in service: who has an account, where he sits, when he last logged in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q

from ..models import Appointment, Staff

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A post of somebody; ``is_over``: it was."""

    appointment_id: int
    post_id: int
    title: str
    agency_id: int
    agency_name: str
    valid_from: date
    valid_to: date | None
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """A colleague with his account and seats, the present ones first."""

    staff_id: int
    account_id: int
    name: str
    email: str
    is_active: bool
    last_login: datetime | None
    password_is_temporary: bool
    seats: tuple[Seat, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Fifty people by name."""

    lines: tuple[PersonLine, ...]
    number: int
    total: int

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


def page(*, on: date, text: str = "", number: int = 1) -> Page:
    """Return one page of all who are or were in service, by name; those who match a name or an e-mail address."""
    rows = Staff.objects.all()
    if text:
        rows = rows.filter(Q(name__unaccent__icontains=text) | Q(account__email__icontains=text))
    total = rows.count()
    number = min(max(number, 1), max(1, -(-total // PAGE)))
    first = (number - 1) * PAGE
    found = rows.select_related("account").order_by("name", "id")[first : first + PAGE]
    return Page(lines=_seated([_line(staff) for staff in found], on), number=number, total=total)


def person(account_id: int, *, on: date) -> PersonLine | None:
    """Return one colleague with every seat he has or had."""
    staff = Staff.objects.select_related("account").filter(account_id=account_id).first()
    return _seated([_line(staff)], on, past=True)[0] if staff else None


def _line(staff: Staff) -> PersonLine:
    return PersonLine(
        staff_id=staff.pk,
        account_id=staff.account_id,
        name=staff.name,
        email=staff.account.email,
        is_active=staff.account.is_active,
        last_login=staff.account.last_login,
        password_is_temporary=staff.account.password_is_temporary,
    )


def _seated(lines: Sequence[PersonLine], on: date, *, past: bool = False) -> tuple[PersonLine, ...]:
    seats: dict[int, list[Seat]] = {line.staff_id: [] for line in lines}
    rows = Appointment.objects.filter(staff_id__in=list(seats))
    if not past:
        rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    for row in rows.select_related("post__agency").order_by("-valid_from", "-id"):
        seat = Seat(
            appointment_id=row.pk,
            post_id=row.post_id,
            title=row.post.title,
            agency_id=row.post.agency_id,
            agency_name=row.post.agency.short_name,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            is_over=row.valid_to is not None and row.valid_to < on,
        )
        seats[row.staff_id].append(seat)
    return tuple(
        replace(line, seats=tuple(sorted(seats[line.staff_id], key=lambda seat: seat.is_over))) for line in lines
    )
