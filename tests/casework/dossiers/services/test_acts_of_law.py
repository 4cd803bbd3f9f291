"""Every act of law, done and refused, with its clock: what the articles complain of cannot happen here."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from motcua.casework.dossiers.errors import ActNotAllowed, EnquiryOpen, Incomplete, PaperElsewhere, SupplementSpent
from motcua.casework.dossiers.models import Dossier, DueDate, Enquiry, LateEvent, Letter, Pause, Supplement
from motcua.casework.dossiers.queries import invariants, possession
from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.rules.possession import held_for
from motcua.casework.dossiers.services import (
    apologies,
    clockwork,
    corrections,
    endings,
    enquiries,
    handovers,
    obligations,
    processes,
    processing,
    results,
    rulesets,
    submissions,
    supplements,
    suspensions,
)
from motcua.casework.dossiers.services.corrections import Corrected
from motcua.casework.dossiers.services.endings import Settlement
from motcua.casework.dossiers.services.enquiries import Minutes
from motcua.casework.dossiers.services.results import Receipt
from motcua.casework.dossiers.services.supplements import Notice, Wanted
from motcua.casework.dossiers.vocabulary import (
    HolderKind,
    IdentityCheck,
    Initiator,
    LateCause,
    LateKind,
    LetterState,
    PartyRole,
    PauseCause,
    Status,
    SupplementReason,
)
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel.actors import CITIZEN, system
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import Invalid, NotAllowed, Refusal
from motcua.people.agencies.models import Appointment
from motcua.people.agencies.services import organisation, posts
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.tools.workflow.rules.drawing import FlowDraft
from motcua.tools.workflow.vocabulary import Place
from tests.factories.world import FOUNDED, MORNING, VN, a_dossier, a_submission, a_world, process

pytestmark = pytest.mark.django_db

WANT_FORM = Notice(
    items=[Wanted(key="form", name="Tờ khai", want="Khai lại mục nơi sinh", why="Chưa khớp giấy chứng sinh")],
    reasons=[SupplementReason.INACCURATE],
)
FORM = {"form": Seen(key="form", originals=1)}


@pytest.fixture
def world():
    return a_world()


@pytest.fixture(autouse=True)
def _sound():
    yield
    broken = [(check.rule, check.findings) for check in invariants.checks(every=True) if check.findings]
    assert not broken


def day(number: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, 11, number, hour, minute, tzinfo=VN)


def the(code: str) -> Dossier:
    return Dossier.objects.get(code=code)


def with_a_way_to_the_counter():
    """Publish the process with a step at the counter, so that work can be tossed about."""
    drawn = process()
    look = replace(drawn.activities[0], key="look", name="Nơi tiếp nhận xem lại", place=Place.RECEIVING,
                   role="one_stop_officer", share=Decimal(0))  # fmt: skip
    over = FlowDraft(source="check", target="look", outcome="ask-counter", label="Chuyển nơi tiếp nhận")
    back = FlowDraft(source="look", target="check", outcome="seen", label="Đã xem")
    processes.publish(
        replace(drawn, activities=(*drawn.activities, look), flows=(*drawn.flows, over, back)), at=MORNING
    )


def taken(world, at=MORNING):
    """Return the code of a dossier of five working days (due Thu 26/11) that the officer holds."""
    code = a_dossier(world, at=at).code
    processing.take(code, by=world.officer, at=at + timedelta(minutes=5))
    return code


def test_a_supplement_stops_the_clock_and_its_answer_starts_it_from_zero(world):
    code = taken(world)
    supplements.ask(code, WANT_FORM, by=world.officer, at=day(20))
    asked = the(code)
    assert asked.status == Status.SUPPLEMENT
    with pytest.raises(Refusal, match="đang chờ người nộp"):
        processing.complete(code, "forward", by=world.officer, at=day(20, 10))
    supplements.supply(code, FORM, by=world.receptionist, at=day(30))
    back = the(code)
    assert back.status == Status.PROCESSING
    assert local(back.due_at) == datetime(2026, 12, 7, 17, tzinfo=VN)  # five working days from Monday 30/11
    assert [row.kind for row in DueDate.objects.filter(dossier=back).order_by("event_seq")] == ["received", "restarted"]
    assert Pause.objects.get(dossier=back).ended_at == day(30)


def test_a_supplement_is_asked_once_and_a_second_time_only_by_a_head_with_a_ground(world):
    code = taken(world)
    supplements.ask(code, WANT_FORM, by=world.officer, at=day(20))
    supplements.supply(code, FORM, by=world.receptionist, at=day(20, 15))
    with pytest.raises(SupplementSpent):
        supplements.ask(code, WANT_FORM, by=world.officer, at=day(23))
    grounded = replace(WANT_FORM, basis="Luật Hộ tịch, Điều 18")
    with pytest.raises(SupplementSpent):
        supplements.ask(code, grounded, by=world.officer, at=day(23))
    supplements.ask(code, grounded, by=world.leader, at=day(23))
    assert Supplement.objects.filter(dossier=the(code)).count() == 2


def test_a_late_request_for_papers_needs_a_ground(world):
    code = taken(world)
    with pytest.raises(Refusal, match="3 ngày làm việc"):
        supplements.ask(code, WANT_FORM, by=world.officer, at=day(25))


@pytest.mark.parametrize(
    "notice",
    [
        Notice(items=[], reasons=[SupplementReason.INCOMPLETE]),
        Notice(items=[Wanted(key="form", name="Tờ khai", want="")], reasons=[SupplementReason.INCOMPLETE]),
        Notice(items=[Wanted(key="form", name="Tờ khai", want="x")], reasons=[]),
        Notice(items=[Wanted(key="photo", name="Ảnh thẻ", want="x")], reasons=[SupplementReason.INCOMPLETE]),
        Notice(items=[Wanted(key="residence", name="Cư trú", want="x")], reasons=[SupplementReason.INCOMPLETE]),
    ],
    ids=["nothing", "not said what", "no reason", "not on the list", "the State has it"],
)
def test_a_notice_that_the_law_does_not_allow_is_refused_whole(world, notice):
    code = taken(world)
    with pytest.raises(Invalid):
        supplements.ask(code, notice, by=world.officer, at=day(20))
    assert the(code).status == Status.PROCESSING


def test_what_does_not_come_is_named_and_nothing_is_taken_in(world):
    code = taken(world)
    supplements.ask(code, WANT_FORM, by=world.officer, at=day(20))
    with pytest.raises(Incomplete, match="Tờ khai"):
        supplements.supply(code, {}, by=world.receptionist, at=day(23))
    assert the(code).status == Status.SUPPLEMENT


def test_money_owed_stops_the_clock_and_the_proof_adds_the_time(world):
    code = taken(world)
    obligations.demand(code, "12/TB-THUE", "Luật Đất đai, Điều 153", by=world.officer, at=day(20))
    assert the(code).status == Status.FINANCE
    obligations.settle(code, "BL 77 ngày 24/11/2026", by=world.receptionist, at=day(24))
    assert local(the(code).due_at) == datetime(2026, 11, 30, 17, tzinfo=VN)  # two working days stood still
    assert local(the(code).legal_due_at) == local(the(code).due_at)


def test_an_announced_outage_stands_still_by_a_heads_word_with_its_document(world):
    code = taken(world)
    with pytest.raises(NotAllowed):
        suspensions.pause(code, PauseCause.OUTAGE, "5/TB", "301/2026/NĐ-CP", by=world.officer, at=day(20))
    suspensions.pause(code, PauseCause.OUTAGE, "5/TB", "301/2026/NĐ-CP", by=world.leader, at=day(20))
    results.attach(code, number="1/XN", by=world.officer, at=day(20, 10))
    processing.complete(code, "forward", by=world.officer, at=day(20, 10))
    with pytest.raises(Refusal, match="tạm dừng"):
        processing.complete(code, "sign", by=world.signer, at=day(20, 11))
    suspensions.resume(code, by=world.leader, at=day(23))
    assert local(the(code).due_at).date() == day(27).date()
    assert processing.complete(code, "sign", by=world.signer, at=day(23, 10)).status is Status.COMPLETED


def test_a_withdrawal_gives_back_every_original_and_closes_what_stood_open(world):
    code = taken(world)
    with pytest.raises(Invalid, match="Tờ khai"):
        endings.withdraw(code, Settlement(reason="Đổi ý"), by=world.receptionist, at=day(20))
    gone = Settlement(reason="Đổi ý", originals=["form"], recipient="Nguyễn Thị Ánh Nguyệt")
    assert endings.withdraw(code, gone, by=world.receptionist, at=day(20)).status is Status.WITHDRAWN
    for act in (
        lambda: processing.take(code, by=world.second_officer, at=day(20, 10)),
        lambda: endings.withdraw(code, gone, by=world.receptionist, at=day(20, 10)),
        lambda: results.attach(code, number="1", by=world.officer, at=day(20, 10)),
    ):
        with pytest.raises(Refusal):
            act()


def test_a_stop_for_inaction_waits_for_the_applicants_time_to_be_over(world):
    code = taken(world)
    supplements.ask(code, WANT_FORM, by=world.officer, at=day(20))
    ended = Settlement(reason="Không bổ sung", basis="Mẫu 05", originals=["form"], recipient="Gửi bưu chính")
    with pytest.raises(Refusal, match="Chưa hết thời gian"):
        endings.stop(code, Initiator.INACTION, ended, by=world.leader, at=day(27))
    with pytest.raises(NotAllowed):
        endings.stop(code, Initiator.INACTION, ended, by=world.officer, at=datetime(2027, 1, 8, 9, tzinfo=VN))
    done = endings.stop(code, Initiator.INACTION, ended, by=world.leader, at=datetime(2027, 1, 8, 9, tzinfo=VN))
    assert done.status is Status.STOPPED
    assert not Pause.objects.filter(ended_at__isnull=True).exists()


def test_an_agency_that_is_no_more_is_not_asked(world):
    code = taken(world)
    gone = organisation.found("H99.88", "Phòng đã bỏ", AgencyKind.DEPARTMENT, by=system("test"), at=FOUNDED)
    organisation.close(gone, by=system("test"), at=day(18))
    for number in (gone, 987_654_321):
        with pytest.raises(Invalid, match="đang hoạt động"):
            enquiries.consult(code, number, "Có trùng hồ sơ không?", by=world.officer, at=day(20))


def test_a_consultation_has_its_own_date_and_holds_up_the_result_until_answered_or_waived(world):
    code = taken(world)
    enquiries.consult(code, world.centre, "Có trùng hồ sơ không?", by=world.officer, at=day(20))
    asked = Enquiry.objects.get()
    assert local(asked.due_at) == datetime(2026, 11, 25, 17, tzinfo=VN)
    results.attach(code, number="1/XN", by=world.officer, at=day(20, 10))
    processing.complete(code, "forward", by=world.officer, at=day(20, 10))
    with pytest.raises(EnquiryOpen):
        processing.complete(code, "sign", by=world.signer, at=day(20, 11))
    with pytest.raises(NotAllowed):
        enquiries.answer(code, asked.pk, "Không", by=world.stranger, at=day(23))
    with pytest.raises(Refusal, match="còn thời hạn"):
        enquiries.waive(code, asked.pk, "Quá hạn", by=world.signer, at=day(24))
    enquiries.answer(code, asked.pk, "Không trùng", by=world.receptionist, at=day(24))
    assert processing.complete(code, "sign", by=world.signer, at=day(24, 11)).status is Status.COMPLETED


def test_a_verification_ends_with_whole_minutes(world):
    code = taken(world)
    enquiries.verify(code, "Xem thực địa", day(24, 17), by=world.officer, at=day(20))
    enquiry = Enquiry.objects.get()
    with pytest.raises(Invalid):
        enquiries.record(code, enquiry.pk, Minutes(took_place="", place="Thôn Đông", participants="", content="Đúng"),
                         by=world.officer, at=day(23))  # fmt: skip
    whole = Minutes(took_place="08:00 23/11/2026", place="Thôn Đông", participants="Trưởng thôn", content="Đúng ranh")
    enquiries.record(code, enquiry.pk, whole, by=world.officer, at=day(23))
    assert Enquiry.objects.get().state == "answered"


def test_a_submission_from_afar_may_be_incomplete_and_has_eight_hours_to_be_decided_on(world):
    sent = replace(a_submission(world), channel=Channel.ONLINE, papers={})
    done = submissions.submit(sent, by=CITIZEN, at=MORNING, key=uuid4().hex)
    assert done.status is Status.REGISTERED
    assert local(the(done.code).accept_by) == day(20, 9, 30)  # Thursday 09:00 and eight working hours
    with pytest.raises(Incomplete):
        submissions.accept(done.code, {}, by=world.receptionist, at=day(19, 10))
    supplements.ask(done.code, WANT_FORM, by=world.receptionist, at=day(19, 10))
    assert (the(done.code).status, the(done.code).flag) == ("supplement", "before_receipt")
    assert the(done.code).due_at is None
    supplements.supply(done.code, FORM, by=world.receptionist, at=day(23))
    assert the(done.code).status == Status.REGISTERED
    submissions.accept(done.code, {}, by=world.receptionist, at=day(23, 10))
    received = the(done.code)
    assert received.status == Status.RECEIVED
    assert local(received.due_at) == datetime(2026, 11, 30, 17, tzinfo=VN)
    processing.take(done.code, by=world.officer, at=day(23, 11))


def test_a_submission_is_declined_in_writing(world):
    sent = replace(a_submission(world), channel=Channel.ONLINE)
    code = submissions.submit(sent, by=CITIZEN, at=MORNING, key=uuid4().hex).code
    with pytest.raises(Invalid):
        submissions.decline(code, "", "", by=world.receptionist, at=day(19, 10))
    assert submissions.decline(code, "Sai nơi", "Điều 17", by=world.receptionist, at=day(19, 10)).status == "declined"


def test_a_wrong_intake_is_corrected_with_reason_and_what_stood_there(world):
    code = taken(world)
    party = replace(a_submission(world).parties[PartyRole.SUBMITTER], name="Nguyễn Thị Ánh Nguyệt Hằng")
    wanted = Corrected(parties={PartyRole.SUBMITTER: party})
    with pytest.raises(Invalid, match="vì sao sửa"):
        corrections.correct(code, wanted, "", by=world.receptionist, at=day(20))
    with pytest.raises(NotAllowed):
        corrections.correct(code, wanted, "Ghi thiếu tên", by=world.officer, at=day(20))
    corrections.correct(code, wanted, "Ghi thiếu tên", by=world.receptionist, at=day(20))
    assert the(code).applicant == "Nguyễn Thị Ánh Nguyệt Hằng"
    with pytest.raises(Invalid, match="Chưa có gì khác"):
        corrections.correct(code, wanted, "Lại", by=world.receptionist, at=day(20, 10))


def test_what_another_agency_does_not_take_in_time_comes_back_and_was_never_without_a_holder(world):
    code = taken(world)
    results.attach(code, number="1/XN", by=world.officer, at=day(20))
    assert clockwork.strike(at=day(20))["sent_back"] == 0
    first = a_dossier(world, at=MORNING).code
    held = possession.spans(the(first).pk, at=day(20))
    assert [span.holder.kind for span in held] == [HolderKind.POST]  # the counter, until the committee takes it
    with pytest.raises(Refusal):
        handovers.refuse(first, "Không thuộc thẩm quyền", by=world.officer, at=day(19, 10))


def test_the_letter_writes_itself_before_the_date_and_moves_it_once(world):
    code = taken(world)
    assert clockwork.strike(at=day(24, 10))["drafted_ahead"] == 0  # two days before: too early
    assert clockwork.strike(at=day(25, 8))["drafted_ahead"] == 1
    assert clockwork.strike(at=day(25, 8))["drafted_ahead"] == 0
    letter = Letter.objects.get()
    assert (letter.number, letter.level, letter.state) == (1, 0, LetterState.DRAFTED)
    assert "Kiểm tra, dự thảo" in letter.cause_text
    said = {"cause": letter.cause, "cause_text": letter.cause_text, "new_due_at": letter.new_due_at}
    with pytest.raises(NotAllowed):
        apologies.approve(code, letter.pk, said, by=world.officer, at=day(25, 9))
    with pytest.raises(NotAllowed):
        apologies.approve(code, letter.pk, said, by=world.head, at=day(25, 9))
    apologies.approve(code, letter.pk, said, by=world.leader, at=day(25, 9))
    dossier = the(code)
    assert local(dossier.legal_due_at) == datetime(2026, 11, 26, 17, tzinfo=VN)
    assert dossier.due_at == letter.new_due_at > dossier.legal_due_at
    assert not LateEvent.objects.exists()
    clockwork.strike(at=day(27, 8))  # the law's own date has passed: late, and its letter was sent ahead
    assert [event.due_at for event in LateEvent.objects.all()] == [letter.for_due_at]
    assert Letter.objects.count() == 1


def test_a_letter_sent_ahead_of_a_date_that_was_then_met_is_no_lateness(world):
    code = taken(world)
    clockwork.strike(at=day(25, 8))
    letter = Letter.objects.get()
    said = {"cause": letter.cause, "cause_text": letter.cause_text, "new_due_at": letter.new_due_at}
    apologies.approve(code, letter.pk, said, by=world.leader, at=day(25, 9))
    results.attach(code, number="1/XN", by=world.officer, at=day(26))
    processing.complete(code, "forward", by=world.officer, at=day(26))
    processing.complete(code, "sign", by=world.signer, at=day(26, 10))
    clockwork.strike(at=day(27, 8))
    assert not LateEvent.objects.exists()


def test_a_second_lateness_has_a_letter_without_a_date_that_goes_one_level_up(world):
    code = taken(world)
    clockwork.strike(at=day(27, 8))
    first = Letter.objects.get()
    assert LateEvent.objects.get().kind == LateKind.ORIGINAL
    said = {"cause": LateCause.WORKLOAD, "cause_text": "Nhiều hồ sơ.", "new_due_at": first.new_due_at}
    apologies.approve(code, first.pk, said, by=world.leader, at=day(27, 9))
    clockwork.strike(at=first.new_due_at + timedelta(days=1))
    second = Letter.objects.get(number=2)
    assert (second.new_due_at, second.level) == (None, 1)
    assert LateEvent.objects.filter(kind=LateKind.REAPPOINTED).count() == 1
    text = {"cause": LateCause.WORKLOAD, "cause_text": "Vẫn chưa xong."}
    apologies.approve(code, second.pk, text, by=world.leader, at=first.new_due_at + timedelta(days=1, hours=1))
    assert the(code).due_at == first.new_due_at


def test_a_result_that_comes_late_before_the_clock_struck_still_owes_its_letter(world):
    code = taken(world)
    results.attach(code, number="1/XN", by=world.officer, at=day(27))
    processing.complete(code, "forward", by=world.officer, at=day(27))
    processing.complete(code, "sign", by=world.signer, at=day(27, 10))
    struck = clockwork.strike(at=day(27, 11))
    assert (struck["late"], struck["drafted"]) == (1, 1)
    assert Letter.objects.get().new_due_at is None


def test_a_draft_that_nobody_needs_is_dropped(world):
    code = taken(world)
    clockwork.strike(at=day(25, 8))
    results.attach(code, number="1/XN", by=world.officer, at=day(26))
    processing.complete(code, "forward", by=world.officer, at=day(26))
    processing.complete(code, "sign", by=world.signer, at=day(26, 10))
    assert clockwork.strike(at=day(26, 11))["dropped"] == 1
    assert Letter.objects.get().state == LetterState.DROPPED


def test_a_waiting_dossier_is_never_late(world):
    code = taken(world)
    supplements.ask(code, WANT_FORM, by=world.officer, at=day(20))
    struck = clockwork.strike(at=day(30))
    assert (struck["late"], struck["drafted"], struck["drafted_ahead"]) == (0, 0, 0)


def test_reminders_are_given_once(world):
    taken(world)
    assert clockwork.strike(at=day(25, 10))["reminded"] > 0
    assert clockwork.strike(at=day(25, 10, 30))["reminded"] == 0


def test_only_the_clock_does_what_is_the_clocks(world):
    code = taken(world)
    with pytest.raises(NotAllowed):
        processing.take(code, by=system("clock"), at=day(20))
    with pytest.raises(Refusal):
        apologies.note_lateness(code, by=system("clock"), at=day(26))


def test_the_minutes_of_all_holders_are_the_life_of_the_dossier(world):
    code = taken(world)
    supplements.ask(code, WANT_FORM, by=world.officer, at=day(20))
    supplements.supply(code, FORM, by=world.receptionist, at=day(30))
    results.attach(code, number="1/XN", by=world.officer, at=day(30, 10))
    processing.complete(code, "forward", by=world.officer, at=day(30, 10))
    processing.complete(code, "sign", by=world.signer, at=day(30, 11))
    by_card = Receipt(recipient="Nguyễn Thị Ánh Nguyệt", identity_check=IdentityCheck.CARD, id_last4="4417")
    results.hand_over(code, by_card, by=world.receptionist, at=day(30, 15))
    held = held_for(possession.spans(the(code).pk, at=day(30, 16)))
    assert sum(held.values(), timedelta()) == day(30, 15) - MORNING
    assert {holder.kind for holder in held} == {HolderKind.POST, HolderKind.AGENCY, HolderKind.APPLICANT}


def test_a_repeat_of_an_act_answers_as_the_first_time(world):
    code, key = taken(world), uuid4().hex
    first = supplements.ask(code, WANT_FORM, by=world.officer, at=day(20), key=key)
    again = supplements.ask(code, WANT_FORM, by=world.officer, at=day(20, 10), key=key)
    assert (again.seq, again.hash) == (first.seq, first.hash)
    assert Supplement.objects.count() == 1


def test_what_was_accepted_cannot_be_declined(world):
    code = a_dossier(world).code
    with pytest.raises(ActNotAllowed):
        submissions.decline(code, "Sai nơi", "Điều 17", by=world.receptionist, at=day(20))


def test_work_that_goes_to_and_fro_between_agencies_is_told_to_the_head_once(world):
    with_a_way_to_the_counter()
    code = taken(world)
    for turn in range(3):
        processing.complete(code, "ask-counter", by=world.officer, at=day(19, 10 + turn))
        handovers.refuse(code, "Không thuộc chúng tôi", by=world.receptionist, at=day(19, 10 + turn, 30))
    assert clockwork.strike(at=day(19, 14))["escalated"] == 1
    assert clockwork.strike(at=day(19, 15))["escalated"] == 0


def test_an_agency_acts_only_with_the_papers_where_its_rules_say_so(world):
    stricter = {"acts_need_paper": "true"}
    rulesets.amend("N118_2026", stricter, "12/QĐ-UBND ngày 01/11/2026", seen=1, by=system("test"), at=MORNING)
    code = taken(world)
    with pytest.raises(PaperElsewhere, match="Quét nhận giấy"):
        processing.complete(code, "forward", by=world.officer, at=day(20))


def test_papers_are_not_asked_for_while_the_clock_stands_by_order(world):
    code = taken(world)
    suspensions.pause(code, PauseCause.OUTAGE, "5/TB", "301/2026/NĐ-CP", by=world.leader, at=day(20))
    with pytest.raises(Refusal, match="tạm dừng"):
        supplements.ask(code, WANT_FORM, by=world.officer, at=day(20, 10))


def test_work_that_its_head_gave_out_was_taken(world):
    with_a_way_to_the_counter()
    code = taken(world)
    processing.complete(code, "ask-counter", by=world.officer, at=day(19, 10))
    processing.assign(code, world.receptionist.post_id, by=world.head, at=day(19, 10, 30))
    assert clockwork.strike(at=day(20, 16))["sent_back"] == 0


def test_the_letter_of_an_agency_without_a_head_goes_to_the_one_above(world):
    with_a_way_to_the_counter()
    code = taken(world)
    processing.complete(code, "ask-counter", by=world.officer, at=day(19, 10))
    processing.take(code, by=world.receptionist, at=day(19, 11))
    seat = Appointment.objects.get(staff_id=world.head.staff_id)
    posts.end_appointment(seat.pk, by=system("test"), at=day(20))
    clockwork.strike(at=day(27, 8))
    letter = Letter.objects.get()
    assert (letter.holder_agency_id, letter.level) == (world.centre, 1)
    said = {"cause": letter.cause, "cause_text": letter.cause_text, "new_due_at": letter.new_due_at}
    apologies.approve(code, letter.pk, said, by=world.leader, at=day(27))
