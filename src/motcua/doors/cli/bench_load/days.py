"""The working days of the set: how many dossiers come on each, and how far the last of them is gone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from motcua.ground.kernel.clock import local
from motcua.ground.kernel.worktime import DEFAULT_WEEK, WorkCalendar

from ..errors import CannotRun

DAY = 450
"""Working minutes of a day."""
AHEAD = timedelta(days=400)
"""How far promises may reach."""
_WEEKDAYS = (1.25, 1.1, 1.0, 0.95, 0.8, 0.5)
_MONTHS = (0.8, 0.6, 1.15, 1.1, 1.05, 1.0, 1.0, 1.05, 1.15, 1.1, 1.05, 0.95)
_LATE_WEEKDAYS = (0.85, 0.9, 1.0, 1.1, 1.3, 1.3)
_LATE_MONTHS = (1.5, 1.4, 0.9, 0.85, 0.85, 0.95, 1.0, 0.95, 0.9, 0.9, 1.1, 1.6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Working days, numbered from 0, the first on which dossiers come, to the farthest promise.

    openings   the moment each of them opens
    plan       (day, dossiers before it, dossiers of it, minutes in which they come, factor of lateness), to today
    today      number of the working day that has begun last
    now        the last whole working minute that has gone by, counted from the first opening
    over       that day is over: its midnight has passed
    """

    openings: tuple[datetime, ...]
    plan: tuple[tuple[int, int, int, int, float], ...]
    today: int
    now: int
    over: bool


def first_day(at: datetime, months: int) -> date:
    """Return the day so many months before."""
    day = local(at).date()
    total = day.year * 12 + day.month - 1 - months
    return date(total // 12, total % 12 + 1, min(day.day, 28))


def spread(dossiers: int, calendar: WorkCalendar, *, first: date, at: datetime, seed: int) -> Days:
    """Spread the dossiers over the working days from one up to a moment, by weekday and month.

    Raises  CannotRun where the calendar has a day with other hours than the office's own
    """
    here = local(at)
    last = here.date() + AHEAD
    every = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    days = [day for day in every if calendar.is_workday(day)]
    if any(calendar.hours(day) != DEFAULT_WEEK[0] for day in days):
        raise CannotRun("The working calendar has days with hours of their own: load into an untouched installation.")
    begun = [day for day in days if calendar.open_time(day) <= here]
    today = len(begun) - 1
    gone = min(calendar.open_minutes_between(calendar.open_time(begun[-1]), here), DAY) if begun else 0
    if today < 1:
        raise CannotRun("There is no working day before this moment.")
    dice = Random(seed)  # noqa: S311 - a spread, not a secret
    weights = [_WEEKDAYS[day.weekday()] * _MONTHS[day.month - 1] * dice.uniform(0.85, 1.15) for day in begun]
    weights[-1] *= gone / DAY
    return Days(
        openings=tuple(calendar.open_time(day) for day in days),
        plan=tuple(_plan(dossiers, begun, weights, gone)),
        today=today,
        now=today * DAY + gone - 1,
        over=here.date() > begun[-1],
    )


def _plan(
    dossiers: int, days: Sequence[date], weights: Sequence[float], gone: int
) -> list[tuple[int, int, int, int, float]]:
    whole, before, passed = sum(weights), 0, 0.0
    found = []
    for number, (day, weight) in enumerate(zip(days, weights, strict=True)):
        passed += weight
        until = dossiers if number == len(days) - 1 and gone else round(dossiers * passed / whole)
        late = _LATE_WEEKDAYS[day.weekday()] * _LATE_MONTHS[day.month - 1]
        minutes = gone if number == len(days) - 1 else DAY
        if until > before:
            found.append((number, before, until - before, minutes, late))
        before = until
    return found
