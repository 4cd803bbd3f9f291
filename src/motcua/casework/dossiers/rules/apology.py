"""When a letter of apology is due, what it says, what it promises: written before anybody has to think of it.

Law: 61/2018/NĐ-CP, Điều 19 khoản 9 (at the latest one day before the date: notice to the one-stop unit, written apology
with reason and new date to the applicant; appointed anew at most once).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from motcua.ground.kernel.clock import local
from motcua.ground.kernel.worktime import WorkCalendar

from ..vocabulary import EnquiryKind, LateCause, Timeliness
from . import deadlines


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is known of the open step of a dossier that is or will be late.

    share_left   part of the process's time that the open step and those after it need, 0–1
    asked        kind of an open enquiry, "" for none; ``returned``: how often work came back
    signs        whether the open step is where the result is signed
    ready_at     when there was a result, None before
    """

    received_at: datetime
    due_at: datetime
    share_left: Decimal
    step: str
    agency: str
    held_since: datetime
    asked: str = ""
    returned: int = 0
    accepted: bool = True
    signs: bool = False
    ready_at: datetime | None = None


def is_late(due_at: datetime, now: datetime) -> bool:
    """Tell whether a promised date has passed: by date, as results are compared."""
    return deadlines.timeliness(due_at, now) is Timeliness.LATE


def warns_from(due_at: datetime, days: int, calendar: WorkCalendar) -> datetime:
    """Return the moment from which the letter about a date has to be ready: the opening, ``days`` working days before.

    days  0 is the morning of the date itself
    """
    day = workdays_before(local(due_at).date(), days, calendar)
    return calendar.open_time(day if calendar.is_workday(day) else workdays_before(day, 1, calendar))


def will_be_late(seen: Circumstances, now: datetime, calendar: WorkCalendar) -> bool:
    """Tell whether the steps that are left need more working time than there is."""
    whole = calendar.open_minutes_between(seen.received_at, seen.due_at)
    left = calendar.open_minutes_between(now, seen.due_at) if now < seen.due_at else 0
    return whole * Fraction(seen.share_left) > left


def cause(seen: Circumstances) -> LateCause:
    """Return the cause that the facts name; the head who approves the letter may choose another."""
    if seen.asked == EnquiryKind.CONSULTATION:
        return LateCause.CONSULTATION
    if seen.asked == EnquiryKind.VERIFICATION:
        return LateCause.VERIFICATION
    if seen.returned or not seen.accepted:
        return LateCause.TRANSFER
    return LateCause.SIGNER_ABSENT if seen.signs else LateCause.WORKLOAD


def sentence(seen: Circumstances, why: LateCause) -> str:
    """Return the cause in the words of the paper: what, where, since when; no person is named."""
    if seen.ready_at is not None:
        return f"{why.label}: hồ sơ có kết quả ngày {local(seen.ready_at):%d/%m/%Y}, sau ngày hẹn."
    since = f"{local(seen.held_since):%d/%m/%Y}"
    return f"{why.label}: hồ sơ đang ở bước “{seen.step}” tại {seen.agency} từ ngày {since}."


def new_date(seen: Circumstances, now: datetime, calendar: WorkCalendar) -> datetime:
    """Return the date to appoint anew: what is left of the steps, from now or the old date on, a day at least."""
    whole = calendar.open_minutes_between(seen.received_at, seen.due_at)
    needed = max(int(whole * Fraction(seen.share_left)), 1)
    start = max(local(now), local(seen.due_at)) if is_late(seen.due_at, now) else local(seen.due_at)
    end = calendar.add_open_minutes(calendar.next_open(start), needed)
    day = max(end.date(), calendar.next_workday(local(start).date()))
    return calendar.close_time(calendar.workday_on_or_after(day))


def workdays_before(day: date, count: int, calendar: WorkCalendar) -> date:
    """Return the ``count``-th working day before the day; the day itself for none."""
    for _ in range(count):
        day -= timedelta(days=1)
        while not calendar.is_workday(day):
            day -= timedelta(days=1)
    return day
