"""Whatever is sent, the answer is a refusal in words: nothing is cut off in silence, nothing is a fault of ours."""

from dataclasses import replace
from datetime import timedelta

import pytest

from motcua.casework.dossiers.models import Dossier, Note, Party, Register, Result
from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.rules.submission import PartyDraft
from motcua.casework.dossiers.services import intake, processing, results
from motcua.casework.dossiers.services.results import Receipt
from motcua.casework.dossiers.vocabulary import IdentityCheck, PartyRole
from motcua.ground.kernel.errors import Invalid, NotFound
from motcua.ground.outbox import queries as outbox
from motcua.ground.outbox.errors import KeyReused
from tests.factories.world import MORNING, a_dossier, a_submission, a_world

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=1)
UNSTORABLE = "Đã gọi\x00 \ud800điện\r\nhẹn thứ Hai"


def declined(handed_in, **who):
    return intake.decline(handed_in, "Sai nơi nhận", "Điều 17", **who)


@pytest.fixture
def world():
    return a_world()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"channel": "by-pigeon"}, "channel"),
        ({"case": "no-such-case"}, "case"),
        ({"papers": {"form": Seen(key="form", originals=-1)}}, "papers.form"),
        ({"papers": {"form": Seen(key="form", originals=40_000)}}, "papers.form"),
        ({"papers": {"form": Seen(key="form", originals=1, note="x" * 301)}}, "papers.form"),
    ],
)
@pytest.mark.parametrize("verb", [intake.accept, declined], ids=["accept", "decline"])
def test_what_cannot_be_meant_is_named_and_takes_no_number(world, verb, change, field):
    handed_in = replace(a_submission(world), **change)
    with pytest.raises(Invalid) as no:
        verb(handed_in, by=world.receptionist, at=MORNING)
    assert field in no.value.fields
    assert not Register.objects.exists()


@pytest.mark.parametrize(
    ("reason", "basis", "field"), [("x" * 2001, "Điều 17", "reason"), ("Sai nơi nhận", "x" * 301, "basis")]
)
def test_a_refusal_that_is_too_long_to_print_is_not_cut_off(world, reason, basis, field):
    with pytest.raises(Invalid) as no:
        intake.decline(a_submission(world), reason, basis, by=world.receptionist, at=MORNING)
    assert set(no.value.fields) == {field}


@pytest.mark.parametrize("phone", ["٠٩١٢٣٤٥٦٧٨", "++++++++++1", "²²²²²²²²²²"])
def test_a_telephone_number_has_digits_that_can_be_dialled(world, phone):
    with pytest.raises(Invalid) as no:
        a_dossier(world, phone=phone)
    assert "submitter.phone" in no.value.fields


@pytest.mark.parametrize(
    "email",
    ["a@b.example,c@d.example", "a;b@c.example", "<a@b.example", "a@b..example", "a@b", "=?x?=@b.example", "a b@c.vn"],
)
def test_news_of_a_dossier_goes_to_one_address(world, email):
    with pytest.raises(Invalid) as no:
        a_dossier(world, email=email)
    assert "submitter.email" in no.value.fields


@pytest.mark.parametrize("email", ["anh.nguyet@tanhoa.example", "a+b_c-d@mail-1.hanoi.gov.vn", "A1@B2.VN"])
def test_an_address_as_people_have_it_is_taken(world, email):
    assert a_dossier(world, email=email).code


def test_a_mandate_is_kept_whole_or_refused(world):
    handed_in = a_submission(world)
    agent = PartyDraft(name="Lê Văn Đại", mandate="y" * 201)
    handed_in = replace(handed_in, parties={**handed_in.parties, PartyRole.REPRESENTATIVE: agent})
    with pytest.raises(Invalid) as no:
        intake.accept(handed_in, by=world.receptionist, at=MORNING)
    assert "representative.mandate" in no.value.fields
    handed_in = replace(
        handed_in, parties={**handed_in.parties, PartyRole.REPRESENTATIVE: replace(agent, mandate="y" * 200)}
    )
    code = intake.accept(handed_in, by=world.receptionist, at=MORNING).code
    assert Party.objects.get(dossier__code=code, role="representative").mandate == "y" * 200


def test_a_name_of_one_long_word_is_received_and_kept_whole(world):
    name = "A" * 200
    assert Dossier.objects.get(code=a_dossier(world, name=name).code).applicant == name


