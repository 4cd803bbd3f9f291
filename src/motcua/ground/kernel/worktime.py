"""Working time: which days an office works, at which hours, and how to count along them.

A ``WorkCalendar`` is a value. Dates are Vietnamese dates, moments are aware and read in Vietnamese time, durations are
whole minutes. A span of opening hours is half open: at 11:30 sharp the morning 07:30–11:30 is over.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from . import clock
from .vocabulary import Term

Hours = tuple[tuple[time, time], ...]
Week = Mapping[int, Hours]

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_HORIZON_DAYS = 3_700
_OFFICE: Hours = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))
DEFAULT_WEEK: Week = {weekday: _OFFICE if weekday < 5 else () for weekday in range(7)}


class DayKind(Term):
    """Loại ngày trong lịch làm việc."""

    HOLIDAY = "holiday", "Nghỉ lễ, Tết"
    COMP_OFF = "comp_off", "Nghỉ bù, hoán đổi"
    COMP_WORK = "comp_work", "Làm bù"
    HALF_DAY = "half_day", "Làm nửa ngày"
    CLOSED = "closed", "Đóng cửa đột xuất"
    NORMAL = "normal", "Làm việc bình thường"


OFF = frozenset({DayKind.HOLIDAY, DayKind.COMP_OFF, DayKind.CLOSED})


class NoWorkingDay(ValueError):  # noqa: N818 - it names the finding
    """The calendar has no working day within ten years: its week is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRule:
    """What one date is, whatever its weekday.

    hours      None: as the kind says (a made-up day has the hours of the week's fullest day, a half day the morning)
    note       what people call it, e.g. “Tết Nguyên đán”
    confirmed  False while it is our proposal and no decision has been published
    """

    kind: DayKind
    note: str = ""
    hours: Hours | None = None
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The working time of one office.

    week       opening hours by weekday, Monday 0
    days       dates that differ from their weekday
    later      weeks that replace ``week`` from a date on, in order of date
    uncounted  weekdays on which the office receives, but which no time limit counts (a Saturday morning of reception)
    """

    week: Week = field(default_factory=lambda: DEFAULT_WEEK)
    days: Mapping[date, DayRule] = field(default_factory=dict)
    later: tuple[tuple[date, Week], ...] = ()
    uncounted: frozenset[int] = frozenset()

    def hours(self, day: date) -> Hours:
        """Return the open spans of the day, () when it is off."""
        week = self._week(day)
        rule = self.days.get(day)
        if rule is None:
            return week.get(day.weekday(), ())
        return _hours_of(rule, day, week)

    def is_workday(self, day: date) -> bool:
        """Tell whether a time limit counts the day; a half day counts whole."""
        rule = self.days.get(day)
        if day.weekday() in self.uncounted and (rule is None or rule.kind is not DayKind.COMP_WORK):
            return False
        return bool(self.hours(day))

    def next_workday(self, day: date) -> date:
        """Return the first working day after the day."""
        return next(later for later in self._days_from(day + _DAY) if self.is_workday(later))

    def workday_on_or_after(self, day: date) -> date:
        """Return the day itself if it is a working day, else the next one."""
        return next(later for later in self._days_from(day) if self.is_workday(later))

    def open_day_on_or_after(self, day: date) -> date:
        """Return the day itself if the office opens on it, counted or not, else the next such day."""
        return next(later for later in self._days_from(day) if self.hours(later))

    def add_workdays(self, day: date, count: int) -> date:
        """Return the ``count``-th working day after the day, which itself is not counted."""
        for _ in range(count):
            day = self.next_workday(day)
        return day

    def workdays_between(self, after: date, until: date) -> int:
        """Return how many working days lie in (after, until]; negative when ``until`` comes first."""
        if until < after:
            return -self.workdays_between(until, after)
        return sum(self.is_workday(after + _DAY * step) for step in range(1, (until - after).days + 1))

    def open_time(self, day: date) -> datetime:
        """Return the moment at which the day opens. Raises ValueError on a day off."""
        return _at(day, self._spans(day)[0][0])

    def close_time(self, day: date) -> datetime:
        """Return the moment at which the day closes. Raises ValueError on a day off."""
        return _at(day, self._spans(day)[-1][1])

    def is_open(self, moment: datetime) -> bool:
        """Tell whether the office is open at the moment."""
        here = clock.local(moment)
        return any(opens <= here.time() < closes for opens, closes in self.hours(here.date()))

    def next_open(self, moment: datetime) -> datetime:
        """Return the moment itself if the office is open, else the next opening."""
        here = clock.local(moment)
        return next(max(here, opens) for opens, closes in self._spans_from(here.date()) if here < closes)

    def add_open_minutes(self, moment: datetime, minutes: int) -> datetime:
        """Return when so many minutes of opening hours have gone by; what ends at closing ends there."""
        here = clock.local(moment)
        left = minutes
        for opens, closes in self._spans_from(here.date()):
            begins = max(opens, here)
            if begins >= closes:
                continue
            span = (closes - begins) // _MINUTE
            if left <= span:
                return begins + _MINUTE * left
            left -= span
        raise NoWorkingDay

    def open_minutes_between(self, begin: datetime, end: datetime) -> int:
        """Return the whole minutes of opening hours from ``begin`` to ``end``; 0 when ``end`` is not later."""
        first, last = clock.local(begin), clock.local(end)
        total = timedelta()
        day = first.date()
        while day <= last.date():
            for opens, closes in self.hours(day):
                total += max(min(_at(day, closes), last) - max(_at(day, opens), first), timedelta())
            day += _DAY
        return total // _MINUTE

    def full_day_minutes(self, day: date) -> int:
        """Return the length in minutes of the fullest day of the week in force on the day."""
        return max(map(_minutes, self._week(day).values()), default=0)

    def _week(self, day: date) -> Week:
        week = self.week
        for since, replacement in self.later:
            if since > day:
                break
            week = replacement
        return week

    def _spans(self, day: date) -> Hours:
        spans = self.hours(day)
        if not spans:
            raise ValueError(f"{day} is a day off")
        return spans

    def _days_from(self, day: date) -> Iterator[date]:
        for step in range(_HORIZON_DAYS):
            yield day + _DAY * step
        raise NoWorkingDay

    def _spans_from(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        for later in self._days_from(day):
            for opens, closes in self.hours(later):
                yield _at(later, opens), _at(later, closes)


def _hours_of(rule: DayRule, day: date, week: Week) -> Hours:
    if rule.kind in OFF:
        return ()
    if rule.hours is not None:
        return rule.hours
    own = week.get(day.weekday(), ())
    if rule.kind is DayKind.COMP_WORK:
        return max(week.values(), key=_minutes, default=())
    return own[:1] if rule.kind is DayKind.HALF_DAY else own


def _minutes(hours: Hours) -> int:
    return sum((closes.hour - opens.hour) * 60 + closes.minute - opens.minute for opens, closes in hours)


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, clock.VIETNAM)
