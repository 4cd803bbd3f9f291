"""Results that nobody collects: who is told, when, how often, and for which results nobody is."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from motcua.casework.dossiers.models import Dossier, Nudge
from motcua.casework.dossiers.queries import detail, story, timeline, uncollected
from motcua.casework.dossiers.services import (
    clockwork,
    endings,
    intake,
    mirrors,
    processes,
    processing,
    results,
    transfer,
)
from motcua.casework.dossiers.services import rulesets as rules
from motcua.casework.dossiers.services.endings import Settlement
from motcua.casework.dossiers.services.mirrors import Observed
from motcua.casework.dossiers.services.results import Receipt
from motcua.casework.dossiers.subscribers import _tell_officers
from motcua.casework.dossiers.vocabulary import IdentityCheck, Initiator, Reminder, ReturnMethod, Status
from motcua.ground.kernel.actors import system
from motcua.ground.kernel.errors import Refusal
from motcua.ground.kernel.events import Event
from motcua.ground.notifications.queries import messages, notices
from motcua.ground.outbox import queries as outbox
from motcua.tools.workflow.rules.drawing import ActivityDraft, FlowDraft
from motcua.tools.workflow.vocabulary import Place
from tests.factories.groups import a_group, a_group_world, finish, legs, parent
from tests.factories.world import FOUNDED, MARITAL, MORNING, VN, a_submission, a_world, process

pytestmark = pytest.mark.django_db
READY = datetime(2026, 11, 19, 15, 0, tzinfo=VN)
BY_CARD = Receipt(recipient="Nguyễn Thị Ánh Nguyệt", identity_check=IdentityCheck.CARD, id_last4="4417")


def after(days, hour=8, since=READY):
    return (since + timedelta(days=days)).replace(hour=hour)


@pytest.fixture
def world():
    return a_world()


def a_result(world, method=ReturnMethod.COUNTER, outcome="sign", ready=READY):
    handed_in = replace(a_submission(world, email="nguyet@example.vn"), return_method=method)
    code = intake.accept(handed_in, by=world.receptionist, at=MORNING, key=uuid4().hex).code
    processing.complete(code, "forward", by=world.officer, at=MORNING)
    results.attach(code, number="15/XN-UBND", by=world.signer, at=MORNING)
    processing.complete(code, outcome, by=world.signer, at=ready)
    return code


def redrawn(*, add=(), instead=None):
    """Publish the process with further ways out, or with one way led through a further step."""
    drawn = process()
    flows = tuple(instead.get(flow.outcome, flow) for flow in drawn.flows) if instead else drawn.flows
    steps = tuple(one for one in add if isinstance(one, ActivityDraft))
    ways = tuple(one for one in add if isinstance(one, FlowDraft))
    processes.publish(
        replace(drawn, activities=(*drawn.activities[:-1], *steps, drawn.activities[-1]), flows=(*flows, *ways)),
        at=FOUNDED,
    )


def called(at):
    return clockwork.strike(at=at)["called"]


def deliver(code):
    """Hand every reminder of a dossier to those who tell, as the jobs do; twice, as jobs may."""
    for entry in outbox.history(f"dossier:{the(code).pk}") * 2:
        _tell_officers(Event.restore(entry.name, entry.subject, entry.payload), entry.actor, entry.at)


def told(code):
    return [message for message in messages.about(f"dossier:{the(code).pk}") if message.kind == "dossier.uncollected"]


def desk(actor):
    rows = notices.of_post(actor.post_id).rows
    return [notice.title for notice in rows if notice.title.startswith("Kết quả lâu chưa ai đến nhận")]


def the(code):
    return Dossier.objects.get(code=code)


def test_each_day_of_reminding_calls_once_and_a_day_off_waits_for_the_next_open_one(world):
    a_result(world)
    calls = [days for days in range(1, 45) for hour in (8, 10) if called(after(days, hour))]
    assert calls == [7, 32]  # day 30 is a Saturday


def test_a_day_that_the_worker_missed_is_caught_up_and_two_are_one_message(world):
    code = a_result(world)
    assert called(after(34)) == 1
    assert called(after(35)) == 0
    assert [(nudge.kind, nudge.about) for nudge in Nudge.objects.all()] == [("uncollected", "30")]
    deliver(code)
    assert [message.channel for message in told(code)] == ["sms", "email", "portal"]


def test_nobody_is_called_at_night_or_when_the_counters_are_shut(world):
    a_result(world)
    assert (called(after(7, 6)), called(after(7, 12)), called(after(7, 20))) == (0, 0, 0)
    assert called(after(7, 14)) == 1


def test_the_applicant_is_told_where_it_lies_when_it_is_open_there_and_the_code(world):
    code = a_result(world)
    called(after(7))
    deliver(code)
    mail = next(message for message in told(code) if message.channel == "email")
    assert mail.text == (
        f"Kết quả hồ sơ {code} vẫn chờ tại Trung tâm Phục vụ hành chính công xã Tân Hòa, 12 đường Giữa Làng, thôn Đông. "
        "Mang giấy hẹn và căn cước đến nhận, giờ mở cửa: thứ Hai đến thứ Sáu 07:30–11:30, 13:30–17:00."
    )
    assert code in mail.title
    assert "Nguyệt" not in mail.title


def test_each_post_that_gives_out_results_there_is_reminded_once_and_nobody_else(world):
    code = a_result(world)
    called(after(7))
    deliver(code)
    assert desk(world.receptionist) == [f"Kết quả lâu chưa ai đến nhận: {code}"]
    assert [desk(who) for who in (world.officer, world.signer, world.leader, world.stranger)] == [[], [], [], []]
    called(after(32))
    deliver(code)
    assert len(desk(world.receptionist)) == 2
    assert len(told(code)) == 6


def test_the_answer_no_is_a_result_to_collect_too(world):
    redrawn(add=[FlowDraft(source="sign", target="return", outcome="refuse", label="Không đạt", effect="reject")])
    code = a_result(world, outcome="refuse")
    assert the(code).flag == "rejected"
    assert called(after(7)) == 1


def test_a_result_on_its_way_to_the_counter_cannot_be_collected_yet(world):
    pack = ActivityDraft(key="pack", name="Đóng dấu", place=Place.COMPETENT, role="handling_officer", share=Decimal(0))
    signed = FlowDraft(source="sign", target="pack", outcome="sign", label="Ký", effect="complete")
    packed = FlowDraft(source="pack", target="return", outcome="packed", label="Chuyển quầy")
    redrawn(add=[pack, packed], instead={"sign": signed})
    code = a_result(world)
    assert called(after(7)) == 0
    processing.complete(code, "packed", by=world.officer, at=after(7, 9))
    assert called(after(7, 10)) == 1


@pytest.mark.parametrize("method", [ReturnMethod.POST, ReturnMethod.ELECTRONIC])
def test_what_the_office_sends_is_nobodys_to_collect(world, method):
    code = a_result(world, method)
    assert [called(after(days)) for days in (7, 32)] == [0, 0]
    (row,) = uncollected.page(by=world.receptionist, at=after(32), first=7).rows
    assert (row.code, row.method, row.waited_days, row.is_to_fetch, row.is_long) == (code, method, 32, False, False)


def test_what_was_collected_is_nobodys_to_collect(world):
    code = a_result(world)
    results.hand_over(code, BY_CARD, by=world.receptionist, at=after(1))
    assert [called(after(days)) for days in (7, 32)] == [0, 0]


def test_who_came_between_the_question_and_the_lock_is_not_called(world):
    code = a_result(world)
    results.hand_over(code, BY_CARD, by=world.receptionist, at=after(7, 8))
    with pytest.raises(Refusal, match="không còn chờ"):
        clockwork.remind(code, Reminder.UNCOLLECTED, "7", 0, by=clockwork.CLOCK, at=after(7, 9))
    assert not Nudge.objects.exists()


def test_who_came_before_the_message_left_gets_none(world):
    code = a_result(world)
    called(after(7))
    results.hand_over(code, BY_CARD, by=world.receptionist, at=after(7, 9))
    deliver(code)
    assert (told(code), desk(world.receptionist)) == ([], [])


@pytest.mark.parametrize("act", ["withdraw", "stop"])
def test_what_ended_without_a_result_is_nobodys_to_collect(world, act):
    code = intake.accept(a_submission(world), by=world.receptionist, at=MORNING, key=uuid4().hex).code
    said = Settlement(reason="Xin thôi", basis="Đơn", originals=["form"], recipient="Nguyễn Thị Ánh Nguyệt")
    if act == "withdraw":
        endings.withdraw(code, said, by=world.receptionist, at=READY)
    else:
        processing.take(code, by=world.officer, at=MORNING)
        endings.stop(code, Initiator.APPLICANT, said, by=world.leader, at=READY)
    assert [called(after(days)) for days in (7, 32)] == [0, 0]


def test_what_another_system_handles_is_not_ours_to_call_for(world):
    told_us = Observed(
        code="G22.99.05-261118-0007",
        partner="bo-tu-phap",
        procedure=MARITAL,
        agency_id=world.centre,
        status=Status.COMPLETED,
        seen_at=READY,
        received_at=MORNING,
        due_at=READY,
    )
    mirrors.observe(told_us, by=system("partner"), at=READY)
    assert the(told_us.code).status == Status.COMPLETED
    assert [called(after(days)) for days in (7, 32)] == [0, 0]


def test_a_part_waits_for_its_whole_and_its_days_count_from_there():
    here = a_group_world()
    code = a_group(here, at=MORNING).code
    finish(here, legs(code)["birth"], READY)
    transfer.advance(parent(code).pk, at=READY)
    assert called(after(8)) == 0
    for key in ("residence", "health-insurance"):
        finish(here, legs(code)[key], after(8, 9))
    transfer.advance(parent(code).pk, at=after(8, 10))
    assert parent(code).status == Status.COMPLETED
    assert called(after(14)) == 0
    assert called(after(15)) == 4
    assert {nudge.about for nudge in Nudge.objects.filter(kind="uncollected")} == {"7"}


def test_the_days_are_those_of_the_rules_in_force(world):
    a_result(world)
    other = {"uncollected_days": "3, 12"}
    rules.amend("N118_2026", other, "12/QĐ-UBND ngày 20/11/2026", seen=1, by=system("test"), at=after(1))
    assert [days for days in range(1, 20) if called(after(days))] == [4, 12]  # day 3 is a Sunday
    later = {"uncollected_days": "3, 40"}
    rules.amend("N118_2026", later, "13/QĐ-UBND ngày 10/12/2026", seen=2, by=system("test"), at=after(21))
    assert called(after(22)) == 0


def test_what_lay_for_months_before_anybody_counted_is_left_alone(world):
    a_result(world)
    assert called(after(61)) == 0
    assert called(after(60)) == 1


def test_the_log_tells_who_was_reminded_of_what(world):
    code = a_result(world)
    called(after(7))
    seen = detail.view(code, by=world.receptionist, at=after(7))
    newest = timeline.timeline(seen, story.story(seen.id))[0]
    assert newest.title == "Nhắc người nộp và quầy: kết quả chờ 7 ngày, chưa ai đến nhận"
    assert newest.who == "Hệ thống, tự động"


def test_the_desk_lists_the_longest_wait_first_page_by_page(world, monkeypatch):
    monkeypatch.setattr(uncollected, "PAGE", 2)
    codes = [a_result(world, ready=READY + timedelta(days=days)) for days in (4, 0, 8)]
    first = uncollected.page(by=world.receptionist, at=after(12), first=7)
    second = uncollected.page(by=world.receptionist, at=after(12), first=7, after=first.after)
    rows = [*first.rows, *second.rows]
    assert [row.code for row in rows] == [codes[1], codes[0], codes[2]]
    assert [(row.waited_days, row.is_long) for row in rows] == [(12, True), (8, True), (4, False)]
    assert (first.every, first.long, second.after) == (3, 2, "")
    long = uncollected.page(by=world.receptionist, at=after(12), first=7, only_long=True)
    assert ([row.code for row in long.rows], long.every, long.long) == ([codes[1], codes[0]], 3, 2)
    assert uncollected.page(by=world.officer, at=after(12), first=7).every == 0
