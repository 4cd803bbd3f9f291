"""What is told of a morning is what was known on it: nothing of what came later, whatever came."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from motcua.ground.kernel.clock import local
from motcua.steering.forecasts.rules.features import morning
from motcua.steering.forecasts.rules.lessons import learn
from motcua.steering.forecasts.rules.loads import Loads
from motcua.steering.forecasts.rules.tape import Tape
from tests.factories.world import VN
from tests.prove.forecasts.world import CALENDAR, DAYS, FIRST, a_province

TAPE = Tape(CALENDAR, FIRST - timedelta(days=7), FIRST + timedelta(days=DAYS + 400))


@pytest.fixture(scope="module")
def province():
    return a_province(1500, seed=3)


def as_known(life, at):
    """Return a dossier as its tables stood at a moment."""
    return replace(
        life,
        completed_at=life.completed_at if life.completed_at and life.completed_at <= at else None,
        promises=[one for one in life.promises if one[0] <= at],
        standstills=[replace(s, until=s.until if s.until and s.until <= at else None) for s in life.standstills if s.since <= at],
        stays=[
            replace(
                stay,
                taken_at=stay.taken_at if stay.taken_at and stay.taken_at <= at else None,
                closed_at=stay.closed_at if stay.closed_at and stay.closed_at <= at else None,
            )
            for stay in life.stays
            if stay.opened_at <= at
        ],
    )  # fmt: skip


def test_a_morning_of_the_past_tells_what_it_told_then(province):
    told = waits = 0
    for life in province.lives:
        for at in TAPE.mornings(life.began_at, life.completed_at or province.ends):
            then, now = morning(as_known(life, at), at, TAPE, province.drawn), morning(life, at, TAPE, province.drawn)
            assert then == now, (life.dossier_id, at)
            told += now is not None
            waits += now is None
    assert told > 4000
    assert waits > 100


def test_what_is_learned_at_a_moment_is_not_changed_by_what_comes_after_it(province):
    until = datetime(2025, 9, 1, 5, tzinfo=VN)
    tapes = dict.fromkeys({life.agency_id for life in province.lives}, TAPE)
    loads = [row for row in province.loads if row[1] < until.date()]
    # A day that is moved after the moment is not known at it: such a dossier is another lesson later.
    whole = [life for life in province.lives if all(made < until for made, _ in life.promises)]
    before = [as_known(life, until) for life in whole]
    then, habits_then = learn(before, Loads(loads), tapes, province.drawn, until=until)
    now, habits_now = learn(whole, Loads(province.loads), tapes, province.drawn, until=until)
    assert len(then) > 500
    assert then == now
    assert habits_then.kept(until.date()) == habits_now.kept(until.date())


def test_no_lesson_is_drawn_from_a_dossier_whose_day_is_not_over(province):
    until = datetime(2025, 9, 1, 5, tzinfo=VN)
    tapes = dict.fromkeys({life.agency_id for life in province.lives}, TAPE)
    lessons, _ = learn(province.lives, Loads(province.loads), tapes, province.drawn, until=until)
    assert len(lessons)
    assert max(lessons.known) <= local(until).toordinal()
    assert all(on <= known for on, known in zip(lessons.on, lessons.known, strict=True))
    assert list(lessons.on) == sorted(lessons.on)


def test_opening_minutes_on_the_tape_are_those_of_the_calendar(province):
    for life in province.lives[:300]:
        end = life.completed_at or province.ends
        assert TAPE.between(life.received_at, end) == pytest.approx(
            CALENDAR.open_minutes_between(life.received_at, end), abs=1
        )
        first, last = life.received_at.date(), end.date()
        assert TAPE.workdays(first, last) == CALENDAR.workdays_between(first, last)
        opened = TAPE.mornings(life.received_at, end)
        assert all(CALENDAR.is_open(at) for at in opened)
        assert len(opened) in (TAPE.workdays(first, last), TAPE.workdays(first, last) - 1)
