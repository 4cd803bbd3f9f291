"""The deadline engine: the dossier lifecycle's own examples, every edge of the start of the clock, and an oracle."""

import json
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction

import pytest

from motcua.casework.dossiers.rules import deadlines
from motcua.casework.dossiers.rules.deadlines import Pause
from motcua.casework.dossiers.rules.derivation import reason
from motcua.casework.dossiers.vocabulary import Timeliness
from motcua.casework.procedures.rules.content import Limit
from motcua.casework.procedures.rules.limits import parse_limit
from motcua.casework.procedures.vocabulary import LimitUnit
from motcua.ground.kernel.clock import VIETNAM
from motcua.ground.kernel.worktime import DEFAULT_WEEK, DayKind, DayRule, WorkCalendar
from motcua.people.agencies.rules import holidays
from tests.prove.spine import due_oracle

NATION = {
    day.on: DayRule(kind=day.kind, note=day.note, confirmed=day.confirmed)
    for year in range(2018, 2028)
    for day in holidays.days_of(year)
    if day.active
}
OFFICE = WorkCalendar(days=NATION)


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def due(received, limit, calendar=OFFICE, **how):
    return deadlines.due(moment(received), parse_limit(limit), calendar, **how)


def at(received, limit, calendar=OFFICE, **how):
    return due(received, limit, calendar, **how).to_json()["due"]


@pytest.mark.parametrize(
    ("received", "limit", "promised"),
    [
        ("2023-10-27T09:32", "5 ngày làm việc", "2023-11-03T17:00"),  # the slip of a provincial centre
        ("2025-12-31T10:00", "10 ngày làm việc", "2026-01-15T17:00"),  # 2/1 swapped off, 10/1 worked
        ("2025-12-25T10:00", "10 ngày làm việc", "2026-01-10T17:00"),  # ends on the worked Saturday
        ("2026-02-10T10:00", "10 ngày làm việc", "2026-03-03T17:00"),  # over Tết
        ("2026-02-10T10:00", "10 ngày", "2026-02-23T17:00"),  # ends within Tết, rolls forward
        ("2026-02-12T10:00", "5 ngày làm việc", "2026-02-26T17:00"),
        ("2026-01-30T10:00", "1 tháng", "2026-03-02T17:00"),  # clamped to 28/2, a Saturday
        ("2024-01-31T10:00", "1 tháng", "2024-02-29T17:00"),
        ("2025-11-30T10:00", "3 tháng", "2026-03-02T17:00"),  # Sunday: day 0 is Monday 1/12
        ("2026-11-20T10:00", "3 ngày làm việc", "2026-11-25T17:00"),  # 24/11 counts until somebody decides
    ],
)
def test_the_promised_moment(received, limit, promised):
    assert at(received, limit) == promised


@pytest.mark.parametrize(
    ("received", "limit", "promised"),
    [
        # before opening: the day itself
        ("2026-03-03T06:00", "1 ngày làm việc", "2026-03-04T17:00"),
        ("2026-03-03T06:00", "2 giờ", "2026-03-03T09:30"),
        ("2026-03-03T06:00", "trong ngày", "2026-03-03T17:00"),
        # over lunch
        ("2026-03-03T12:00", "1 giờ", "2026-03-03T14:30"),
        ("2026-03-03T12:00", "trong ngày", "2026-03-03T17:00"),
        # the cut is inclusive
        ("2026-03-03T15:00", "trong ngày", "2026-03-03T17:00"),
        ("2026-03-03T15:01", "trong ngày", "2026-03-04T17:00"),
        ("2026-03-06T15:01", "trong ngày", "2026-03-09T17:00"),
        # after closing: the same date for days, the next open day for hours and the same day
        ("2026-03-03T18:00", "1 ngày làm việc", "2026-03-04T17:00"),
        ("2026-03-03T18:00", "1 ngày", "2026-03-04T17:00"),
        ("2026-03-03T17:00", "1 giờ", "2026-03-04T08:30"),
        ("2026-03-03T18:00", "1 giờ", "2026-03-04T08:30"),
        ("2026-03-03T18:00", "trong ngày", "2026-03-04T17:00"),
        # on a day off: day 0 is the next open day
        ("2026-03-07T10:00", "1 ngày làm việc", "2026-03-10T17:00"),
        ("2026-03-07T10:00", "1 ngày", "2026-03-10T17:00"),
        ("2026-03-07T10:00", "1 tháng", "2026-04-09T17:00"),
        ("2026-03-07T10:00", "1 giờ", "2026-03-09T08:30"),
        ("2026-03-07T16:00", "trong ngày", "2026-03-09T17:00"),
        ("2026-02-17T10:00", "1 ngày làm việc", "2026-02-24T17:00"),
        # a worked Saturday is a day like any other
        ("2026-01-10T10:00", "1 ngày làm việc", "2026-01-12T17:00"),
        ("2026-01-10T16:30", "1 giờ", "2026-01-12T08:00"),
    ],
)
def test_the_start_of_the_clock(received, limit, promised):
    assert at(received, limit) == promised


