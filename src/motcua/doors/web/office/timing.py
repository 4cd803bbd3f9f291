"""Working time as the desks show it."""

from datetime import date, datetime, timedelta

from motcua.ground.kernel import clock
from motcua.ground.kernel.worktime import WorkCalendar
from motcua.people.agencies.queries import calendars

_BACK, _AHEAD, _FURTHEST = timedelta(days=400), timedelta(days=800), timedelta(days=366)


def calendar_around(agency_id: int | None, at: datetime) -> WorkCalendar:
    """Return the agency's calendar for chips: wide enough for every dossier on a list, and kept by the process."""
    return calendars.calendar_of(agency_id, first=at.date() - _BACK, last=at.date() + _AHEAD)


def end_of(typed: str, calendar: WorkCalendar, at: datetime) -> datetime | str:
    """Return when a day that was chosen closes, or the sentence that says why it cannot be that day."""
    try:
        day = date.fromisoformat(typed)
        is_open = calendar.is_workday(day)
    except ValueError:
        return "Chọn ngày."
    if day > at.date() + _FURTHEST:
        return "Ngày này quá xa. Chọn ngày trong vòng một năm."
    return calendar.close_time(day) if is_open else "Ngày này nghỉ. Chọn ngày làm việc."


def working_time(begin: datetime, end: datetime, calendar: WorkCalendar) -> str:
    """Return the opening time between two moments as people say it: ``3 ngày``, ``2 giờ``, ``10 phút``; "" for none."""
    minutes = calendar.open_minutes_between(min(begin, end), max(begin, end))
    full_day = calendar.full_day_minutes(clock.local(end).date())
    if full_day and minutes >= full_day:
        return f"{minutes // full_day} ngày"
    if minutes >= 60:
        return f"{minutes // 60} giờ"
    return f"{minutes} phút" if minutes else ""
