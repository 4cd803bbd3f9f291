"""Absences and acting seats: to the minute, by a decision, never beyond the one they stand for."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.services import processing
from motcua.ground.kernel.actors import Actor, system
from motcua.ground.kernel.errors import Invalid, NotAllowed, NotFound
from motcua.ground.kernel.vocabulary import ActorKind
from motcua.ground.outbox import queries as outbox
from motcua.people.agencies import policies
from motcua.people.agencies.models import Delegation
from motcua.people.agencies.queries import authority, callers, desks, establishment, seats
from motcua.people.agencies.queries import organisation as reads
from motcua.people.agencies.rules.substitution import Scope, Seating
from motcua.people.agencies.services import organisation, posts, substitution
from motcua.people.agencies.vocabulary import AbsenceReason, DocumentType
from motcua.people.identity import queries as identity
from motcua.people.identity import services as identity_services
from tests.factories.world import MORNING, a_dossier, a_world, an_officer

pytestmark = pytest.mark.django_db

BY = system("test")
NOON, EVENING = MORNING.replace(hour=12), MORNING.replace(hour=17)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def world():
    return a_world()


def seating(world, **more):
    """The second officer acts for the leader in the afternoon."""
    usual = {
        "post_id": world.leader.post_id,
        "holder_id": world.leader.staff_id,
        "staff_id": world.second_officer.staff_id,
        "starts_at": NOON,
        "ends_at": EVENING,
        "decision_no": "45/QĐ-UBND",
    }
    return Seating(**{**usual, **more})


def account_of(world, who):
    return identity.account(world.emails[who]).id


def acting(world):
    """The second officer at the leader's post."""
    mine = world.second_officer
    return Actor(
        kind=ActorKind.STAFF,
        staff_id=mine.staff_id,
        name=mine.name,
        post_id=world.leader.post_id,
        agency_id=world.committee,
    )


def test_an_acting_seat_opens_and_closes_by_the_minute_everywhere(world):
    substitution.seat_substitute(seating(world), by=BY, at=MORNING)
    account, post = account_of(world, "second_officer"), world.leader.post_id
    token = identity_services.issue_token(account, label="thử", at=MORNING)
    for moment, sits in ((NOON - MINUTE, False), (NOON, True), (EVENING - MINUTE, True), (EVENING, False)):
        assert (post in {desk.actor.post_id for desk in desks.of_account(account, on=moment)}) is sits
        assert (post in {actor.post_id for actor in reads.actors_of_account(account, on=moment)}) is sits
        assert (post in {actor.post_id for actor in callers.actors_of_token(token, on=moment)}) is sits
        assert ("dossiers.assign" in policies.permissions_of(acting(world), on=moment)) is sits


def test_one_s_own_desk_comes_first_and_the_acting_one_says_for_whom(world):
    substitution.seat_substitute(seating(world), by=BY, at=MORNING)
    own, borrowed = desks.of_account(account_of(world, "second_officer"), on=NOON)
    assert (own.actor.post_id, own.acting_for) == (world.second_officer.post_id, "")
    assert (borrowed.actor.post_id, borrowed.acting_for) == (world.leader.post_id, "Trần Thị Hạnh")
    assert borrowed.acting_until == EVENING


def test_the_hot_path_knows_the_acting_seat_and_the_journal_names_who_really_acted(world):
    code = a_dossier(world).code
    substitution.seat_substitute(seating(world), by=BY, at=MORNING)
    with pytest.raises(NotAllowed):
        processing.assign(code, world.officer.post_id, by=acting(world), at=NOON - MINUTE)
    done = processing.assign(code, world.officer.post_id, by=acting(world), at=NOON)
    with pytest.raises(NotAllowed):
        processing.release(code, by=acting(world), at=EVENING)
    entry = outbox.history(f"dossier:{_id_of(code)}")[done.seq - 1]
    assert entry.actor == f"staff:{world.second_officer.staff_id}/post:{world.leader.post_id}"


def _id_of(code):
    return Dossier.objects.get(code=code).pk


def test_a_narrowed_seat_may_do_only_what_it_was_given(world):
    narrow = Scope(permissions=("dossiers.view", "dossiers.work"))
    substitution.seat_substitute(seating(world, scope=narrow), by=BY, at=MORNING)
    assert policies.permissions_of(acting(world), on=NOON) == {"dossiers.view", "dossiers.work"}
    code = a_dossier(world).code
    with pytest.raises(NotAllowed, match="giao việc"):
        processing.assign(code, world.officer.post_id, by=acting(world), at=NOON)


