"""Lunar dates against those published for Vietnam."""

from datetime import date

import pytest

from motcua.people.agencies.rules import lunar


@pytest.mark.parametrize(
    "tet",
    [
        date(2007, 2, 17),  # the Chinese year began on the 18th
        date(1985, 1, 21),  # the Chinese year began a month later
        date(1968, 1, 29),
        date(2018, 2, 16),
        date(2019, 2, 5),
        date(2020, 1, 25),
        date(2021, 2, 12),
        date(2022, 2, 1),
        date(2023, 1, 22),
        date(2024, 2, 10),
        date(2025, 1, 29),
        date(2026, 2, 17),
        date(2027, 2, 6),
        date(2028, 1, 26),
        date(2029, 2, 13),
        date(2030, 2, 2),  # the Chinese year begins on the 3rd
        date(2034, 2, 19),  # after the leap eleventh month of 2033
    ],
)
def test_first_day_of_the_year(tet):
    assert lunar.tet(tet.year) == tet


@pytest.mark.parametrize(
    "day",
    [
        date(2018, 4, 25),
        date(2020, 4, 2),  # before the leap fourth month
        date(2023, 4, 29),  # after the leap second month
        date(2025, 4, 7),
        date(2026, 4, 26),
        date(2027, 4, 16),
        date(2028, 4, 4),
        date(2029, 4, 23),
        date(2030, 4, 12),
    ],
)
def test_commemoration_of_the_hung_kings(day):
    assert lunar.hung_kings(day.year) == day


@pytest.mark.parametrize(
    ("lunar_date", "day"),
    [((2024, 8, 15), date(2024, 9, 17)), ((2024, 12, 23), date(2025, 1, 22)), ((2023, 11, 1), date(2023, 12, 13))],
)
def test_other_months(lunar_date, day):
    assert lunar.solar(*lunar_date) == day


@pytest.mark.parametrize(
    ("year", "leap"),
    [(2017, 6), (2020, 4), (2023, 2), (2025, 6), (2028, 5), (2031, 3), (2033, 11), (2024, None), (2026, None)],
)
def test_leap_months(year, leap):
    months = lunar.leap_month(year)
    assert months == leap


def test_tet_falls_between_20_january_and_21_february():
    for year in range(1900, 2101):
        assert date(year, 1, 20) <= lunar.tet(year) <= date(year, 2, 21)
