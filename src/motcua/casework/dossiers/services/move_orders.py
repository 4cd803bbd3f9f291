"""Order a move to be foreseen, carried out or taken back, stop it; a worker does it batch after batch.

Who presses gives the order, and the worker carries it out in his name: the events of the dossiers name him at the post
he pressed from. His permission is therefore asked at the press, and again before every batch: who has left the post
meanwhile, or no longer holds the permission, moves nothing more; the move stops, says so, and whoever may orders the
rest in his own name.

An order has a number, the turn of the move. Every job carries it and does nothing once a newer turn stands, so a press,
a stop and a job that comes late or twice cannot do harm to each other. A worker that is killed leaves a job that is put
back; one that is lost is ordered again by the next press; both go on with the lines that are left.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app as jobs
from procrastinate.exceptions import AlreadyEnqueued

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import NotAllowed, NotFound
from motcua.ground.kernel.vocabulary import ActorKind
from motcua.ground.outbox import queries as outbox
from motcua.tools.workflow.errors import MigrationRefused
from motcua.tools.workflow.queries import drawings

from ..models import Move, MoveLine
from ..rules.moves import job_lock, job_name
from ..vocabulary import MoveState, MoveWork
from . import _look, migration, processes
from ._move_lines import BACK, FORTH, Stretch, Way, each

TASK = "dossiers.move_batch"
LOOK_TASK = "dossiers.look_ahead"
BATCH = migration.BATCH
LOOK_AT_ONCE = 500
"""So many open dossiers are foreseen while one waits, half a second; more of them by a worker."""


def look_ahead(source_id: int, target_id: int, mapping: Mapping[str, str], *, by: Actor, at: datetime) -> int:
    """Foresee a move and return its id: few dossiers at once, many by a worker.

    mapping   {step of the old version: step of the new one}
    Raises    as `migration.foresee`
    """
    processes.require(by, local(at).date())
    source = _look.source_of(source_id, target_id, mapping)
    open_there = sum(line.running for line in drawings.versions(source.key) if line.id == source_id)
    if open_there <= LOOK_AT_ONCE:
        return migration.foresee(source_id, target_id, mapping, by=by, at=at).id
    with transaction.atomic():
        row = Move(source_id=source_id, target_id=target_id, mapping=dict(mapping), planned_at=at, planned_by=by.ref)
        _begin(row, MoveState.LOOKING, by=by, at=at)
        _enqueue(LOOK_TASK, row, {})
    return row.pk


@transaction.atomic
def look(move_id: int, turn: int, *, at: datetime) -> None:
    """Foresee a move that was ordered: whole or not at all; one that is foreseen is not looked at again."""
    row = _locked(move_id)
    if row.work != MoveWork.WORKING or row.turn != turn:
        return
    try:
        processes.require(_in_whose_name(row), local(at).date())
    except NotAllowed:
        row.work = MoveWork.BARRED
    else:
        _look.look(row, at=at)
        row.work = MoveWork.IDLE
    row.save(update_fields=["work"])


def carry_out(move_id: int, *, by: Actor, at: datetime) -> None:
    """Order a move, or the rest of it; asked twice it is done once.

    Raises  NotAllowed, NotFound, MigrationRefused once it was undone or while it is.
    """
    _order(move_id, FORTH, by=by, at=at)


def take_back(move_id: int, *, by: Actor, at: datetime) -> None:
    """Order that what was moved is taken back, or the rest of it; asked twice it is done once.

    Raises  NotAllowed, NotFound, MigrationRefused where nothing was moved or while it is being moved.
    """
    _order(move_id, BACK, by=by, at=at)


@transaction.atomic
def stop(move_id: int, *, by: Actor, at: datetime) -> None:
    """Stop what a worker does for a move, before the next dossier; what is moved stays moved.

    Raises  NotAllowed, NotFound.
    """
    processes.require(by, local(at).date())
    row = _locked(move_id)
    if row.work == MoveWork.WORKING:
        row.work, row.turn = MoveWork.STOPPED, row.turn + 1
        row.save(update_fields=["work", "turn"])


def work(move_id: int, turn: int, after: int, *, at: datetime) -> None:
    """Do the next batch of an order and enqueue the one after it; an order that no longer stands does nothing.

    after   id of the line that the batch before ended with
    Raises  ExceptionGroup of what could not be done, after the rest was done and enqueued; the database's own errors
    """
    row = Move.objects.select_related("ordered_post").get(pk=move_id)
    if row.work != MoveWork.WORKING or row.turn != turn:
        return
    way = BACK if row.state == MoveState.UNDOING else FORTH
    by = _in_whose_name(row)
    try:
        processes.require(by, local(at).date())
        stretch = each(move_id, way, BATCH, by=by, at=at, turn=turn, after=after)
    except NotAllowed:
        Move.objects.filter(pk=move_id, turn=turn).update(work=MoveWork.BARRED)
        return
    _go_on(move_id, way, turn, stretch, at)
    if stretch.faults:
        raise ExceptionGroup("some dossiers could not be moved", stretch.faults)


@transaction.atomic
def _order(move_id: int, way: Way, *, by: Actor, at: datetime) -> None:
    processes.require(by, local(at).date())
    row = _locked(move_id)
    state = MoveState(row.state)
    if state is way.end:
        return
    if state not in way.begins:
        raise MigrationRefused(f"Đợt này: {state.label.lower()}. Xem trước một đợt mới nếu cần chuyển hồ sơ.")
    if row.work == MoveWork.WORKING:
        if state is not way.under_way:
            raise MigrationRefused(f"Đợt này: {state.label.lower()}. Bấm dừng rồi làm tiếp.")
        if any(outbox.job(job_name(move_id, row.turn))):
            return
    _begin(row, way.under_way, by=by, at=at)
    _enqueue(TASK, row, {"after": 0})


def _begin(row: Move, state: MoveState, *, by: Actor, at: datetime) -> None:
    if by.staff_id is None or by.post_id is None:
        raise NotAllowed("Việc này chỉ do cán bộ làm.")
    row.state, row.work, row.turn, row.worked_at = state, MoveWork.WORKING, row.turn + 1, at
    row.ordered_by_id, row.ordered_post_id = by.staff_id, by.post_id
    row.save()


@transaction.atomic
def _go_on(move_id: int, way: Way, turn: int, stretch: Stretch, at: datetime) -> None:
    """Enqueue the next batch, or end the order: all is done, or what is left met a fault."""
    row = _locked(move_id)
    if row.turn != turn:
        return
    left = MoveLine.objects.filter(move_id=move_id, state=way.waits)
    row.worked_at = at
    if left.filter(pk__gt=stretch.last).exists():
        _enqueue(TASK, row, {"after": stretch.last})
    elif left.exists():
        row.work = MoveWork.FAULTY
    else:
        row.state, row.work, row.ended_at = way.end, MoveWork.IDLE, at
    row.save()


def _locked(move_id: int) -> Move:
    row = Move.objects.select_for_update(no_key=True).filter(pk=move_id).first()
    if row is None:
        raise NotFound("Không có đợt chuyển này.")
    return row


def _in_whose_name(row: Move) -> Actor:
    post = row.ordered_post
    if post is None:
        raise AssertionError(f"move {row.pk} is at work in nobody's name")
    return Actor(kind=ActorKind.STAFF, staff_id=row.ordered_by_id, post_id=post.pk, agency_id=post.agency_id)


def _enqueue(name: str, row: Move, more: Mapping[str, int]) -> None:
    lock, queueing_lock = job_lock(row.pk), job_name(row.pk, row.turn)
    task = jobs.configure_task(name, queue="default", lock=lock, queueing_lock=queueing_lock, allow_unknown=True)
    try:
        with transaction.atomic():
            task.defer(move_id=row.pk, turn=row.turn, **more)
    except AlreadyEnqueued:
        return
