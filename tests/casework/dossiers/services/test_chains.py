"""Acts in a row: what one leaves behind must not spoil the clock, the letter or the holder of the next."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from motcua.casework.dossiers.models import Dossier, LateEvent, Letter, Nudge, Party
from motcua.casework.dossiers.queries import alarms, invariants
from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.services import (
    apologies,
    clockwork,
    corrections,
    endings,
    handovers,
    mirrors,
    processes,
    processing,
    supplements,
    suspensions,
)
from motcua.casework.dossiers.services.corrections import Corrected
from motcua.casework.dossiers.services.endings import Settlement
from motcua.casework.dossiers.services.supplements import Notice, Wanted
from motcua.casework.dossiers.vocabulary import PartyRole, PauseCause, Reminder, Status, SupplementReason
from motcua.casework.procedures.rules.content import Case, Limit
from motcua.casework.procedures.services import offers, publishing
from motcua.casework.procedures.vocabulary import LimitUnit
from motcua.ground.kernel.actors import system
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import Invalid, Refusal
from motcua.tools.workflow import queries as workflow
from motcua.tools.workflow.models import Instance
from tests.factories.world import FOUNDED, VN, a_dossier, a_submission, a_world, content, process

pytestmark = pytest.mark.django_db

WANT_FORM = Notice(
    items=[Wanted(key="form", name="Tờ khai", want="Khai lại mục nơi sinh")], reasons=[SupplementReason.INACCURATE]
)
FORM = {"form": Seen(key="form", originals=1)}
GONE = Settlement(reason="Đổi ý", originals=["form"], recipient="Nguyễn Thị Ánh Nguyệt")


@pytest.fixture
def world():
    return a_world()


@pytest.fixture(autouse=True)
def _sound():
    yield
    broken = [(check.rule, check.findings) for check in invariants.checks(every=True) if check.findings]
    assert not broken


def day(number: int, hour: int = 9, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, number, hour, minute, tzinfo=VN)


def the(code: str) -> Dossier:
    return Dossier.objects.get(code=code)


def open_item(code):
    return workflow.items(the(code).pk)[-1]


def taken(world):
    """Return the code of a dossier of five working days (due Thu 26/11) that the officer holds."""
    code = a_dossier(world).code
    processing.take(code, by=world.officer, at=day(19, 9, 5))
    return code


def said(letter, **more):
    return {"cause": letter.cause, "cause_text": letter.cause_text, "new_due_at": letter.new_due_at, **more}


def outage(code, world, since, until):
    suspensions.pause(code, PauseCause.OUTAGE, "5/TB", "301/2026/NĐ-CP", by=world.leader, at=since)
    suspensions.resume(code, by=world.leader, at=until)


def test_an_outage_before_the_other_agency_took_it_leaves_the_handover_its_clock(world):
    code = a_dossier(world).code
    offered = open_item(code)
    assert offered.accept_by is not None
    outage(code, world, day(19, 9, 30), day(19, 10))
    assert open_item(code).accept_by is not None
    assert open_item(code).accept_by > offered.accept_by


def test_what_a_head_gave_to_a_post_was_taken_and_does_not_come_back(world):
    code = a_dossier(world).code
    processing.assign(code, world.officer.post_id, by=world.leader, at=day(19, 9, 30))
    assert clockwork.strike(at=day(20, 15))["sent_back"] == 0
    assert not Nudge.objects.filter(kind=Reminder.UNACCEPTED).exists()
    with pytest.raises(Refusal):
        handovers.expire(code, by=clockwork.CLOCK, at=day(20, 15))


def test_what_was_taken_and_put_back_is_the_agencys_and_does_not_come_back(world):
    code = taken(world)
    processing.release(code, by=world.officer, at=day(19, 10))
    assert clockwork.strike(at=day(20, 15))["sent_back"] == 0
    assert not Nudge.objects.filter(kind=Reminder.UNACCEPTED).exists()


@pytest.mark.parametrize("text", ["form\0x", "form\ud800", "no-such-paper"])
def test_an_original_that_is_not_of_the_dossier_is_a_refusal(world, text):
    code = taken(world)
    with pytest.raises(Invalid, match="có trong hồ sơ này"):
        endings.withdraw(code, replace(GONE, originals=["form", text + "y"]), by=world.receptionist, at=day(20))


def test_a_corrected_number_of_a_person_points_to_that_person(world):
    code = taken(world)
    before = Party.objects.get(dossier=the(code)).person_id
    party = replace(a_submission(world).parties[PartyRole.SUBMITTER], id_number="036179004499")
    wanted = Corrected(parties={PartyRole.SUBMITTER: party})
    corrections.correct(code, wanted, "Sai số", by=world.receptionist, at=day(20))
    assert Party.objects.get(dossier=the(code)).person_id not in (None, before)


def two_cases(world):
    """Return the code of a procedure of five working days, of three for a case."""
    by, whole = system("test"), content("Thử hai trường hợp", Limit(value=5, unit=LimitUnit.WORKING_DAY))
    short = tuple(replace(one, case="short", limit=Limit(value=3, unit=LimitUnit.WORKING_DAY)) for one in whole.terms)
    publishing.publish_content(
        "9.000009",
        replace(whole, terms=(*whole.terms, *short), cases=(Case(key="short", name="Rút gọn"),)),
        source="test",
        decision_no="09/QĐ-TEST",
        decided_on=date(2026, 1, 2),
        valid_from=date(2026, 1, 5),
        by=by,
        at=FOUNDED,
    )
    offers.offer(
        "9.000009",
        agency_id=world.centre,
        competent_id=world.committee,
        process="test-process",
        valid_from=date(2026, 1, 5),
        by=by,
        at=FOUNDED,
    )
    return "9.000009"


def test_another_case_keeps_the_time_that_was_suspended_before_it(world):
    code = a_dossier(world, two_cases(world)).code
    outage(code, world, day(20), day(23))
    assert local(the(code).due_at).date() == day(27).date()
    corrections.correct(code, Corrected(case="short"), "Nhầm trường hợp", by=world.receptionist, at=day(23, 10))
    assert local(the(code).due_at).date() == day(25).date()  # three working days, and the one that stood still


def test_another_case_is_counted_from_where_the_count_began_anew(world):
    code = a_dossier(world, two_cases(world)).code
    processing.take(code, by=world.officer, at=day(19, 9, 5))
    supplements.ask(code, WANT_FORM, by=world.officer, at=day(20))
    supplements.supply(code, FORM, by=world.receptionist, at=day(25))
    corrections.correct(code, Corrected(case="short"), "Nhầm trường hợp", by=world.receptionist, at=day(26))
    assert local(the(code).due_at).date() == day(30).date()


@pytest.mark.parametrize("act", ["ask", "withdraw", "pause"])
def test_a_date_missed_while_the_clockwork_was_down_is_noted_when_it_is_back(world, act):
    code = taken(world)
    if act == "ask":
        supplements.ask(code, replace(WANT_FORM, basis="Luật Hộ tịch"), by=world.officer, at=day(30))
        supplements.supply(code, FORM, by=world.receptionist, at=day(30, 15))
    elif act == "withdraw":
        endings.withdraw(code, GONE, by=world.receptionist, at=day(30))
    else:
        outage(code, world, day(30), day(2, month=12))
    clockwork.strike(at=day(2, 15, month=12))
    clockwork.strike(at=day(2, 15, 10, month=12))
    (late,) = LateEvent.objects.all()
    assert (local(late.due_at), late.kind, late.holder_post_id) == (day(26, 17), "original", world.officer.post_id)
    assert Letter.objects.filter(for_due_at=late.due_at).count() == 1


def test_a_promise_that_moved_before_it_passed_was_not_missed(world):
    code = taken(world)
    supplements.ask(code, WANT_FORM, by=world.officer, at=day(23))
    supplements.supply(code, FORM, by=world.receptionist, at=day(30))
    clockwork.strike(at=day(30, 15))
    assert not LateEvent.objects.exists()


def test_a_letter_about_a_date_that_is_no_longer_in_force_appoints_nothing(world):
    code = taken(world)
    clockwork.strike(at=day(27))
    (letter,) = Letter.objects.all()
    supplements.ask(code, replace(WANT_FORM, basis="Luật Hộ tịch"), by=world.officer, at=day(27, 10))
    supplements.supply(code, FORM, by=world.receptionist, at=day(30))
    promised = the(code).due_at
    apologies.approve(code, letter.pk, said(letter), by=world.leader, at=day(30, 10))
    assert the(code).due_at == promised
    letter.refresh_from_db()
    assert (letter.state, letter.new_due_at) == ("sent", None)


def test_a_letter_goes_out_although_the_applicant_is_waited_for(world):
    code = taken(world)
    clockwork.strike(at=day(27))
    (letter,) = Letter.objects.all()
    supplements.ask(code, replace(WANT_FORM, basis="Luật Hộ tịch"), by=world.officer, at=day(27, 10))
    apologies.approve(code, letter.pk, said(letter), by=world.leader, at=day(27, 11))
    letter.refresh_from_db()
    assert (letter.state, letter.new_due_at) == ("sent", None)
    assert the(code).status == Status.SUPPLEMENT


def test_two_letters_drafted_before_either_went_out_do_not_appoint_twice(world):
    code = taken(world)
    clockwork.strike(at=day(27))
    supplements.ask(code, replace(WANT_FORM, basis="Luật Hộ tịch"), by=world.officer, at=day(27, 10))
    supplements.supply(code, FORM, by=world.receptionist, at=day(27, 14))
    clockwork.strike(at=day(7, month=12))
    first, second = Letter.objects.order_by("id")
    apologies.approve(code, second.pk, said(second), by=world.leader, at=day(7, 10, month=12))
    apologies.approve(
        code, first.pk, said(first, new_due_at=day(29, 17, month=12)), by=world.leader, at=day(7, 11, month=12)
    )
    assert Letter.objects.filter(new_due_at__isnull=False).count() == 1


def test_a_mirrored_dossier_that_was_late_there_is_not_asked_for_again_and_again(world):
    mirrors.observe(
        mirrors.Observed(
            code="G22.99.05-261119-0007",
            partner="bo-tu-phap",
            procedure="9.000002",
            agency_id=world.centre,
            status=Status.COMPLETED,
            seen_at=day(20),
            received_at=day(10),
            due_at=day(12),
            completed_at=day(20),
        ),
        by=world.receptionist,
        at=day(20, 10),
    )
    assert list(alarms.late(day(21))) == []


def test_papers_are_not_asked_for_while_the_clock_stands_by_order(world):
    code = taken(world)
    suspensions.pause(code, PauseCause.OUTAGE, "5/TB", "301/2026/NĐ-CP", by=world.leader, at=day(20))
    with pytest.raises(Refusal, match="tạm dừng"):
        supplements.ask(code, WANT_FORM, by=world.officer, at=day(20, 10))


@pytest.mark.parametrize("year", [2028, 2199])
def test_nobody_is_put_off_for_years(world, year):
    code = taken(world)
    clockwork.strike(at=day(25, 8))
    (letter,) = Letter.objects.all()
    wanted = said(letter, new_due_at=datetime(year, 3, 1, 17, tzinfo=VN))
    with pytest.raises(Invalid, match="một năm"):
        apologies.approve(code, letter.pk, wanted, by=world.leader, at=day(25, 9))


def test_one_broken_dossier_holds_up_no_other(world):
    broken, sound = taken(world), taken(world)
    drawn = process("other")
    steps = tuple(replace(step, key=f"other-{step.key}") for step in drawn.activities)
    ways = tuple(
        replace(way, source=f"other-{way.source}", target=way.target and f"other-{way.target}") for way in drawn.flows
    )
    other = processes.publish(replace(drawn, activities=steps, flows=ways), at=FOUNDED)
    instance = Instance.objects.filter(pk=the(broken).instance_id)
    rightly = instance.get().definition_id
    instance.update(definition_id=other.id)
    with pytest.raises(ExceptionGroup):
        clockwork.strike(at=day(27))
    assert [letter.dossier.code for letter in Letter.objects.all()] == [sound]
    instance.update(definition_id=rightly)
    clockwork.strike(at=day(27, 10))
    assert Letter.objects.count() == 2
