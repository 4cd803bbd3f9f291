"""Who offers what, from when; and that a post with the permission reviews."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from motcua.casework.dossiers.services import processes
from motcua.casework.procedures import policies
from motcua.casework.procedures.errors import DateTaken, NoSuchProcedure
from motcua.casework.procedures.queries import catalogue
from motcua.casework.procedures.queries import offers as reads
from motcua.casework.procedures.services import offers
from motcua.casework.procedures.services.offers import Offering
from motcua.ground.kernel.actors import system
from motcua.ground.kernel.errors import Invalid, NotAllowed
from motcua.ground.outbox import queries as outbox
from motcua.people.agencies.services import organisation
from motcua.people.agencies.vocabulary import AgencyKind
from tests.factories.world import BIRTH, FOUNDED, MARITAL, a_world, an_officer, process

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def offer(world, key, on, code=MARITAL):
    if key == "other":
        processes.publish(process("other"), at=FOUNDED)
    facts = {"agency_id": world.centre, "competent_id": world.committee, "process": key}
    offers.offer(code, **facts, valid_from=on, by=system("test"), at=AT)


def held(world, code=MARITAL):
    """Return (process, first day, last day) of every offer that reaches today."""
    lines = reads.of_agency(world.centre, on=AT.date(), codes=(code,))
    return [(line.process, line.valid_from, line.valid_to) for line in lines]


def test_who_reviews_in_a_commune_below_a_province_publishes_nothing_for_all():
    at, by = FOUNDED, system("test")
    a_world()
    province = organisation.found("H98", "Ủy ban nhân dân tỉnh", AgencyKind.PROVINCE, by=by, at=at)
    commune = organisation.found("H98.1", "Ủy ban nhân dân xã", AgencyKind.COMMUNE, by=by, at=at, parent_id=province)
    low, _ = an_officer("Thấp", commune, "Quản trị thủ tục", ["procedure_admin"], "low")
    high, _ = an_officer("Cao", province, "Kiểm soát thủ tục", ["procedure_admin"], "high")
    able = [policies.may_review, policies.may_offer, lambda who, on: policies.may_keep_words(who, None, on=on)]
    assert [[may(who, on=AT) for may in able] for who in (low, high)] == [[False] * 3, [True] * 3]
    assert policies.may_keep_words(low, commune, on=AT)


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
    before = held(world)

    offer(world, "test-process", date(2026, 12, 1))

    assert held(world) == before == [("test-process", date(2026, 1, 5), None)]


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


def test_a_stop_announced_for_later_gives_way_to_a_new_offer():
    world = a_world()
    stop = {"agency_id": world.centre, "by": system("test"), "at": AT}
    offers.stop_offering(MARITAL, last_day=date(2026, 12, 31), **stop)

    offer(world, "test-process", date(2026, 12, 10))

    assert held(world) == [
        ("test-process", date(2026, 1, 5), date(2026, 12, 9)),
        ("test-process", date(2026, 12, 10), None),
    ]


def test_an_offer_that_has_not_begun_is_taken_back_and_the_one_before_ends():
    world = a_world()
    offer(world, "other", date(2026, 12, 1))

    offers.stop_offering([MARITAL], agency_id=world.centre, last_day=date(2026, 11, 22), by=system("test"), at=AT)

    assert held(world) == [("test-process", date(2026, 1, 5), date(2026, 11, 22))]


def test_offers_do_not_end_in_the_past():
    world = a_world()
    with pytest.raises(Invalid, match="20/11/2026"):
        offers.stop_offering(MARITAL, agency_id=world.centre, last_day=date(2026, 11, 18), by=system("test"), at=AT)


def test_an_offer_needs_a_process_that_exists():
    with pytest.raises(Invalid, match="quy trình mang mã nowhere"):
        offer(a_world(), "nowhere", date(2026, 12, 1))


def test_many_are_offered_in_one_act_with_one_event_and_once():
    world = a_world()
    processes.publish(process("other"), at=FOUNDED)
    wanted = [
        Offering(code=MARITAL, competent_id=world.committee, process="other"),
        Offering(code=BIRTH, competent_id=world.committee, process="test-process"),
    ]
    facts = {"agency_id": world.centre, "valid_from": AT.date(), "key": "k"}

    for _ in range(2):
        offers.offer_many(wanted, **facts, by=system("test"), at=AT)

    *_, last = outbox.history(f"offers:{world.centre}")
    assert last.payload["codes"] == [MARITAL]  # the other one was offered just so already
    assert last.seq == 3
    assert [line[0] for line in held(world)] == ["other"]


def test_only_who_reviews_or_administers_says_who_offers_what():
    world = a_world()
    facts = {"agency_id": world.centre, "competent_id": world.committee, "process": "test-process"}
    with pytest.raises(NotAllowed):
        offers.offer(MARITAL, **facts, valid_from=AT.date(), by=world.receptionist, at=AT)
    assert policies.may_offer(world.head, on=AT.date())


def test_the_post_that_keeps_the_catalogue_may_review_and_others_may_not():
    world = a_world()

    assert policies.may_review(world.head, on=AT.date())
    assert not policies.may_review(world.receptionist, on=AT.date())
