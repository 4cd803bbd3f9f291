"""The clock keeps groups going: what a worker lost, what nobody took up, what waits for an applicant."""

from datetime import datetime, timedelta

import pytest

from motcua.casework.dossiers.models import DueDate, Letter, Nudge, Participation
from motcua.casework.dossiers.queries import groups, invariants
from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.services import (
    apologies,
    clockwork,
    leg_clock,
    processing,
    supplements,
    transfer,
)
from motcua.casework.dossiers.services.supplements import Notice, Wanted
from motcua.casework.dossiers.vocabulary import LegState, Reminder, Status, SupplementReason
from tests.factories.groups import a_group, a_group_world, finish, legs, parent
from tests.factories.world import VN

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=VN)


@pytest.fixture
def here():
    return a_group_world()


def nudges(kind):
    rows = Nudge.objects.filter(kind=kind).order_by("id")
    return [(row.dossier.code, row.about) for row in rows.select_related("dossier")]


def test_a_result_that_no_worker_sent_on_is_sent_by_the_clock_and_told_after_ten_minutes(here):
    code = a_group(here, at=MONDAY).code
    finish(here, legs(code)["birth"], MONDAY + HOUR)
    leg_clock.strike(at=MONDAY + HOUR + timedelta(minutes=11))
    assert legs(code)["residence"].state == "open"
    assert nudges(Reminder.LEG_NOT_SENT) == [(code, "birth")]
    assert legs(code)["birth"].done_at == MONDAY + HOUR
    leg_clock.strike(at=MONDAY + 2 * HOUR)
    assert len(nudges(Reminder.LEG_NOT_SENT)) == 1


def test_a_whole_whose_parts_have_all_ended_is_concluded_by_the_clock_where_the_news_was_lost(here):
    items = [Wanted(key="to-khai", name="Tờ khai", want="Khai lại")]
    notice = Notice(items=items, reasons=[SupplementReason.INACCURATE])
    code = a_group(here, at=MONDAY).code
    at = MONDAY + HOUR
    for leg in ("birth", "residence", "health-insurance"):
        transfer.advance(parent(code).pk, at=at)
        if leg == "health-insurance":
            supplements.ask(code, notice, by=here.world.receptionist, at=at)
        finish(here, legs(code)[leg], at + HOUR)
        at += 2 * HOUR
    transfer.advance(parent(code).pk, at=at)
    assert parent(code).status == Status.SUPPLEMENT
    assert {row.state for row in legs(code).values()} == {LegState.DONE}
    brought = {"to-khai": Seen(key="to-khai", originals=1)}
    supplements.supply(code, brought, by=here.world.receptionist, at=at + HOUR)
    leg_clock.strike(at=at + 2 * HOUR)
    assert parent(code).status == Status.COMPLETED
    assert nudges(Reminder.LEG_NOT_SENT) == []
    assert not leg_clock.strike(at=at + 3 * HOUR)["advanced"]


def test_one_broken_group_holds_up_no_other(here):
    broken, sound = (a_group(here, at=MONDAY).code for _ in range(2))
    for code in (broken, sound):
        finish(here, legs(code)["birth"], MONDAY + HOUR)
    Participation.objects.filter(dossier__code=broken, key="residence").update(process="nowhere")
    with pytest.raises(ExceptionGroup):
        leg_clock.strike(at=MONDAY + 3 * HOUR)
    assert (legs(broken)["residence"].state, legs(sound)["residence"].state) == ("planned", "open")
    assert (sound, "birth") in nudges(Reminder.LEG_NOT_SENT)


def test_within_ten_minutes_it_is_sent_without_a_word(here):
    code = a_group(here, at=MONDAY).code
    finish(here, legs(code)["birth"], MONDAY + HOUR)
    leg_clock.strike(at=MONDAY + HOUR + timedelta(minutes=9))
    assert legs(code)["residence"].state == "open"
    assert nudges(Reminder.LEG_NOT_SENT) == []


def test_what_nobody_takes_up_in_two_working_hours_is_told_to_both_sides_once(here):
    code = a_group(here, at=MONDAY).code
    leg_clock.strike(at=MONDAY + 2 * HOUR)
    assert nudges(Reminder.LEG_UNACKNOWLEDGED) == []
    for minutes in (121, 131):
        leg_clock.strike(at=MONDAY + timedelta(minutes=minutes))
    child = legs(code)["birth"].child.code
    assert nudges(Reminder.LEG_UNACKNOWLEDGED) == [(child, "birth"), (code, "birth")]


