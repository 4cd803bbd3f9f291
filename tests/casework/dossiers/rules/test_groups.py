"""Groups of procedures on paper: sound drawings, the longest way, the promise."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from motcua.casework.dossiers.rules import deadlines, groups
from motcua.casework.dossiers.rules.groups import COMPETENT, Clocks, Leg, Template
from motcua.casework.dossiers.services.templates import read
from motcua.casework.dossiers.vocabulary import GroupMode, LegRole
from motcua.casework.procedures.rules.content import Limit
from motcua.casework.procedures.vocabulary import LimitUnit
from motcua.ground.kernel.worktime import DayKind, DayRule, WorkCalendar
from tests.factories.world import VN

SEEDS = sorted((Path(groups.__file__).parents[1] / "seeds" / "groups").glob("*.json"))
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=VN)
OFFICE = WorkCalendar()


def days(value):
    return Limit(value=value, unit=LimitUnit.WORKING_DAY)


def leg(key, *needs, role=LegRole.COOPERATING, limit=None, **more):
    return Leg(key=key, name=key, role=role, process="leg", limit=limit or days(2), depends_on=needs, **more)


def template(*legs, mode=GroupMode.PARALLEL, **more):
    return Template(procedure="9.1", name="Nhóm thử", mode=mode, legs=legs, **more)


LEAD = leg("a", role=LegRole.LEAD)


def clocks(*legs, **more):
    return Clocks(calendars={one.key: OFFICE for one in legs}, cutoff=deadlines.CUTOFF, **more)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_what_ships_is_sound(path):
    shipped = read(json.loads(path.read_text()))
    assert list(groups.flaws(shipped)) == []
    for case in shipped.cases:
        assert shipped.of_case(case)[0].place == COMPETENT


@pytest.mark.parametrize(
    ("drawing", "said"),
    [
        (template(), "chưa có phần việc nào"),
        (template(leg("a")), "đúng một cơ quan chủ trì, đang có 0"),
        (template(LEAD, replace(LEAD, key="b")), "đang có 2"),
        (template(LEAD, LEAD), "cùng mã “a”"),
        (template(LEAD, leg("b", "nowhere")), "không có: nowhere"),
        (template(LEAD, leg("b", "b")), "thành vòng: b"),
        (template(LEAD, leg("b", "c"), leg("c", "b")), "thành vòng: b, c"),
        (template(LEAD, leg("b", limit=days(0))), "chưa có thời hạn"),
        (template(LEAD, leg("b", awaited=False), leg("c", "b")), "mà cả hồ sơ không chờ: b"),
        (template(replace(LEAD, cases=("x",))), "phải có trong mọi trường hợp"),
    ],
)
def test_an_unsound_drawing_is_refused_by_name(drawing, said):
    assert said in " ".join(groups.flaws(drawing))


def test_a_case_takes_its_own_legs_and_forgets_the_others():
    drawing = template(LEAD, leg("b", "a", cases=("x",)), leg("c", "b", "a"))
    assert [one.key for one in drawing.of_case("x")] == ["a", "b", "c"]
    (_, other) = drawing.of_case("")
    assert (other.key, other.depends_on) == ("c", ("a",))


def test_on_paper_one_follows_the_other_in_electronic_form_they_run_at_once():
    legs = (LEAD, leg("b"), leg("c"))
    at_once = groups.windows(legs, GroupMode.PARALLEL, MONDAY, clocks(*legs))
    in_turn = groups.windows(legs, GroupMode.SEQUENTIAL, MONDAY, clocks(*legs))
    assert {window.due_at.day for window in at_once.values()} == {18}
    assert [window.due_at.day for window in in_turn.values()] == [18, 20, 24]
    assert groups.critical_path(legs, GroupMode.SEQUENTIAL, in_turn) == ("a", "b", "c")


def test_twenty_four_hours_run_day_and_night_and_after_three_begin_tomorrow():
    day = Limit(value=24, unit=LimitUnit.RUNNING_HOUR)
    due = {
        "monday 09:00": (MONDAY, MONDAY + timedelta(days=1)),
        "monday 15:00": (MONDAY.replace(hour=15), MONDAY.replace(hour=15) + timedelta(days=1)),
        "monday 15:01": (MONDAY.replace(hour=15, minute=1), datetime(2026, 11, 18, 7, 30, tzinfo=VN)),
        "friday 09:00": (MONDAY + timedelta(days=4), datetime(2026, 11, 23, 17, 0, tzinfo=VN)),
        "saturday": (MONDAY + timedelta(days=5), datetime(2026, 11, 24, 7, 30, tzinfo=VN)),
    }
    assert {name: deadlines.due(at, day, OFFICE).at for name, (at, _) in due.items()} == {
        name: wanted for name, (_, wanted) in due.items()
    }


def test_a_pause_of_running_hours_is_added_by_the_clock():
    day = Limit(value=24, unit=LimitUnit.RUNNING_HOUR)
    pause = deadlines.Pause(begin=MONDAY + timedelta(hours=1), end=MONDAY + timedelta(hours=25))
    assert deadlines.due(MONDAY, day, OFFICE, pauses=[pause]).at == MONDAY + timedelta(days=2)


def test_the_published_total_holds_on_every_start_of_the_week():
    birth = read(json.loads(next(path for path in SEEDS if path.stem == "birth").read_text()))
    assert groups.too_long(birth, "", days(3)) == ""
    assert groups.too_long(birth, "can-cuoc", days(3)) == ""  # what was asked besides is not awaited
    assert "Đăng ký khai sinh → Đăng ký thường trú" in groups.too_long(birth, "", days(2))


def test_a_day_off_at_one_agency_moves_its_own_part():
    closed = WorkCalendar(days={datetime(2026, 11, 17, tzinfo=VN).date(): DayRule(kind=DayKind.CLOSED)})
    legs = (LEAD, leg("b"))
    found = groups.windows(
        legs, GroupMode.PARALLEL, MONDAY, Clocks(calendars={"a": OFFICE, "b": closed}, cutoff=deadlines.CUTOFF)
    )
    assert (found["a"].due_at.day, found["b"].due_at.day) == (18, 19)


def a_drawing(dice):
    """Return a random sound drawing of up to eight legs, in a random order."""
    keys = [f"k{number}" for number in range(dice.randrange(1, 9))]
    units = [LimitUnit.WORKING_DAY, LimitUnit.HOUR, LimitUnit.RUNNING_HOUR, LimitUnit.DAY, LimitUnit.SAME_DAY]
    legs = []
    for place, key in enumerate(keys):
        needs = tuple(dice.sample(keys[:place], dice.randrange(min(place, 3) + 1)))
        limit = Limit(value=dice.randrange(1, 30), unit=dice.choice(units))
        role = LegRole.LEAD if place == 0 else LegRole.COOPERATING
        legs.append(leg(key, *needs, role=role, limit=limit))
    dice.shuffle(legs)
    return template(*legs, mode=dice.choice(list(GroupMode)))


def every_way(legs, mode):
    """Return every chain of legs in which each waits for the one before, written without the engine."""
    ways = []

    def walk(one, behind):
        before = groups.waits_for(one, legs, mode)
        if not before:
            ways.append(list(reversed([*behind, one])))
        for key in before:
            walk(next(other for other in legs if other.key == key), [*behind, one])

    for one in legs:
        walk(one, [])
    return ways


@pytest.mark.parametrize("seed", range(150))
def test_the_whole_is_due_when_the_latest_of_all_ways_is(seed):
    dice = Random(seed)
    drawing = a_drawing(dice)
    assert list(groups.flaws(drawing)) == []
    legs = drawing.of_case("")
    start = MONDAY + timedelta(minutes=dice.randrange(60 * 24 * 14))
    found = groups.windows(legs, drawing.mode, start, clocks(*legs))
    latest = start
    for way in every_way(legs, drawing.mode):
        at = start
        for one in way:
            at = deadlines.due(at, one.limit, OFFICE).at
        latest = max(latest, at)
    path = groups.critical_path(legs, drawing.mode, found)
    assert found[path[-1]].due_at == latest
    for before, after in pairwise(path):
        assert found[after].start == found[before].due_at


@pytest.mark.parametrize("seed", range(40))
def test_one_more_arrow_backwards_is_always_found(seed):
    dice = Random(seed)
    drawing = a_drawing(dice)
    legs = drawing.of_case("")
    chains = [way for way in every_way(legs, GroupMode.PARALLEL) if len(way) > 1]
    if not chains:
        return
    way = dice.choice(chains)
    first, last = way[0], way[-1]
    bent = replace(
        drawing,
        legs=tuple(
            replace(one, depends_on=(*one.depends_on, last.key)) if one.key == first.key else one for one in legs
        ),
    )
    assert "thành vòng" in " ".join(groups.flaws(bent))
