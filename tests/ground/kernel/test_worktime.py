from datetime import date, datetime, time

import pytest

from motcua.ground.kernel.clock import VIETNAM
from motcua.ground.kernel.worktime import DEFAULT_WEEK, DayKind, DayRule, NoWorkingDay, WorkCalendar

MORNING = (time(7, 30), time(11, 30))
AFTERNOON = (time(13, 30), time(17, 0))
OFFICE = WorkCalendar(
    days={
        date(2026, 1, 1): DayRule(kind=DayKind.HOLIDAY, note="Tết Dương lịch"),
        date(2026, 1, 2): DayRule(kind=DayKind.COMP_OFF),
        date(2026, 1, 10): DayRule(kind=DayKind.COMP_WORK),
        date(2026, 1, 14): DayRule(kind=DayKind.HALF_DAY),
        date(2026, 1, 15): DayRule(kind=DayKind.HALF_DAY, hours=(AFTERNOON,)),
        date(2026, 1, 16): DayRule(kind=DayKind.CLOSED, note="Bão số 3"),
        date(2026, 1, 17): DayRule(kind=DayKind.NORMAL),
    }
)


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2025, 12, 31), (MORNING, AFTERNOON)),
        (date(2026, 1, 1), ()),
        (date(2026, 1, 2), ()),
        (date(2026, 1, 3), ()),
        (date(2026, 1, 10), (MORNING, AFTERNOON)),
        (date(2026, 1, 14), (MORNING,)),
        (date(2026, 1, 15), (AFTERNOON,)),
        (date(2026, 1, 16), ()),
        (date(2026, 1, 17), ()),
    ],
)
def test_a_day_rule_stands_above_the_weekday(day, hours):
    assert OFFICE.hours(day) == hours
    assert OFFICE.is_workday(day) is bool(hours)


@pytest.mark.parametrize(
    ("day", "count", "end"),
    [
        (date(2025, 12, 31), 0, date(2025, 12, 31)),
        (date(2025, 12, 31), 1, date(2026, 1, 5)),
        (date(2025, 12, 31), 6, date(2026, 1, 10)),
        (date(2025, 12, 31), 7, date(2026, 1, 12)),
        (date(2026, 1, 13), 2, date(2026, 1, 15)),
        (date(2026, 1, 13), 3, date(2026, 1, 19)),
    ],
)
def test_working_days_are_counted_along_the_calendar(day, count, end):
    assert OFFICE.add_workdays(day, count) == end
    assert OFFICE.workdays_between(day, end) == count
    assert OFFICE.workdays_between(end, day) == -count


@pytest.mark.parametrize(
    ("at", "is_open", "opens"),
    [
        ("2026-01-05T07:29", False, "2026-01-05T07:30"),
        ("2026-01-05T07:30", True, "2026-01-05T07:30"),
        ("2026-01-05T11:29", True, "2026-01-05T11:29"),
        ("2026-01-05T11:30", False, "2026-01-05T13:30"),
        ("2026-01-05T17:00", False, "2026-01-06T07:30"),
        ("2026-01-01T10:00", False, "2026-01-05T07:30"),
        ("2026-01-09T18:00", False, "2026-01-10T07:30"),
    ],
)
def test_opening(at, is_open, opens):
    assert OFFICE.is_open(moment(at)) is is_open
    assert OFFICE.next_open(moment(at)) == moment(opens)


@pytest.mark.parametrize(
    ("begin", "minutes", "end"),
    [
        ("2026-01-05T10:30", 60, "2026-01-05T11:30"),
        ("2026-01-05T10:30", 61, "2026-01-05T13:31"),
        ("2026-01-05T16:00", 60, "2026-01-05T17:00"),
        ("2026-01-05T16:00", 120, "2026-01-06T08:30"),
        ("2026-01-09T16:00", 120, "2026-01-10T08:30"),
        ("2026-01-03T09:00", 450, "2026-01-05T17:00"),
        ("2026-01-14T07:30", 300, "2026-01-15T14:30"),
    ],
)
def test_open_minutes_are_added_and_measured_alike(begin, minutes, end):
    assert OFFICE.add_open_minutes(moment(begin), minutes) == moment(end)
    assert OFFICE.open_minutes_between(moment(begin), moment(end)) == minutes


def test_no_open_minutes_backwards():
    assert OFFICE.open_minutes_between(moment("2026-01-06T10:00"), moment("2026-01-05T10:00")) == 0


def test_a_moment_in_another_zone_is_read_in_vietnamese_time():
    assert OFFICE.is_open(datetime.fromisoformat("2026-01-05T01:00+00:00"))
    assert not OFFICE.is_open(datetime.fromisoformat("2026-01-05T11:00+00:00"))


def test_a_day_off_has_no_opening_or_closing():
    with pytest.raises(ValueError, match="day off"):
        OFFICE.close_time(date(2026, 1, 1))
    assert OFFICE.open_time(date(2026, 1, 15)) == moment("2026-01-15T13:30")


def test_a_reception_saturday_is_open_but_no_limit_counts_it():
    police = WorkCalendar(week={**DEFAULT_WEEK, 5: (MORNING,)}, uncounted=frozenset({5}))
    saturday = date(2026, 1, 24)
    assert police.is_open(moment("2026-01-24T08:00"))
    assert not police.is_workday(saturday)
    assert police.add_workdays(date(2026, 1, 23), 1) == date(2026, 1, 26)
    assert police.open_day_on_or_after(saturday) == saturday
    assert police.workday_on_or_after(saturday) == date(2026, 1, 26)


def test_a_made_up_saturday_has_the_hours_of_a_full_day_even_where_saturdays_are_short():
    days = {date(2026, 1, 10): DayRule(kind=DayKind.COMP_WORK)}
    police = WorkCalendar(week={**DEFAULT_WEEK, 5: (MORNING,)}, days=days, uncounted=frozenset({5}))
    assert police.is_workday(date(2026, 1, 10))
    assert police.hours(date(2026, 1, 10)) == (MORNING, AFTERNOON)


def test_new_opening_hours_hold_from_their_day_on():
    summer = {**DEFAULT_WEEK, 0: ((time(7, 0), time(11, 0)),)}
    office = WorkCalendar(later=((date(2026, 4, 15), summer),))
    assert office.hours(date(2026, 4, 13)) == (MORNING, AFTERNOON)
    assert office.hours(date(2026, 4, 20)) == ((time(7, 0), time(11, 0)),)


def test_a_calendar_without_any_working_day_is_told_not_searched_for_ever():
    with pytest.raises(NoWorkingDay):
        WorkCalendar(week={}).next_workday(date(2026, 1, 1))
    with pytest.raises(NoWorkingDay):
        WorkCalendar(week={}).add_open_minutes(moment("2026-01-01T08:00"), 1)