def test_seconds_do_not_count():
    assert at("2026-03-03T15:00:59", "trong ngày") == "2026-03-03T17:00"
    assert at("2026-03-03T09:00:30", "1 giờ") == "2026-03-03T10:00"


def test_a_moment_in_another_zone_is_read_in_vietnamese_time():
    received = datetime.fromisoformat("2026-03-02T20:00+00:00")
    assert deadlines.due(received, parse_limit("1 ngày"), OFFICE).to_json()["due"] == "2026-03-04T17:00"


def test_the_cut_is_the_ruleset_s():
    assert at("2026-03-03T15:30", "trong ngày", cutoff=time(16)) == "2026-03-03T17:00"


@pytest.mark.parametrize("value", [0, -1])
def test_a_limit_that_is_not_positive_is_a_bug(value):
    with pytest.raises(ValueError, match="none"):
        deadlines.due(moment("2026-03-03T10:00"), Limit(value=value, unit=LimitUnit.DAY), OFFICE)


# --- half days, closures, reception Saturdays -----------------------------------------------------------------------

MORNING = ((time(7, 30), time(11, 30)),)


def test_a_half_day_counts_whole_and_closes_early():
    office = WorkCalendar(days={date(2026, 3, 4): DayRule(kind=DayKind.HALF_DAY)})
    assert at("2026-03-03T10:00", "1 ngày làm việc", office) == "2026-03-04T11:30"
    assert at("2026-03-04T13:00", "trong ngày", office) == "2026-03-05T17:00"


def test_an_office_closed_by_a_storm_owes_nothing_that_day():
    office = WorkCalendar(days={date(2026, 3, 4): DayRule(kind=DayKind.CLOSED, note="Nghỉ tránh bão số 3")})
    result = due("2026-03-03T10:00", "1 ngày làm việc", office)
    assert result.to_json()["due"] == "2026-03-05T17:00"
    assert "nghỉ tránh bão số 3 04/03" in result.why


def test_a_reception_saturday_receives_but_shortens_no_limit():
    police = WorkCalendar(week={**DEFAULT_WEEK, 5: MORNING}, uncounted=frozenset({5}))
    assert at("2026-03-06T10:00", "1 ngày làm việc", police) == "2026-03-09T17:00"
    assert at("2026-03-07T10:00", "1 ngày làm việc", police) == "2026-03-09T17:00"
    assert at("2026-03-07T08:00", "trong ngày", police) == "2026-03-07T11:30"


# --- pauses ------------------------------------------------------------------------------------------------------------


def pause(begin, end, reason="chờ nộp thuế"):
    return Pause(begin=moment(begin), end=moment(end), reason=reason)


@pytest.mark.parametrize(
    ("limit", "pauses", "promised"),
    [
        ("5 ngày làm việc", [], "2026-03-10T17:00"),
        # three working days to the minute
        ("5 ngày làm việc", [pause("2026-03-04T10:00", "2026-03-09T10:00")], "2026-03-13T17:00"),
        # two hours are a started day
        ("5 ngày làm việc", [pause("2026-03-04T09:00", "2026-03-04T11:00")], "2026-03-11T17:00"),
        # two half days are one day
        (
            "5 ngày làm việc",
            [pause("2026-03-04T07:30", "2026-03-04T11:30"), pause("2026-03-05T13:30", "2026-03-05T17:00")],
            "2026-03-11T17:00",
        ),
        # overlapping pauses count once
        (
            "5 ngày làm việc",
            [pause("2026-03-04T10:00", "2026-03-06T10:00"), pause("2026-03-05T10:00", "2026-03-06T10:00")],
            "2026-03-12T17:00",
        ),
        # a weekend is no working time
        ("5 ngày làm việc", [pause("2026-03-06T17:00", "2026-03-09T07:30")], "2026-03-10T17:00"),
        # what was late already stays late; what begins after an earlier pause saved the time does not
        ("5 ngày làm việc", [pause("2026-03-10T17:00", "2026-03-20T10:00")], "2026-03-10T17:00"),
        (
            "5 ngày làm việc",
            [pause("2026-03-10T07:30", "2026-03-11T07:30"), pause("2026-03-11T07:30", "2026-03-12T07:30")],
            "2026-03-12T17:00",
        ),
        # a pause from before the clock began counts from the clock's start
        ("5 ngày làm việc", [pause("2026-03-02T10:00", "2026-03-04T10:00")], "2026-03-11T17:00"),
        ("10 ngày", [pause("2026-03-04T10:00", "2026-03-07T10:00")], "2026-03-16T17:00"),
        ("10 ngày", [pause("2026-03-04T10:00", "2026-03-04T15:00")], "2026-03-16T17:00"),
        ("1 tháng", [pause("2026-03-04T10:00", "2026-03-11T10:00")], "2026-04-10T17:00"),
        ("8 giờ", [pause("2026-03-03T10:30", "2026-03-03T14:30")], "2026-03-04T14:30"),
        ("trong ngày", [pause("2026-03-03T10:30", "2026-03-03T14:30")], "2026-03-04T17:00"),
    ],
)
def test_suspended_time_is_given_back(limit, pauses, promised):
    assert at("2026-03-03T10:00", limit, pauses=pauses) == promised


