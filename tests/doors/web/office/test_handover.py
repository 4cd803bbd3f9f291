"""The hand-over desk: pack, send, scan what came, settle differences, sign; all of it by plain forms."""

import re
from datetime import timedelta

import pytest

from motcua.casework.dossiers.queries import twin
from motcua.casework.dossiers.rules import barcodes
from motcua.casework.dossiers.services import divergences, slips
from motcua.casework.dossiers.services.slips import Dispatch
from motcua.casework.dossiers.vocabulary import Carrier, Whereabouts
from tests.doors.web.office.conftest import complaints, forms, text
from tests.factories.world import MORNING, a_dossier

DESK = "/office/handover/"
PAGES = ("", "di/", "di/?xong=1", "nhan/", "nhan/?xong=1", "chua-khop/", "nguoi-nop/nhan/", "nguoi-nop/tra/")


@pytest.fixture
def dossier(world):
    return a_dossier(world)


def bag(done):
    return twin.of_codes([done.code])[done.code][0]


def sent(world, *dossiers):
    slip_id = slips.pack(world.committee, [bag(done).token for done in dossiers], by=world.receptionist, at=MORNING)
    slips.send(slip_id, Dispatch(carrier=Carrier.OWN, carried_by="Lê Văn Dự"), by=world.receptionist, at=MORNING)
    return slip_id


@pytest.mark.parametrize("page", PAGES)
def test_every_list_says_so_when_it_is_empty(world, counter, page):
    response = counter.get(DESK + page)
    assert response.status_code == 200
    assert text(response).count("<h1") == 1


def test_who_carries_no_papers_has_no_such_desk(at_desk):
    for who, status in (("head", 200), ("signer", 200), ("backup", 200)):
        assert at_desk(who).get(DESK).status_code == status
    assert "Giao nhận giấy" in text(at_desk("officer").get("/office/inbox/"))


def test_what_another_agency_waits_for_stands_by_agency_with_until_when(dossier, counter, queries):
    with queries(max=18):
        page = text(counter.get(DESK))
    assert "UBND xã Tân Hòa đang chờ 1 bộ" in page
    assert dossier.code in page
    assert barcodes.spaced(bag(dossier).token) in page
    assert "Hôm nay" in page


def test_the_list_asks_as_much_for_forty_bags_as_for_one(world, counter, queries):
    for _ in range(40):
        a_dossier(world)
    with queries(max=18):
        page = text(counter.get(DESK))
    assert page.count('name="pick"') == 40


def test_a_batch_is_packed_sent_scanned_and_signed_by_plain_forms(world, dossier, counter, officer):
    other = a_dossier(world)
    packed = counter.post(DESK + "xep/", {"receiver": world.committee, "pick": [bag(dossier).token]})
    assert packed.status_code == 303
    slip = packed["Location"]
    added = counter.post(f"{slip}xep/", {"scan": other.code})
    assert added.status_code == 303
    assert other.code in text(counter.get(added["Location"]))
    assert complaints(counter.post(f"{slip}gui/", {"carrier": "own", "carried_by": " "})) == {
        "carried_by": "Ghi họ tên người mang hồ sơ đi."
    }
    gone = counter.post(f"{slip}gui/", {"carrier": "own", "carried_by": "Lê Văn Dự", "bag": "Bì 7"})
    assert gone.status_code == 303
    assert "Phiếu bàn giao 1/PBG-2026" in text(counter.get(slip))
    assert "1/PBG-2026" in text(officer.get(DESK + "nhan/"))
    number = re.search(r"P[0-9]+", barcodes.slip_token(int(slip.rstrip("/").rsplit("/", 1)[1])))[0]
    assert officer.post(DESK + "nhan/quet/", {"scan": barcodes.slip_qr(number)})["Location"] == slip
    for done in (dossier, other):
        scanned = officer.post(f"{slip}quet/", {"scan": barcodes.label(bag(done).token, done.code)})
        assert scanned.status_code == 303
        assert "mc-said--jade" in text(officer.get(scanned["Location"]))
    assert officer.post(f"{slip}ky/").status_code == 303
    assert "Đã ký nhận" in text(officer.get(slip))
    printed = text(counter.get(f"{slip}in/"))
    assert (printed.count("<svg"), printed.count(other.code)) == (1, 1)
    assert bag(dossier).agency_id == world.committee


def test_a_scan_on_the_list_puts_the_bag_into_the_slip_of_who_waits(world, dossier, counter):
    scanned = counter.post(DESK + "xep/", {"scan": dossier.code.lower()})
    assert scanned.status_code == 303
    page = text(counter.get(scanned["Location"]))
    assert "Xếp phiếu gửi UBND xã Tân Hòa" in page
    assert "mc-said" in page


def test_what_cannot_be_packed_stays_in_the_field_with_the_reason(world, dossier, counter):
    refused = counter.post(DESK + "xep/", {"scan": "B000000199"})
    assert refused.status_code == 422
    assert 'value="B000000199"' in text(refused)
    assert "đọc sai một chữ số" in text(refused)
    slip_id = slips.pack(world.stranger.agency_id, [], by=world.receptionist, at=MORNING)
    wrong = counter.post(f"{DESK}phieu/{slip_id}/xep/", {"scan": dossier.code})
    assert "Vẫn xếp" in text(wrong)
    assert counter.post(f"{DESK}phieu/{slip_id}/xep/", {"scan": dossier.code, "anyway": "1"}).status_code == 303


def test_a_slip_that_was_sent_is_not_packed_any_more(world, dossier, counter):
    slip_id = sent(world, dossier)
    late = counter.post(f"{DESK}phieu/{slip_id}/xep/", {"scan": dossier.code})
    assert late.status_code == 422
    assert "đã gửi" in text(late)
    assert f"{DESK}phieu/{slip_id}/xep/" not in forms(counter.get(f"{DESK}phieu/{slip_id}/"))


