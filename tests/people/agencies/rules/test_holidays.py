"""The shipped calendar against the official facts, the proposals against the decided years."""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from motcua.ground.kernel.worktime import OFF, DayKind
from motcua.people.agencies.rules import holidays

FACTS = Path(os.environ.get("MOTCUA_SAMPLES", "../shared/data")) / "working-calendar-2018-2026.json"


@pytest.fixture(scope="module")
def facts():
    if not FACTS.exists():
        pytest.skip(f"{FACTS} is not on this machine")
    return json.loads(FACTS.read_text("utf-8"))


@pytest.mark.parametrize("year", range(2018, 2027))
def test_shipped_days_equal_the_official_ones(facts, year):
    active = [day for day in holidays.decided(year) if day.active]
    off = [day.on.isoformat() for day in active if day.kind in OFF and day.on.weekday() < 5]
    work = [day.on.isoformat() for day in active if day.kind is DayKind.COMP_WORK]
    assert {"off": off, "work": work} == facts["years"][str(year)]


def test_every_swap_names_its_document(facts):
    shipped = {day.on.isoformat(): day.decision for year in range(2018, 2027) for day in holidays.decided(year)}
    for swap in facts["swaps"]:
        number = swap["van_ban"].split(" ")[0]
        for day in (swap["nghi"], swap["lam_bu"]):
            assert number in shipped[day] or "10/2025" in shipped[day]


@pytest.mark.parametrize("year", range(2018, 2027))
def test_a_date_is_shipped_once_and_in_its_own_year(year):
    days = [day.on for day in holidays.decided(year)]
    assert len(set(days)) == len(days)
    assert {day.year for day in days} == {year}
    assert days == sorted(days)


@pytest.mark.parametrize("year", range(2018, 2027))
def test_the_proposal_differs_from_the_decision_only_by_tet_and_swaps(year):
    def fixed(rows):
        return {
            (row.on, row.kind, row.note)
            for row in rows
            if "Nguyên đán" not in row.note and "hoán đổi" not in row.note and row.kind is not DayKind.COMP_WORK
        }

    assert fixed(holidays.propose(year)) == fixed(holidays.decided(year))


def test_2027_is_proposed_by_the_moon_and_unconfirmed():
    days = {row.on: row for row in holidays.days_of(2027)}
    assert [day.day for day, row in days.items() if "Nguyên đán" in row.note] == [5, 6, 7, 8, 9, 10, 11]
    assert days[date(2027, 2, 10)].kind is days[date(2027, 2, 11)].kind is DayKind.COMP_OFF
    assert days[date(2027, 4, 16)].note == "Giỗ Tổ Hùng Vương"
    assert days[date(2027, 5, 3)].kind is DayKind.COMP_OFF
    assert date(2027, 9, 3) in days
    assert not any(row.confirmed for row in days.values())


@pytest.mark.parametrize("year", [2026, 2027, 2030])
def test_culture_day_is_kept_but_counts_for_nothing(year):
    (row,) = [row for row in holidays.days_of(year) if row.on == date(year, 11, 24)]
    assert not row.active
    assert not row.confirmed


@pytest.mark.parametrize("year", range(1995, 2100))
def test_every_year_gets_its_lawful_number_of_days_off(year):
    rows = [row for row in holidays.propose(year) if row.active]
    assert sum(row.kind is DayKind.HOLIDAY for row in rows) == (11 if year >= 2021 else 10)
    assert sum(row.on.weekday() < 5 for row in rows) == (11 if year >= 2021 else 10)
