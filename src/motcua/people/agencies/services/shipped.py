"""What the product ships about the organisation: roles, and the nation's days off."""

from motcua.ground.kernel.worktime import DayKind

from ..models import CalendarDay, Role
from ..rules import holidays
from ..rules.roles import SEED_ROLES

_YEARS = range(2018, 2028)


def install() -> None:
    """Add the roles and days that are not there yet; what an installation has changed stays as it is."""
    known = set(Role.objects.values_list("code", flat=True))
    Role.objects.bulk_create(
        Role(code=code, name=name, permissions=sorted(permissions))
        for code, name, permissions in SEED_ROLES
        if code not in known
    )
    present = set(CalendarDay.objects.filter(agency__isnull=True).values_list("on", flat=True))
    CalendarDay.objects.bulk_create(
        CalendarDay(
            agency=None,
            on=row.on,
            kind=DayKind(row.kind),
            note=row.note,
            decision_no=row.decision,
            confirmed=row.confirmed,
            active=row.active,
        )
        for year in _YEARS
        for row in holidays.days_of(year)
        if row.on not in present
    )
