"""The opening minutes of an office as one long tape: how many have gone by at a moment is read, not counted again."""

from datetime import date, datetime, time, timedelta

from motcua.ground.kernel import clock
from motcua.ground.kernel.worktime import WorkCalendar

_MIDNIGHT = time()


class Tape:
    """The opening minutes from the first day to the last; a moment beyond them is read as their beginning or end.

    full   minutes of a full day, the unit in which people count
    """

    def __init__(self, calendar: WorkCalendar, first: date, last: date) -> None:
        self.full = calendar.full_day_minutes(last) or 480
        self._first = first.toordinal()
        self._hours: list[tuple[tuple[float, float], ...]] = []
        self._gone: list[float] = [0.0]
        self._days: list[int] = [0]
        day = first
        while day <= last:
            hours = tuple((_minutes(opens), _minutes(closes)) for opens, closes in calendar.hours(day))
            self._hours.append(hours)
            self._gone.append(self._gone[-1] + sum(closes - opens for opens, closes in hours))
            self._days.append(self._days[-1] + bool(hours))
            day += timedelta(days=1)

    def at(self, moment: datetime) -> float:
        """Return the opening minutes that have gone by."""
        here = clock.local(moment)
        place = here.toordinal() - self._first
        if not 0 <= place < len(self._hours):
            return self._gone[0 if place < 0 else -1]
        now = here.hour * 60 + here.minute + here.second / 60
        return self._gone[place] + sum(max(min(closes, now) - opens, 0.0) for opens, closes in self._hours[place])

    def between(self, begin: datetime, end: datetime) -> float:
        """Return the opening minutes between two moments."""
        return self.at(end) - self.at(begin)

    def workdays(self, after: date, until: date) -> int:
        """Return how many days it opens on in (after, until]."""
        return self._days[self._place(until)] - self._days[self._place(after)]

    def mornings(self, after: datetime, until: datetime) -> list[datetime]:
        """Return the openings of the days after a moment's day, up to another moment."""
        first, last = clock.local(after).toordinal() + 1, clock.local(until).toordinal()
        days = range(max(first, self._first), min(last, self._first + len(self._hours) - 1) + 1)
        found = [(day, self._hours[day - self._first]) for day in days]
        return [_moment(day, hours[0][0]) for day, hours in found if hours and _moment(day, hours[0][0]) < until]

    def _place(self, day: date) -> int:
        return min(max(day.toordinal() - self._first + 1, 0), len(self._hours))


def _minutes(moment: time) -> float:
    return moment.hour * 60 + moment.minute


def _moment(ordinal: int, minutes: float) -> datetime:
    return datetime.combine(date.fromordinal(ordinal), _MIDNIGHT, clock.VIETNAM) + timedelta(minutes=minutes)
