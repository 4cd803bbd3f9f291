"""An agency that is asked for its opinion reads the case and its papers while it is asked, and nothing else."""

import pytest

from motcua.casework.dossiers.models import Enquiry
from motcua.casework.dossiers.queries import access, detail, search
from motcua.casework.dossiers.services import enquiries
from motcua.ground.kernel.errors import NotAllowed
from tests.factories.world import MORNING, a_dossier, a_world, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return a_world()


@pytest.fixture
def code(world):
    code = a_dossier(world).code
    enquiries.consult(code, world.stranger.agency_id, "Hỏi", by=world.officer, at=MORNING)
    return code


def seen_by(who, code):
    return detail.view(code, by=who, at=MORNING)


def test_it_sees_names_and_papers_and_no_number_address_note_or_result(world, code):
    seen = seen_by(world.stranger, code)
    assert seen.asked_only
    (party,) = seen.parties
    assert (party.name, party.id_number, party.phone, party.address) == ("Nguyễn Thị Ánh Nguyệt", "", "", "")
    assert [paper.key for paper in seen.papers] == ["form", "mandate", "residence"]
    assert (seen.notes, seen.results, seen.handover) == ((), (), None)


def test_it_finds_the_dossier_by_its_code(world, code):
    assert [row.code for row in search.find(code, by=world.stranger, at=MORNING)] == [code]
    other = a_dossier(world).code
    assert not search.find(other, by=world.stranger, at=MORNING)


def test_it_may_open_papers_and_neither_receipt_nor_result(world, code):
    subject = f"dossier:{seen_by(world.officer, code).id}"
    assert access.may_read(world.stranger, subject, "paper", MORNING)
    for purpose in ("receipt", "result", "refusal", ""):
        assert not access.may_read(world.stranger, subject, purpose, MORNING)


def test_another_dossier_stays_closed_to_it(world, code):
    with pytest.raises(NotAllowed):
        seen_by(world.stranger, a_dossier(world).code)


def test_a_third_agency_sees_nothing(world, code):
    clerk, _ = an_officer("Người Khác", world.centre, "Văn thư", ["clerk"], "clerk")
    with pytest.raises(NotAllowed):
        seen_by(clerk, code)
    subject = f"dossier:{seen_by(world.officer, code).id}"
    assert not access.may_read(clerk, subject, "paper", MORNING)


def test_once_answered_only_the_one_who_answered_still_sees_it(world, code):
    colleague, _ = an_officer("Đồng Nghiệp", world.stranger.agency_id, "Công chức 2", ["handling_officer"], "colleague")
    assert seen_by(colleague, code).asked_only
    enquiries.answer(code, Enquiry.objects.get().pk, "Chưa", by=world.stranger, at=MORNING)
    assert seen_by(world.stranger, code).asked_only
    with pytest.raises(NotAllowed):
        seen_by(colleague, code)


def test_those_who_handle_it_see_it_whole(world, code):
    for who in (world.officer, world.leader, world.receptionist):
        seen = seen_by(who, code)
        assert not seen.asked_only
        assert seen.parties[0].id_number
