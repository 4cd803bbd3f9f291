"""Many counters write into one register at once: no number is lost, none is given twice."""

from uuid import uuid4

import pytest

from motcua.casework.dossiers.errors import Incomplete
from motcua.casework.dossiers.queries import invariants
from motcua.casework.dossiers.services import intake
from tests.factories.database import at_once, own_database
from tests.factories.world import MORNING, a_submission, a_world

COUNTERS = 50


@pytest.fixture
def committed(db):
    with own_database():
        yield


def test_fifty_receptions_at_once_give_fifty_consecutive_numbers(committed):
    world = a_world()

    def receive(number):
        handed_in = a_submission(world, name=f"Người thứ {number}")
        return lambda: intake.accept(handed_in, by=world.receptionist, at=MORNING, key=uuid4().hex)

    done = at_once([receive(number) for number in range(COUNTERS)])
    assert [error for error in done if isinstance(error, Exception)] == []
    assert sorted(each.code for each in done) == [f"H99.24.01-261119-{n:04}" for n in range(1, COUNTERS + 1)]
    assert [check for check in invariants.checks(every=True) if check.findings] == []


def test_receptions_that_are_refused_in_between_leave_no_gap(committed):
    world = a_world()
    whole = a_submission(world)
    empty = type(whole)(**{**{name: getattr(whole, name) for name in whole.__slots__}, "papers": {}})

    def receive(handed_in):
        return lambda: intake.accept(handed_in, by=world.receptionist, at=MORNING, key=uuid4().hex)

    done = at_once([receive(empty if number % 3 == 0 else whole) for number in range(24)])
    taken = sorted(each.code[-4:] for each in done if not isinstance(each, Exception))
    assert taken == [f"{n:04}" for n in range(1, 17)]
    assert sum(isinstance(each, Incomplete) for each in done) == 8


def test_one_key_sent_by_many_at_once_gives_one_dossier(committed):
    world, key = a_world(), uuid4().hex
    handed_in = a_submission(world)
    done = at_once([lambda: intake.accept(handed_in, by=world.receptionist, at=MORNING, key=key)] * 12)
    assert {each if isinstance(each, Exception) else each.code for each in done} == {"H99.24.01-261119-0001"}
    assert all(each == done[0] for each in done)