def test_who_acts_to_look_only_finishes_nothing_that_waits_at_the_post(world):
    code = a_dossier(world).code
    processing.take(code, by=world.officer, at=MORNING)
    borrowed = {"post_id": world.officer.post_id, "holder_id": world.officer.staff_id}
    substitution.seat_substitute(
        seating(world, **borrowed, scope=Scope(permissions=("dossiers.view",))), by=BY, at=MORNING
    )
    looking = replace(acting(world), post_id=world.officer.post_id)
    for act in (
        lambda: processing.complete(code, "forward", by=looking, at=NOON),
        lambda: processing.release(code, by=looking, at=NOON),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"decision_no": " "}, "decision_no"),
        ({"ends_at": NOON}, "ends_at"),
        ({"ends_at": NOON + timedelta(days=400)}, "ends_at"),
        ({"starts_at": MORNING - timedelta(hours=1)}, "starts_at"),
        ({"scope": Scope(permissions=("agencies.administer",))}, "permissions"),
        ({"scope": Scope(documents=("king",))}, "documents"),
    ],
)
def test_what_cannot_be_taken_is_named(world, more, field):
    with pytest.raises(Invalid) as no:
        substitution.seat_substitute(seating(world, **more), by=BY, at=MORNING)
    assert set(no.value.fields) == {field}
    assert not Delegation.objects.exists()


def test_an_acting_seat_is_never_passed_on(world):
    substitution.seat_substitute(seating(world), by=BY, at=MORNING)
    passed = seating(world, holder_id=world.second_officer.staff_id, staff_id=world.officer.staff_id, starts_at=NOON)
    with pytest.raises(Invalid) as no:
        substitution.seat_substitute(passed, by=BY, at=MORNING)
    assert set(no.value.fields) == {"holder_id"}


@pytest.mark.parametrize("who", ["second_officer", "officer"])
def test_who_acts_prolongs_no_mandate_and_hands_none_on(world, who):
    substitution.seat_substitute(seating(world), by=world.leader, at=MORNING)
    more = seating(
        world, staff_id=getattr(world, who).staff_id, starts_at=EVENING, ends_at=EVENING + 300 * 1440 * MINUTE
    )
    with pytest.raises(NotAllowed, match="không giao tiếp"):
        substitution.seat_substitute(more, by=acting(world), at=NOON)
    absence = (world.leader.staff_id, EVENING, EVENING + 60 * MINUTE, AbsenceReason.LEAVE)
    with pytest.raises(NotAllowed, match="không giao tiếp"):
        substitution.record_absence(*absence, substitutes=[more], by=acting(world), at=NOON)
    assert Delegation.objects.count() == 1


def test_who_acts_for_a_leader_arranges_the_other_desks_of_the_unit_but_seats_himself_nowhere(world):
    substitution.seat_substitute(seating(world), by=world.leader, at=MORNING)
    other = {"post_id": world.officer.post_id, "holder_id": world.officer.staff_id}
    with pytest.raises(Invalid) as no:
        substitution.seat_substitute(seating(world, **other), by=acting(world), at=NOON)
    assert set(no.value.fields) == {"staff_id"}
    substitution.seat_substitute(seating(world, **other, staff_id=world.leader.staff_id), by=acting(world), at=NOON)


def test_who_acts_for_one_who_acts_gets_his_own_desk_only(world):
    substitution.seat_substitute(seating(world), by=BY, at=MORNING)
    third = seating(
        world, post_id=world.second_officer.post_id, holder_id=world.second_officer.staff_id,
        staff_id=world.officer.staff_id,
    )  # fmt: skip
    substitution.seat_substitute(third, by=BY, at=MORNING)
    at_desks = {actor.post_id for actor in reads.actors_of_account(account_of(world, "officer"), on=NOON)}
    assert at_desks == {world.officer.post_id, world.second_officer.post_id}


