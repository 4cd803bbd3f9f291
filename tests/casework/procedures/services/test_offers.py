"""Who offers what, from when; and that a post with the permission reviews."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from motcua.casework.procedures import policies
from motcua.casework.procedures.errors import DateTaken, NoSuchProcedure
from motcua.casework.procedures.queries import catalogue
from motcua.casework.procedures.services import offers
from motcua.ground.kernel.actors import system
from tests.factories.world import MARITAL, a_world

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def offer(world, process, on, code=MARITAL):
    facts = {"agency_id": world.centre, "competent_id": world.committee, "process": process}
    return offers.offer(code, **facts, valid_from=on, by=system("test"), at=AT)


def test_an_offer_names_who_receives_who_decides_and_by_which_process():
    world = a_world()

    found = catalogue.offer(MARITAL, world.centre, on=AT.date())

    assert (found.agency_id, found.competent_id, found.process) == (world.centre, world.committee, "test-process")
    assert found.version.code == MARITAL
    assert MARITAL in [line.code for line in catalogue.offered(world.centre, AT.date())]
    assert catalogue.agencies_offering(MARITAL, on=AT.date()) == (world.centre,)


def test_a_new_process_takes_over_on_its_day():
    world = a_world()
    offer(world, "other", date(2026, 12, 1))

    assert catalogue.offer(MARITAL, world.centre, on=date(2026, 11, 30)).process == "test-process"
    assert catalogue.offer(MARITAL, world.centre, on=date(2026, 12, 1)).process == "other"


def test_the_same_offer_again_changes_nothing():
    world = a_world()

    assert offer(world, "test-process", date(2026, 12, 1)) == offer(world, "test-process", date(2026, 12, 5))


def test_an_offer_does_not_begin_before_the_one_it_replaces():
    with pytest.raises(DateTaken):
        offer(a_world(), "other", date(2025, 12, 1))


def test_nobody_offers_what_does_not_exist():
    with pytest.raises(NoSuchProcedure):
        offer(a_world(), "test-process", date(2026, 12, 1), code="0.000000")


def test_an_agency_stops_offering_after_its_last_day():
    world = a_world()
    offers.stop_offering(MARITAL, agency_id=world.centre, last_day=date(2026, 11, 30), by=system("test"), at=AT)

    assert catalogue.offer(MARITAL, world.centre, on=date(2026, 11, 30))
    assert catalogue.offer(MARITAL, world.centre, on=date(2026, 12, 1)) is None


def test_the_post_that_keeps_the_catalogue_may_review_and_others_may_not():
    world = a_world()

    assert policies.may_review(world.head, on=AT.date())
    assert not policies.may_review(world.receptionist, on=AT.date())
