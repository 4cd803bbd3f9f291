"""The counter: choose, fill, take in, or say in writing why not."""

from datetime import date
from uuid import uuid4

import pytest

from motcua.casework.dossiers.models import Dossier, Paper, Party
from motcua.casework.procedures.rules.content import Case, Limit, Terms
from motcua.casework.procedures.rules.content import Paper as PaperSpec
from motcua.casework.procedures.services import offers, publishing
from motcua.casework.procedures.vocabulary import Channel, LimitUnit
from motcua.ground.audit import queries as audit
from motcua.ground.kernel.actors import system
from tests.factories.world import BIRTH, FOUNDED, MARITAL, a_dossier, content

from .conftest import complaints, forms, text, value_of

pytestmark = pytest.mark.django_db
FORM = f"/office/reception/{MARITAL}/"
CARD = "036179004417|012345678|Nguyễn Thị Ánh Nguyệt|07111979|Nữ|Thôn Đông, xã Tân Hòa, tỉnh Minh Giang|01072021"
MOTHER = {
    "submitter.name": "Nguyễn Thị Ánh Nguyệt",
    "submitter.id_number": "036 179 004 417",
    "submitter.phone": "0912 345 678",
    "submitter.born_on": "7.11.1979",
    "papers.all": "1",
    "channel": "in_person",
    "return_method": "counter",
}


def hand_in(counter, **more):
    return counter.post(FORM, {"idempotency_key": uuid4().hex, **MOTHER, **more})


def party(role="submitter"):
    return Party.objects.get(role=role)


def an_offer(world, code, name, terms, papers=(), cases=()):
    by, said = system("test"), content(name, Limit(value=5, unit=LimitUnit.WORKING_DAY))
    said = type(said)(
        **{field: getattr(said, field) for field in said.__slots__} | {"terms": terms, "papers": papers, "cases": cases}
    )
    publishing.publish_content(
        code, said, source="test", decision_no="1", decided_on=None, valid_from=date(2026, 1, 5), by=by, at=FOUNDED
    )
    offers.offer(
        code,
        agency_id=world.centre,
        competent_id=world.committee,
        process="test-process",
        valid_from=date(2026, 1, 5),
        by=by,
        at=FOUNDED,
    )


def test_what_is_received_most_stands_first(world, counter):
    for _ in range(2):
        a_dossier(world, MARITAL)
    a_dossier(world, BIRTH)
    page = text(counter.get("/office/reception/"))
    assert page.index(MARITAL) < page.index(BIRTH)


def test_the_search_finds_by_everyday_words_and_answers_htmx_with_the_list_alone(world, counter):
    answer = counter.get("/office/reception/?q=xac+nhan", headers={"HX-Request": "true"})
    assert MARITAL in text(answer)
    assert "<html" not in text(answer)


def test_a_code_typed_whole_opens_its_form(world, counter):
    assert counter.get(f"/office/reception/?q={MARITAL}")["Location"] == FORM


@pytest.mark.parametrize("query", ["'; drop table", "%_\\", "\x00", "ô" * 500, "<script>"])
def test_no_search_breaks_the_page(world, counter, query):
    answer = counter.get("/office/reception/", {"q": query})
    assert answer.status_code == 200
    assert "<script>alert" not in text(answer)


@pytest.mark.parametrize("who", ["officer", "leader", "signer", "stranger"])
def test_only_a_post_that_receives_sees_the_counter(world, at_desk, who):
    client = at_desk(who)
    assert client.get("/office/reception/").status_code == 403
    assert client.post(FORM, MOTHER).status_code == 403
    assert "/office/reception/" not in text(client.get("/office/inbox/"))


def test_the_promise_stands_on_the_page_before_the_button(world, counter):
    page = text(counter.get(FORM))
    assert "17:00 thứ\xa0Năm, 26/11" in page
    assert "8.000" in page
    assert page.index("26/11") < page.index("Nhận và in giấy hẹn")


def test_a_dossier_is_taken_in_and_numbered(world, counter):
    answer = hand_in(counter)
    assert answer.status_code == 303
    dossier = Dossier.objects.get()
    assert answer["Location"] == f"/office/reception/xong/{dossier.code}/"
    assert party().id_number == "036179004417"
    assert party().phone == "0912345678"
    assert party().born_on == date(1979, 11, 7)
    page = text(counter.get(answer["Location"]))
    assert dossier.code in page
    assert f"/office/dossiers/{dossier.code}/giay-hen.pdf" in page
    assert "<svg" in page


