"""Periods: each day lies in one of each kind, keys go there and back, months make quarters and years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.steering.indicators.rules.periods import Period, containing, parse
from motcua.steering.indicators.vocabulary import PeriodKind

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))
KINDS = st.sampled_from([kind for kind in PeriodKind if kind is not PeriodKind.RANGE])


@pytest.mark.parametrize(
    ("key", "label", "first", "last"),
    [
        ("2026-11-27", "Ngày 27/11/2026", date(2026, 11, 27), date(2026, 11, 27)),
        ("2026-02", "Tháng 02/2026", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026-Q4", "Quý IV/2026", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-W48", "Tuần 48/2026", date(2026, 11, 23), date(2026, 11, 29)),
        ("2026-H2", "Sáu tháng cuối năm 2026", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026-11-15..2026-12-14", "Từ ngày 15/11/2026 đến ngày 14/12/2026", date(2026, 11, 15), date(2026, 12, 14)),
        ("2024", "Năm 2024", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_key_is_a_period(key, label, first, last):
    period = parse(key)
    assert (period.key, period.label, period.first, period.last) == (key, label, first, last)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "26",
        "2026-13",
        "2026-Q5",
        "2026-H3",
        "2026-W60",
        "2026-11-02..2026-11-01",
        "2026-11-02..",
        "2026-02-30",
        "2026-Q1-01",
        "2026-Q0",
        "2026-H0",
        "2026-W00",
        "2026-00",
        "2026-11-00",
        "2026-00-15",
        "2026-1",
        "0000",
    ],
)
def test_what_is_no_period_is_refused(key):
    with pytest.raises(ValueError, match=r".+"):
        parse(key)


@given(KINDS, DAYS, st.integers(-40, 40))
def test_a_day_lies_in_one_period_of_a_kind_and_its_neighbours_touch_it(kind, day, by):
    period = containing(kind, day)
    assert day in period
    assert parse(period.key) == period
    assert period.shifted(1).first == period.last + timedelta(days=1)
    assert period.shifted(by).shifted(-by) == period
    assert day not in period.shifted(1)
    assert day not in period.shifted(-1)


@given(DAYS)
def test_months_make_quarters_and_years_and_days_make_months(day):
    for kind, count in ((PeriodKind.QUARTER, 3), (PeriodKind.YEAR, 12)):
        whole = containing(kind, day)
        months = whole.months()
        assert len(months) == count
        assert (months[0].first, months[-1].last) == (whole.first, whole.last)
        assert [one for month in months for one in month.days()] == list(whole.days())
    assert Period(PeriodKind.DAY, day).days() == (Period(PeriodKind.DAY, day),)
    assert Period(PeriodKind.DAY, day).months() == ()
