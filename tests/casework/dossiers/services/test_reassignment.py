"""People change, work does not stop: rows given one by one, nobody gone while work is left that nobody can do."""

from datetime import timedelta

import pytest

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.queries import holdings, orphans
from motcua.casework.dossiers.services import clockwork, processing, reassignment, supplements
from motcua.casework.dossiers.services.reassignment import Away, Move, Work
from motcua.casework.dossiers.services.supplements import Notice, Wanted
from motcua.casework.dossiers.vocabulary import SupplementReason
from motcua.ground.kernel.actors import system
from motcua.ground.kernel.errors import NotAllowed, Refusal
from motcua.ground.outbox import queries as outbox
from motcua.people.agencies.queries import establishment
from motcua.people.agencies.queries import organisation as reads
from motcua.people.agencies.rules.substitution import Seating
from motcua.people.agencies.services import posts, substitution
from motcua.people.agencies.vocabulary import AbsenceReason
from motcua.people.identity import queries as identity
from tests.factories.world import MORNING, a_dossier, a_world, an_officer

pytestmark = pytest.mark.django_db

BY = system("test")
NOON, EVENING = MORNING.replace(hour=12), MORNING.replace(hour=17)


@pytest.fixture
def world():
    return a_world()


@pytest.fixture
def administrator(world):
    admin, _ = an_officer("Quản Trị Viên", world.committee, "Quản trị", ["administrator", "unit_leader"], "admin")
    return admin


def held_by(world, who, count):
    """Let somebody take so many dossiers; return them as they wait."""
    for _ in range(count):
        processing.take(a_dossier(world).code, by=getattr(world, who), at=MORNING)
    return holdings.at_posts([getattr(world, who).post_id])


def to(rows, post_id):
    return tuple(Move(item_id=row.item_id, code=row.code, post_id=post_id) for row in rows)


def account_of(world, who):
    return identity.account(world.emails[who]).id


def seat_of(actor):
    (sitter,) = establishment.post(actor.post_id, on=MORNING.date()).sitters
    return sitter.appointment_id


def test_rows_are_given_one_by_one_and_a_refused_one_stops_no_other(world):
    rows = held_by(world, "officer", 3)
    processing.complete(rows[1].code, "forward", by=world.officer, at=MORNING)  # gone to the signer meanwhile
    moved = reassignment.reassign(to(rows, world.second_officer.post_id), by=world.leader, at=MORNING)
    assert [bool(one.refusal) for one in moved] == [False, True, False]
    assert len(holdings.at_posts([world.second_officer.post_id])) == 2


def test_a_form_that_arrives_twice_gives_each_row_once(world):
    rows = held_by(world, "officer", 2)
    moves = to(rows, None)
    first = reassignment.reassign(moves, by=world.leader, at=MORNING, key="k")
    assert reassignment.reassign(moves, by=world.leader, at=MORNING, key="k") == first
    assert not any(one.refusal for one in first)
    assert all(len(outbox_of(row.code)) == 3 for row in rows)  # received, taken, released


def outbox_of(code):
    return outbox.history(f"dossier:{Dossier.objects.get(code=code).pk}")


def test_only_who_leads_there_may_give_it_away(world):
    rows = held_by(world, "officer", 1)
    (moved,) = reassignment.reassign(to(rows, world.second_officer.post_id), by=world.head, at=MORNING)
    assert "lãnh đạo" in moved.refusal


def test_work_of_an_absent_officer_is_orphaned_from_that_minute_and_no_longer_than_he_is_away(world):
    rows = held_by(world, "officer", 2)
    substitution.record_absence(world.officer.staff_id, NOON, EVENING, AbsenceReason.LEAVE, by=world.leader, at=MORNING)
    minute, at_committee = timedelta(minutes=1), [world.committee]
    assert [orphans.count(at_committee, at=at) for at in (NOON - minute, NOON, EVENING - minute, EVENING)] == [
        0, 2, 2, 0
    ]  # fmt: skip
    assert {row.code for row in orphans.of_agencies(at_committee, at=NOON)} == {row.code for row in rows}
    assert orphans.count([world.centre], at=NOON) == 0
    assert orphans.count(None, at=NOON) == 2


def test_a_pool_whose_role_nobody_carries_is_orphaned_and_doctor_says_how_to_mend_it(world):
    code = a_dossier(world).code
    assert orphans.count(None, at=MORNING) == 0
    for who in (world.officer, world.second_officer):
        posts.end_appointment(seat_of(who), by=BY, at=MORNING)
    check, letters = orphans.checks(at=MORNING)
    assert (letters.checked, letters.findings) == (0, ())
    (finding,) = check.findings
    assert (check.checked, finding.subject) == (1, code)
    assert "không ai giữ vai trò đó" in finding.sentence
    assert finding.mend


def test_a_letter_that_no_head_can_approve_is_named_until_somebody_sits_there(world):
    code = a_dossier(world).code
    clockwork.strike(at=MORNING + timedelta(days=20))
    later = MORNING + timedelta(days=20, hours=1)
    letters = list(orphans.checks(at=later))[1]
    assert (letters.checked, letters.findings) == (1, ())
    for who in (world.leader, world.signer, world.head):
        posts.end_appointment(seat_of(who), by=BY, at=later)
    (finding,) = list(orphans.checks(at=later))[1].findings
    assert finding.subject == code
    assert "không có lãnh đạo nào" in finding.sentence


