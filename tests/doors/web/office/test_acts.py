"""Every act of law from its page: who is offered it, what it does, what a refusal keeps, what cannot be done twice."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from motcua.casework.dossiers.models import (
    Correction,
    Dossier,
    Ending,
    Enquiry,
    Letter,
    Paper,
    Party,
    Pause,
    Supplement,
)
from motcua.casework.dossiers.services import (
    apologies,
    enquiries,
    intake,
    obligations,
    processes,
    processing,
    results,
    submissions,
    supplements,
    suspensions,
)
from motcua.casework.dossiers.services.supplements import Notice, Wanted
from motcua.casework.dossiers.vocabulary import PauseCause, SupplementReason
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel.actors import system
from motcua.tools.workflow.models import WorkItem
from motcua.tools.workflow.rules.drawing import ActivityDraft, FlowDraft
from motcua.tools.workflow.vocabulary import Place
from tests.factories.world import FOUNDED, MARITAL, MORNING, a_dossier, a_submission, process

from .conftest import complaints, forms, text, value_of

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=2)
WANTED = Notice(
    items=[Wanted(key="form", name="Tờ khai", want="Ký vào trang 2")], reasons=[SupplementReason.INCOMPLETE]
)


@pytest.fixture
def code(world) -> str:
    return a_dossier(world).code


def page_of(client, code):
    return client.get(f"/office/dossiers/{code}/")


def offered(client, code) -> set[str]:
    """Return the acts that the page of a dossier leads to."""
    found = re.findall(
        rf'href="/office/dossiers/{re.escape(code)}/([a-z-]+(?:/\d+)?(?:/[a-z-]+)?)/"', text(page_of(client, code))
    )
    return set(found) - {"tep", "ai-giu"}  # files, and a page to read


def send(client, code, act, **typed):
    return client.post(f"/office/dossiers/{code}/{act}/", {"idempotency_key": uuid4().hex, **typed})


def asked(world, code, at=MORNING):
    supplements.ask(code, WANTED, by=world.officer, at=at)


@pytest.mark.parametrize(
    ("who", "acts"),
    [
        ("officer", {"bo-sung", "lay-y-kien", "xac-minh", "nghia-vu"}),
        ("leader", {"bo-sung", "tam-dung", "dung"}),
        ("receptionist", {"rut", "sua-tiep-nhan"}),
        ("head", {"rut", "sua-tiep-nhan", "tam-dung", "dung"}),
        ("signer", {"bo-sung", "tam-dung", "dung"}),
    ],
)
def test_a_post_is_offered_the_acts_that_are_its_own(world, at_desk, code, who, acts):
    assert offered(at_desk(who), code) == acts


@pytest.mark.parametrize(
    ("who", "act"),
    [
        ("receptionist", "bo-sung"),
        ("officer", "nhan-bo-sung"),
        ("receptionist", "nghia-vu"),
        ("receptionist", "da-nop"),
        ("officer", "tam-dung"),
        ("leader", "lay-y-kien"),
        ("receptionist", "xac-minh"),
        ("officer", "rut"),
        ("officer", "dung"),
        ("officer", "tra-loi-khong"),
        ("officer", "sua-tiep-nhan"),
        ("leader", "khong-nhan"),
    ],
)
def test_an_act_that_is_not_offered_has_no_page_and_is_refused(world, at_desk, code, who, act):
    client = at_desk(who)
    assert client.get(f"/office/dossiers/{code}/{act}/").status_code in (403, 422)
    typed = {"reason": "x", "basis": "x", "document_no": "1", "proof": "x", "cause": "outage", "initiator": "agency"}
    typed |= {"question": "x", "agency": str(world.centre), "due_at": "2026-11-27", "paper.form.want": "x"}
    typed |= {"reasons": "incomplete", "originals": "form", "recipient": "x", "outcome": "no", "note": "x"}
    assert send(client, code, act, **typed).status_code in (403, 422)
    assert Dossier.objects.get().event_seq == 1


@pytest.mark.parametrize(
    "act", ["bo-sung", "lay-y-kien", "xac-minh", "nghia-vu", "tam-dung", "rut", "dung", "sua-tiep-nhan"]
)
def test_a_stranger_has_no_page_of_any_act(at_desk, code, act):
    stranger = at_desk("stranger")
    assert stranger.get(f"/office/dossiers/{code}/{act}/").status_code == 403
    assert send(stranger, code, act).status_code == 403


@pytest.mark.parametrize(
    ("who", "act"),
    [
        ("officer", "bo-sung"),
        ("officer", "lay-y-kien"),
        ("officer", "xac-minh"),
        ("officer", "nghia-vu"),
        ("leader", "tam-dung"),
        ("receptionist", "rut"),
        ("leader", "dung"),
        ("receptionist", "sua-tiep-nhan"),
    ],
)
def test_an_empty_form_names_every_fault_at_its_field(at_desk, code, who, act):
    answer = send(at_desk(who), code, act)
    assert answer.status_code == 422
    wrong = complaints(answer)
    assert wrong
    ids = set(re.findall(r' id="([^"]+)"', text(answer)))
    assert set(wrong) <= ids
    assert "<title>Lỗi: " in text(answer)
    assert Dossier.objects.get().event_seq == 1


def test_one_notice_names_all_that_is_wanted_and_the_dossier_waits(world, officer, code):
    form = officer.get(f"/office/dossiers/{code}/bo-sung/")
    assert "Tờ khai" in text(form)
    sent = {
        "idempotency_key": uuid4().hex,
        "reasons": ["incomplete", "inaccurate"],
        "paper.form.on": "1",
        "paper.form.want": "Ký vào trang 2",
        "paper.form.why": "Thiếu chữ ký",
        "free.0.kind": "entry",
        "free.0.name": "Ngày sinh của chồng",
        "free.0.want": "Ghi đúng theo căn cước",
        "guidance": "Nộp lại tại quầy 3",
        "frees": "2",
    }
    assert officer.post(f"/office/dossiers/{code}/bo-sung/", sent).status_code == 303
    row = Supplement.objects.get()
    assert [(item["key"], item["want"]) for item in row.items] == [
        ("form", "Ký vào trang 2"),
        ("", "Ghi đúng theo căn cước"),
    ]
    assert row.reasons == ["inaccurate", "incomplete"]
    page = text(page_of(officer, code))
    assert "Đang chờ người nộp bổ sung đến" in page
    assert "Ngày sinh của chồng" in page
    assert "Yêu cầu bổ sung lần 1, chờ đến" in page
    assert "Tạm dừng" in page
    assert offered(officer, code) == set()


def test_the_same_notice_sent_twice_is_one_request(world, officer, code):
    sent = {"idempotency_key": "one", "reasons": "incomplete", "paper.form.want": "Ký"}
    for _ in range(2):
        assert officer.post(f"/office/dossiers/{code}/bo-sung/", sent).status_code == 303
    assert Supplement.objects.count() == 1


def test_a_refused_notice_keeps_every_word(officer, code):
    typed = {"paper.form.on": "1", "free.1.name": "Giấy ở nhờ", "free.1.kind": "other", "free.1.want": "Bản sao"}
    answer = send(officer, code, "bo-sung", guidance="Hỏi tổ dân phố", frees="2", reasons="incomplete", **typed)
    assert answer.status_code == 422
    page = text(answer)
    for kept in ("Giấy ở nhờ", "Bản sao", "Hỏi tổ dân phố"):
        assert kept in page
    assert re.search(r'name="paper\.form\.on" value="1" checked', page)
    assert re.search(r'value="incomplete" checked', page)
    assert set(complaints(answer)) == {"paper.form.want", "basis"}


def test_more_lines_are_given_without_a_script_and_nothing_is_sent(officer, code):
    answer = send(officer, code, "bo-sung", more="1", frees="2", **{"free.0.name": "Mục 7"})
    assert answer.status_code == 200
    assert value_of(answer, "free.0.name") == "Mục 7"
    assert 'name="free.3.name"' in text(answer)
    assert value_of(answer, "frees") == "4"
    assert not Supplement.objects.exists()


def test_a_second_request_is_the_heads_and_needs_its_ground(world, at_desk, officer, code):
    asked(world, code)
    counter = at_desk("receptionist")
    assert send(counter, code, "nhan-bo-sung", **{"item.0.on": "1"}).status_code == 303
    assert "do lãnh đạo có quyền duyệt" in text(page_of(officer, code))
    assert officer.get(f"/office/dossiers/{code}/bo-sung/").status_code == 422
    leader = at_desk("leader")
    assert "Đã yêu cầu bổ sung 1 lần" in text(leader.get(f"/office/dossiers/{code}/bo-sung/"))
    again = {"reasons": "incomplete", "paper.form.want": "Ký lại"}
    assert send(leader, code, "bo-sung", **again).status_code == 422
    assert send(leader, code, "bo-sung", basis="Luật Hộ tịch, Điều 38", **again).status_code == 303
    assert Supplement.objects.count() == 2


def test_what_came_is_ticked_and_the_clock_starts_again(world, counter, code, frozen):
    asked(world, code)
    frozen(MORNING + timedelta(days=5))
    before = Dossier.objects.get().due_at
    form = counter.get(f"/office/dossiers/{code}/nhan-bo-sung/")
    assert "Ký vào trang 2" in text(form)
    missing = send(counter, code, "nhan-bo-sung", note="Đã gọi")
    assert missing.status_code == 422
    assert "Tờ khai" in complaints(missing)["papers"]
    assert value_of(missing, "note") == "Đã gọi"
    assert send(counter, code, "nhan-bo-sung", **{"item.0.originals": "x"}).status_code == 422
    assert send(counter, code, "nhan-bo-sung", **{"item.0.originals": "2"}).status_code == 303
    assert Paper.objects.get(key="form").originals == 3
    dossier = Dossier.objects.get()
    assert dossier.due_at > before
    page = text(page_of(counter, code))
    assert "Hạn đầu tiên" in page
    assert "26/11" in page
    assert "Chờ bổ sung hồ sơ: từ" in page
    assert "Tính lại từ đầu sau bổ sung" in page


def test_an_entry_that_was_corrected_needs_no_paper(world, counter, code):
    notice = replace(WANTED, items=[Wanted(key="", name="Ngày sinh", want="Ghi đúng")])
    supplements.ask(code, notice, by=world.officer, at=MORNING)
    assert send(counter, code, "nhan-bo-sung").status_code == 422
    assert send(counter, code, "nhan-bo-sung", **{"item.0.on": "1"}).status_code == 303
    assert Dossier.objects.get().status == "processing"


def test_money_is_demanded_and_its_proof_lets_the_clock_run_on(world, officer, counter, code, frozen):
    assert send(officer, code, "nghia-vu", document_no="1182/TB", basis="Luật Quản lý thuế, Điều 55").status_code == 303
    page = text(page_of(officer, code))
    assert "thực hiện nghĩa vụ tài chính theo 1182/TB" in page
    frozen(MORNING + timedelta(days=4))
    assert "da-nop" in offered(counter, code)
    empty = send(counter, code, "da-nop", proof="  ")
    assert "proof" in complaints(empty)
    assert send(counter, code, "da-nop", proof="Giấy nộp tiền 12").status_code == 303
    assert Pause.objects.get().proof == "Giấy nộp tiền 12"
    assert "Giấy nộp tiền 12" in text(page_of(counter, code))


def test_a_pause_is_taken_back_at_once_or_ended_by_a_button(world, at_desk, code, frozen):
    leader = at_desk("leader")
    sent = {"cause": "outage", "document_no": "15/TB", "basis": "301/2026/NĐ-CP"}
    answer = send(leader, code, "tam-dung", **sent)
    after = text(leader.get(answer["Location"]))
    assert "Đã tạm dừng tính thời hạn." in after
    assert "Hoàn tác" in after
    assert "Sự cố hệ thống" in after
    frozen(MORNING + timedelta(days=1))
    before = Dossier.objects.get().due_at
    assert send(leader, code, "tiep-tuc").status_code == 303
    assert Dossier.objects.get().due_at > before
    assert send(leader, code, "tiep-tuc").status_code == 422


def test_nothing_is_asked_of_anybody_while_the_clock_stands(world, at_desk, officer, code):
    suspensions.pause(code, PauseCause.OUTAGE, "15/TB", "301/2026/NĐ-CP", by=world.leader, at=MORNING)
    assert not {"bo-sung", "nghia-vu"} & offered(officer, code)
    assert officer.get(f"/office/dossiers/{code}/bo-sung/").status_code == 422
    assert "tam-dung" not in offered(at_desk("leader"), code)


def test_another_agency_is_asked_answers_and_sees_no_more_than_it_needs(world, officer, at_desk, code):
    stranger = at_desk("stranger")
    sent = {
        "agency": str(world.stranger.agency_id),
        "question": "Bà Nguyệt đã đăng ký kết hôn ở xã Xa chưa?",
        "days": "2",
    }
    assert send(officer, code, "lay-y-kien", **sent).status_code == 303
    processing.note(code, "Ghi chú nội bộ kín", by=world.officer, at=MORNING)
    page = text(page_of(stranger, code))
    assert "đã đăng ký kết hôn ở xã Xa chưa" in page
    assert "Nguyễn Thị Ánh Nguyệt" in page
    for hidden in (
        "0912",
        "4417",
        "Quá hạn",
        "Các bước giải quyết",
        "Ghi chú nội bộ kín",
        'name="text"',
        "Hiện số định danh",
    ):
        assert hidden not in page
    assert send(stranger, code, "hien").status_code == 403
    assert send(stranger, code, "note", text="x").status_code == 403
    assert stranger.get(f"/office/dossiers/{code}/giay-hen.pdf").status_code == 403
    enquiry = Enquiry.objects.get()
    assert send(stranger, code, f"hoi/{enquiry.pk}/tra-loi").status_code == 422
    assert send(stranger, code, f"hoi/{enquiry.pk}/tra-loi", answer="Chưa đăng ký.").status_code == 303
    assert page_of(stranger, code).status_code == 200
    assert "Chưa đăng ký." in text(page_of(officer, code))
    assert send(stranger, code, f"hoi/{enquiry.pk}/tra-loi", answer="Lần nữa").status_code == 422


def test_a_question_is_answered_by_the_agency_that_was_asked_and_nobody_else(world, officer, at_desk, code):
    enquiries.consult(code, world.stranger.agency_id, "Hỏi", by=world.officer, at=MORNING)
    enquiry = Enquiry.objects.get()
    address = f"hoi/{enquiry.pk}/tra-loi"
    for who in ("officer", "leader", "receptionist"):
        assert at_desk(who).get(f"/office/dossiers/{code}/{address}/").status_code == 403
        assert send(at_desk(who), code, address, answer="x").status_code == 403
    other = a_dossier(world).code
    assert at_desk("stranger").get(f"/office/dossiers/{other}/").status_code == 403
    assert officer.get(f"/office/dossiers/{other}/{address}/").status_code == 404


def test_going_on_without_an_answer_waits_for_its_date_and_says_why(world, officer, code, frozen):
    enquiries.consult(code, world.stranger.agency_id, "Hỏi", by=world.officer, at=MORNING)
    address = f"hoi/{Enquiry.objects.get().pk}/khong-cho"
    assert "chỉ sau hạn trả lời" in text(page_of(officer, code))
    assert officer.get(f"/office/dossiers/{code}/{address}/").status_code == 422
    frozen(MORNING + timedelta(days=6))
    assert address in offered(officer, code)
    assert "Quá hạn" in text(page_of(officer, code))
    assert "reason" in complaints(send(officer, code, address))
    assert send(officer, code, address, reason="Đã hỏi hai lần").status_code == 303
    assert "Giải quyết không chờ ý kiến" in text(page_of(officer, code))


def test_a_verification_ends_with_minutes(world, officer, code):
    assert "due_at" in complaints(send(officer, code, "xac-minh", question="Nơi ở"))
    past = send(officer, code, "xac-minh", question="Nơi ở", due_at="2026-11-18")
    assert "due_at" in complaints(past)
    assert value_of(past, "due_at") == "2026-11-18"
    for day in ("2026-11-22", "9999-12-31", "0001-01-01", "hôm qua"):
        assert "due_at" in complaints(send(officer, code, "xac-minh", question="Nơi ở", due_at=day))
    assert send(officer, code, "xac-minh", question="Nơi ở", due_at="2026-11-20").status_code == 303
    address = f"hoi/{Enquiry.objects.get().pk}/bien-ban"
    minutes = {"took_place": "09:30 ngày 20/11/2026", "place": "Thôn Đông", "participants": "Tổ trưởng"}
    lacking = send(officer, code, address, **minutes)
    assert set(complaints(lacking)) == {"content"}
    assert value_of(lacking, "place") == "Thôn Đông"
    assert send(officer, code, address, content="Có ở đó", **minutes).status_code == 303
    assert "Ghi biên bản xác minh" in text(page_of(officer, code))


def test_concluding_waits_for_what_is_asked(world, at_desk, code):
    enquiries.consult(code, world.stranger.agency_id, "Hỏi", by=world.officer, at=MORNING)
    processing.complete(code, "forward", by=world.officer, at=MORNING)
    results.attach(code, number="15", by=world.signer, at=MORNING)
    page = text(page_of(at_desk("signer"), code))
    assert "Chờ ý kiến hoặc biên bản" in page
    assert re.search(r'value="sign"[^>]*disabled', page)


def test_a_withdrawal_gives_back_every_original(world, counter, code):
    form = text(counter.get(f"/office/dossiers/{code}/rut/"))
    assert "Tờ khai" in form
    left = send(counter, code, "rut", reason="Đổi ý", finance="Trả lại 8.000 đ")
    assert "Tờ khai" in complaints(left)["originals"]
    assert value_of(left, "finance") == "Trả lại 8.000 đ"
    sent = {"reason": "Đổi ý", "originals": "form", "recipient": "Nguyễn Thị Ánh Nguyệt"}
    assert send(counter, code, "rut", **sent).status_code == 303
    page = text(page_of(counter, code))
    assert "Người nộp đã rút hồ sơ" in page
    assert "Đổi ý" in page
    assert Ending.objects.get().originals == ["form"]
    assert offered(counter, code) == set()


def test_stopping_for_inaction_waits_until_the_applicants_time_is_over(world, at_desk, code, frozen):
    asked(world, code)
    leader = at_desk("leader")
    assert re.search(r'value="inaction"[^>]*disabled', text(leader.get(f"/office/dossiers/{code}/dung/")))
    sent = {
        "initiator": "inaction",
        "reason": "Không bổ sung",
        "basis": "Mẫu 05",
        "originals": "form",
        "recipient": "A",
    }
    early = send(leader, code, "dung", **sent)
    assert early.status_code == 422
    assert "Chữ vừa gõ vẫn còn" in text(early)
    frozen(Supplement.objects.get().answer_by + timedelta(days=1))
    assert "có thể dừng giải quyết" in text(page_of(leader, code))
    assert send(leader, code, "dung", **sent).status_code == 303
    page = text(page_of(leader, code))
    assert "Đã dừng giải quyết" in page
    assert "Quá thời gian chờ bổ sung" in page


def test_a_stop_names_every_field_left_out_at_once_and_keeps_the_rest(at_desk, code):
    answer = send(at_desk("leader"), code, "dung", finance="Đã nộp 8.000 đ")
    assert set(complaints(answer)) == {"initiator", "reason", "basis"}
    assert value_of(answer, "finance") == "Đã nộp 8.000 đ"


def test_the_page_of_a_stopped_dossier_names_the_originals_that_wait_until_they_have_gone_back(world, at_desk, code):
    leader, counter = at_desk("leader"), at_desk("receptionist")
    sent = {"initiator": "applicant", "reason": "Đổi ý", "basis": "Đơn ngày 18/11"}
    assert send(leader, code, "dung", **sent).status_code == 303
    assert "Bản chính chờ trả lại" in text(page_of(leader, code))
    desk = text(counter.get("/office/handover/"))
    assert "đã dừng" in desk
    token = re.search(r'nguoi-nop/tra/\?scan=(\w+)"', desk)[1]
    assert f'value="{token}"' in text(counter.get(f"/office/handover/nguoi-nop/tra/?scan={token}"))
    assert counter.post("/office/handover/nguoi-nop/tra/", {"scan": token}).status_code == 303
    assert "Bản chính chờ trả lại" not in text(page_of(leader, code))


@pytest.mark.parametrize("act", ["bo-sung", "lay-y-kien", "xac-minh", "nghia-vu"])
def test_a_page_that_takes_what_was_only_offered_says_so(world, officer, code, act):
    said = "cũng là nhận hồ sơ về đơn vị"
    assert said in text(officer.get(f"/office/dossiers/{code}/{act}/"))
    assert said in text(page_of(officer, code))
    processing.take(code, by=world.officer, at=MORNING)
    assert said not in text(officer.get(f"/office/dossiers/{code}/{act}/"))
    assert said not in text(page_of(officer, code))


@pytest.fixture
def refusable(world):
    """Draw a way out that says no, and receive a dossier under it."""
    drawn = process()
    no = FlowDraft(source="sign", target="return", outcome="no", label="Ký văn bản trả lời không", effect="reject")
    processes.publish(replace(drawn, flows=(*drawn.flows, no)), at=FOUNDED)
    code = a_dossier(world).code
    processing.complete(code, "forward", by=world.officer, at=MORNING)
    return code


def test_an_answer_that_says_no_is_confirmed_on_a_page_of_its_own(world, at_desk, refusable):
    signer = at_desk("signer")
    page = text(page_of(signer, refusable))
    assert not re.search(r'name="outcome" value="no"', page)
    assert "Trả lời không đủ điều kiện: Chờ kết quả" in page
    assert signer.get(f"/office/dossiers/{refusable}/tra-loi-khong/").status_code == 422
    results.attach(refusable, number="15/UBND", by=world.signer, at=MORNING)
    assert "15/UBND" in text(signer.get(f"/office/dossiers/{refusable}/tra-loi-khong/"))
    assert "note" in complaints(send(signer, refusable, "tra-loi-khong"))
    assert send(signer, refusable, "tra-loi-khong", note="Chưa đủ tuổi, Điều 8").status_code == 303
    dossier = Dossier.objects.get()
    assert (dossier.status, dossier.flag) == ("completed", "rejected")
    after = text(page_of(signer, refusable))
    assert "Không đủ điều kiện giải quyết" in after.replace("không đủ", "Không đủ")
    assert "Chưa đủ tuổi, Điều 8" in after


def test_many_dossiers_are_never_refused_at_once(world, at_desk, refusable):
    item = WorkItem.objects.get(state="open")
    answer = at_desk("signer").post(
        "/office/inbox/viec/", {"act": "complete", "pick": f"{item.pk}~{refusable}", "idempotency_key": "k"}
    )
    assert "Ký văn bản trả lời không" not in text(answer)
    assert "Ký, trả kết quả" in text(answer)


def test_what_was_handed_over_may_be_sent_back_until_it_is_taken(world, at_desk, officer):
    drawn = process("two-houses")
    asked_first = ActivityDraft(
        key="sort", name="Phân loại", place=Place.RECEIVING, role="one_stop_officer", share=Decimal("0.1")
    )
    check = replace(drawn.activities[0], share=Decimal("0.5"))
    processes.publish(
        replace(
            drawn,
            key="test-process",
            activities=(asked_first, check, *drawn.activities[1:]),
            flows=(FlowDraft(source="sort", target="check", outcome="go", label="Chuyển UBND"), *drawn.flows),
        ),
        at=FOUNDED,
    )
    code = a_dossier(world).code
    processing.complete(code, "go", by=world.receptionist, at=MORNING)
    listed = text(officer.get("/office/inbox/?nhom=offered"))
    assert code[-11:] in listed
    assert "nhận trước" in listed
    assert "khong-nhan" in offered(officer, code)
    assert "reason" in complaints(send(officer, code, "khong-nhan"))
    assert send(officer, code, "khong-nhan", reason="Thiếu bản chính").status_code == 303
    assert WorkItem.objects.get(state="open").agency_id == world.centre
    back = text(page_of(at_desk("receptionist"), code))
    assert "nơi nhận trả lại" in back
    assert "Thiếu bản chính" in back
    processing.complete(code, "go", by=world.receptionist, at=LATER)
    processing.take(code, by=world.officer, at=LATER)
    assert "khong-nhan" not in offered(officer, code)


def test_a_wrong_intake_is_put_right_without_showing_numbers_again(world, counter, code):
    form = text(counter.get(f"/office/dossiers/{code}/sua-tiep-nhan/"))
    assert "036179004417" not in form
    assert "4417" in form
    sent = {"submitter.name": "Nguyễn Thị Ánh Nguyệt", "submitter.phone": "0912345679", "return_method": "post"}
    assert "reason" in complaints(send(counter, code, "sua-tiep-nhan", **sent))
    wrong = send(counter, code, "sua-tiep-nhan", **{**sent, "submitter.id_number": "12", "reason": "x"})
    assert "submitter.id_number" in complaints(wrong)
    assert send(counter, code, "sua-tiep-nhan", reason="Gõ nhầm số điện thoại", **sent).status_code == 303
    party = Party.objects.get()
    assert (party.phone, party.id_number) == ("0912345679", "036179004417")
    assert set(Correction.objects.get().after) == {"submitter.phone", "return_method"}
    assert "Gõ nhầm số điện thoại" in text(page_of(counter, code))


def test_the_head_reads_the_letter_changes_it_and_sends_it(world, at_desk, officer, code, frozen):
    late = MORNING + timedelta(days=8)
    frozen(late)
    processing.take(code, by=world.officer, at=MORNING)
    assert "chưa có thư" in text(officer.get("/office/inbox/"))
    apologies.note_lateness(code, by=system("test"), at=late)
    apologies.draft(code, by=system("test"), at=late)
    assert "thư xin lỗi chờ duyệt" in text(page_of(officer, code))
    letter = Letter.objects.get()
    address = f"thu-xin-loi/{letter.pk}"
    assert officer.get(f"/office/dossiers/{code}/{address}/").status_code == 403
    leader = at_desk("leader")
    assert address in offered(leader, code)
    form = leader.get(f"/office/dossiers/{code}/{address}/")
    assert letter.cause_text[:40] in text(form)
    sent = {"cause": "workload", "cause_text": "Chúng tôi chậm đối chiếu sổ.", "new_due_at": "2026-11-29"}
    assert "new_due_at" in complaints(send(leader, code, address, **sent))
    assert send(leader, code, address, **{**sent, "new_due_at": "2026-12-04"}).status_code == 303
    assert Dossier.objects.get().due_at.date() == date(2026, 12, 4)
    page = text(page_of(leader, code))
    assert "Hẹn lại" in page
    assert "26/11" in page
    assert "Đã gửi thư xin lỗi lần 1" in page
    assert "hạn gốc 26/11" in text(officer.get("/office/inbox/"))


def test_what_is_handed_in_from_afar_shows_when_it_is_to_be_decided(world, counter):
    done = submissions.submit(
        replace(a_submission(world), channel=Channel.POSTAL), by=world.receptionist, at=MORNING, key="k"
    )
    page = text(page_of(counter, done.code))
    assert "Chưa tiếp nhận. Quyết định trước" in page
    assert offered(counter, done.code) == {"bo-sung", "rut"}
    assert "giay-hen" not in page
    assert send(counter, done.code, "bo-sung", reasons="incomplete", **{"paper.form.want": "Ký"}).status_code == 303
    assert "trước khi tiếp nhận" in text(page_of(counter, done.code))
    assert send(counter, done.code, "nhan-bo-sung", **{"item.0.on": "1"}).status_code == 303
    assert Dossier.objects.get().status == "registered"


def test_acts_take_no_other_method(officer, code):
    for act in ("bo-sung", "lay-y-kien", "rut"):
        assert officer.put(f"/office/dossiers/{code}/{act}/").status_code == 405


def test_the_list_it_was_opened_from_is_kept_through_an_act(officer, code):
    form = officer.get(f"/office/dossiers/{code}/nghia-vu/?ds=q%3Dnguyet")
    assert value_of(form, "ds") == "q=nguyet"
    answer = send(officer, code, "nghia-vu", document_no="1", basis="Luật", ds="q=nguyet")
    assert answer["Location"].endswith("?ds=q%3Dnguyet")


def test_no_form_of_the_page_leads_nowhere(world, at_desk, code):
    obligations.demand(code, "1/TB", "Luật", by=world.officer, at=MORNING)
    for who in ("officer", "receptionist", "leader", "head"):
        client = at_desk(who)
        for act in offered(client, code):
            assert client.get(f"/office/dossiers/{code}/{act}/").status_code == 200, (who, act)
        assert all(address.startswith("/office/") for address in forms(page_of(client, code)))


def test_a_birth_that_was_received_today_is_told_by_its_title(world, officer):
    code = intake.accept(a_submission(world, MARITAL), by=world.receptionist, at=MORNING, key="n").code
    title = re.search(r"<title>(.*?)</title>", text(officer.get(f"/office/dossiers/{code}/bo-sung/")))[1]
    assert code in title
    assert "Nguyệt" not in title
