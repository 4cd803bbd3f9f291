"""Overdue by who holds it, by working days, with and without a letter; what is due when."""

from datetime import datetime, timedelta

import pytest

from motcua.casework.dossiers.models import Letter
from motcua.casework.dossiers.queries import overdue
from motcua.casework.dossiers.services import apologies, clockwork, processing, suspensions
from motcua.casework.dossiers.vocabulary import LateCause, PauseCause
from tests.factories.world import BIRTH, MORNING, VN, a_dossier, a_world

pytestmark = pytest.mark.django_db

DUE = datetime(2026, 11, 26, 17, 0, tzinfo=VN)


@pytest.fixture
def world():
    return a_world()


def a_taken_dossier(world):
    done = a_dossier(world)
    processing.take(done.code, by=world.officer, at=MORNING + timedelta(minutes=30))
    assert done.due_at == DUE
    return done


def bands(world, at, agencies=None):
    return {
        row.agency_id: (row.up_to_3, row.from_4_to_10, row.over_10, row.without_letter)
        for row in overdue.by_holder(agencies, at=at)
    }


@pytest.mark.parametrize(
    ("day", "band"),
    [
        ((2026, 11, 26), None),
        ((2026, 11, 27), (1, 0, 0, 1)),
        ((2026, 11, 28), (1, 0, 0, 1)),
        ((2026, 12, 1), (1, 0, 0, 1)),
        ((2026, 12, 2), (0, 1, 0, 1)),
        ((2026, 12, 10), (0, 1, 0, 1)),
        ((2026, 12, 11), (0, 0, 1, 1)),
    ],
)
def test_a_dossier_moves_from_band_to_band_by_working_days(world, day, band):
    a_taken_dossier(world)
    at = datetime(*day, 20, 0, tzinfo=VN)
    assert bands(world, at) == ({world.committee: band} if band else {})
    assert bands(world, at, [world.committee]) == bands(world, at)
    assert bands(world, at, [world.centre]) == {}


def test_what_nobody_took_is_with_the_counter_that_handed_it_on(world):
    a_dossier(world)
    monday = datetime(2026, 11, 30, 9, 0, tzinfo=VN)
    assert bands(world, monday) == {world.centre: (1, 0, 0, 1)}
    assert bands(world, monday, [world.centre]) == {world.centre: (1, 0, 0, 1)}
    assert bands(world, monday, [world.committee]) == {}


def test_a_letter_that_was_sent_is_seen_and_its_new_date_holds(world):
    code = a_taken_dossier(world).code
    monday = datetime(2026, 11, 30, 9, 0, tzinfo=VN)
    clockwork.strike(at=monday)
    letter = Letter.objects.get()
    assert bands(world, monday) == {world.committee: (1, 0, 0, 1)}  # a draft is none
    said = {"cause": LateCause.WORKLOAD, "cause_text": "Nhiều hồ sơ.", "new_due_at": letter.new_due_at}
    apologies.approve(code, letter.pk, said, by=world.signer, at=monday)
    assert bands(world, monday) == {}
    later = letter.new_due_at + timedelta(days=1)
    assert [row.without_letter for row in overdue.by_holder(None, at=later)] == [1]
    Letter.objects.filter(pk=letter.pk).update(for_due_at=letter.new_due_at)
    assert [row.without_letter for row in overdue.by_holder(None, at=later)] == [0]


def test_what_stands_still_is_neither_overdue_nor_due(world):
    code = a_taken_dossier(world).code
    a_dossier(world, BIRTH)
    soon, thursday = MORNING + timedelta(days=2), DUE.replace(hour=8)
    counts = overdue.due_counts(None, at=MORNING, soon=soon)
    assert (counts.late, counts.today, counts.soon, counts.later) == (0, 1, 0, 1)
    assert overdue.due_counts([world.centre], at=MORNING, soon=soon) == counts
    assert overdue.due_counts([world.committee], at=MORNING, soon=soon) == overdue.DueCounts(
        late=0, today=0, soon=0, later=0
    )
    suspensions.pause(
        code, PauseCause.OUTAGE, "12/TB", "Thông báo sự cố", by=world.leader, at=MORNING + timedelta(hours=1)
    )
    counts = overdue.due_counts([world.centre], at=thursday, soon=thursday + timedelta(days=2))
    assert (counts.late, counts.today, counts.soon, counts.later) == (1, 0, 0, 0)
    monday = datetime(2026, 11, 30, 9, 0, tzinfo=VN)
    assert bands(world, monday) == {world.centre: (0, 1, 0, 1)}  # the birth that nobody took