def test_an_officer_leaves_at_noon_with_a_substitute_and_no_dossier_is_orphaned(world):
    held_by(world, "officer", 3)
    acting = Seating(
        post_id=world.officer.post_id, holder_id=world.officer.staff_id, staff_id=world.second_officer.staff_id,
        starts_at=NOON, ends_at=EVENING, decision_no="45/QĐ-UBND",
    )  # fmt: skip
    away = Away(
        staff_id=world.officer.staff_id, starts_at=NOON, ends_at=EVENING, reason=AbsenceReason.SICK,
        substitutes=(acting,),
    )  # fmt: skip
    done = reassignment.go_away(away, Work(agencies=(world.committee,)), by=world.leader, at=NOON, key="k")
    assert done.orphaned == 0
    (_, borrowed) = reads.actors_of_account(account_of(world, "second_officer"), on=NOON)
    row = holdings.at_posts([world.officer.post_id])[0]
    assert processing.complete(row.code, "forward", by=borrowed, at=NOON).activity == "sign"


def test_an_officer_leaves_at_noon_and_his_work_is_given_away_in_the_same_act(world):
    rows = held_by(world, "officer", 3)
    away = Away(staff_id=world.officer.staff_id, starts_at=NOON, ends_at=EVENING, reason=AbsenceReason.LEAVE)
    work = Work(moves=to(rows, world.second_officer.post_id), agencies=(world.committee,))
    done = reassignment.go_away(away, work, by=world.leader, at=NOON, key="k")
    assert (done.orphaned, [one.refusal for one in done.moved]) == (0, ["", "", ""])
    again = reassignment.go_away(away, work, by=world.leader, at=NOON, key="k")
    assert again == done


def test_nothing_can_be_given_to_one_who_is_away(world):
    rows = held_by(world, "second_officer", 1)
    away = Away(staff_id=world.officer.staff_id, starts_at=NOON, ends_at=EVENING, reason=AbsenceReason.LEAVE)
    reassignment.go_away(away, Work(), by=world.leader, at=NOON)
    (moved,) = reassignment.reassign(to(rows, world.officer.post_id), by=world.leader, at=NOON)
    assert moved.refusal


def test_nobody_leaves_while_his_work_is_left_unless_it_is_asked_for(world, administrator):
    rows = held_by(world, "officer", 2)
    account, here = account_of(world, "officer"), (world.committee,)
    with pytest.raises(Refusal) as no:
        reassignment.leave(account, Work(agencies=here), by=administrator, at=MORNING, key="a")
    assert no.value.code == "would_orphan"
    assert reads.actors_of_account(account, on=MORNING)  # nothing was done
    done = reassignment.leave(account, Work(moves=to(rows, None), agencies=here), by=administrator, at=MORNING, key="b")
    assert (done.orphaned, len(done.moved)) == (0, 2)
    assert not reads.actors_of_account(account, on=MORNING)


def test_access_can_be_taken_at_once_and_the_work_stays_listed(world, administrator):
    held_by(world, "officer", 2)
    work = Work(agencies=(world.committee,), later=True)
    done = reassignment.leave(account_of(world, "officer"), work, by=administrator, at=MORNING)
    assert done.orphaned == 2
    assert len(orphans.of_agencies([world.committee], at=MORNING)) == 2


def test_a_mover_takes_no_work_along_and_leaves_none_behind(world, administrator):
    rows = held_by(world, "officer", 2)
    where = (seat_of(world.officer), world.signer.post_id)
    tomorrow = MORNING.date() + timedelta(days=1)
    with pytest.raises(Refusal) as no:
        reassignment.move(*where, Work(agencies=(world.committee,)), by=administrator, at=MORNING, start=tomorrow)
    assert no.value.code == "would_orphan"
    work = Work(moves=to(rows, world.second_officer.post_id), agencies=(world.committee,))
    done = reassignment.move(*where, work, by=administrator, at=MORNING, start=tomorrow)
    assert done.orphaned == 0
    assert len(holdings.at_posts([world.second_officer.post_id])) == 2


def test_who_does_not_lead_sends_nobody_away(world):
    away = Away(staff_id=world.officer.staff_id, starts_at=NOON, ends_at=EVENING, reason=AbsenceReason.LEAVE)
    with pytest.raises(NotAllowed):
        reassignment.go_away(away, Work(), by=world.officer, at=NOON)


def test_work_that_waits_for_the_applicant_is_handed_over_too(world):
    (row,) = held_by(world, "officer", 1)
    wanted = Wanted(key="form", name="Tờ khai", want="Khai lại mục nơi sinh")
    notice = Notice(items=[wanted], reasons=[SupplementReason.INACCURATE])
    supplements.ask(row.code, notice, by=world.officer, at=MORNING)
    substitution.record_absence(world.officer.staff_id, NOON, EVENING, AbsenceReason.LEAVE, by=world.leader, at=MORNING)
    assert orphans.count([world.committee], at=NOON) == 1
    (moved,) = reassignment.reassign(to((row,), world.second_officer.post_id), by=world.leader, at=NOON)
    assert not moved.refusal
    assert orphans.count([world.committee], at=NOON) == 0
