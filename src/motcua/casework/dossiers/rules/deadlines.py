"""The one deadline engine: when a result is due, how late it is, how much time is left.

Law: Bộ luật Dân sự 2015, Điều 147 (the first day is not counted), Điều 148 khoản 5 (a period that ends on a day off
ends on the next working day); 118/2025/NĐ-CP as amended by 309/2026/NĐ-CP, Điều 17 khoản 3 (time runs from a complete
and correct dossier), Điều 18 khoản 2 (15:00). Moments are cut to the minute, as the receipt prints them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

from motcua.casework.procedures.rules.content import Limit
from motcua.casework.procedures.vocabulary import LimitUnit
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.worktime import WorkCalendar

from ..vocabulary import Timeliness
from .counting import Count, Pause
from .derivation import Due, Step, clock_time

__all__ = [
    "CUTOFF",
    "Chip",
    "Due",
    "Pause",
    "Remaining",
    "Step",
    "chip",
    "due",
    "horizon",
    "remaining",
    "step_due",
    "timeliness",
]

CUTOFF = time(15, 0)


def due(
    received: datetime,
    limit: Limit,
    calendar: WorkCalendar,
    *,
    cutoff: time = CUTOFF,
    pauses: Sequence[Pause] = (),
    receiver: str = "",
) -> Due:
    """Return when the result is due, with the derivation.

    Received on a day off or before opening: day 0 is the next open day. Received after closing: the same day is day 0
    of a limit in days or months; a limit in hours or of the same day begins at the next opening. Hours that run day and
    night begin on the next working day when received after the cutoff.
    pauses   Working-day and same-day limits: the suspended parts of working days are added up and the sum, rounded up,
             is added as working days. Day and month limits: the suspended time, rounded up to whole days, is added
             before the end rolls forward. Hour limits: the suspended opening minutes are added, the suspended minutes
             of the clock where hours run day and night. Overlapping pauses count once; a pause that begins when the
             time is already up mends nothing.
    receiver Whose receipt the time runs from where it is not the counter, with what is to be said of it, such as
             “cơ quan có thẩm quyền nhận hồ sơ, chậm nhất”.
    Raises   ValueError where the limit is not positive.
    """
    if limit.unit is not LimitUnit.SAME_DAY and limit.value < 1:
        raise ValueError(f"a limit of {limit.value} is none")
    count = Count(calendar)
    begun = local(received).replace(second=0, microsecond=0)
    start = count.start(begun, limit.unit, receiver)
    match limit.unit:
        case LimitUnit.WORKING_DAY:
            return count.working_days(start, limit.value, pauses)
        case LimitUnit.DAY:
            return count.days(start, limit.value, pauses)
        case LimitUnit.MONTH:
            return count.months(start, limit.value, pauses)
        case LimitUnit.HOUR:
            return count.hours(start, limit.value, pauses)
        case LimitUnit.RUNNING_HOUR:
            return count.running_hours(start, limit.value, cutoff, pauses)
        case LimitUnit.SAME_DAY:
            return count.same_day(start, cutoff, pauses)


def horizon(received: datetime, limit: Limit) -> date:
    """Return a date until which a calendar must be known to count the limit: generous, pauses left out."""
    days = {LimitUnit.MONTH: 31 * limit.value, LimitUnit.SAME_DAY: 0}.get(limit.unit, 2 * limit.value)
    return local(received).date() + timedelta(days=days + 60)


def timeliness(due_at: datetime, finished_at: datetime) -> Timeliness:
    """Compare by date: before the due date early, on it on time, after it late.

    Law: 766/QĐ-TTg; 01/2018/TT-VPCP, Điều 12 chỉ tiêu 1; granularity by date is our default (open question 18).
    """
    promised, done = local(due_at).date(), local(finished_at).date()
    if done < promised:
        return Timeliness.EARLY
    return Timeliness.ON_TIME if done == promised else Timeliness.LATE


def step_due(
    received_at: datetime,
    due_at: datetime,
    share: Decimal | Fraction | float,
    calendar: WorkCalendar,
    *,
    started_at: datetime | None = None,
) -> datetime:
    """Return when an activity is due that holds a share (0–1) of the dossier's working time.

    Its clock starts with the activity (with the dossier where ``started_at`` is None), so that nobody inherits a
    predecessor's lateness; started on time, the last share ends at ``due_at``. Whole minutes, at least one.
    """
    minutes = calendar.open_minutes_between(received_at, due_at)
    return calendar.add_open_minutes(started_at or received_at, max(int(minutes * Fraction(share)), 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Remaining:
    """What is left until a due moment, or what has gone by since it.

    late           the due moment has passed
    working_days   working days by date between the two; 0 on the same date
    open_minutes   opening minutes between the two
    """

    late: bool
    working_days: int
    open_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """The due chip of a list. ``kind``: late · today · soon · ok · done."""

    kind: str
    text: str


def remaining(now: datetime, due_at: datetime, calendar: WorkCalendar) -> Remaining:
    """Return how much working time lies between now and the due moment."""
    now, due_at = local(now), local(due_at)
    first, last = min(now, due_at), max(now, due_at)
    return Remaining(
        late=now > due_at,
        working_days=calendar.workdays_between(first.date(), last.date()),
        open_minutes=calendar.open_minutes_between(first, last),
    )


def chip(
    now: datetime, due_at: datetime, calendar: WorkCalendar, finished_at: datetime | None = None, *, soon_days: int = 2
) -> Chip:
    """Return the chip: “Quá hạn 3 ngày”, “Quá hạn 2 giờ”, “Hôm nay 16:30”, “Còn 2 ngày”, “Xong, sớm 1 ngày”.

    Days are working days; hours are given while less than a full working day has gone by. After closing on the due date
    it is still “Hôm nay”: a result of that date is on time (`timeliness`).
    """
    if finished_at is not None:
        return _done(finished_at, due_at, calendar)
    left = remaining(now, due_at, calendar)
    today, promised = local(now).date(), local(due_at).date()
    if left.late and (left.open_minutes or today > promised):
        return Chip(kind="late", text=_overdue(left, calendar.full_day_minutes(today)))
    if today == promised:
        return Chip(kind="today", text=f"Hôm nay {clock_time(local(due_at))}")
    days = max(left.working_days, 1)
    return Chip(kind="soon" if days <= soon_days else "ok", text=f"Còn {days} ngày")


def _overdue(left: Remaining, full_day: int) -> str:
    if left.open_minutes >= full_day and left.working_days:
        return f"Quá hạn {left.working_days} ngày"
    hours, minutes = divmod(left.open_minutes, 60)
    if hours:
        return f"Quá hạn {hours} giờ"
    return f"Quá hạn {minutes} phút" if minutes else "Vừa quá hạn"


def _done(finished_at: datetime, due_at: datetime, calendar: WorkCalendar) -> Chip:
    verdict = timeliness(due_at, finished_at)
    if verdict is Timeliness.ON_TIME:
        return Chip(kind="done", text="Xong, đúng hạn")
    days = abs(calendar.workdays_between(local(finished_at).date(), local(due_at).date()))
    word = "sớm" if verdict is Timeliness.EARLY else "trễ"
    return Chip(kind="done", text=f"Xong, {word} {days} ngày" if days else f"Xong, {word} dưới 1 ngày")