# --- its own account -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "limit", "why"),
    [
        (
            "2026-02-12T10:00",
            "5 ngày làm việc",
            (
                "5 ngày làm việc tính từ thứ Sáu 13/02/2026, không tính ngày nhận; bỏ qua thứ Bảy, Chủ nhật và nghỉ Tết Nguyên đán "
                "16–20/02; hẹn trả 17:00 thứ Năm 26/02/2026."
            ),
        ),
        (
            "2025-12-25T10:00",
            "10 ngày làm việc",
            (
                "10 ngày làm việc tính từ thứ Sáu 26/12/2025, không tính ngày nhận; bỏ qua thứ Bảy, Chủ nhật, nghỉ Tết Dương lịch "
                "01/01 và nghỉ hoán đổi 02/01; tính cả ngày làm bù thứ Bảy 10/01; hẹn trả 17:00 thứ Bảy 10/01/2026."
            ),
        ),
        (
            "2026-02-10T10:00",
            "10 ngày",
            (
                "10 ngày tính từ thứ Tư 11/02/2026, không tính ngày nhận, kể cả ngày nghỉ; hết hạn thứ Sáu 20/02/2026 là ngày nghỉ nên "
                "lùi đến ngày làm việc kế tiếp, qua thứ Bảy, Chủ nhật và nghỉ Tết Nguyên đán 20/02; "
                "hẹn trả 17:00 thứ Hai 23/02/2026."
            ),
        ),
        (
            "2026-03-03T15:20",
            "trong ngày",
            "Nhận lúc 15:20, sau 15:00, nên trả trong ngày làm việc kế tiếp; hẹn trả 17:00 thứ Tư 04/03/2026.",
        ),
        (
            "2026-03-03T14:10",
            "trong ngày",
            "Trả trong ngày vì nhận lúc 14:10, không quá 15:00; hẹn trả 17:00 thứ Ba 03/03/2026.",
        ),
        (
            "2026-12-31T10:00",
            "2 ngày làm việc",
            (
                "2 ngày làm việc tính từ thứ Hai 04/01/2027, không tính ngày nhận; bỏ qua thứ Bảy, Chủ nhật và nghỉ Tết Dương lịch "
                "01/01 (dự kiến); hẹn trả 17:00 thứ Ba 05/01/2027."
            ),
        ),
    ],
)
def test_the_sentence_a_citizen_reads(received, limit, why):
    assert due(received, limit).why == why


def test_every_skipped_holiday_and_every_swap_is_a_step_with_its_reason():
    steps = {
        (step["rule"], step["on"]): step["text"]
        for step in due("2025-12-31T10:00", "10 ngày làm việc").to_json()["steps"]
    }
    assert steps["skip", "2026-01-01"] == "Thứ Năm 01/01/2026: bỏ qua, nghỉ Tết Dương lịch."
    assert steps["skip", "2026-01-02"] == "Thứ Sáu 02/01/2026: bỏ qua, nghỉ hoán đổi, làm bù thứ Bảy 10/01/2026."
    assert (
        steps["worked", "2026-01-10"]
        == "Thứ Bảy 10/01/2026: tính là ngày làm việc, làm bù, thay cho thứ Sáu 02/01/2026."
    )
    assert steps["weekend", None] == "Thứ Bảy, Chủ nhật nghỉ hằng tuần: bỏ qua 3 ngày."


