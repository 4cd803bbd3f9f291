"""Two at once on one dossier, or on the same people: one is done, the other is told; nothing is half done."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from motcua.casework.dossiers.errors import ItemGone
from motcua.casework.dossiers.queries import invariants, public
from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.rules.submission import PartyDraft
from motcua.casework.dossiers.services import endings, intake, processing, results, submissions
from motcua.casework.dossiers.services.endings import Settlement
from motcua.casework.dossiers.vocabulary import PartyRole, Status
from motcua.casework.procedures.services import offers
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel.actors import CITIZEN, system
from motcua.people.agencies.services import organisation
from motcua.people.agencies.vocabulary import AgencyKind
from tests.factories.database import at_once, own_database, while_waiting
from tests.factories.world import FOUNDED, MARITAL, MORNING, a_dossier, a_submission, a_world, an_officer

HUSBAND = PartyDraft(name="Trần Văn Lộc", id_number="036179004411")
GONE = Settlement(reason="Đổi ý", originals=["form"], recipient="Nguyễn Thị Ánh Nguyệt")
WIFE = PartyDraft(name="Phạm Thị Sen", id_number="036179004422")


@pytest.fixture
def committed(db):
    with own_database():
        yield


def a_second_counter(world):
    by = system("test")
    centre = organisation.found("H99.25.01", "Trung tâm xã bên", AgencyKind.CENTRE, by=by, at=FOUNDED, receives=True)
    offers.offer(
        MARITAL,
        agency_id=centre,
        competent_id=world.committee,
        process="test-process",
        valid_from=date(2026, 1, 5),
        by=by,
        at=FOUNDED,
    )
    return centre, an_officer("Võ Thị Lành", centre, "Tiếp nhận", ["one_stop_officer"], "next-door")[0]


def test_the_same_two_people_in_opposite_roles_at_two_counters_do_not_block_each_other(committed):
    world = a_world()
    centre, neighbour = a_second_counter(world)
    here = replace(a_submission(world), parties={PartyRole.SUBMITTER: HUSBAND, PartyRole.OWNER: WIFE})
    there = replace(here, agency_id=centre, parties={PartyRole.SUBMITTER: WIFE, PartyRole.OWNER: HUSBAND})

    def receive(handed_in, by):
        return lambda: intake.accept(handed_in, by=by, at=MORNING, key=uuid4().hex)

    for _ in range(12):
        done = at_once([receive(here, world.receptionist), receive(there, neighbour)] * 3)
        assert [each for each in done if isinstance(each, Exception)] == []
    assert [check for check in invariants.checks(every=True) if check.findings] == []


@pytest.mark.parametrize("deed", ["attach", "note"])
def test_who_lost_the_step_while_he_waited_writes_nothing_on_its_strength(committed, deed):
    world = a_world()
    code = a_dossier(world).code
    processing.take(code, by=world.officer, at=MORNING)
    deeds = {
        "attach": lambda: results.attach(code, number="1/KQ", by=world.officer, at=MORNING),
        "note": lambda: processing.note(code, "Đã gọi điện", by=world.second_officer, at=MORNING),
    }
    if deed == "note":
        processing.release(code, by=world.officer, at=MORNING)
    told = while_waiting(lambda: processing.complete(code, "forward", by=world.officer, at=MORNING), deeds[deed])
    assert isinstance(told, ItemGone)
    assert [check for check in invariants.checks(every=True) if check.findings] == []


def test_a_result_attached_while_the_signer_waited_is_seen(committed):
    world = a_world()
    code = a_dossier(world).code
    processing.complete(code, "forward", by=world.officer, at=MORNING)
    done = while_waiting(
        lambda: results.attach(code, number="1/KQ", by=world.signer, at=MORNING),
        lambda: processing.complete(code, "sign", by=world.signer, at=MORNING),
    )
    assert done.status is Status.COMPLETED
    assert public.track(code).status is Status.COMPLETED


def everybody(world, code):
    """Return what a crowd would do to one dossier."""
    posts = (world.officer.post_id, world.second_officer.post_id)
    return [
        *[lambda who=who: processing.take(code, by=who, at=MORNING) for who in (world.officer, world.second_officer)],
        *[lambda post=post: processing.assign(code, post, by=world.leader, at=MORNING) for post in posts],
        *[lambda who=who: processing.release(code, by=who, at=MORNING) for who in (world.officer, world.leader)],
        *[lambda: processing.complete(code, "forward", by=world.officer, at=MORNING)] * 2,
        lambda: results.attach(code, number="1/KQ", by=world.signer, at=MORNING),
        lambda: processing.complete(code, "sign", by=world.signer, at=MORNING),
        lambda: processing.complete(code, "back", by=world.signer, at=MORNING),
    ]


def test_a_crowd_on_one_dossier_leaves_it_sound(committed):
    world = a_world()
    for _ in range(4):
        done = at_once(everybody(world, a_dossier(world).code))
        assert [each for each in done if not hasattr(each, "code")] == []
    assert [check for check in invariants.checks(every=True) if check.findings] == []


def test_who_waited_while_a_submission_was_taken_in_ends_nothing_behind_its_process(committed):
    world = a_world()
    sent = replace(a_submission(world), channel=Channel.ONLINE, papers={})
    code = submissions.submit(sent, by=CITIZEN, at=MORNING, key=uuid4().hex).code
    told = while_waiting(
        lambda: submissions.accept(code, {"form": Seen(key="form", originals=1)}, by=world.receptionist, at=MORNING),
        lambda: endings.withdraw(code, GONE, by=world.receptionist, at=MORNING),
    )
    assert isinstance(told, ItemGone)
    assert [check for check in invariants.checks(every=True) if check.findings] == []
