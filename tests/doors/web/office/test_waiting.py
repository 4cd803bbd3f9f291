"""What comes by post or from afar: recorded, queued by its hours, decided on one page."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from motcua.casework.dossiers.models import Dossier, Supplement
from motcua.casework.dossiers.queries import submitted
from motcua.casework.dossiers.services import submissions, supplements
from motcua.casework.dossiers.services.supplements import Notice, Wanted
from motcua.casework.dossiers.vocabulary import Flag, Status, SupplementReason
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.audit import queries as audit
from tests.factories.world import MARITAL, MORNING, a_submission

from .conftest import complaints, forms, text, value_of

pytestmark = pytest.mark.django_db
QUEUE, FORM = "/office/reception/submitted/", f"/office/reception/{MARITAL}/"
MOTHER = {
    "submitter.name": "Nguyễn Thị Ánh Nguyệt",
    "submitter.id_number": "036 179 004 417",
    "submitter.phone": "0912 345 678",
    "return_method": "counter",
}
NOTICE = Notice(
    items=(Wanted(key="form", name="Tờ khai", want="Nộp 1 bản chính"), Wanted(key="", name="Ngày sinh", want="Sửa")),
    reasons=(SupplementReason.INCOMPLETE,),
)


def sent(**more):
    return {"idempotency_key": uuid4().hex, **MOTHER, **more}


def an_envelope(world, at=MORNING, **more):
    handed_in = replace(a_submission(world), channel=Channel.POSTAL, papers={}, **more)
    return submissions.submit(handed_in, by=world.receptionist, at=at).code


def page(code):
    return f"{QUEUE}{code}/"


def test_an_incomplete_envelope_goes_into_the_queue(world, counter):
    answer = counter.post(f"{FORM}ghi/", sent(channel="postal"))
    assert answer.status_code == 303
    dossier = Dossier.objects.get()
    assert answer["Location"] == page(dossier.code)
    assert (dossier.status, dossier.channel) == (Status.REGISTERED, "postal")
    assert dossier.code in text(counter.get(QUEUE))


def test_the_same_envelope_sent_twice_is_one(world, counter):
    same = sent(channel="postal")
    assert counter.post(f"{FORM}ghi/", same)["Location"] == counter.post(f"{FORM}ghi/", same)["Location"]
    assert Dossier.objects.count() == 1


def test_who_stands_at_the_counter_is_not_sent_into_the_queue(world, counter):
    answer = counter.post(f"{FORM}ghi/", sent(channel="in_person"))
    assert (answer.status_code, set(complaints(answer))) == (422, {"channel"})
    assert 'id="channel"' in text(answer)


def test_submitting_for_somebody_needs_his_consent_and_is_marked(world, counter):
    answer = counter.post(f"{FORM}ghi/", sent(channel="online"))
    assert set(complaints(answer)) == {"consented"}
    assert 'id="consented"' in text(answer)
    assert counter.post(f"{FORM}ghi/", sent(channel="online", consented="1")).status_code == 303
    assert "Nộp hộ</span>" in text(counter.get(QUEUE))


def test_online_is_not_received_past_the_queue(world, counter):
    answer = counter.post(FORM, sent(channel="online", consented="1", **{"papers.all": "1"}))
    assert set(complaints(answer)) == {"channel"}
    assert not Dossier.objects.exists()


@pytest.mark.parametrize(("den", "button"), [("postal", f"{FORM}ghi/"), ("online", f"{FORM}ghi/")])
def test_the_way_in_is_chosen_before_the_procedure_and_kept(world, counter, den, button):
    chosen = text(counter.get(f"/office/reception/?den={den}"))
    assert f"{FORM}?den={den}" in chosen
    assert f'formaction="{button}"' in text(counter.get(f"{FORM}?den={den}"))


def test_the_most_urgent_stands_first_and_the_late_are_counted(world, counter, frozen):
    late = an_envelope(world)
    new = an_envelope(world, at=MORNING + timedelta(days=4))
    frozen(MORNING + timedelta(days=4, hours=1))
    seen = text(counter.get(QUEUE))
    assert seen.index(late) < seen.index(new)
    assert "Quá 1 ngày" in seen
    assert "Còn 7 giờ" in seen
    assert '<li class="is-late"><a href="/office/reception/submitted/"' in seen
    assert "1 quá hạn" in seen
    assert submitted.counts(world.centre, at=MORNING + timedelta(days=4, hours=1)) == submitted.Counts(
        decide=2, decide_late=1, applicant=0, applicant_late=0
    )


def test_an_empty_queue_says_so(world, counter):
    assert "Không có hồ sơ nào chờ quyết định" in text(counter.get(QUEUE))
    assert "Không có hồ sơ nào chờ bổ sung" in text(counter.get(f"{QUEUE}?cho=applicant"))


def test_a_long_queue_is_read_page_by_page_and_nothing_is_left_out(world, counter, monkeypatch):
    monkeypatch.setattr(submitted, "PAGE", 2)
    codes = [an_envelope(world, at=MORNING + timedelta(minutes=n)) for n in range(5)]
    seen, address = [], QUEUE
    while address:
        answer = text(counter.get(address))
        seen += re.findall(r"/submitted/(H99[^/]+)/", answer)
        found = re.search(r'<a href="([^"]+)" rel="next"', answer)
        address = found[1].replace("&amp;", "&") if found else ""
    assert seen == codes
    assert "2 trên 5 hồ sơ" in text(counter.get(QUEUE))


@pytest.mark.parametrize("after", ["x", "2026-01-01T00:00:00+07:00~0", "~", "9" * 400])
def test_a_page_that_is_none_is_refused_in_words(world, counter, after):
    answer = counter.get(QUEUE, {"sau": after})
    assert answer.status_code == 422
    assert "Mở lại từ trang đầu" in text(answer)


def test_one_of_them_shows_parties_papers_and_all_three_decisions(world, counter):
    code = an_envelope(world)
    seen = counter.get(page(code))
    assert forms(seen) >= {f"{page(code)}nhan/", f"{page(code)}bo-sung/", f"{page(code)}tu-choi/"}
    assert "Nguyễn Thị Ánh Nguyệt" in text(seen)
    assert "036179004417" not in text(seen)
    assert "Còn thiếu 1 loại bắt buộc" in text(seen)
    assert value_of(seen, "want.form") == "Nộp 1 bản chính"
    assert "Nhận bây giờ thì hẹn trả" in text(seen)


def test_looking_at_the_numbers_is_written_down(world, counter):
    code = an_envelope(world)
    assert "036179004417" in text(counter.post(f"{page(code)}hien/"))
    dossier = Dossier.objects.get()
    assert [act for _, _, act in audit.looks(f"dossier:{dossier.pk}")] == ["reveal_id"]


def test_it_is_taken_in_with_what_the_officer_found(world, counter, frozen):
    code = an_envelope(world)
    lacking = counter.post(f"{page(code)}nhan/", {"idempotency_key": "a", "paper.form.originals": ""})
    assert (lacking.status_code, set(complaints(lacking))) == (422, {"papers"})
    answer = counter.post(f"{page(code)}nhan/", {"idempotency_key": "b", "paper.form.originals": "1"})
    assert answer["Location"] == f"/office/reception/xong/{code}/"
    assert Dossier.objects.get().status == Status.RECEIVED
    assert counter.get(answer["Location"]).status_code == 200
    assert counter.get(page(code))["Location"] == f"/office/dossiers/{code}/"
    assert code not in text(counter.get(QUEUE))


def test_what_was_typed_of_the_papers_is_kept_after_a_refusal(world, counter):
    code = an_envelope(world)
    answer = counter.post(f"{page(code)}nhan/", {"paper.form.originals": "nhiều", "paper.mandate.photocopies": "2"})
    assert set(complaints(answer)) == {"paper.form.originals"}
    assert value_of(answer, "paper.form.originals") == "nhiều"
    assert value_of(answer, "paper.mandate.photocopies") == "2"


def test_everything_missing_is_asked_for_in_one_notice(world, counter):
    code = an_envelope(world)
    wrong = counter.post(
        f"{page(code)}bo-sung/", {"entry.1.name": "Ngày sinh", "notice.guidance": "Dòng một\nDòng hai"}
    )
    assert set(complaints(wrong)) == {"entry.1.want", "notice.reasons"}
    assert "Dòng một\nDòng hai" in text(wrong)
    for field in complaints(wrong):
        assert f'id="{field}"' in text(wrong)
    answer = counter.post(
        f"{page(code)}bo-sung/",
        {"idempotency_key": "k", "want.form": "Nộp 1 bản chính", "notice.reasons": ["incomplete", "inaccurate"],
         "entry.1.name": "Ngày sinh", "entry.1.want": "Ghi theo giấy khai sinh"},
    )  # fmt: skip
    assert answer["Location"] == page(code)
    assert [item["name"] for item in Supplement.objects.get().items] == ["Tờ khai", "Ngày sinh"]
    assert code in text(counter.get(f"{QUEUE}?cho=applicant"))


def test_what_comes_is_taken_in_whole_or_not_at_all(world, counter):
    code = an_envelope(world)
    supplements.ask(code, NOTICE, by=world.receptionist, at=MORNING)
    seen = text(counter.get(page(code)))
    assert "Nộp 1 bản chính" in seen
    half = counter.post(f"{page(code)}nhan-bo-sung/", {"item.0.originals": "1"})
    assert (half.status_code, set(complaints(half))) == (422, {"papers"})
    assert value_of(half, "item.0.originals") == "1"
    done = counter.post(f"{page(code)}nhan-bo-sung/", {"item.0.originals": "1", "item.1.ok": "1"})
    assert done["Location"] == page(code)
    assert Dossier.objects.get().status == Status.REGISTERED
    assert counter.post(f"{page(code)}nhan/", {"paper.form.originals": "1"}).status_code == 303


def test_declining_needs_reason_and_basis(world, counter):
    code = an_envelope(world)
    wrong = counter.post(f"{page(code)}tu-choi/", {"reason": "Sai nơi nộp"})
    assert set(complaints(wrong)) == {"basis"}
    assert "Sai nơi nộp" in text(wrong)
    done = counter.post(f"{page(code)}tu-choi/", {"reason": "Sai nơi nộp", "basis": "Điều 17"})
    assert done["Location"] == f"/office/reception/xong/{code}/"
    assert "Đã từ chối" in text(counter.get(done["Location"]))


@pytest.mark.parametrize("deed", ["nhan", "bo-sung", "tu-choi"])
def test_what_a_colleague_has_decided_is_not_decided_again(world, counter, deed):
    code = an_envelope(world)
    submissions.decline(code, "Sai nơi", "Điều 17", by=world.receptionist, at=MORNING)
    sent_in = {
        "reason": "x",
        "basis": "y",
        "want.form": "z",
        "notice.reasons": "incomplete",
        "paper.form.originals": "1",
    }
    answer = counter.post(f"{page(code)}{deed}/", sent_in)
    assert answer.status_code == 422
    assert Dossier.objects.get().status == Status.DECLINED
    assert not Supplement.objects.exists()


def test_at_the_counter_it_is_registered_and_asked_for_in_one_go(world, counter):
    asked = counter.post(f"{FORM}bo-sung/", sent(channel="in_person"))
    assert asked.status_code == 200
    assert value_of(asked, "want.form") == "Nộp 1 bản chính"
    assert value_of(asked, "submitter.phone") == "0912 345 678"
    wrong = counter.post(f"{FORM}bo-sung/", sent(confirmed="1", **{"want.form": "Nộp"}))
    assert set(complaints(wrong)) == {"notice.reasons"}
    assert not Dossier.objects.exists()
    said = {"want.form": "Nộp", "notice.reasons": "incomplete"}
    done = counter.post(f"{FORM}bo-sung/", sent(confirmed="1", **said))
    dossier = Dossier.objects.get()
    assert done["Location"] == page(dossier.code)
    assert (dossier.status, dossier.flag) == (Status.SUPPLEMENT, Flag.BEFORE_RECEIPT)


def test_one_may_go_back_to_the_counter_with_everything_still_there(world, counter):
    answer = counter.post(f"{FORM}bo-sung/", sent(confirmed="1", back="1"))
    assert value_of(answer, "submitter.name") == "Nguyễn Thị Ánh Nguyệt"
    assert not Dossier.objects.exists()


@pytest.mark.parametrize("who", ["officer", "leader", "signer", "stranger"])
def test_only_a_post_that_receives_here_sees_the_queue(world, at_desk, who):
    code, client = an_envelope(world), at_desk(who)
    assert client.get(QUEUE).status_code == 403
    assert client.get(page(code)).status_code == 403
    for deed in ("nhan", "bo-sung", "nhan-bo-sung", "tu-choi", "hien"):
        assert client.post(f"{page(code)}{deed}/").status_code == 403
    assert Dossier.objects.get().status == Status.REGISTERED


def test_an_unknown_code_is_not_found(world, counter):
    assert counter.get(page("H99-1")).status_code == 404
    assert counter.get(f"{page('H99-1')}nhan/").status_code == 302


def test_the_queue_costs_the_same_however_long_it_is(world, counter, queries):
    for minutes in range(4):
        an_envelope(world, at=MORNING + timedelta(minutes=minutes))
    counter.get(QUEUE)
    with queries(max=5):
        counter.get(QUEUE)
