"""People in service: who has an account, where he sits, when he last logged in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import F, Q

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


_ACCOUNT = {
    "staff_id": F("pk"),
    "email": F("account__email"),
    "is_active": F("account__is_active"),
    "last_login": F("account__last_login"),
    "password_is_temporary": F("account__password_is_temporary"),
}


def page(*, on: date, text: str = "", number: int = 1) -> Page:
    """Return one page of all who are or were in service, by name; those who match a name or an e-mail address."""
    rows = Staff.objects.all()
    if text:
        rows = rows.filter(Q(name__unaccent__icontains=text) | Q(account__email__icontains=text))
    total = rows.count()
    number = min(max(number, 1), max(1, -(-total // PAGE)))
    first = (number - 1) * PAGE
    found = rows.order_by("name", "id").values("account_id", "name", **_ACCOUNT)[first : first + PAGE]
    return Page(lines=_seated([PersonLine(**row) for row in found], on), number=number, total=total)


def person(account_id: int, *, on: date) -> PersonLine | None:
    """Return one colleague with every seat he has or had."""
    row = Staff.objects.filter(account_id=account_id).values("account_id", "name", **_ACCOUNT).first()
    return _seated([PersonLine(**row)], on, past=True)[0] if row else None


def _seated(lines: Sequence[PersonLine], on: date, *, past: bool = False) -> tuple[PersonLine, ...]:
    seats: dict[int, list[Seat]] = {line.staff_id: [] for line in lines}
    rows = Appointment.objects.filter(staff_id__in=list(seats))
    if not past:
        rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    for row in rows.order_by("-valid_from", "-id").values(
        "staff_id", "post_id", "valid_from", "valid_to", appointment_id=F("pk"), title=F("post__title"),
        agency_id=F("post__agency_id"), agency_name=F("post__agency__short_name"),
    ):  # fmt: skip
        is_over = row["valid_to"] is not None and row["valid_to"] < on
        seats[row.pop("staff_id")].append(Seat(**row, is_over=is_over))
    return tuple(
        replace(line, seats=tuple(sorted(seats[line.staff_id], key=lambda seat: seat.is_over))) for line in lines
    )
