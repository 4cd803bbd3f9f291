"""The organisation as a tree, read at once."""

from datetime import date

import pytest

from motcua.people.agencies.queries import organisation, tree
from motcua.people.agencies.vocabulary import AgencyKind
from tests.factories.world import a_world

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 19)


def test_a_unit_stands_between_those_above_and_those_below(queries):
    world = a_world()
    with queries(max=1):
        found = tree.of(world.committee, on=TODAY)
    assert found.below(world.committee) == organisation.below(world.committee) == (world.committee, world.centre)
    assert found.lineage(world.centre) == (world.centre, world.committee)
    assert found.nearest(world.centre, AgencyKind.COMMUNE) == world.committee
    assert found.nearest(world.centre, AgencyKind.PROVINCE) is None
    assert found.name(world.committee) == "UBND xã Tân Hòa"
    assert found.name(None) == ""


def test_from_below_those_above_are_known_but_not_seen(queries):
    world = a_world()
    with queries(max=1):
        found = tree.of(world.centre, on=TODAY)
    assert {one.id: one.seen for one in found.units.values()} == {world.centre: True, world.committee: False}
    assert world.stranger.agency_id not in found.units


def test_everything_is_everything():
    world = a_world()
    found = tree.of(None, on=TODAY)
    assert {world.centre, world.committee, world.stranger.agency_id} <= found.units.keys()
    assert all(one.seen and one.is_open for one in found.units.values())
