from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from motcua.casework.dossiers.models import Dossier, MoveLine
from motcua.casework.dossiers.queries import invariants, possession
from motcua.casework.dossiers.queries import moves as reads
from motcua.casework.dossiers.services import clockwork, migration, processes, processing, results
from motcua.casework.dossiers.vocabulary import HolderKind, MoveLineState, MoveState
from motcua.ground.kernel.errors import Invalid, NotAllowed
from motcua.ground.outbox.models import Entry
from motcua.tools.workflow import queries as workflow
from motcua.tools.workflow.errors import MigrationRefused
from motcua.tools.workflow.queries import positions
from motcua.tools.workflow.rules.drawing import ActivityDraft, FlowDraft
from motcua.tools.workflow.rules.positions import from_json, hash_of
from motcua.tools.workflow.vocabulary import Place
from tests.factories.world import FOUNDED, MORNING, a_dossier, a_world, process
from tests.prove.law.migration import prove

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(minutes=5)
SAME = {"check": "check", "sign": "sign", "return": "return"}


def next_version(**changes):
    """Return the process with a step more between check and sign."""
    drawing = process()
    check, sign, give = drawing.activities
    review = ActivityDraft(
        key="review", name="Xem xét", place=Place.COMPETENT, role="unit_leader", share=Decimal("0.2")
    )
    forward, back, done, out = drawing.flows
    return replace(
        drawing,
        activities=(replace(check, share=Decimal("0.4")), review, replace(sign, **changes), give),
        flows=(
            replace(forward, target="review"),
            FlowDraft(source="review", target="sign", outcome="forward", label="Đạt, trình ký"),
            back,
            done,
            out,
        ),
    )


@pytest.fixture
def world():
    return a_world()


@pytest.fixture
def two(world):
    """Publish the next version once dossiers run by the first; return the ids of both."""
    first = workflow.newest("test-process").id
    return lambda **changes: (first, processes.publish(next_version(**changes), at=FOUNDED).id)


def at_sign(world):
    code = a_dossier(world).code
    processing.complete(code, "forward", by=world.officer, at=MORNING)
    processing.take(code, by=world.signer, at=MORNING)
    return code


def ailing():
    """Return what `motcua doctor` would say."""
    return [finding.sentence for check in invariants.checks(every=True) for finding in check.findings]


def work_of(code):
    return positions.open_work_of(Dossier.objects.get(code=code).instance_id)


def test_what_was_foreseen_is_exactly_what_then_happens(world, two):
    codes = [a_dossier(world).code, at_sign(world)]
    two = two()
    view = migration.foresee(*two, SAME, by=world.head, at=LATER)
    assert (view.state, view.counts) == (MoveState.PLANNED, {"planned": 2})
    foreseen = {line.dossier.code: from_json(line.foreseen) for line in MoveLine.objects.select_related("dossier")}
    view = migration.run(view.id, by=world.head, at=LATER + timedelta(hours=1))
    assert ailing() == []
    assert (view.state, view.counts, view.left) == (MoveState.DONE, {"moved": 2}, 0)
    assert {code: work_of(code).position for code in codes} == foreseen
    assert [work_of(code).activity_key for code in codes] == ["check", "sign"]
    assert {work_of(code).position.definition_id for code in codes} == {two[1]}
    kept = work_of(codes[1]).position
    assert (kept.post_id, set(kept.plan)) == (world.signer.post_id, {"check", "review", "sign", "return"})


def test_work_goes_on_by_the_new_version(world, two):
    code = a_dossier(world).code
    migration.run(migration.foresee(*two(), SAME, by=world.head, at=LATER).id, by=world.head, at=LATER)
    done = processing.complete(code, "forward", by=world.officer, at=LATER)
    assert done.activity == "review"
    processing.complete(code, "forward", by=world.leader, at=LATER)
    results.attach(code, number="01/TL", abstract="Trích lục", by=world.signer, at=LATER)
    assert processing.complete(code, "sign", by=world.signer, at=LATER).activity == "return"


def test_an_undo_gives_back_the_same_hash_and_the_journal_keeps_both(world, two):
    codes = [a_dossier(world).code, at_sign(world)]
    before = {code: hash_of(work_of(code).position) for code in codes}
    view = migration.foresee(*two(), SAME, by=world.head, at=LATER)
    migration.run(view.id, by=world.head, at=LATER)
    assert all(hash_of(work_of(code).position) != before[code] for code in codes)
    view = migration.undo(view.id, by=world.head, at=LATER)
    assert (view.state, view.counts) == (MoveState.UNDONE, {"undone": 2})
    assert {code: hash_of(work_of(code).position) for code in codes} == before
    for code in codes:
        dossier = Dossier.objects.get(code=code)
        told = list(Entry.objects.filter(subject=f"dossier:{dossier.pk}").order_by("seq"))
        assert [entry.name for entry in told][-2:] == ["ProcessMigrated", "ProcessMigrationUndone"]
        assert told[-1].hash == dossier.event_hash
    assert ailing() == []


def test_whoever_keeps_the_work_holds_the_dossier_and_a_step_that_changes_role_is_in_the_pool(world, two):
    kept, pooled = at_sign(world), a_dossier(world).code
    processing.take(pooled, by=world.officer, at=MORNING)
    view = migration.foresee(*two(), SAME | {"check": "review"}, by=world.head, at=LATER)
    migration.run(view.id, by=world.head, at=LATER)
    ids = dict(Dossier.objects.values_list("code", "pk"))
    held = {code: possession.spans(ids[code], at=LATER + timedelta(hours=1))[-1].holder for code in (kept, pooled)}
    assert (held[kept].kind, held[kept].id) == (HolderKind.POST, world.signer.post_id)
    assert (held[pooled].kind, held[pooled].id) == (HolderKind.AGENCY, world.committee)


