"""Targets: set by heads for their own and below, from now on, never changed, inherited from above."""

from datetime import date
from decimal import Decimal

import pytest

from motcua.ground.kernel.actors import system
from motcua.ground.kernel.errors import Invalid, NotAllowed
from motcua.ground.outbox import queries as outbox
from motcua.people.agencies.queries import tree
from motcua.steering.indicators.models import Target
from motcua.steering.indicators.queries import beside, targets
from motcua.steering.indicators.rules import periods
from motcua.steering.indicators.rules.aims import AIMS
from motcua.steering.indicators.services import targets as services
from motcua.steering.indicators.services.targets import Aimed
from tests.factories.world import MORNING, a_world

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()
BY = system("test")


def aimed(unit, **more):
    given = {"measure": "on_time_rate", "value": Decimal(95), "valid_from": TODAY, **more}
    return Aimed(unit_id=unit, **given)


def in_force(unit, on=TODAY):
    return targets.of(tree.of(unit, on=on).lineage(unit), on=on)


def test_the_newest_of_the_nearest_unit_holds_from_its_day_on():
    world = a_world()
    services.aim(aimed(world.committee), by=BY, at=MORNING)
    assert in_force(world.centre).unit["on_time_rate"].value == 95
    services.aim(aimed(world.centre, value=Decimal(98), valid_from=date(2026, 12, 1)), by=BY, at=MORNING)
    assert in_force(world.centre).unit["on_time_rate"].agency_id == world.committee
    assert in_force(world.centre, date(2026, 12, 1)).unit["on_time_rate"].value == 98
    services.aim(aimed(world.centre, value=None, valid_from=date(2026, 12, 9)), by=BY, at=MORNING)
    assert in_force(world.centre, date(2026, 12, 9)).unit["on_time_rate"].value == 95
    assert Target.objects.count() == 3
    assert in_force(world.centre, date(2026, 11, 18)).unit == {}


def test_pages_of_figures_see_the_same_target():
    world = a_world()
    services.aim(aimed(world.committee, value=Decimal("97.5")), by=BY, at=MORNING)
    near = beside.of(world.centre, [world.centre, world.committee], periods.parse("2026-11"), today=TODAY)
    assert near.targets == {"on_time_rate": Decimal("97.50")}


def test_an_officers_own_target_goes_before_that_of_all():
    world = a_world()
    mine = world.officer.staff_id
    services.aim(aimed(world.committee, measure="steps_on_time_rate"), by=world.leader, at=MORNING)
    found = in_force(world.committee)
    assert found.of_officer(mine, "steps_on_time_rate").value == 95
    own = aimed(world.committee, measure="steps_on_time_rate", value=Decimal(80), staff_id=mine)
    services.aim(own, by=world.leader, at=MORNING)
    found = in_force(world.committee)
    assert found.of_officer(mine, "steps_on_time_rate").value == 80
    assert found.of_officer(world.second_officer.staff_id, "steps_on_time_rate").value == 95
    assert found.of_officer(mine, "steps_late_open") is None


def test_it_is_told_and_told_once():
    world = a_world()
    first = services.aim(aimed(world.committee), by=world.leader, at=MORNING, key="k")
    assert services.aim(aimed(world.committee), by=world.leader, at=MORNING, key="k") == first
    (entry,) = outbox.history(f"target:{first}")
    assert entry.payload == {
        "agency_id": world.committee,
        "staff_id": None,
        "measure": "on_time_rate",
        "valid_from": "2026-11-19",
        "value": "95",
    }


def test_only_heads_and_only_of_their_own_and_below():
    world = a_world()
    for who, unit in (
        (world.officer, world.committee),
        (world.signer, world.committee),
        (world.leader, world.stranger.agency_id),
        (world.head, world.stranger.agency_id),
    ):
        with pytest.raises(NotAllowed):
            services.aim(aimed(unit), by=who, at=MORNING)
    services.aim(aimed(world.centre), by=world.leader, at=MORNING)
    services.aim(aimed(world.committee), by=world.head, at=MORNING)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"measure": "x"}, "measure"),
        ({"measure": "received"}, "measure"),
        ({"value": Decimal("100.5")}, "value"),
        ({"value": Decimal(-1)}, "value"),
        ({"valid_from": date(2026, 10, 31)}, "valid_from"),
        ({"valid_from": date(2029, 1, 1)}, "valid_from"),
        ({"staff_id": 10**9, "measure": "steps_on_time_rate"}, "staff"),
        ({"staff_id": 10**9}, "measure"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(wrong, field):
    world = a_world()
    with pytest.raises(Invalid) as no:
        services.aim(aimed(world.committee, **wrong), by=BY, at=MORNING)
    assert field in no.value.fields


def test_every_aim_knows_when_it_is_reached():
    for one in AIMS.values():
        wanted = Decimal(10)
        assert one.is_reached(None, wanted) is None
        assert one.is_reached(10, wanted)
        assert one.is_reached(5, wanted) is not one.is_reached(15, wanted)
