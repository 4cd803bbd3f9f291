"""The words of the morning bulletin: the same figures, the same words; nothing is told where there is nothing."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from motcua.ground.kernel.clock import VIETNAM
from motcua.ground.kernel.worktime import DayKind, DayRule, WorkCalendar
from motcua.steering.indicators.rules import bulletin
from motcua.steering.indicators.rules.bulletin import Cheapest, Days, Told
from motcua.steering.indicators.rules.measures import Value
from motcua.steering.indicators.vocabulary import Matter

FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)
PLAIN = WorkCalendar()
KEPT = "Hồ sơ xử lý trước hạn, đúng hạn"
BUSY = Told(
    days=Days(day=FRIDAY, previous=date(2026, 11, 26), long_ago=date(2026, 11, 13)),
    received=12,
    online=5,
    due=7,
    late=1015,
    long=3,
    no_letter=4,
    new=5,
    holder="Phòng Kinh tế",
    holder_new=3,
    handled=2000,
    lost=Decimal("12.34"),
    most=60,
    cheapest=Cheapest(code="2.1", name=KEPT, needed=3),
    week=None,
)
QUIET = replace(BUSY, received=0, online=0, due=0, late=0, long=0, no_letter=0, new=0, holder="", holder_new=0)


def said(told):
    return [line.text for line in bulletin.lines(told)]


def test_a_bulletin_is_six_lines_and_each_that_counts_dossiers_opens_them():
    assert said(BUSY) == [
        "Tiếp nhận hôm qua: 12 hồ sơ, 5 trực tuyến.",
        "Phải trả hôm nay: 7 hồ sơ.",
        "Đang quá hạn: 1.015 hồ sơ, trong đó 3 quá 10 ngày làm việc.",
        "Quá hạn mà chưa có thư xin lỗi: 4 hồ sơ.",
        f"Chỉ số 766 tháng này: mất 12,34 trên 60 điểm đã có số; dễ lấy lại nhất là 2.1 {KEPT}, thêm 3 hồ sơ được 0,1 điểm.",
        "Mới quá hạn: 5 hồ sơ, nhiều nhất ở Phòng Kinh tế: 3.",
    ]
    lists = [Matter.RECEIVED, Matter.DUE, Matter.LATE, Matter.NO_LETTER, None, Matter.NEW]
    assert [line.matter for line in bulletin.lines(BUSY)] == lists
    assert bulletin.lines(BUSY)[2].more is Matter.LONG


def test_what_is_nought_is_said_in_words_and_opens_nothing():
    assert said(QUIET) == [
        "Không tiếp nhận hồ sơ nào hôm qua.",
        "Không có hồ sơ nào phải trả hôm nay.",
        "Không có hồ sơ nào đang quá hạn.",
        "Không có thư xin lỗi nào phải gửi.",
        said(BUSY)[4],
        "Không có hồ sơ nào mới quá hạn.",
    ]
    assert not any(line.matter for line in bulletin.lines(QUIET))


def test_a_unit_with_nothing_at_all_is_told_so_in_one_line():
    nothing = replace(QUIET, handled=0, lost=None)
    assert said(nothing) == ["Không tiếp nhận hồ sơ nào hôm qua, không có hồ sơ nào đang giải quyết."]


def test_an_index_without_a_number_has_none():
    assert said(replace(BUSY, lost=None))[4] == "Chỉ số 766 tháng này: chưa có số."
    assert said(replace(BUSY, cheapest=None))[4].endswith("mất 12,34 trên 60 điểm đã có số.")


def test_the_first_working_day_of_a_week_tells_of_the_week_before_and_of_the_days_since_friday():
    days = bulletin.days_of(MONDAY, PLAIN)
    told = replace(BUSY, days=days, week=(40, 38, Value(Fraction(36, 38), 36, 38)))
    assert days.opens_a_week
    assert said(told)[0] == "Tiếp nhận từ thứ Sáu 27/11 đến hôm qua: 12 hồ sơ, 5 trực tuyến."
    assert said(told)[6] == "Tuần trước: tiếp nhận 40, xong 38, đúng hoặc trước hạn 94,7%."
    idle = replace(told, week=(2, 0, Value(None, 0, 0)))
    assert said(idle)[6] == "Tuần trước: tiếp nhận 2, không giải quyết xong hồ sơ nào."


@pytest.mark.parametrize(
    ("day", "holidays", "previous", "opens"),
    [
        (FRIDAY, (), date(2026, 11, 26), False),
        (MONDAY, (), FRIDAY, True),
        (date(2026, 12, 1), (MONDAY,), FRIDAY, True),
        (date(2026, 12, 1), (), MONDAY, False),
    ],
)
def test_the_day_before_is_a_working_day_and_a_week_opens_after_its_holidays(day, holidays, previous, opens):
    calendar = WorkCalendar(days={one: DayRule(kind=DayKind.HOLIDAY) for one in holidays})
    days = bulletin.days_of(day, calendar)
    assert (days.previous, days.opens_a_week) == (previous, opens)


def test_more_than_ten_working_days_late_is_counted_in_working_days():
    days = bulletin.days_of(FRIDAY, PLAIN)
    assert PLAIN.workdays_between(days.long_ago - bulletin._DAY, FRIDAY) == 11
    assert PLAIN.workdays_between(days.long_ago, FRIDAY) <= 10


@pytest.mark.parametrize(
    ("hour", "minute", "goes"), [(6, 59, False), (7, 0, True), (10, 59, True), (11, 0, False), (23, 0, False)]
)
def test_it_goes_out_in_the_morning_only(hour, minute, goes):
    assert bulletin.is_time(datetime(2026, 11, 27, hour, minute, tzinfo=VIETNAM)) is goes


def test_a_letter_numbers_its_lines_and_puts_each_address_under_its_own():
    told = [(line, f"https://x.example/{line.matter}" if line.matter else "") for line in bulletin.lines(BUSY)]
    letter = bulletin.text(told, ending="Hết.")
    assert letter.splitlines()[:2] == ["1. Tiếp nhận hôm qua: 12 hồ sơ, 5 trực tuyến.", "   https://x.example/received"]
    assert letter.endswith("\n\nHết.")
    assert bulletin.title(FRIDAY, "UBND xã Tân Hòa") == "Bản tin sáng thứ Sáu 27/11/2026, UBND xã Tân Hòa"
