"""The counters of the province: where they are, whom to call, when they are open."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from motcua.doors.web.ui.typography import sort_key
from motcua.ground.kernel.worktime import Hours, WorkCalendar
from motcua.people.agencies.queries import calendars, organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """One unit that receives dossiers. ``hours``: today's; ``opens_at``: when it opens next, None while it is open."""

    code: str
    name: str
    address: str
    phone: str
    email: str
    feedback_address: str
    hours: str
    opens_at: datetime | None


def all_counters(at: datetime, *, ids: Collection[int] | None = None) -> tuple[Counter, ...]:
    """Return the receiving units of the day A–Z, those of ``ids`` only if given."""
    units = [u for u in organisation.agencies(on=at.date(), receiving=True) if ids is None or u.id in ids]
    units.sort(key=lambda unit: sort_key(unit.name))
    kept = calendars.calendars_of([unit.id for unit in units], first=at.date(), last=at.date())
    return tuple(_counter(unit, kept[unit.id], at) for unit in units)


def counter_of(unit: organisation.AgencyView, at: datetime) -> Counter:
    """Return the unit with today's opening hours."""
    return _counter(unit, calendars.calendar_of(unit.id, first=at.date(), last=at.date()), at)


def _counter(unit: organisation.AgencyView, calendar: WorkCalendar, at: datetime) -> Counter:
    return Counter(
        code=unit.code,
        name=unit.name,
        address=unit.address,
        phone=unit.phone,
        email=unit.email,
        feedback_address=unit.feedback_address,
        hours=hours_words(calendar.hours(at.date())),
        opens_at=None if calendar.is_open(at) else calendar.next_open(at),
    )


def hours_words(hours: Hours) -> str:
    """Return ``7:30–11:30, 13:30–17:00``; on a day off, that it is closed today."""
    if not hours:
        return _("Hôm nay nghỉ")
    return ", ".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in hours)