def test_a_missing_bag_is_answered_by_the_sender_and_written_off_by_a_head_only(world, dossier, at_desk):
    officer, counter, head = at_desk("officer"), at_desk("receptionist"), at_desk("head")
    slip_id = sent(world, dossier, a_dossier(world))
    slip, token = f"{DESK}phieu/{slip_id}/", bag(dossier).token
    assert officer.post(f"{slip}ky/").status_code == 422
    assert officer.post(f"{slip}thieu/", {"token": [token]}).status_code == 303
    assert "1 bộ thiếu" in text(counter.get(DESK + "di/"))
    assert f"{slip}mat/" not in forms(counter.get(slip))
    assert counter.post(f"{slip}mat/", {"token": token, "reason": "Không thấy"}).status_code == 403
    assert complaints(head.post(f"{slip}mat/", {"token": token, "reason": ""}))
    lost = head.post(f"{slip}mat/", {"token": token, "reason": "Đã tìm ở xe và ở kho, ông Dự xác nhận"})
    assert lost.status_code == 303
    assert bag(dossier).place is Whereabouts.LOST
    assert counter.post(f"{slip}quet/", {"scan": token}).status_code == 303
    assert bag(dossier).agency_id == world.centre


def test_what_came_without_a_slip_or_to_the_wrong_place_is_said_so(world, dossier, counter, at_desk):
    surplus = at_desk("officer").post(DESK + "nhan/quet/", {"scan": dossier.code})
    assert surplus.status_code == 303
    assert "không có trong phiếu nào" in text(at_desk("officer").get(surplus["Location"]))
    other = a_dossier(world)
    sent(world, other)
    stranger = at_desk("stranger")
    astray = stranger.post(DESK + "nhan/quet/", {"scan": other.code})
    assert "đến nhầm" in text(stranger.get(astray["Location"]))
    assert "UBND xã Tân Hòa đang chờ 1 bộ" in text(stranger.get(DESK))


def test_a_slip_of_others_does_not_exist_for_a_stranger(world, dossier, at_desk):
    slip_id = sent(world, dossier)
    stranger = at_desk("stranger")
    for page in ("", "in/"):
        assert stranger.get(f"{DESK}phieu/{slip_id}/{page}").status_code == 404
    assert stranger.post(f"{DESK}phieu/{slip_id}/ky/").status_code == 404
    assert stranger.get(f"{DESK}nhan-bi/{bag(dossier).token}/").status_code == 403


def test_papers_apart_too_long_are_listed_for_both_sides(world, dossier, counter, at_desk, frozen):
    divergences.watch(at=MORNING + timedelta(days=4))
    frozen(MORNING + timedelta(days=4))
    for who in ("receptionist", "officer"):
        page = text(at_desk(who).get(DESK + "chua-khop/"))
        assert dossier.code in page
        assert "Nơi đang chờ giấy" in page
    assert dossier.code not in text(at_desk("stranger").get(DESK + "chua-khop/"))


def test_papers_that_the_applicant_brings_get_a_label(world, dossier, counter, officer):
    sent_id = sent(world, dossier)
    officer.post(f"{DESK}phieu/{sent_id}/quet/", {"scan": dossier.code})
    taken = counter.post(DESK + "nguoi-nop/nhan/", {"scan": dossier.code})
    assert taken.status_code == 303
    page = text(counter.get(taken["Location"]))
    assert "bì thứ 2" in page
    assert "<svg" in page
    again = counter.post(DESK + "nguoi-nop/nhan/", {"scan": dossier.code})
    assert "Bỏ giấy mới vào cùng bì" in text(again)
    needed = counter.post(
        DESK + "nguoi-nop/tra/", {"scan": barcodes.token(bag(dossier).kind, bag(dossier).dossier_id, 2)}
    )
    assert (needed.status_code, "đang cần bộ giấy" in text(needed)) == (422, True)


@pytest.mark.parametrize("way", ["xep/", "nhan/quet/", "nguoi-nop/nhan/", "nguoi-nop/tra/"])
@pytest.mark.parametrize("scanned", ["", "x" * 5000, "ma=;bo=;", "<script>", "\x00", "B" + "9" * 60])
def test_whatever_is_scanned_is_answered_in_words(world, counter, way, scanned):
    response = counter.post(DESK + way, {"scan": scanned})
    assert response.status_code in (404, 422)
    assert "<script>" not in text(response).split("<main", 1)[1].replace("&lt;script&gt;", "")


@pytest.mark.parametrize("act", ["bo", "thieu", "mat"])
def test_a_number_that_no_bag_can_have_is_no_fault_of_ours(world, dossier, counter, officer, act):
    packing = slips.pack(world.committee, [bag(dossier).token], by=world.receptionist, at=MORNING)
    typed = {"token": "1234\x005678", "reason": "Đã tìm khắp nơi"}
    assert counter.post(f"{DESK}phieu/{packing}/{act}/", typed).status_code in (303, 404, 422)
    slips.send(packing, Dispatch(carrier=Carrier.OWN, carried_by="Lê Văn Dự"), by=world.receptionist, at=MORNING)
    for client in (counter, officer):
        assert client.post(f"{DESK}phieu/{packing}/{act}/", typed).status_code in (303, 403, 404, 422)


def test_an_address_that_was_tampered_with_shows_the_list(dossier, counter):
    assert counter.get(f"{DESK}nhan/?vua=%00").status_code == 200
    assert counter.get(f"{DESK}phieu/?scan=%00").status_code in (200, 303, 404, 422)
