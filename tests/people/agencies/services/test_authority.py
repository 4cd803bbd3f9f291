"""The matrix as it is kept, and what it lets people sign: the database's answer against the pure rule's facts."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from motcua.ground.kernel.actors import CITIZEN, Actor, system
from motcua.ground.kernel.errors import Invalid, NotAllowed, NotFound
from motcua.ground.kernel.vocabulary import ActorKind
from motcua.people.agencies import policies
from motcua.people.agencies.errors import NotInAuthority
from motcua.people.agencies.models import Role
from motcua.people.agencies.queries import authority as reads
from motcua.people.agencies.rules.substitution import Scope, Seating
from motcua.people.agencies.services import authority, careers, substitution
from motcua.people.agencies.services.authority import Granting
from motcua.people.agencies.vocabulary import AbsenceReason, DocumentType
from motcua.people.identity import queries as identity
from tests.factories.world import BIRTH, MARITAL, MORNING, a_world

pytestmark = pytest.mark.django_db

BY, TODAY = system("test"), MORNING.date()
RESULT, APOLOGY = DocumentType.RESULT, DocumentType.APOLOGY
NOON, EVENING, MINUTE = MORNING.replace(hour=12), MORNING.replace(hour=17), timedelta(minutes=1)


@pytest.fixture
def world():
    built = a_world()
    for code, words in (("signer", {"dossiers.sign", "dossiers.approve"}), ("unit_leader", {"dossiers.approve"})):
        role = Role.objects.get(code=code)
        role.permissions = sorted({*role.permissions, *words})
        role.save(update_fields=["permissions"])
    return built


def may(world, by, document=RESULT, procedure=MARITAL, at=MORNING):
    try:
        policies.require_authority(by, document, procedure=procedure, agency_id=world.committee, at=at)
    except NotInAuthority:
        return False
    return True


def row(world, who="leader", **more):
    return Granting(
        **{
            "agency_id": world.committee, "document": RESULT, "post_id": getattr(world, who).post_id,
            "valid_from": TODAY, "basis": "12/QĐ-UBND", **more,
        }
    )  # fmt: skip


def acting_at(post, by):
    return replace(by, post_id=post.post_id, agency_id=post.agency_id)


def test_without_a_matrix_the_post_s_permission_decides(world):
    assert may(world, world.signer)
    assert not may(world, world.leader)
    assert may(world, world.leader, APOLOGY)
    assert may(world, world.officer, DocumentType.SUPPLEMENT)
    assert not may(world, world.stranger, DocumentType.SUPPLEMENT)
    assert not may(world, CITIZEN)
    assert not may(world, system("job"))


def test_who_is_turned_away_learns_who_may(world):
    with pytest.raises(NotInAuthority, match=r"Nguyễn Văn Hòa \(Phó Chủ tịch\)") as no:
        policies.require_authority(world.officer, RESULT, procedure=MARITAL, agency_id=world.committee, at=MORNING)
    assert isinstance(no.value, NotAllowed)


def test_a_row_stands_before_the_default_for_its_procedure_only_and_ends_with_its_day(world):
    number = authority.grant(row(world, procedure=BIRTH), by=BY, at=MORNING)
    assert may(world, world.leader, procedure=BIRTH)
    assert not may(world, world.signer, procedure=BIRTH)
    assert may(world, world.signer, procedure=MARITAL)
    authority.end(number, by=BY, at=MORNING, last_day=TODAY)
    assert may(world, world.leader, procedure=BIRTH, at=MORNING.replace(hour=23, minute=59))
    assert not may(world, world.leader, procedure=BIRTH, at=MORNING.replace(hour=0) + timedelta(days=1))
    assert may(world, world.signer, procedure=BIRTH, at=MORNING + timedelta(days=1))


def test_a_row_ended_at_once_counts_no_more(world):
    number = authority.grant(row(world), by=BY, at=MORNING)
    authority.end(number, by=BY, at=MORNING)
    assert may(world, world.signer)
    assert not may(world, world.leader)
    with pytest.raises(NotFound):
        authority.end(number, by=BY, at=MORNING)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"basis": ""}, "basis"),
        ({"valid_from": TODAY - timedelta(days=1)}, "valid_from"),
        ({"valid_to": TODAY - timedelta(days=1)}, "valid_to"),
        ({"procedure": "x" * 81}, "procedure"),
    ],
)
def test_what_cannot_be_taken_is_named(world, more, field):
    with pytest.raises(Invalid) as no:
        authority.grant(row(world, **more), by=BY, at=MORNING)
    assert set(no.value.fields) == {field}


def test_a_row_names_a_post_of_the_agency_or_above_and_once(world):
    with pytest.raises(Invalid) as no:
        authority.grant(row(world, "stranger"), by=BY, at=MORNING)
    assert set(no.value.fields) == {"post_id"}
    authority.grant(row(world, agency_id=world.centre), by=BY, at=MORNING)  # the committee stands above its centre
    authority.grant(row(world), by=BY, at=MORNING)
    with pytest.raises(Invalid):
        authority.grant(row(world), by=BY, at=MORNING)
    with pytest.raises(NotAllowed):
        authority.grant(row(world, "officer"), by=world.leader, at=MORNING)


def test_a_mandate_is_honoured_to_the_minute_and_only_for_what_it_says(world):
    scope = Scope(documents=(RESULT,), procedures=(MARITAL,))
    said = Seating(
        post_id=world.signer.post_id, holder_id=world.signer.staff_id, staff_id=world.leader.staff_id,
        starts_at=NOON, ends_at=EVENING, decision_no="45/QĐ-UBND", scope=scope,
    )  # fmt: skip
    substitution.seat_substitute(said, by=BY, at=MORNING)
    acting = acting_at(world.signer, world.leader)
    moments = (NOON - MINUTE, NOON, EVENING - MINUTE, EVENING)
    assert [may(world, acting, at=at) for at in moments] == [False, True, True, False]
    assert not may(world, acting, procedure=BIRTH, at=NOON)
    assert not may(world, acting, DocumentType.REJECTION, at=NOON)
    assert not may(world, world.leader, at=NOON)  # from his own post he still may not


def test_a_closed_account_signs_nothing(world):
    careers.leave(identity.account(world.emails["signer"]).id, by=BY, at=MORNING)
    assert not may(world, world.signer)
    lines = {line.document: line for line in reads.today(world.committee, at=MORNING)}
    assert lines[RESULT].signers == ()


def test_the_page_and_the_deed_say_the_same_for_hundreds_of_made_up_rows(world):
    random = Random(7)
    who = [world.officer, world.second_officer, world.leader, world.signer]
    for _ in range(8):
        said = row(
            world, post_id=random.choice(who).post_id, document=random.choice([RESULT, APOLOGY]),
            procedure=random.choice(["", BIRTH]), valid_from=TODAY + timedelta(days=random.randrange(3)),
        )  # fmt: skip
        try:
            authority.grant(said, by=BY, at=MORNING)
        except Invalid:
            continue
    substitution.record_absence(world.signer.staff_id, NOON, EVENING, AbsenceReason.LEAVE, by=BY, at=MORNING)
    asked = 0
    for day in range(5):
        for at in (NOON + timedelta(days=day), EVENING + timedelta(days=day, minutes=-1)):
            for procedure in (BIRTH, MARITAL):
                for line in reads.today(world.committee, procedure, at=at):
                    said = {(one.staff_id, one.post_id) for one in line.signers}
                    for by in who:
                        asked += 1
                        assert may(world, by, line.document, procedure, at) is ((by.staff_id, by.post_id) in said)
    assert asked == 5 * 2 * 2 * len(DocumentType) * len(who)


def test_an_actor_who_claims_a_post_he_does_not_hold_signs_nothing(world):
    claims = Actor(
        kind=ActorKind.STAFF, staff_id=world.officer.staff_id, post_id=world.signer.post_id, agency_id=world.committee
    )
    assert not may(world, claims)
