"""From the counter to the citizen's hand, and what may not happen on the way."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from motcua.casework.dossiers.errors import ActNotAllowed, Incomplete, ItemGone, ResultMissing
from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.queries import detail, invariants, public
from motcua.casework.dossiers.services import intake, papers, processing, results, slips
from motcua.casework.dossiers.services.results import Receipt
from motcua.casework.dossiers.services.slips import Dispatch
from motcua.casework.dossiers.vocabulary import Carrier, Form, IdentityCheck, PartyRole, Status
from motcua.ground.kernel.actors import CITIZEN, system
from motcua.ground.kernel.errors import Invalid, NotAllowed, NotFound, Refusal
from motcua.ground.outbox import queries as outbox
from motcua.ground.outbox.errors import KeyReused
from tests.factories.world import MORNING, a_dossier, a_submission, a_world

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=1)
_TAMPER_WITH_THE_JOURNAL = """
    ALTER TABLE outbox_entry DISABLE TRIGGER USER;
    UPDATE outbox_entry SET payload = payload || '{"due_at": "2030-01-01"}' WHERE subject LIKE 'dossier:%'
"""
BY_CARD = Receipt(recipient="Nguyễn Thị Ánh Nguyệt", identity_check=IdentityCheck.CARD, id_last4="4417")


@pytest.fixture
def world():
    return a_world()


def walk_to_signature(world, code):
    processing.take(code, by=world.officer, at=LATER)
    processing.complete(code, "forward", by=world.officer, at=LATER)
    results.attach(code, number="15/XN-UBND", by=world.signer, at=LATER)
    return processing.complete(code, "sign", by=world.signer, at=LATER)


def test_a_dossier_walks_from_the_counter_to_the_citizens_hand(world):
    code = a_dossier(world).code
    assert code == "H99.24.01-261119-0001"
    done = walk_to_signature(world, code)
    assert done.status is Status.COMPLETED
    done = results.hand_over(code, BY_CARD, by=world.receptionist, at=LATER)
    assert done.status is Status.RETURNED
    seen = public.track(code)
    assert seen is not None
    assert (seen.status, seen.late) == (Status.RETURNED, False)
    assert [entry.name for entry in outbox.history(f"dossier:{seen.id}")] == [
        "DossierReceived", "StepTaken", "StepMoved", "ResultAttached", "DossierCompleted", "DossierReturned",
    ]  # fmt: skip
    assert list(outbox.breaks()) == []


def test_a_middle_transition_takes_four_round_trips(world, django_capture_on_commit_callbacks):
    code = a_dossier(world).code
    with CaptureQueriesContext(connection) as seen:
        processing.take(code, by=world.officer, at=LATER, key=uuid4().hex)
        processing.complete(code, "forward", by=world.officer, at=LATER, key=uuid4().hex)
    # inside the test's transaction SAVEPOINT and RELEASE stand for BEGIN and COMMIT
    assert len(seen) == 8, [query["sql"][:60] for query in seen.captured_queries]


def test_a_repeated_act_answers_as_the_first_time(world):
    code = a_dossier(world).code
    key = uuid4().hex
    first = processing.take(code, by=world.officer, at=LATER, key=key)
    assert processing.take(code, by=world.officer, at=LATER + timedelta(minutes=1), key=key) == first


def test_a_repeated_intake_gives_one_dossier(world):
    key, handed_in = uuid4().hex, a_submission(world)
    first = intake.accept(handed_in, by=world.receptionist, at=MORNING, key=key)
    again = intake.accept(handed_in, by=world.receptionist, at=LATER, key=key)
    assert again == first
    assert a_dossier(world).code.endswith("0002")


def test_a_key_serves_one_request_only(world):
    key = uuid4().hex
    intake.accept(a_submission(world), by=world.receptionist, at=MORNING, key=key)
    with pytest.raises(KeyReused):
        intake.accept(a_submission(world, name="Trần Văn Lộc"), by=world.receptionist, at=MORNING, key=key)


def test_a_refused_intake_spends_no_number(world):
    empty_handed = replace(a_submission(world), papers={})
    with pytest.raises(Incomplete, match="Tờ khai"):
        intake.accept(empty_handed, by=world.receptionist, at=MORNING)
    assert a_dossier(world).code.endswith("0001")


def test_every_complaint_about_the_parties_comes_at_once(world):
    with pytest.raises(Invalid) as refusal:
        a_dossier(world, name=" ", id_number="12", phone="máy bàn")
    assert set(refusal.value.fields) == {"submitter.name", "submitter.id_number", "submitter.phone"}


def test_parties_and_papers_are_refused_in_one_answer(world):
    handed_in = replace(a_submission(world, name=""), papers={}, case="nowhere")
    with pytest.raises(Invalid) as refusal:
        intake.accept(handed_in, by=world.receptionist, at=MORNING)
    assert set(refusal.value.fields) == {"submitter.name", "papers", "case"}


@pytest.mark.parametrize("who", ["officer", "signer", "stranger"])
def test_only_a_receiving_post_receives(world, who):
    with pytest.raises(NotAllowed):
        intake.accept(a_submission(world), by=getattr(world, who), at=MORNING)


def test_nobody_works_on_anothers_step(world):
    code = a_dossier(world).code
    for who in (world.receptionist, world.signer, world.stranger):
        with pytest.raises(NotAllowed):
            processing.take(code, by=who, at=LATER)
    processing.take(code, by=world.officer, at=LATER)
    with pytest.raises(NotAllowed):
        processing.complete(code, "forward", by=world.second_officer, at=LATER)
    with pytest.raises(NotAllowed):
        processing.take(code, by=CITIZEN, at=LATER)


def test_who_may_not_put_a_step_back_is_not_told_who_holds_it(world):
    code = a_dossier(world).code
    for who in (world.receptionist, world.signer, world.stranger):
        with pytest.raises(NotAllowed):
            processing.release(code, by=who, at=LATER)
    for who in (world.officer, world.leader):
        with pytest.raises(Refusal) as no:
            processing.release(code, by=who, at=LATER)
        assert no.value.code == "not_held"


def test_a_step_can_be_given_put_back_and_taken_by_another(world):
    code = a_dossier(world).code
    processing.assign(code, world.second_officer.post_id, by=world.leader, at=LATER)
    with pytest.raises(NotAllowed):
        processing.take(code, by=world.officer, at=LATER)
    with pytest.raises(NotAllowed):
        processing.release(code, by=world.officer, at=LATER)
    processing.release(code, by=world.second_officer, at=LATER)
    assert processing.take(code, by=world.officer, at=LATER).status is Status.PROCESSING
    with pytest.raises(Invalid):
        processing.assign(code, world.signer.post_id, by=world.leader, at=LATER)


def test_a_seen_step_that_is_gone_is_stale(world):
    code = a_dossier(world).code
    item = detail.view(code, by=world.officer, at=LATER).item_id
    processing.complete(code, "forward", by=world.officer, at=LATER, item_id=item)
    with pytest.raises(ItemGone):
        processing.complete(code, "forward", by=world.second_officer, at=LATER, item_id=item)


def test_nothing_is_concluded_without_a_result_nor_returned_before(world):
    code = a_dossier(world).code
    processing.complete(code, "forward", by=world.officer, at=LATER)
    with pytest.raises(ResultMissing):
        processing.complete(code, "sign", by=world.signer, at=LATER)
    with pytest.raises(ActNotAllowed):
        results.hand_over(code, BY_CARD, by=world.receptionist, at=LATER)
    with pytest.raises(Invalid):
        processing.complete(code, "no-such-way", by=world.signer, at=LATER)
    with pytest.raises(NotFound):
        processing.take("H99.24.01-261119-9999", by=world.officer, at=LATER)


def test_the_recipient_is_recorded_or_the_result_stays(world):
    code = a_dossier(world).code
    walk_to_signature(world, code)
    with pytest.raises(Invalid) as refusal:
        results.hand_over(
            code, Receipt(recipient="", identity_check=IdentityCheck.MANDATE), by=world.receptionist, at=LATER
        )
    assert set(refusal.value.fields) == {"recipient", "id_last4", "relation"}
    with pytest.raises(NotAllowed):
        results.hand_over(code, BY_CARD, by=world.officer, at=LATER)


def test_a_card_that_is_not_the_partys_is_refused(world):
    code = a_dossier(world).code
    walk_to_signature(world, code)
    with pytest.raises(Invalid) as refusal:
        results.hand_over(code, replace(BY_CARD, id_last4="9999"), by=world.receptionist, at=LATER)
    assert set(refusal.value.fields) == {"id_last4"}
    assert results.hand_over(code, BY_CARD, by=world.receptionist, at=LATER).status is Status.RETURNED


def test_a_decline_has_its_reason_its_basis_and_its_own_register(world):
    with pytest.raises(Invalid) as refusal:
        intake.decline(a_submission(world), " ", "", by=world.receptionist, at=MORNING)
    assert set(refusal.value.fields) == {"reason", "basis"}
    done = intake.decline(
        a_submission(world), "Không thuộc thẩm quyền", "Điều 17 khoản 1", by=world.receptionist, at=MORNING
    )
    assert (done.status, done.code) == (Status.DECLINED, "H99.24.01-261119-0001-TC")
    assert a_dossier(world).code == "H99.24.01-261119-0001"
    with pytest.raises(Refusal):
        processing.take(done.code, by=world.officer, at=LATER)


def test_a_stranger_sees_nothing_and_the_public_no_name(world):
    code = a_dossier(world).code
    with pytest.raises(NotAllowed):
        detail.view(code, by=world.stranger, at=LATER)
    assert "Nguyệt" not in repr(public.track(code))


def test_a_late_dossier_says_so(world):
    code = a_dossier(world).code
    late = MORNING + timedelta(days=12)
    assert public.track(code, at=late).late
    processing.complete(code, "forward", by=world.officer, at=late)
    results.attach(code, number="1", by=world.signer, at=late)
    processing.complete(code, "sign", by=world.signer, at=late)
    assert public.track(code).late
    assert outbox.history(f"dossier:{public.track(code).id}")[-1].payload["timeliness"] == "late"


def test_parties_stay_distinct(world):
    handed_in = a_submission(world)
    owner = replace(handed_in.parties[PartyRole.SUBMITTER], name="Cụ Ý", id_number="036040004411")
    handed_in = replace(handed_in, parties={**handed_in.parties, PartyRole.OWNER: owner})
    code = intake.accept(handed_in, by=world.receptionist, at=MORNING).code
    seen = detail.view(code, by=world.receptionist, at=LATER)
    assert (seen.dossier.applicant, seen.party("submitter").name) == ("Cụ Ý", "Nguyễn Thị Ánh Nguyệt")


def test_the_doctor_is_content_with_a_lawful_world(world):
    for number in range(3):
        code = a_dossier(world, name=f"Trần Văn Lộc {number}").code
    walk_to_signature(world, code)
    away = intake.decline(a_submission(world), "Không thuộc thẩm quyền", "Điều 17", by=world.receptionist, at=MORNING)
    papers.render(Dossier.objects.get(code=away.code).pk, Form.REFUSAL, by=system("test"), at=MORNING)
    batch = slips.pack(world.committee, [code], by=world.receptionist, at=LATER)
    slips.send(batch, Dispatch(carrier=Carrier.OWN, carried_by="Lê Văn Dự"), by=world.receptionist, at=LATER)
    found = list(invariants.checks(every=True))
    assert [finding for check in found for finding in check.findings] == []
    assert all(check.checked for check in found)


@pytest.mark.parametrize(
    ("tampering", "rule"),
    [
        ("UPDATE dossiers_dossier SET status = 'processing'", "trạng thái suy ra được từ sự kiện"),
        ("UPDATE dossiers_dossier SET due_at = due_at + interval '1 day'", "hẹn trả tính lại được"),
        ("UPDATE dossiers_register SET last_serial = 5", "số hồ sơ liền mạch trong sổ ngày"),
        ("UPDATE workflow_workitem SET state = 'done', closed_at = now()", "mỗi hồ sơ đang mở có đúng một nơi giữ"),
        ("UPDATE dossiers_dossier SET event_hash = repeat('a', 64)", "chuỗi sự kiện khớp hồ sơ"),
        (
            _TAMPER_WITH_THE_JOURNAL,
            "chuỗi sự kiện không đứt",
        ),
    ],
)
def test_the_doctor_finds_what_a_hand_changed(world, tampering, rule):
    a_dossier(world)
    with connection.cursor() as cursor:
        cursor.execute(tampering)
    assert rule in {check.rule for check in invariants.checks() if check.findings}


@pytest.mark.parametrize("table", ["outbox_entry", "workflow_definition"])
def test_the_journal_and_published_processes_never_change(world, table):
    a_dossier(world)
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
        cursor.execute(f"DELETE FROM {table}")
