"""Count a limit along a calendar, unit by unit, telling the story of it."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import ceil

from motcua.casework.procedures.vocabulary import LimitUnit
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.worktime import WorkCalendar

from .derivation import Due, Story, clock_time, long_date

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A suspension of the clock, from ``begin`` to ``end``; one that is still open ends at the moment of asking.

    reason   what was waited for, e.g. “chờ nộp thuế”
    """

    begin: datetime
    end: datetime
    reason: str = ""


class Count:
    """One derivation: the calendar, the story told so far, and where skipping begins."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self._story = Story(calendar)
        self._skip_from = date.min

    def start(self, received: datetime, unit: LimitUnit, receiver: str = "") -> datetime:
        """Return the moment from which the limit counts; whose receipt that is, where not the counter's, is said."""
        day = received.date()
        opens = bool(self._calendar.hours(day))
        if receiver:
            text = f"thời hạn tính từ khi {receiver} lúc {_moment(received)}"
            self._story.tell("received", text, day, clause=text)
        else:
            self._story.tell("received", f"nhận hồ sơ lúc {_moment(received)}", day)
        self._skip_from = day if opens else day - _DAY
        if unit in (LimitUnit.HOUR, LimitUnit.SAME_DAY, LimitUnit.RUNNING_HOUR):
            start = self._calendar.next_open(received)
        elif opens:
            return received
        else:
            start = self._calendar.open_time(self._calendar.open_day_on_or_after(day))
        if start != received:
            text = (
                f"nhận lúc {_moment(received)} {'ngoài giờ làm việc' if opens else 'vào ngày nghỉ'} "
                f"nên tính như nhận {_moment(start)}"
            )
            self._story.tell("start", text, start.date(), clause=text)
        return start

    def working_days(self, start: datetime, value: int, pauses: Sequence[Pause]) -> Due:
        first = self._calendar.next_workday(start.date())
        end = self._calendar.add_workdays(start.date(), value)
        text = f"{value} ngày làm việc tính từ {long_date(first)}, không tính ngày nhận"
        self._story.tell("count", text, first, clause=text)
        return self._end_of_working_day(start, end, pauses)

    def same_day(self, start: datetime, cutoff: time, pauses: Sequence[Pause]) -> Due:
        day = start.date()
        in_time = start.time() <= cutoff
        if in_time:
            text = f"trả trong ngày vì nhận lúc {clock_time(start)}, không quá {cutoff:%H:%M}"
        else:
            text = f"nhận lúc {clock_time(start)}, sau {cutoff:%H:%M}, nên trả trong ngày làm việc kế tiếp"
        self._story.tell("cutoff", text, day, clause=text)
        return self._end_of_working_day(start, day if in_time else self._calendar.next_workday(day), pauses)

    def days(self, start: datetime, value: int, pauses: Sequence[Pause]) -> Due:
        first = start.date() + _DAY
        text = f"{value} ngày tính từ {long_date(first)}, không tính ngày nhận, kể cả ngày nghỉ"
        self._story.tell("count", text, first, clause=text)
        return self._end_of_day(start, start.date() + _DAY * value, pauses)

    def months(self, start: datetime, value: int, pauses: Sequence[Pause]) -> Due:
        day = start.date()
        end = _months_later(day, value)
        text = f"{value} tháng kể từ ngày nhận {long_date(day)}"
        self._story.tell("count", text, day, clause=text)
        if end.day != day.day:
            text = f"tháng {end:%m/%Y} không có ngày {day.day} nên lấy ngày cuối tháng"
            self._story.tell("clamp", text, end, clause=text)
        return self._end_of_day(start, end, pauses)

    def hours(self, start: datetime, value: int, pauses: Sequence[Pause]) -> Due:
        text = f"{value} giờ làm việc tính từ {_moment(start)}, chỉ tính giờ cơ quan mở cửa"
        self._story.tell("count", text, start.date(), clause=text)
        base = end = self._calendar.add_open_minutes(start, value * 60)
        lost = 0
        for begin, finish, reason in _merged(pauses, start):
            if self._is_up(end, begin):
                break
            minutes = self._calendar.open_minutes_between(begin, finish)
            lost += minutes
            end = self._calendar.add_open_minutes(base, lost) if lost else base
            self._story.tell("pause", f"cộng lại {minutes} phút làm việc tạm dừng{_because(reason)}", begin.date())
        if lost:
            self._story.clause(f"cộng lại {lost} phút làm việc tạm dừng")
        return self._finish(end)

    def running_hours(self, start: datetime, value: int, cutoff: time, pauses: Sequence[Pause]) -> Due:
        if start.time() > cutoff:
            late, start = start, self._calendar.open_time(self._calendar.next_workday(start.date()))
            text = f"nhận lúc {clock_time(late)}, sau {cutoff:%H:%M}, nên tính từ {_moment(start)}"
            self._story.tell("cutoff", text, start.date(), clause=text)
        text = f"{value} giờ tính liên tục từ {_moment(start)}"
        self._story.tell("count", text, start.date(), clause=text)
        base = end = start + _HOUR * value
        lost = timedelta()
        for begin, finish, reason in _merged(pauses, start):
            if self._is_up(self._rolled(end), begin):
                break
            lost += finish - begin
            end = base + lost
            self._story.tell(
                "pause", f"tạm dừng từ {_moment(begin)} đến {_moment(finish)}{_because(reason)}", begin.date()
            )
        if lost:
            self._story.clause(f"cộng lại {int(lost / timedelta(minutes=1))} phút tạm dừng")
        due_at = self._rolled(end)
        if due_at != end:
            reasons = self._story.pass_over(end.date() - _DAY, due_at.date())
            text = f"hết giờ vào {long_date(end.date())} là ngày nghỉ nên lùi đến ngày làm việc kế tiếp, qua {reasons}"
            self._story.tell("roll", text, due_at.date(), clause=text)
        return self._story.end(due_at)

    def _rolled(self, end: datetime) -> datetime:
        return end if self._calendar.is_workday(end.date()) else self._close_of(end.date())

    def _end_of_working_day(self, start: datetime, base: date, pauses: Sequence[Pause]) -> Due:
        end, lost = base, Fraction()
        for begin, finish, reason in _merged(pauses, start):
            if self._is_up(self._calendar.close_time(end), begin):
                break
            lost += self._working_days_within(begin, finish)
            end = self._calendar.add_workdays(base, ceil(lost))
            self._story.tell(
                "pause", f"tạm dừng từ {_moment(begin)} đến {_moment(finish)}{_because(reason)}", begin.date()
            )
        if lost:
            self._story.clause(f"cộng lại {ceil(lost)} ngày làm việc tạm dừng")
        return self._finish(self._calendar.close_time(end))

    def _end_of_day(self, start: datetime, base: date, pauses: Sequence[Pause]) -> Due:
        end, lost = base, timedelta()
        for begin, finish, reason in _merged(pauses, start):
            if self._is_up(self._close_of(end), begin):
                break
            lost += finish - begin
            end = base + _DAY * ceil(lost / _DAY)
            self._story.tell(
                "pause", f"tạm dừng từ {_moment(begin)} đến {_moment(finish)}{_because(reason)}", begin.date()
            )
        if lost:
            self._story.clause(f"cộng lại {ceil(lost / _DAY)} ngày tạm dừng")
        due_at = self._close_of(end)
        if due_at.date() != end:
            reasons = self._story.pass_over(end - _DAY, due_at.date())
            text = f"hết hạn {long_date(end)} là ngày nghỉ nên lùi đến ngày làm việc kế tiếp, qua {reasons}"
            self._story.tell("roll", text, due_at.date(), clause=text)
        return self._story.end(due_at)

    def _finish(self, end: datetime) -> Due:
        if reasons := self._story.pass_over(self._skip_from, end.date()):
            self._story.clause(f"bỏ qua {reasons}")
        self._story.count_made_up(self._skip_from, end.date())
        return self._story.end(end)

    def _close_of(self, day: date) -> datetime:
        return self._calendar.close_time(self._calendar.workday_on_or_after(day))

    def _working_days_within(self, begin: datetime, end: datetime) -> Fraction:
        total, day = Fraction(), begin.date()
        while day <= end.date():
            if self._calendar.is_workday(day):
                opens, closes = self._calendar.open_time(day), self._calendar.close_time(day)
                paused = self._calendar.open_minutes_between(max(begin, opens), min(end, closes))
                total += Fraction(paused, self._calendar.open_minutes_between(opens, closes))
            day += _DAY
        return total

    def _is_up(self, end: datetime, begin: datetime) -> bool:
        """Tell whether the time was already up when a pause began; no pause mends that."""
        if begin < end:
            return False
        self._story.tell("pause_ignored", f"tạm dừng từ {_moment(begin)} khi đã hết hạn: không cộng", begin.date())
        return True


def _merged(pauses: Sequence[Pause], start: datetime) -> Iterator[tuple[datetime, datetime, str]]:
    """Yield the pauses in order from the start of the clock, overlaps cut away."""
    until = start
    for pause in sorted(pauses, key=lambda pause: pause.begin):
        begin, end = max(local(pause.begin), until), local(pause.end)
        if begin < end:
            until = end
            yield begin, end, pause.reason


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _moment(moment: datetime) -> str:
    return f"{clock_time(moment)} {long_date(moment.date())}"


def _because(reason: str) -> str:
    return f" ({reason})" if reason else ""
