"""Pages of targets and of who has how much work; the dictionary that says what every number means."""

import re

import pytest

from motcua.casework.dossiers.services import processing
from motcua.steering.indicators.models import Target
from motcua.steering.indicators.rules import index766
from motcua.steering.indicators.rules.measures import MEASURES
from tests.factories.world import MORNING, a_dossier

from .conftest import complaints, text, value_of

pytestmark = pytest.mark.django_db
PAGE = "/office/indicators/"
AIMS, AIM, WORK = f"{PAGE}chi-tieu/", f"{PAGE}chi-tieu/dat/", f"{PAGE}viec/"


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", text(response)).split())


def typed(world, **more):
    given = {"unit": world.committee, "measure": "on_time_rate", "value": "97,5", "valid_from": "2026-11-19"}
    return {**given, "staff": "", "act": "set", "idempotency_key": "k", **more}


def test_a_head_sets_a_target_and_every_page_shows_it(world, at_desk):
    leader = at_desk("leader")
    answer = leader.post(AIM, typed(world))
    assert answer.status_code == 303
    listed = words(leader.get(answer.headers["Location"]))
    assert "Đã đặt chỉ tiêu “Trả đúng hoặc trước hạn” từ ngày 19/11/2026." in listed
    assert "Trả đúng hoặc trước hạn ít nhất 97,5% 19/11/2026" in listed
    lead = leader.get(f"{PAGE}dieu-hanh/")
    assert "mục tiêu 97,5%" in words(lead)
    assert '<line class="tg"' in text(lead)
    leader.post(AIM, typed(world, act="end", value="", idempotency_key="l"))
    assert "mục tiêu" not in words(leader.get(f"{PAGE}dieu-hanh/"))
    assert Target.objects.count() == 2


def test_what_is_wrong_is_said_and_what_was_typed_kept(world, at_desk):
    leader = at_desk("leader")
    answer = leader.post(AIM, typed(world, value="chín mươi", valid_from="2026-10-01"))
    assert answer.status_code == 422
    assert "value" in complaints(answer)
    assert value_of(answer, "value") == "chín mươi"
    assert value_of(answer, "valid_from") == "2026-10-01"
    assert "valid_from" in complaints(leader.post(AIM, typed(world, valid_from="2026-10-01")))
    for odd in ({"value": "NaN"}, {"value": "1e99"}, {"measure": "x'"}, {"unit": "x"}, {"staff": "999999"}):
        assert leader.post(AIM, typed(world, **odd)).status_code == 422
    assert leader.post(AIM, {}).status_code == 422
    assert not Target.objects.exists()


def test_sent_twice_it_is_set_once(world, at_desk):
    leader = at_desk("leader")
    assert [leader.post(AIM, typed(world)).status_code for _ in range(2)] == [303, 303]
    assert Target.objects.count() == 1


def test_others_set_nothing(world, at_desk):
    assert at_desk("officer").get(AIMS).status_code == 403
    assert at_desk("signer").post(AIM, typed(world)).status_code == 403
    assert at_desk("leader").post(AIM, typed(world, unit=world.stranger.agency_id)).status_code == 403


def test_a_head_sees_everybody_and_an_officer_himself(world, at_desk):
    codes = [a_dossier(world).code for _ in range(3)]
    for code in codes:
        processing.take(code, by=world.officer, at=MORNING)
    processing.complete(codes[0], "forward", by=world.officer, at=MORNING)
    leader = at_desk("leader")
    leader.post(AIM, typed(world, measure="steps_on_time_rate", value="90"))
    everybody = words(leader.get(WORK))
    assert re.search(
        r"Đoàn Thanh Tùng Công chức tư pháp, hộ tịch 2 bước đang giữ, [^\d]+ 0 0 1 bước .*? 0 100%", everybody
    )
    assert "bước xong đúng hạn của bước ít nhất 90%: đạt" in everybody
    assert "Lý Thị Quỳnh" in everybody
    assert "Mai Thị Thảo" in everybody  # at the centre of this committee
    mine = words(at_desk("officer").get(WORK))
    assert "Việc của tôi" in mine
    assert "Đoàn Thanh Tùng" in mine
    assert "Lý Thị Quỳnh" not in mine
    counter = words(at_desk("receptionist").get(WORK))
    assert "Mai Thị Thảo" in counter
    assert "Phan Văn Đứng" not in counter
    assert at_desk("officer").get(f"{WORK}?don-vi={world.stranger.agency_id}").status_code == 403


def test_every_number_of_an_officer_opens_its_steps(world, at_desk):
    codes = [a_dossier(world).code for _ in range(3)]
    for code in codes:
        processing.take(code, by=world.officer, at=MORNING)
    processing.complete(codes[0], "forward", by=world.officer, at=MORNING)
    leader, officer = at_desk("leader"), at_desk("officer")
    found = re.findall(rf'<a href="([^"]+nguoi={world.officer.staff_id}&amp;[^"]+)">(\d+)', text(leader.get(WORK)))
    assert [number for _, number in found] == ["2", "1"]
    for (address, number), listed in zip(found, (codes[1:], codes[:1]), strict=True):
        for reader in (leader, officer):
            page = reader.get(address.replace("&amp;", "&"))
            assert f": {number} bước" in words(page)
            assert [code for code in codes if f"/{code}/" in text(page)] == listed
    others = f"{WORK}buoc/?nguoi={world.second_officer.staff_id}"
    assert "Không có bước nào" in words(leader.get(others))
    assert officer.get(others).status_code == 403
    assert leader.get(f"{WORK}buoc/?nguoi=9").status_code == 404


def test_nobody_is_shamed(world, at_desk):
    page = text(at_desk("leader").get(WORK))
    assert "không phải để xếp hạng người" in page
    assert "mc-warn" not in page
    assert "is-late" not in page


def test_the_dictionary_says_every_measure(world, at_desk):
    said = words(at_desk("leader").get(f"{PAGE}tu-dien/"))
    assert all(one.code in said and one.basis in said for one in MEASURES.values())
    assert all(one.name in said for one in index766.QD766_WHOLE_PROCESS.indicators)
    assert "Chưa nơi nào báo:" in said
    assert at_desk("stranger").get(f"{PAGE}tu-dien/").status_code == 200


def test_pages_take_few_statements(world, at_desk, queries):
    leader, head = at_desk("leader"), at_desk("head")
    for browser in (leader, head):
        for address in (AIMS, WORK, f"{PAGE}tu-dien/"):
            browser.get(address)
            with queries(max=10):
                browser.get(address)