def test_the_account_is_json_and_one_sentence():
    told = due("2026-02-17T10:00", "1 tháng", pauses=[pause("2026-03-04T10:00", "2026-03-11T10:00")]).to_json()
    assert json.loads(json.dumps(told)) == told
    assert told["why"].count(".") == 1
    assert next(step["rule"] for step in told["steps"]) == "received"
    assert [step["rule"] for step in told["steps"]][-1] == "due"


# --- lateness, shares, chips --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("finished", "verdict"),
    [
        ("2026-03-09T23:59", Timeliness.EARLY),
        ("2026-03-10T08:00", Timeliness.ON_TIME),
        ("2026-03-10T19:00", Timeliness.ON_TIME),
        ("2026-03-11T00:01", Timeliness.LATE),
    ],
)
def test_timeliness_compares_dates(finished, verdict):
    assert deadlines.timeliness(moment("2026-03-10T17:00"), moment(finished)) is verdict


@pytest.mark.parametrize("share", [Decimal("0.500"), Fraction(1, 2), 0.5])
def test_a_step_gets_its_share_of_working_time(share):
    received, promised = moment("2026-03-03T07:30"), moment("2026-03-06T17:00")
    assert deadlines.step_due(received, promised, share, OFFICE) == moment("2026-03-04T17:00")
    late_start = moment("2026-03-05T13:30")
    assert deadlines.step_due(received, promised, share, OFFICE, started_at=late_start) == moment("2026-03-09T11:30")


@pytest.mark.parametrize(
    ("now", "promised", "kind", "text"),
    [
        ("2026-03-02T10:00", "2026-03-16T17:00", "ok", "Còn 10 ngày"),
        ("2026-03-06T10:00", "2026-03-10T17:00", "soon", "Còn 2 ngày"),
        ("2026-03-07T10:00", "2026-03-09T17:00", "soon", "Còn 1 ngày"),
        ("2026-03-10T08:00", "2026-03-10T16:30", "today", "Hôm nay 16:30"),
        ("2026-03-10T19:00", "2026-03-10T17:00", "today", "Hôm nay 17:00"),
        ("2026-03-10T13:40", "2026-03-10T11:30", "late", "Quá hạn 10 phút"),
        ("2026-03-11T06:00", "2026-03-10T17:00", "late", "Vừa quá hạn"),
        ("2026-03-11T10:00", "2026-03-10T17:00", "late", "Quá hạn 2 giờ"),
        ("2026-03-11T17:00", "2026-03-10T17:00", "late", "Quá hạn 1 ngày"),
        ("2026-03-13T10:00", "2026-03-10T17:00", "late", "Quá hạn 3 ngày"),
        ("2026-03-16T10:00", "2026-03-13T17:00", "late", "Quá hạn 2 giờ"),
        ("2026-02-23T17:00", "2026-02-13T17:00", "late", "Quá hạn 1 ngày"),
    ],
)
def test_the_chip_of_a_running_dossier(now, promised, kind, text):
    assert deadlines.chip(moment(now), moment(promised), OFFICE) == deadlines.Chip(kind=kind, text=text)


@pytest.mark.parametrize(
    ("finished", "text"),
    [
        ("2026-03-09T10:00", "Xong, sớm 1 ngày"),
        ("2026-03-10T19:00", "Xong, đúng hạn"),
        ("2026-03-13T10:00", "Xong, trễ 3 ngày"),
        ("2026-03-06T10:00", "Xong, sớm 2 ngày"),
    ],
)
def test_the_chip_of_a_finished_dossier(finished, text):
    chip = deadlines.chip(moment("2026-04-01T10:00"), moment("2026-03-10T17:00"), OFFICE, moment(finished))
    assert chip == deadlines.Chip(kind="done", text=text)


# --- the oracle --------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(
    not due_oracle.FACTS.exists(), reason=f"{due_oracle.FACTS} is not here; MOTCUA_SAMPLES names its folder"
)
def test_two_thousand_random_limits_agree_with_a_slow_oracle():
    facts = json.loads(due_oracle.FACTS.read_text("utf-8"))
    for question, expected, _ in due_oracle.cases(2_000, 7, facts):
        assert at(question["received"], question["limit"]) == expected, question


@pytest.mark.parametrize(
    ("why", "without"),
    [
        ("Trả trong ngày vì nhận lúc 08:00, không quá 15:00; hẹn trả 17:00 thứ Hai 23/11/2026.",
         "Trả trong ngày vì nhận lúc 08:00, không quá 15:00."),
        ("Hẹn trả 17:00 thứ Hai 23/11/2026.", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_beside_the_promise_only_its_reason_is_said(why, without):
    assert reason(why) == without
