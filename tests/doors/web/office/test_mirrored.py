"""A dossier of another system in the office: shown with a banner, with nothing to do on it."""

from datetime import timedelta

import pytest

from motcua.casework.dossiers.services import mirrors
from motcua.casework.dossiers.services.mirrors import Observed
from motcua.casework.dossiers.vocabulary import Status
from motcua.ground.kernel.actors import system
from tests.factories.world import MARITAL, MORNING

from .conftest import forms, text

pytestmark = pytest.mark.django_db
CODE = "G22.99.05-261118-0007"
PAGE = f"/office/dossiers/{CODE}/"


@pytest.fixture
def tell(world):
    def it(status):
        told = Observed(
            code=CODE, partner="bo-tu-phap", procedure=MARITAL, agency_id=world.centre, status=status,
            seen_at=MORNING - timedelta(hours=1), received_at=MORNING - timedelta(days=1),
            due_at=MORNING + timedelta(days=3), applicant="Nguyễn Thị Ánh Nguyệt",
        )  # fmt: skip
        mirrors.observe(told, by=system("test"), at=MORNING)

    return it


@pytest.mark.parametrize("status", list(Status))
def test_it_is_shown_with_a_banner_and_without_a_deed(tell, counter, status):
    tell(status)
    answer = counter.get(PAGE)
    assert answer.status_code == 200
    assert "giải quyết ở hệ thống khác, ở đây chỉ xem" in text(answer)
    assert "Nguyễn Thị Ánh Nguyệt" in text(answer)
    assert "Hệ thống khác báo" in text(answer)
    assert ".pdf" not in text(answer)
    assert not [address for address in forms(answer) if address.startswith(PAGE)]


def test_no_deed_passes(tell, counter):
    tell(Status.PROCESSING)
    for deed in ("take", "note", "complete", "release"):
        answer = counter.post(f"{PAGE}{deed}/", {"text": "Ghi", "outcome": "forward"})
        assert answer.status_code == 422
        assert "Làm tiếp trên hệ thống đang giải quyết" in text(answer)


@pytest.mark.parametrize("paper", ["giay-hen.pdf", "phieu-tu-choi.pdf"])
@pytest.mark.parametrize("status", [Status.PROCESSING, Status.DECLINED])
def test_it_has_no_paper_of_ours(tell, counter, paper, status):
    tell(status)
    assert counter.get(f"{PAGE}{paper}").status_code == 422


def test_it_is_found_by_name_and_code_and_waits_in_no_queue(tell, counter):
    tell(Status.REGISTERED)
    assert counter.get("/office/tim/", {"q": CODE})["Location"] == PAGE
    assert CODE in text(counter.get("/office/tim/", {"q": "anh nguyet"}))
    assert CODE not in text(counter.get("/office/reception/submitted/"))
    assert counter.get(f"/office/reception/submitted/{CODE}/")["Location"] == PAGE


def test_others_do_not_see_it(tell, at_desk):
    tell(Status.PROCESSING)
    assert at_desk("stranger").get(PAGE).status_code == 403