def test_the_same_form_sent_twice_makes_one_dossier(world, counter):
    sent = {"idempotency_key": "one", **MOTHER}
    first, second = counter.post(FORM, sent), counter.post(FORM, sent)
    assert first["Location"] == second["Location"]
    assert Dossier.objects.count() == 1


def test_everything_wrong_is_said_at_once_and_nothing_typed_is_lost(world, counter):
    answer = counter.post(
        FORM,
        {
            "submitter.name": "  ",
            "submitter.id_number": "036",
            "submitter.born_on": "31/02/1979",
            "submitter.phone": "gọi chồng tôi",
            "submitter.address": "Thôn Đông",
            "paper.form.originals": "nhiều",
        },
    )
    assert answer.status_code == 422
    assert set(complaints(answer)) == {
        "submitter.name",
        "submitter.id_number",
        "submitter.born_on",
        "submitter.phone",
        "paper.form.originals",
        "papers",
    }
    assert value_of(answer, "submitter.born_on") == "31/02/1979"
    assert value_of(answer, "submitter.address") == "Thôn Đông"
    assert value_of(answer, "paper.form.originals") == "nhiều"
    assert "<title>Lỗi:" in text(answer)
    assert not Dossier.objects.exists()


def test_every_complaint_points_at_a_field_of_the_page(world, counter):
    answer = counter.post(FORM, {"submitter.id_number": "1", "submitter.born_on": "x", "submitter.email": "y"})
    for field in complaints(answer):
        assert f'id="{field}"' in text(answer)


def test_a_card_fills_the_person(world, counter):
    answer = counter.post(f"{FORM}nguoi/", {"submitter.card": CARD, "submitter.phone": "0987"})
    assert answer.status_code == 200
    assert value_of(answer, "submitter.name") == "Nguyễn Thị Ánh Nguyệt"
    assert value_of(answer, "submitter.id_number") == "036179004417"
    assert value_of(answer, "submitter.born_on") == "07/11/1979"
    assert value_of(answer, "submitter.phone") == "0987"
    assert value_of(answer, "submitter.card") == ""


@pytest.mark.parametrize(
    "scanned",
    [
        "rác",
        "|||||||||||||",
        "036179004417",
        "036179004417|x",
        "abc|def|ghi|99999999|?|~|00000000",
        "IDVNM0361790044|||mã định dạng mới|2",
        "\x00\x01|\udcff".encode("utf-8", "replace").decode(),
        "|" * 5000,
        "ô" * 4000,
        "' or 1=1 --|x|<script>alert(1)</script>|07111979|Nữ|x|y",
    ],
)
def test_no_scan_crashes_and_what_was_typed_stays(world, counter, scanned):
    answer = counter.post(f"{FORM}nguoi/", {"submitter.card": scanned, "submitter.phone": "0912345678"})
    assert answer.status_code == 200
    assert value_of(answer, "submitter.phone") == "0912345678"
    assert "<script>alert" not in text(answer)


def test_htmx_gets_the_parties_alone(world, counter):
    answer = counter.post(f"{FORM}nguoi/", {"submitter.card": CARD}, headers={"HX-Request": "true"})
    assert "<html" not in text(answer)
    assert 'id="cac-ben"' in text(answer)


def test_an_earlier_declaration_fills_what_is_empty_and_the_look_is_written_down(world, counter):
    a_dossier(world, address="Thôn Đông, xã Tân Hòa")
    answer = counter.post(f"{FORM}nguoi/", {"submitter.id_number": "036179004417", "submitter.phone": "0999999999"})
    assert value_of(answer, "submitter.name") == "Nguyễn Thị Ánh Nguyệt"
    assert value_of(answer, "submitter.address") == "Thôn Đông, xã Tân Hòa"
    assert value_of(answer, "submitter.phone") == "0999999999"
    person = party().person_id
    assert [act for _, _, act in audit.looks(f"person:{person}")] == ["prefill"]


