"""What officers have before them and what they did: the same as on their worklists."""

from datetime import date, datetime, timedelta
from statistics import median

import pytest

from motcua.casework.dossiers.queries import workload
from motcua.casework.dossiers.queries.workload import Steps
from motcua.casework.dossiers.services import processing
from motcua.tools.workflow.models import WorkItem
from tests.factories.world import VN, a_dossier, a_world

pytestmark = pytest.mark.django_db


def day(number, hour=9):
    return datetime(2026, 11, number, hour, tzinfo=VN)


@pytest.fixture
def week():
    """Return the world after a week: one officer took four and ended two, one of them after its own time."""
    world = a_world()
    codes = [a_dossier(world, at=day(2) + timedelta(minutes=place)).code for place in range(5)]
    for code in codes[:4]:
        processing.take(code, by=world.officer, at=day(2, 10))
    processing.complete(codes[0], "forward", by=world.officer, at=day(3))
    processing.complete(codes[1], "forward", by=world.officer, at=day(11))
    return world, codes


def load(world, at, **more):
    given = {"first": date(2026, 11, 1), "last": date(2026, 11, 30), **more}
    found = workload.by_officer([world.committee, world.centre], at=at, **given)
    return {one.staff_id: one for one in found}


def test_open_work_is_what_lies_on_the_post_and_done_work_what_one_ended(week):
    world, _ = week
    mine = load(world, day(9))[world.officer.staff_id]
    assert (mine.open, mine.today, mine.late) == (2, 2, 0)  # five working days: due on Monday the 9th
    assert (mine.done, mine.done_late) == (2, 1)
    items = WorkItem.objects.filter(closed_by_id=world.officer.staff_id)
    hours = [(one.closed_at - one.opened_at).total_seconds() / 3600 for one in items]
    assert mine.median_hours == pytest.approx(median(hours))
    after = load(world, day(10))[world.officer.staff_id]
    assert (after.open, after.today, after.late) == (2, 0, 2)


def test_what_waits_for_nobody_in_particular_is_nobodys(week):
    world, _ = week
    others = load(world, day(9))[world.second_officer.staff_id]
    assert (others.open, others.done, others.median_hours) == (0, 0, None)


def test_only_the_days_asked_for_count(week):
    world, _ = week
    assert load(world, day(12), last=date(2026, 11, 10))[world.officer.staff_id].done == 1
    assert load(world, day(12), first=date(2026, 11, 12))[world.officer.staff_id].done == 0


def test_one_may_ask_for_one_and_for_no_agency(week):
    world, _ = week
    assert load(world, day(9), staff_id=world.officer.staff_id).keys() == {world.officer.staff_id}
    assert load(world, day(9), staff_id=0) == {}
    assert workload.by_officer([], first=date(2026, 11, 1), last=date(2026, 11, 30), at=day(9)) == ()


def test_two_statements_however_many_officers(week, queries):
    world, _ = week
    with queries(max=2):
        load(world, day(9))


def test_the_steps_behind_each_number_are_as_many_as_it_says(week):
    world, codes = week
    desks, who = [world.committee, world.centre], world.officer.staff_id
    days = {"first": date(2026, 11, 1), "last": date(2026, 11, 30)}
    for at in (day(9), day(10), day(12)):
        mine = load(world, at)[who]
        for which in Steps:
            found = workload.steps(desks, who, which, **days, at=at)
            assert len(found) == getattr(mine, which.name.lower()), (at, which)
    first = workload.steps(desks, who, Steps.DONE, **days, at=day(12), limit=1)
    second = workload.steps(desks, who, Steps.DONE, **days, at=day(12), limit=1, after=first[0].id)
    assert [one.code for one in (*first, *second)] == codes[:2]
    assert workload.steps([world.centre], who, Steps.OPEN, **days, at=day(9)) == ()