def test_nobody_acts_longer_than_the_holder_sits(world):
    (appointment,) = [one.appointment_id for one in _sitters(world.leader.post_id)]
    posts.end_appointment(appointment, by=BY, at=MORNING, last_day=MORNING.date())
    with pytest.raises(Invalid) as no:
        substitution.seat_substitute(seating(world, ends_at=EVENING + timedelta(days=1)), by=BY, at=MORNING)
    assert set(no.value.fields) == {"ends_at"}
    substitution.seat_substitute(seating(world, ends_at=NOON.replace(hour=0) + timedelta(days=1)), by=BY, at=MORNING)
    assert policies.permissions_of(acting(world), on=NOON)
    posts.end_appointment(appointment, by=BY, at=NOON)
    assert not policies.permissions_of(acting(world), on=NOON + MINUTE)


def test_who_has_no_seat_of_his_own_any_more_acts_for_nobody(world):
    substitution.seat_substitute(seating(world), by=BY, at=MORNING)
    account = account_of(world, "second_officer")
    token = identity_services.issue_token(account, label="thử", at=MORNING)
    assert "dossiers.assign" in policies.permissions_of(acting(world), on=NOON)
    (own,) = [one.appointment_id for one in _sitters(world.second_officer.post_id)]
    posts.end_appointment(own, by=BY, at=NOON)
    assert not policies.permissions_of(acting(world), on=NOON + MINUTE)
    assert desks.of_account(account, on=NOON + MINUTE) == ()
    assert callers.actors_of_token(token, on=NOON + MINUTE) == ()
    signers = authority.signers(world.committee, DocumentType.APOLOGY, "", at=NOON + MINUTE)
    assert world.second_officer.staff_id not in {one.staff_id for one in signers}


def _sitters(post_id):
    return establishment.post(post_id, on=MORNING.date()).sitters


def test_the_same_seat_never_overlaps_itself_but_may_follow_itself(world):
    substitution.seat_substitute(seating(world), by=BY, at=MORNING)
    with pytest.raises(Invalid) as no:
        substitution.seat_substitute(
            seating(world, starts_at=EVENING - MINUTE, ends_at=EVENING + MINUTE), by=BY, at=MORNING
        )
    assert set(no.value.fields) == {"staff_id"}
    substitution.seat_substitute(seating(world, starts_at=EVENING, ends_at=EVENING + MINUTE), by=BY, at=MORNING)


def test_the_table_itself_refuses_an_overlap(world):
    substitution.seat_substitute(seating(world), by=BY, at=MORNING)
    row = Delegation.objects.get()
    row.pk, row.starts_at = None, NOON + MINUTE
    with pytest.raises(IntegrityError, match="delegation_once_at_a_time"), transaction.atomic():
        row.save()


def test_ended_early_it_ends_at_once_and_one_that_never_began_covers_nothing(world):
    first = substitution.seat_substitute(seating(world), by=BY, at=MORNING)
    substitution.end_substitution(first, by=BY, at=NOON + MINUTE)
    assert not policies.permissions_of(acting(world), on=NOON + MINUTE)
    later = substitution.seat_substitute(seating(world, starts_at=EVENING, ends_at=EVENING + MINUTE), by=BY, at=NOON)
    substitution.end_substitution(later, by=BY, at=NOON + 2 * MINUTE)
    assert not policies.permissions_of(acting(world), on=EVENING)
    with pytest.raises(NotFound):
        substitution.end_substitution(later, by=BY, at=NOON + 3 * MINUTE)


def test_the_leader_arranges_his_unit_but_no_other_and_no_administrator_s_post(world):
    substitution.seat_substitute(seating(world), by=world.leader, at=MORNING)
    with pytest.raises(NotAllowed):
        substitution.seat_substitute(
            seating(world, starts_at=EVENING, ends_at=EVENING + MINUTE), by=world.officer, at=MORNING
        )
    far = seating(
        world, post_id=world.stranger.post_id, holder_id=world.stranger.staff_id, staff_id=world.officer.staff_id
    )
    with pytest.raises(NotAllowed):
        substitution.seat_substitute(far, by=world.leader, at=MORNING)
    admin, _ = an_officer("Quản Trị Viên", world.committee, "Quản trị", ["administrator"], "admin")
    crown = seating(world, post_id=admin.post_id, holder_id=admin.staff_id)
    with pytest.raises(NotAllowed, match="quản trị"):
        substitution.seat_substitute(crown, by=world.leader, at=MORNING)
    substitution.seat_substitute(crown, by=admin, at=MORNING)