def test_an_owner_and_a_representative_are_parties_of_their_own(world, counter):
    answer = hand_in(
        counter,
        **{
            "owner.name": "Công ty TNHH Gỗ Thuận Ích",
            "owner.kind": "organisation",
            "owner.id_number": "0101234567",
            "representative.name": "Phạm Gia Huấn",
            "representative.mandate": "Giấy ủy quyền số 12 ngày 02/11/2026",
        },
    )
    assert answer.status_code == 303
    assert party("owner").kind == "organisation"
    assert party("representative").mandate == "Giấy ủy quyền số 12 ngày 02/11/2026"
    assert Dossier.objects.get().applicant == "Công ty TNHH Gỗ Thuận Ích"


def test_a_representative_shows_his_mandate(world, counter):
    answer = hand_in(counter, **{"representative.name": "Phạm Gia Huấn"})
    assert set(complaints(answer)) == {"representative.mandate"}
    assert "<details" in text(answer)
    assert value_of(answer, "representative.name") == "Phạm Gia Huấn"


@pytest.mark.parametrize("name", ["Ý", "Nguyễn Thị Ánh Nguyệt", "Y Bih Niê Kđăm", "O'Neill-Trần"])
def test_names_are_taken_as_people_have_them(world, counter, name):
    assert hand_in(counter, **{"submitter.name": name}).status_code == 303
    assert party().name == name


def test_a_name_is_words_never_markup(world, counter):
    hand_in(counter, **{"submitter.name": '<img src=x onerror="alert(1)">'})
    code = Dossier.objects.get().code
    for path in (
        f"/office/reception/xong/{code}/",
        f"/office/dossiers/{code}/",
        "/office/inbox/?nhom=unit",
        "/office/tim/?q=img",
    ):
        assert "<img src=x" not in text(counter.get(path))


def test_papers_are_counted_as_they_were_seen(world, counter):
    hand_in(
        counter,
        **{
            "papers.all": "",
            "paper.form.originals": "2",
            "paper.form.photocopies": "1",
            "paper.mandate.instead": "none",
        },
    )
    paper = Paper.objects.get(key="form")
    assert (paper.originals, paper.copies, paper.photocopies) == (2, 0, 1)
    assert Paper.objects.get(key="mandate").not_applicable
    assert Paper.objects.get(key="residence").from_data


def test_data_of_the_state_replace_a_paper(world, counter):
    assert hand_in(counter, **{"papers.all": "", "paper.form.instead": "data"}).status_code == 303
    assert Paper.objects.get(key="form").from_data


def test_a_case_has_its_own_papers_and_time(world, counter):
    long = Limit(value=20, unit=LimitUnit.WORKING_DAY)
    an_offer(
        world,
        "9.000009",
        "Thủ tục hai trường hợp",
        (
            Terms(channel=Channel.IN_PERSON, limit=Limit(value=5, unit=LimitUnit.WORKING_DAY)),
            Terms(channel=Channel.IN_PERSON, limit=long, case="kho"),
        ),
        (
            PaperSpec(key="form", name="Tờ khai", originals=1),
            PaperSpec(key="more", name="Biên bản", originals=1, case="kho"),
        ),
        (Case(key="kho", name="Cần xác minh"),),
    )
    form = "/office/reception/9.000009/"
    assert "Biên bản" not in text(counter.get(form))
    answer = counter.post(f"{form}hen/", {"case": "kho", "submitter.name": "Ý"}, headers={"HX-Request": "true"})
    assert "Biên bản" in text(answer)
    assert "17/12" in text(answer)
    assert 'hx-swap-oob="true"' in text(answer)
    whole = counter.post(f"{form}hen/", {"case": "kho", "submitter.name": "Ý"})
    assert value_of(whole, "submitter.name") == "Ý"
    answer = counter.post(form, {**MOTHER, "case": "kho", "papers.all": "", "paper.form.ok": "1"})
    assert complaints(answer) == {"papers": "Chưa đủ giấy tờ: Biên bản"}


def test_an_envelope_is_opened_at_the_counter_too(world, counter):
    hand_in(counter, channel="postal")
    assert Dossier.objects.get().channel == "postal"


@pytest.mark.parametrize("wrong", [{"channel": "x"}, {"return_method": "x"}, {"submitter.kind": "x"}])
def test_words_that_nobody_knows_fall_back_to_the_common_ones(world, counter, wrong):
    assert hand_in(counter, **wrong).status_code == 303
    assert Dossier.objects.get().channel == "in_person"


