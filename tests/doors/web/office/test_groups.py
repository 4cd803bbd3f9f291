"""The parts of a group on the desks: the whole shows its parts, a part its whole; nobody opens what is not his."""

import re
from datetime import datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client

from motcua.casework.dossiers.models import LegOffice
from motcua.casework.dossiers.services import processing, results, transfer
from motcua.people.identity.models import Account
from tests.factories.groups import BIRTH_GROUP, a_group, a_group_world, finish, legs, parent
from tests.factories.world import VN

from .conftest import text
from .test_dossier import PDF

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=VN)


@pytest.fixture
def world(db, frozen, tmp_path, monkeypatch):
    from django.core.cache import cache

    from motcua.config.file_store import DiskStore
    from motcua.people.agencies.queries import calendars
    from motcua.tools.documents import ports

    monkeypatch.setattr(ports, "_store", [DiskStore(tmp_path)])
    calendars.forget(unsettled=False)
    cache.clear()
    frozen(MONDAY + 2 * HOUR)
    return a_group_world()


def at_desk(email):
    client = Client()
    client.force_login(Account.objects.get(email=f"{email}@tanhoa.example"))
    return client


@pytest.fixture
def code(world):
    code = a_group(world, at=MONDAY).code
    finish(world, legs(code)["birth"], MONDAY + HOUR)
    transfer.advance(parent(code).pk, at=MONDAY + HOUR)
    return code


def test_the_page_of_the_whole_shows_every_part_with_agency_and_due_time(code):
    answer = at_desk("receptionist").get(f"/office/dossiers/{code}/")
    seen = text(answer)
    for part in ("Đăng ký khai sinh", "Đăng ký thường trú", "Cấp thẻ bảo hiểm y tế", "Công an xã", "BHXH Tân Hòa"):
        assert part in seen
    for row in legs(code).values():
        assert f'href="/office/dossiers/{row.child.code}/"' in answer.content.decode()
    assert "<svg" in answer.content.decode()
    assert "Chuyển bước" not in seen  # the whole ends by itself


def test_the_one_stop_that_took_it_in_opens_every_part(code):
    for row in legs(code).values():
        assert at_desk("receptionist").get(f"/office/dossiers/{row.child.code}/").status_code == 200


def test_a_part_names_its_whole_and_those_who_may_work_on_it_see_the_whole(code, world):
    child = legs(code)["residence"].child.code
    desk = at_desk("o0")
    shown = text(desk.get(f"/office/dossiers/{child}/"))
    assert "Thuộc hồ sơ liên thông" in shown
    assert code in shown
    assert desk.get(f"/office/dossiers/{code}/").status_code == 200
    page = desk.get(f"/office/groups/{child}/")
    assert page.status_code == 200
    other = legs(code)["health-insurance"].child.code
    assert other in text(page)
    assert f'href="/office/dossiers/{other}/"' in page.content.decode()
    assert desk.get(f"/office/dossiers/{other}/").status_code == 200
    del world


def test_a_result_goes_down_with_its_file_and_opens_there(world):
    code = a_group(world, at=MONDAY).code
    birth = legs(code)["birth"].child.code
    processing.complete(birth, "forward", by=world.world.officer, at=MONDAY + HOUR)
    results.attach(birth, stream=BytesIO(PDF), filename="khai-sinh.pdf", by=world.world.signer, at=MONDAY + HOUR)
    processing.complete(birth, "sign", by=world.world.signer, at=MONDAY + HOUR)
    transfer.advance(parent(code).pk, at=MONDAY + HOUR)
    child = legs(code)["residence"].child.code
    desk = at_desk("o0")
    (address,) = re.findall(
        rf'href="(/office/dossiers/{child}/tep/\d+/)"', desk.get(f"/office/dossiers/{child}/").content.decode()
    )
    answer = desk.get(address)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == PDF
    assert at_desk("stranger").get(address).status_code == 403


def test_who_has_no_part_in_it_sees_none(code):
    assert at_desk("stranger").get(f"/office/groups/{code}/").status_code == 403
    assert at_desk("receptionist").get("/office/groups/H99.24.01-261116-0404/").status_code == 404


def test_waiting_for_the_applicant_and_being_late_are_said(code, world, frozen):
    frozen(datetime(2026, 11, 20, 9, 0, tzinfo=VN))
    seen = text(at_desk("receptionist").get(f"/office/groups/{code}/"))
    assert "Trễ 1 ngày làm việc" in seen
    assert "Cơ quan làm chậm: BHXH Tân Hòa, Công an xã" in seen or "Công an xã, BHXH Tân Hòa" in seen
    del world


def test_an_administrator_says_who_does_which_part(world):
    desk = at_desk("head")
    listing = desk.get("/office/groups/")
    assert "24 giờ liên tục" in text(listing)
    address = f"/office/groups/noi-lam/{BIRTH_GROUP}/{world.world.centre}/"
    assert address in listing.content.decode()
    chosen = {
        "residence": str(world.police),
        "health-insurance": str(world.world.committee),
        "identity-card": "",
        "valid_from": "2026-11-17",
        "idempotency_key": uuid4().hex,
    }
    answer = desk.post(address, chosen)
    assert (answer.status_code, answer["Location"]) == (303, "/office/groups/")
    open_rows = LegOffice.objects.filter(valid_to__isnull=True).values_list("leg", "competent_id")
    assert dict(open_rows) == {"residence": world.police, "health-insurance": world.world.committee}


def test_a_wrong_day_keeps_what_was_chosen(world):
    address = f"/office/groups/noi-lam/{BIRTH_GROUP}/{world.world.centre}/"
    answer = at_desk("head").post(address, {"residence": str(world.insurance), "valid_from": "2020-01-01"})
    assert answer.status_code == 422
    assert f'<option value="{world.insurance}" selected' in answer.content.decode()
    assert at_desk("receptionist").get(address).status_code == 403
