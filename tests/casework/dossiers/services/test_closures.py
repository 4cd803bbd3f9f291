"""An agency or a post closes only when no dossier needs it."""

from datetime import timedelta

import pytest

from motcua.casework.dossiers.models import Enquiry, PaperSet
from motcua.casework.dossiers.queries import closures as reads
from motcua.casework.dossiers.services import arrivals, closures, enquiries, processing, slips
from motcua.casework.dossiers.services.slips import Dispatch
from motcua.casework.dossiers.vocabulary import Carrier
from motcua.casework.procedures.services import offers
from motcua.ground.kernel.actors import system
from motcua.ground.kernel.errors import NotAllowed, Refusal
from motcua.people.agencies.queries import establishment
from motcua.people.agencies.services import organisation, posts
from motcua.people.agencies.vocabulary import AgencyKind
from tests.factories.world import BIRTH, FOUNDED, MARITAL, MORNING, a_dossier, a_world, an_officer

pytestmark = pytest.mark.django_db

BY = system("test")
ACTING = {"by": BY, "at": MORNING}


def emptied(agency):
    for sheet in establishment.posts(agency, on=MORNING.date()):
        for sitter in sheet.sitters:
            posts.end_appointment(sitter.appointment_id, **ACTING)
        posts.close(sheet.id, **ACTING)


def test_what_is_still_open_is_told_in_turn_until_nothing_is():
    world = a_world()
    dossier = a_dossier(world)
    for code in ("has_offers", "has_dossiers"):
        with pytest.raises(Refusal) as no:
            closures.close_agency(world.centre, **ACTING)
        assert no.value.code == code
        if code == "has_offers":
            offers.stop_offering(
                [MARITAL, BIRTH], agency_id=world.centre, last_day=MORNING.date() - timedelta(1), **ACTING
            )
    assert dossier.code
    assert reads.needing(world.centre) == reads.needing(world.committee) == 1


def test_an_agency_without_work_closes_after_its_posts():
    world = a_world()
    offers.stop_offering([MARITAL, BIRTH], agency_id=world.centre, last_day=MORNING.date() - timedelta(1), **ACTING)
    with pytest.raises(Refusal, match="3 vị trí"):
        closures.close_agency(world.centre, **ACTING)
    emptied(world.centre)
    with pytest.raises(Refusal, match="1 đơn vị trực thuộc"):
        closures.close_agency(world.committee, **ACTING)
    closures.close_agency(world.centre, **ACTING)
    assert establishment.agency(world.centre) is None


def far_agency():
    far = organisation.found("H99.78", "Sở Thử", AgencyKind.DEPARTMENT, by=BY, at=FOUNDED)
    officer, _ = an_officer("Kim Thị Lài", far, "Chuyên viên", ["handling_officer"], "far")
    return far, officer


def test_an_agency_that_was_asked_for_its_opinion_stays_open_until_it_answered():
    world = a_world()
    code = a_dossier(world).code
    far, officer = far_agency()
    enquiries.consult(code, far, "Ý kiến?", by=world.officer, at=MORNING)
    with pytest.raises(Refusal) as no:
        closures.close_agency(far, **ACTING)
    assert no.value.code == "has_dossiers"
    enquiries.answer(code, Enquiry.objects.get().pk, "Đồng ý", by=officer, at=MORNING)
    emptied(far)
    closures.close_agency(far, **ACTING)


def test_an_agency_to_which_papers_are_on_their_way_or_where_they_lie_stays_open():
    world = a_world()
    token = PaperSet.objects.get(dossier__code=a_dossier(world).code).token
    far, officer = far_agency()
    slip = slips.pack(far, [token], by=world.receptionist, at=MORNING)
    told = []
    for act in (
        lambda: slips.send(slip, Dispatch(carrier=Carrier.OWN, carried_by="Dự"), by=world.receptionist, at=MORNING),
        lambda: arrivals.arrive(token, by=officer, at=MORNING, slip_id=slip),
        lambda: arrivals.arrive(token, by=world.receptionist, at=MORNING),
    ):
        with pytest.raises(Refusal) as no:
            closures.close_agency(far, **ACTING)
        told.append(no.value.code)
        act()
    assert told == ["has_papers"] * 3
    emptied(far)
    closures.close_agency(far, **ACTING)


def test_a_post_on_which_work_waits_stays_open():
    world = a_world()
    dossier = a_dossier(world)
    processing.take(dossier.code, by=world.officer, at=MORNING, key="take")
    (sitter,) = establishment.post(world.officer.post_id, on=MORNING.date()).sitters
    posts.end_appointment(sitter.appointment_id, **ACTING)
    with pytest.raises(Refusal, match="còn giữ 1 việc"):
        closures.close_post(world.officer.post_id, **ACTING)


def test_only_an_administrator_closes():
    world = a_world()
    with pytest.raises(NotAllowed):
        closures.close_agency(world.centre, by=world.head, at=MORNING)
    with pytest.raises(NotAllowed):
        closures.close_post(world.officer.post_id, by=world.head, at=MORNING)