def test_a_dossier_that_somebody_touched_is_left_alone_both_ways(world, two):
    touched, moved = a_dossier(world).code, a_dossier(world).code
    two = two()
    view = migration.foresee(*two, SAME, by=world.head, at=LATER)
    processing.take(touched, by=world.officer, at=LATER)
    view = migration.run(view.id, by=world.head, at=LATER)
    assert view.counts == {"changed": 1, "moved": 1}
    assert work_of(touched).position.definition_id == two[0]
    processing.take(moved, by=world.officer, at=LATER)
    view = migration.undo(view.id, by=world.head, at=LATER)
    assert view.counts == {"changed": 1, "kept": 1}
    assert work_of(moved).position.definition_id == two[1]


def test_a_step_that_goes_on_is_due_when_it_was_and_a_late_one_stays_late(world, two):
    code = a_dossier(world).code
    processing.take(code, by=world.officer, at=MORNING)
    before, much_later = work_of(code).position.due_at, MORNING + timedelta(days=3)
    view = migration.foresee(*two(), SAME, by=world.head, at=much_later)
    migration.run(view.id, by=world.head, at=much_later)
    now = work_of(code).position
    assert now.due_at == before
    assert datetime.fromisoformat(now.plan["check"]["due"]) == datetime.fromisoformat(before)
    assert datetime.fromisoformat(now.plan["sign"]["due"]) > much_later


def test_what_the_clock_noted_meanwhile_is_nobodys_touch(world, two):
    code = a_dossier(world).code
    processing.take(code, by=world.officer, at=MORNING)
    before = hash_of(work_of(code).position)
    view = migration.foresee(*two(), SAME, by=world.head, at=LATER)
    assert clockwork.strike(at=LATER + timedelta(days=6))["reminded"]
    view = migration.run(view.id, by=world.head, at=LATER + timedelta(days=6))
    assert view.counts == {"moved": 1}
    assert clockwork.strike(at=LATER + timedelta(days=9))["late"]
    view = migration.undo(view.id, by=world.head, at=LATER + timedelta(days=9))
    assert view.counts == {"undone": 1}
    assert hash_of(work_of(code).position) == before


def test_what_the_law_or_the_house_does_not_allow_is_refused_with_its_reason(world, two):
    signed = at_sign(world)
    results.attach(signed, number="01/TL", abstract="Trích lục", by=world.signer, at=MORNING)
    processing.complete(signed, "sign", by=world.signer, at=MORNING)
    a_dossier(world)
    mapping = {"check": "", "sign": "sign", "return": "check"}
    view = migration.foresee(*two(), mapping, by=world.head, at=LATER)
    reasons = [line.reason for line in reads.lines(view.id)]
    assert view.counts == {"refused": 2}
    assert "Theo luật" in reasons[0]
    assert "chưa ghép" in reasons[1]


def test_a_step_that_nobody_could_do_is_refused(world, two):
    at_sign(world)
    view = migration.foresee(*two(role="cashier"), SAME, by=world.head, at=LATER)
    assert ["Không ai giữ vai trò" in line.reason for line in reads.lines(view.id)] == [True]


def test_a_role_that_changes_puts_the_step_back_into_the_pool(world, two):
    code = at_sign(world)
    view = migration.foresee(*two(role="unit_leader"), SAME, by=world.head, at=LATER)
    migration.run(view.id, by=world.head, at=LATER)
    assert (work_of(code).position.post_id, work_of(code).position.taken_at) == (None, None)
    processing.take(code, by=world.leader, at=LATER)


def test_a_batch_is_done_in_parts_and_each_dossier_alone(world, two):
    for _ in range(5):
        a_dossier(world)
    view = migration.foresee(*two(), SAME, by=world.head, at=LATER)
    view = migration.run(view.id, by=world.head, at=LATER, most=2)
    assert (view.state, view.left, view.counts) == (MoveState.RUNNING, 3, {"planned": 3, "moved": 2})
    view = migration.run(view.id, by=world.head, at=LATER, most=10)
    assert (view.state, view.left) == (MoveState.DONE, 0)
    with pytest.raises(MigrationRefused):
        migration.run(view.id, by=world.head, at=LATER)
    view = migration.undo(view.id, by=world.head, at=LATER, most=2)
    assert (view.state, view.left) == (MoveState.UNDOING, 3)


def test_only_who_draws_processes_moves_dossiers(world, two):
    two = two()
    with pytest.raises(NotAllowed):
        migration.foresee(*two, SAME, by=world.officer, at=LATER)
    with pytest.raises(Invalid) as no:
        migration.foresee(*two, {"check": "nowhere"}, by=world.head, at=LATER)
    assert "map-check" in no.value.fields
    with pytest.raises(MigrationRefused):
        migration.foresee(two[0], two[0], SAME, by=world.head, at=LATER)
    assert MoveLineState.PLANNED not in set(MoveLine.objects.values_list("state", flat=True))


def test_a_batch_of_dossiers_at_random_steps_goes_there_and_back(db):
    figures, _ = prove(24, seed=3)
    assert figures["looked at"] == 24
    assert figures["moved"] >= 20