def test_without_a_limit_in_the_catalogue_there_is_no_button(world, counter):
    an_offer(world, "9.000008", "Thủ tục chưa có thời hạn", (Terms(channel=Channel.IN_PERSON),))
    page = text(counter.get("/office/reception/9.000008/"))
    assert "Nhận và in giấy hẹn" not in page
    assert "chưa có thời hạn" in page
    assert counter.post("/office/reception/9.000008/", MOTHER).status_code == 422


@pytest.mark.parametrize("code", ["9.999999", "../../etc", "9.000002'"])
def test_a_procedure_that_is_not_offered_here_is_not_found(world, counter, code):
    assert counter.get(f"/office/reception/{code}/").status_code == 404


def test_declining_asks_for_reason_and_basis_and_keeps_the_form(world, counter):
    sent = {"idempotency_key": "no", **MOTHER}
    asked = counter.post(f"{FORM}tu-choi/", sent)
    assert asked.status_code == 200
    assert value_of(asked, "submitter.phone") == "0912 345 678"
    refused = counter.post(f"{FORM}tu-choi/", {**sent, "confirmed": "1", "reason": "Sai nơi nộp"})
    assert refused.status_code == 422
    assert set(complaints(refused)) == {"basis"}
    assert "Sai nơi nộp" in text(refused)
    done = counter.post(f"{FORM}tu-choi/", {**sent, "confirmed": "1", "reason": "Sai nơi", "basis": "Điều 17"})
    assert done.status_code == 303
    dossier = Dossier.objects.get()
    assert dossier.status == "declined"
    page = text(counter.get(done["Location"]))
    assert f"/office/dossiers/{dossier.code}/phieu-tu-choi.pdf" in page
    assert "Sai nơi" in page


def test_one_may_go_back_from_declining_with_everything_still_there(world, counter):
    answer = counter.post(f"{FORM}tu-choi/", {**MOTHER, "confirmed": "1", "back": "1"})
    assert value_of(answer, "submitter.name") == "Nguyễn Thị Ánh Nguyệt"
    assert not Dossier.objects.exists()


def test_declining_needs_nobody_to_bring_all_papers(world, counter):
    assert counter.post(f"{FORM}tu-choi/", {**MOTHER, "papers.all": ""}).status_code == 200


def test_the_receipt_opens_in_the_browser_and_the_refusal_does_not_exist(world, counter):
    code = hand_in(counter)["Location"].split("/")[-2]
    answer = counter.get(f"/office/dossiers/{code}/giay-hen.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert counter.get(f"/office/dossiers/{code}/phieu-tu-choi.pdf").status_code == 422


def test_a_stand_in_at_the_counter_receives_and_gives_like_the_others(world, at_desk):
    stand_in = at_desk("backup")
    answer = hand_in(stand_in)
    code = answer["Location"].split("/")[-2]
    assert code in text(stand_in.get(answer["Location"]))
    assert stand_in.get(f"/office/dossiers/{code}/").status_code == 200
    assert stand_in.get(f"/office/results/{code}/").status_code == 200


def test_the_page_after_intake_is_not_for_other_agencies(world, counter, at_desk):
    code = hand_in(counter)["Location"].split("/")[-2]
    assert at_desk("stranger").get(f"/office/reception/xong/{code}/").status_code == 403
    assert counter.get("/office/reception/xong/H99-nothing/").status_code == 404


def test_the_form_costs_the_same_however_much_there_is(world, counter, queries):
    counter.get(FORM)
    with queries(max=8):
        counter.get(FORM)
    for _ in range(3):
        a_dossier(world)
    with queries(max=8):
        counter.get(FORM)


def test_choosing_costs_six_statements(world, counter, queries):
    with queries(max=6):
        counter.get("/office/reception/")


def test_the_forms_of_the_counter_lead_to_the_counter(world, counter):
    assert {FORM} <= forms(counter.get(FORM))


@pytest.mark.parametrize("count", ["9" * 25, "9" * 5000, "-1"])
def test_a_count_that_cannot_be_is_named_and_kept(world, counter, count):
    answer = hand_in(counter, **{"papers.all": "", "paper.form.originals": count})
    assert answer.status_code == 422
    assert "paper.form.originals" in complaints(answer)
    assert value_of(answer, "paper.form.originals") == count