def test_what_was_taken_up_is_not_reminded_of(here):
    code = a_group(here, at=MONDAY).code
    processing.take(legs(code)["birth"].child.code, by=here.world.officer, at=MONDAY + HOUR)
    leg_clock.strike(at=MONDAY + 3 * HOUR)
    assert nudges(Reminder.LEG_UNACKNOWLEDGED) == []


def test_a_whole_whose_part_waits_for_the_applicant_is_not_late_meanwhile(here):
    code = a_group(here, at=MONDAY).code
    finish(here, legs(code)["birth"], MONDAY + HOUR)
    leg_clock.strike(at=MONDAY + HOUR)
    notice = Notice(items=[Wanted(key="", name="Nơi ở", want="Ghi rõ thôn")], reasons=[SupplementReason.INACCURATE])
    supplements.ask(legs(code)["residence"].child.code, notice, by=here.officers[here.police], at=MONDAY + 2 * HOUR)
    processing.take(legs(code)["health-insurance"].child.code, by=here.officers[here.insurance], at=MONDAY + 2 * HOUR)
    for day in range(8):
        at = MONDAY + day * DAY
        leg_clock.strike(at=at + 3 * HOUR)
        clockwork.strike(at=at + 3 * HOUR)
    from motcua.casework.dossiers.models import LateEvent

    late = set(LateEvent.objects.values_list("dossier__code", flat=True))
    assert code not in late
    assert late == {legs(code)["health-insurance"].child.code}
    assert [check.rule for check in invariants.checks(every=True) if check.findings] == []


def test_lateness_is_the_agencys_own(here):
    code = a_group(here, at=MONDAY).code
    finish(here, legs(code)["birth"], MONDAY + 2 * DAY)  # due on Tuesday
    leg_clock.strike(at=MONDAY + 2 * DAY)
    finish(here, legs(code)["residence"], MONDAY + 4 * DAY)
    finish(here, legs(code)["health-insurance"], MONDAY + 4 * DAY)
    leg_clock.strike(at=MONDAY + 4 * DAY)
    seen = groups.of_dossier(parent(code).pk, at=MONDAY + 5 * DAY)
    assert parent(code).status == Status.COMPLETED
    assert [name for name, _ in seen.late_agencies] == ["UBND xã Tân Hòa"]
    ((_, minutes),) = seen.late_agencies
    assert minutes == 450  # Tuesday 09:00 to Wednesday 09:00
    from motcua.ground.outbox import queries as outbox

    (ended,) = [one for one in outbox.history(f"dossier:{parent(code).pk}") if one.name == "DossierCompleted"]
    assert ended.payload["timeliness"] == "late"


def test_anybody_sees_the_parts_in_plain_words_and_no_person(here):
    code = a_group(here, at=MONDAY).code
    finish(here, legs(code)["birth"], MONDAY + HOUR)
    leg_clock.strike(at=MONDAY + HOUR)
    seen = groups.public_legs(code, at=MONDAY + 2 * HOUR)
    assert [(leg.title, leg.state) for leg in seen] == [
        ("Đăng ký khai sinh", "done"), ("Đăng ký thường trú", "now"), ("Cấp thẻ bảo hiểm y tế", "now"),
    ]  # fmt: skip
    assert seen[0].code == legs(code)["birth"].child.code
    assert "Nguyệt" not in repr(seen)
    assert groups.public_legs("H99-000000-0001", at=MONDAY) == ()


def test_a_part_appointed_anew_moves_the_promise_of_the_whole_and_not_the_law(here):
    code = a_group(here, at=MONDAY).code
    finish(here, legs(code)["birth"], MONDAY + HOUR)
    leg_clock.strike(at=MONDAY + HOUR)
    before = parent(code)
    child = legs(code)["residence"].child
    clockwork.strike(at=child.due_at + HOUR)
    letter = Letter.objects.get(dossier=child)
    said = {"cause": letter.cause, "cause_text": letter.cause_text, "new_due_at": letter.new_due_at}
    apologies.approve(child.code, letter.pk, said, by=here.signers[here.police], at=child.due_at + 2 * HOUR)
    leg_clock.strike(at=child.due_at + 2 * HOUR)
    transfer.advance(child.pk, at=child.due_at + 2 * HOUR)
    after = parent(code)
    assert legs(code)["residence"].child.due_at > child.due_at
    assert after.due_at > before.due_at
    assert after.legal_due_at == before.legal_due_at
    kinds = list(DueDate.objects.filter(dossier=after).order_by("event_seq").values_list("kind", flat=True))
    assert kinds == ["received", "reappointed"]
    assert [check.rule for check in invariants.checks(every=True) if check.findings] == []