def test_what_postgresql_cannot_keep_is_dropped_and_lines_stay(world):
    code = a_dossier(world).code
    processing.note(code, UNSTORABLE, by=world.leader, at=LATER, key="n")
    assert Note.objects.get().text == "Đã gọi điện\nhẹn thứ Hai"
    processing.complete(code, "forward", UNSTORABLE, by=world.officer, at=LATER, key="c\ud800")
    with pytest.raises(NotFound):
        processing.take("a\x00b", by=world.officer, at=LATER)
    with pytest.raises(Invalid):
        processing.complete(code, "sign\x00\ud800 it", by=world.signer, at=LATER)


@pytest.mark.parametrize(
    "verb", [processing.note, lambda code, text, **who: processing.complete(code, "forward", text, **who)]
)
def test_a_long_note_is_refused_whole(world, verb):
    code = a_dossier(world).code
    with pytest.raises(Invalid, match="5001"):
        verb(code, "x" * 5001, by=world.officer, at=LATER)


@pytest.mark.parametrize(("number", "abstract", "field"), [("1" * 81, "", "number"), ("1", "x" * 301, "abstract")])
def test_a_result_is_kept_with_its_whole_number_or_refused(world, number, abstract, field):
    code = a_dossier(world).code
    with pytest.raises(Invalid) as no:
        results.attach(code, number=number, abstract=abstract, by=world.officer, at=LATER)
    assert set(no.value.fields) == {field}
    assert not Result.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"recipient": "x" * 201}, "recipient"),
        ({"relation": "x" * 81}, "relation"),
        ({"id_last4": "٤٤١٧"}, "id_last4"),
        ({"identity_check": IdentityCheck.RECEIPT, "id_last4": "44172"}, "id_last4"),
    ],
)
def test_who_took_the_result_is_written_down_whole_or_refused(world, change, field):
    code = a_dossier(world).code
    receipt = replace(Receipt(recipient="Ý", identity_check=IdentityCheck.CARD, id_last4="4417"), **change)
    with pytest.raises(Invalid) as no:
        results.hand_over(code, receipt, by=world.receptionist, at=LATER)
    assert set(no.value.fields) == {field}


def test_a_key_does_not_hide_that_somebody_else_took_the_result(world):
    code = a_dossier(world).code
    processing.complete(code, "forward", by=world.officer, at=LATER)
    results.attach(code, number="1", by=world.signer, at=LATER)
    processing.complete(code, "sign", by=world.signer, at=LATER)
    receipt = Receipt(recipient="Ý", identity_check=IdentityCheck.MANDATE, id_last4="4417", relation="con")
    results.hand_over(code, receipt, by=world.receptionist, at=LATER, key="k")
    with pytest.raises(KeyReused):
        results.hand_over(code, replace(receipt, relation="vợ"), by=world.receptionist, at=LATER, key="k")


def test_who_worked_on_a_dossier_may_leave_a_note_after_it_went_on(world):
    code = a_dossier(world).code
    processing.complete(code, "forward", by=world.officer, at=LATER)
    assert processing.note(code, "Hồ sơ gốc ở tủ 3", by=world.officer, at=LATER).event == "DossierNoted"


def test_what_is_typed_by_hand_stays_out_of_the_journal(world):
    typed = "Bà Nguyễn Thị Ánh Nguyệt ở thôn Đông"
    declined = intake.decline(a_submission(world), typed, typed, by=world.receptionist, at=MORNING, key="d")
    code = a_dossier(world).code
    processing.note(code, typed, by=world.leader, at=LATER, key="n")
    processing.complete(code, "forward", typed, by=world.officer, at=LATER, key="c")
    results.attach(code, number=typed, abstract=typed, by=world.signer, at=LATER, key="a")
    processing.complete(code, "sign", typed, by=world.signer, at=LATER, key="s")
    receipt = Receipt(recipient=typed, identity_check=IdentityCheck.MANDATE, id_last4="4417", relation=typed)
    results.hand_over(code, receipt, by=world.receptionist, at=LATER, key="h")
    ids = Dossier.objects.filter(code__in=[code, declined.code]).values_list("pk", flat=True)
    said = [entry for pk in ids for entry in outbox.history(f"dossier:{pk}")]
    assert len(said) == 7
    assert not any(word in repr(entry) for entry in said for word in ("Nguyệt", "thôn Đông", "4417", "0912345678"))
