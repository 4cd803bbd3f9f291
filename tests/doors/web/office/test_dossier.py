"""One dossier: what its page offers to whom, what each deed does, how files leave."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.casework.dossiers.models import Dossier, Note, Paper, Result
from motcua.casework.dossiers.services import processing
from motcua.ground.audit import queries as audit
from motcua.tools.workflow.models import WorkItem
from tests.factories.world import MORNING, a_dossier

from .conftest import forms, text, value_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n" + b"x" * 3000 + b"\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"


@pytest.fixture
def code(world) -> str:
    return a_dossier(world, address="Thôn Đông").code


def act(client, code, deed, **more):
    return client.post(f"/office/dossiers/{code}/{deed}/", {"idempotency_key": uuid4().hex, **more})


def page_of(client, code, query=""):
    return client.get(f"/office/dossiers/{code}/{query}")


def deeds(answer) -> set[str]:
    return {form.rstrip("/").rpartition("/")[2] for form in forms(answer) if "/office/dossiers/" in form}


def signed(world, code):
    processing.complete(code, "forward", by=world.officer, at=MORNING)


def test_the_page_says_where_it_is_and_when_it_is_due(world, officer, code):
    page = text(page_of(officer, code))
    for said in ("Kiểm tra, dự thảo", "26/11 lúc 17:00", "Còn 5 ngày", "Chưa ai nhận", "Thôn Đông", "Vì sao hẹn"):
        assert said in page


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("officer", {"take", "complete", "attach", "paper", "hien", "note"}),
        ("second_officer", {"take", "complete", "attach", "paper", "hien", "note"}),
        ("leader", {"assign", "hien", "note"}),
        ("receptionist", {"paper", "hien", "note"}),
        ("head", {"paper", "hien", "note"}),
    ],
)
def test_a_post_is_offered_what_it_may_do(world, at_desk, code, who, offered):
    assert deeds(page_of(at_desk(who), code)) == offered


@pytest.mark.parametrize(
    ("who", "deed", "sent"),
    [
        ("leader", "take", {}),
        ("receptionist", "take", {}),
        ("officer", "assign", {"post": "1"}),
        ("receptionist", "complete", {"outcome": "forward"}),
        ("receptionist", "attach", {"number": "1"}),
        ("leader", "paper", {"paper": "form"}),
    ],
)
def test_what_is_not_offered_is_refused_too(world, at_desk, code, who, deed, sent):
    more = {"file": SimpleUploadedFile("a.pdf", PDF)} if deed == "paper" else {}
    answer = act(at_desk(who), code, deed, **sent, **more)
    assert answer.status_code in (403, 422)
    assert Dossier.objects.get().event_seq == 1


def test_a_stranger_sees_and_does_nothing(world, at_desk, code):
    stranger = at_desk("stranger")
    assert page_of(stranger, code).status_code == 403
    assert "Nguyệt" not in text(page_of(stranger, code))
    for deed in ("take", "release", "note", "attach", "hien"):
        assert act(stranger, code, deed, text="x", number="1").status_code == 403
    assert stranger.get(f"/office/dossiers/{code}/giay-hen.pdf").status_code == 403


def test_a_code_nobody_has_is_not_found(world, officer):
    assert page_of(officer, "H99.24.01-260101-0001").status_code == 404


def test_taking_is_done_at_once_and_may_be_taken_back(world, officer, code):
    answer = act(officer, code, "take", ds="")
    assert answer.status_code == 303
    after = officer.get(answer["Location"])
    assert "Đã nhận việc." in text(after)
    assert "tôi</b>" in text(after)
    assert act(officer, code, "release").status_code == 303
    assert WorkItem.objects.get().post_id is None


def test_a_leader_gives_the_step_to_one_of_its_role(world, at_desk, code):
    leader = at_desk("leader")
    assert act(leader, code, "assign").status_code == 422
    assert act(leader, code, "assign", post=str(world.signer.post_id)).status_code == 422
    assert act(leader, code, "assign", post=str(world.second_officer.post_id)).status_code == 303
    assert "Công chức hộ tịch 2" in text(page_of(leader, code))


def test_a_step_moves_with_its_note(world, officer, code):
    assert act(officer, code, "complete", outcome="forward", note="Đã tra sổ gốc").status_code == 303
    page = text(page_of(officer, code))
    assert "Ký kết quả" in page
    assert "Đã tra sổ gốc" in page


def test_a_refused_move_keeps_the_note(world, officer, code):
    answer = act(officer, code, "complete", note="Chữ đã gõ")
    assert answer.status_code == 422
    assert "Chữ đã gõ" in text(answer)
    assert "Chọn cách chuyển" in text(answer)


def test_somebody_faster_is_told_with_the_page_as_it_is_now(world, officer, code):
    item = value_of(page_of(officer, code), "item")
    processing.complete(code, "forward", by=world.second_officer, at=MORNING)
    answer = act(officer, code, "complete", outcome="forward", note="Chữ đã gõ", item=item)
    assert answer.status_code == 409
    assert "vừa có người khác làm" in text(answer)
    assert "Chữ đã gõ" in text(answer)
    assert WorkItem.objects.count() == 2


def test_a_leader_who_was_slower_sees_the_page_as_it_is_now(world, at_desk, code):
    leader = at_desk("leader")
    item = value_of(page_of(leader, code), "item")
    processing.complete(code, "forward", by=world.officer, at=MORNING)
    answer = act(leader, code, "assign", post=str(world.second_officer.post_id), item=item)
    assert answer.status_code == 409
    assert "Người khác vừa làm" in text(answer)
    assert "Ký kết quả" in text(answer)


def test_the_same_deed_sent_twice_is_one_event(world, officer, code):
    sent = {"idempotency_key": "one", "outcome": "forward"}
    for _ in range(2):
        assert officer.post(f"/office/dossiers/{code}/complete/", sent).status_code == 303
    assert Dossier.objects.get().event_seq == 2


def test_concluding_waits_for_a_result(world, at_desk, code):
    signed(world, code)
    signer = at_desk("signer")
    page = text(page_of(signer, code))
    assert "Chờ kết quả" in page
    assert re.search(r'value="sign"[^>]*disabled', page)
    assert act(signer, code, "complete", outcome="sign").status_code == 422
    assert act(signer, code, "attach", number="15/XN-UBND").status_code == 303
    assert act(signer, code, "complete", outcome="sign").status_code == 303
    assert Dossier.objects.get().status == "completed"


def test_a_result_needs_a_file_or_a_number(world, at_desk, code):
    signed(world, code)
    answer = act(at_desk("signer"), code, "attach", abstract="Trích yếu đã gõ")
    assert answer.status_code == 422
    assert value_of(answer, "abstract") == "Trích yếu đã gõ"


def test_a_result_file_leaves_as_a_download_that_nothing_may_run(world, at_desk, code):
    signed(world, code)
    signer = at_desk("signer")
    act(signer, code, "attach", file=SimpleUploadedFile("Giấy xác nhận.pdf", PDF), number="15/XN")
    page = text(page_of(signer, code))
    address = re.search(rf'href="(/office/dossiers/{re.escape(code)}/tep/\d+/)"', page)[1]
    answer = signer.get(address)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    subject = f"dossier:{Dossier.objects.get().pk}"
    assert [what.partition(":")[0] for _, _, what in audit.looks(subject)] == ["open_file"]
    assert at_desk("stranger").get(address).status_code == 403


def test_a_file_of_another_dossier_is_not_found_under_this_one(world, at_desk, code):
    signed(world, code)
    signer = at_desk("signer")
    act(signer, code, "attach", file=SimpleUploadedFile("a.pdf", PDF), number="15/XN")
    version = re.search(r"/tep/(\d+)/", text(page_of(signer, code)))[1]
    other = a_dossier(world).code
    signed(world, other)
    assert signer.get(f"/office/dossiers/{other}/tep/{version}/").status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b""),
        ("a.pdf", b"MZ\x90\x00" * 900),
        ("a.html", b"<script>alert(1)</script>" * 90),
        ("../../x", b"abc" * 900),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_by_name(world, at_desk, code, name, content):
    signed(world, code)
    answer = act(at_desk("signer"), code, "attach", number="15/XN", file=SimpleUploadedFile(name, content))
    assert answer.status_code == 422
    assert value_of(answer, "number") == "15/XN"
    assert "<script>alert" not in text(answer)
    assert not Result.objects.exists()


def test_a_scan_is_filed_with_its_paper(world, counter, code):
    assert act(counter, code, "paper", paper="form").status_code == 422
    assert act(counter, code, "paper", paper="x", file=SimpleUploadedFile("a.pdf", PDF)).status_code == 422
    assert act(counter, code, "paper", paper="form", file=SimpleUploadedFile("tờ khai.pdf", PDF)).status_code == 303
    assert Paper.objects.get(key="form").document_id
    assert "tờ khai.pdf" in text(page_of(counter, code))
    assert "Quét giấy tờ vào hồ sơ" in text(page_of(counter, code))


def test_a_note_is_read_by_colleagues_as_words(world, officer, code):
    assert act(officer, code, "note", text="  ").status_code == 422
    assert act(officer, code, "note", text="<b>gọi lại</b> chị Thảo").status_code == 303
    assert Note.objects.count() == 1
    page = text(page_of(officer, code))
    assert "&lt;b&gt;gọi lại" in page


def test_numbers_are_hidden_until_asked_for_and_the_look_is_written_down(world, officer, code):
    assert "036179004417" not in text(page_of(officer, code))
    answer = act(officer, code, "hien")
    assert "036179004417" in text(answer)
    subject = f"dossier:{Dossier.objects.get().pk}"
    assert [what for _, _, what in audit.looks(subject)] == ["reveal_id"]
    assert officer.get(f"/office/dossiers/{code}/hien/")["Location"] == f"/office/dossiers/{code}/"
    assert len(audit.looks(subject)) == 1


@pytest.mark.parametrize("deed", ["take", "release", "assign", "complete", "note", "attach", "paper", "hien"])
def test_an_address_that_only_takes_forms_leads_back_to_its_page(officer, code, deed):
    assert officer.get(f"/office/dossiers/{code}/{deed}/")["Location"] == f"/office/dossiers/{code}/"
    assert officer.put(f"/office/dossiers/{code}/{deed}/").status_code == 405


def test_no_way_out_is_chosen_before_the_officer_chooses(world, officer, at_desk, code):
    assert re.search(r'name="outcome" value="forward"[^>]* checked', text(page_of(officer, code)))
    signed(world, code)
    signer = at_desk("signer")
    assert not re.search(r'name="outcome"[^>]* checked', text(page_of(signer, code)))
    answer = act(signer, code, "complete")
    assert answer.status_code == 422
    assert "Chọn cách chuyển" in text(answer)


def test_the_owner_is_called_the_owner(officer, code):
    assert "Chủ hồ sơ <b>Nguyễn Thị Ánh Nguyệt" in text(page_of(officer, code))


def test_no_name_stands_in_the_title(world, officer, code):
    title = re.search(r"<title>(.*?)</title>", text(page_of(officer, code)))[1]
    assert code in title
    assert "Nguyệt" not in title


def test_the_list_it_was_opened_from_stays_around_it(world, officer):
    codes = [a_dossier(world, at=MORNING - timedelta(minutes=place)).code for place in range(3)]
    listed = re.findall(r'href="(/office/dossiers/[^"]+\?ds=[^"]*)"', text(officer.get("/office/inbox/?q=ngu")))
    assert not listed
    listed = re.findall(r'href="(/office/dossiers/[^"]+\?ds=[^"]*)"', text(officer.get("/office/inbox/?q=nguyet")))
    assert len(listed) == 3
    second = text(officer.get(listed[1]))
    assert "Hồ sơ 2 trên 3" in second
    assert 'data-key="KeyJ"' in second
    assert 'data-key="KeyK"' in second
    moved = officer.post(
        listed[1].partition("?")[0] + "complete/", {"outcome": "forward", "ds": "q=nguyet", "idempotency_key": "m"}
    )
    after = text(officer.get(moved["Location"]))
    assert "ra khỏi danh sách" in after
    assert 'data-key="KeyJ"' in after
    assert len(codes) == 3


@pytest.mark.parametrize("source", ["%00", "sau=x", "nhom=unit&q='", "http://evil.example/", "a" * 5000])
def test_no_list_breaks_the_page(world, officer, code, source):
    assert officer.get(f"/office/dossiers/{code}/", {"ds": source}).status_code == 200


def test_a_list_too_long_for_an_address_is_left_behind_and_the_deed_is_told(world, officer, code):
    answer = act(officer, code, "take", ds="q=" + "a" * 5000)
    assert (answer.status_code, answer["Location"]) == (303, f"/office/dossiers/{code}/?ds=&vua=take")


def test_the_page_costs_the_same_however_long_its_story(world, officer, code, queries):
    page_of(officer, code)
    with queries(max=33):
        page_of(officer, code, "?ds=")
    for turn in range(4):
        processing.note(code, f"Ghi chú {turn}", by=world.officer, at=MORNING, key=str(turn))
    with queries(max=33):
        page_of(officer, code, "?ds=")