def test_a_leader_helps_out_at_a_lower_desk_but_does_not_seat_himself_at_a_higher_one(world):
    at_mine = {"staff_id": world.leader.staff_id}
    lower = seating(world, post_id=world.officer.post_id, holder_id=world.officer.staff_id, **at_mine)
    higher = seating(world, post_id=world.signer.post_id, holder_id=world.signer.staff_id, **at_mine)
    with pytest.raises(Invalid) as no:
        substitution.seat_substitute(higher, by=world.leader, at=MORNING)
    assert set(no.value.fields) == {"staff_id"}
    substitution.seat_substitute(lower, by=world.leader, at=MORNING)
    only_work = replace(higher, scope=Scope(permissions=("dossiers.view", "dossiers.work")))
    substitution.seat_substitute(only_work, by=world.leader, at=MORNING)


def test_a_form_that_arrives_twice_seats_once(world):
    first = substitution.seat_substitute(seating(world), by=world.leader, at=MORNING, key="k")
    assert substitution.seat_substitute(seating(world), by=world.leader, at=MORNING, key="k") == first
    assert Delegation.objects.count() == 1


def test_a_post_whose_holder_is_away_is_not_manned_unless_somebody_acts(world):
    def manned(at):
        role = reads.role_ids()["signer"]
        return world.signer.post_id in seats.manned(world.committee, role, on=at)

    away = (world.signer.staff_id, NOON, EVENING, AbsenceReason.SICK)
    absence = substitution.record_absence(*away, by=world.leader, at=MORNING)
    assert [manned(at) for at in (NOON - MINUTE, NOON, EVENING - MINUTE, EVENING)] == [True, False, False, True]
    sitting = {"post_id": world.signer.post_id, "holder_id": world.signer.staff_id, "starts_at": NOON + 60 * MINUTE}
    substitution.seat_substitute(seating(world, **sitting), by=world.leader, at=MORNING)
    assert [manned(at) for at in (NOON, NOON + 60 * MINUTE)] == [False, True]
    substitution.end_absence(absence, by=world.leader, at=NOON + MINUTE)
    assert manned(NOON + 2 * MINUTE)


def test_one_of_two_holders_away_leaves_the_post_manned(world):
    account = account_of(world, "officer")
    organisation.appoint(account, "Đoàn Thanh Tùng", world.signer.post_id, by=BY, at=MORNING)
    substitution.record_absence(world.signer.staff_id, NOON, EVENING, AbsenceReason.LEAVE, by=BY, at=MORNING)
    assert world.signer.post_id in seats.manned(world.committee, reads.role_ids()["signer"], on=NOON)


def test_an_absence_with_its_substitutes_is_one_act_and_tells_no_reason(world):
    one = seating(world, post_id=world.signer.post_id, holder_id=world.signer.staff_id)
    with pytest.raises(Invalid) as no:
        substitution.record_absence(
            world.signer.staff_id, NOON, EVENING, AbsenceReason.SICK, substitutes=[replace(one, decision_no="")],
            by=world.leader, at=MORNING,
        )  # fmt: skip
    assert set(no.value.fields) == {f"decision_no-{world.signer.post_id}"}
    assert desks.of_account(account_of(world, "signer"), on=NOON)[0].away_until is None
    absence = substitution.record_absence(
        world.signer.staff_id, NOON, EVENING, AbsenceReason.SICK, substitutes=[one], by=world.leader, at=MORNING
    )
    (entry,) = outbox.history(f"absence:{absence}")
    assert "sick" not in str(entry.payload)
    assert len(entry.payload["delegations"]) == 1
    assert desks.of_account(account_of(world, "signer"), on=NOON)[0].away_until == EVENING


def test_somebody_away_acts_for_nobody_and_is_away_once_at_a_time(world):
    away = (world.second_officer.staff_id, NOON, EVENING, AbsenceReason.LEAVE)
    substitution.record_absence(*away, by=world.leader, at=MORNING)
    with pytest.raises(Invalid) as no:
        substitution.seat_substitute(seating(world), by=world.leader, at=MORNING)
    assert set(no.value.fields) == {"staff_id"}
    with pytest.raises(Invalid) as no:
        substitution.record_absence(*away, by=world.leader, at=MORNING)
    assert set(no.value.fields) == {"starts_at"}
