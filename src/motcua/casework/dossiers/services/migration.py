"""Move open dossiers to another version of their process: foresee, do exactly that, take it back (ADR 0023).

Each dossier is moved in a transaction of its own, under its lock, with its event. One that somebody touched since it
was looked at is left alone; an undo gives back what was there, to the same hash, unless somebody acted since.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid, NotFound
from motcua.tools.workflow import queries as workflow_queries
from motcua.tools.workflow import services as workflow
from motcua.tools.workflow.errors import MigrationRefused
from motcua.tools.workflow.queries import drawings, positions
from motcua.tools.workflow.queries.positions import OpenWork
from motcua.tools.workflow.rules.positions import Position, from_json, hash_of, to_json

from ..events import ProcessMigrated, ProcessMigrationUndone
from ..models import Dossier, Move, MoveLine
from ..queries.moves import MoveView, move
from ..rules import moves
from ..vocabulary import MoveLineState, MoveState
from . import _advance, processes
from ._foresee import CannotMove, Foresight
from .acts import Change, Locked, Request
from .processing import about

BATCH = 200


@transaction.atomic
def foresee(source_id: int, target_id: int, mapping: Mapping[str, str], *, by: Actor, at: datetime) -> MoveView:
    """Look at every open dossier of a version and keep where each would stand in the other; nothing moves yet.

    mapping   {step of the old version: step of the new one}; a step without one keeps its dossiers where they are
    Raises    NotAllowed, NotFound, Invalid for a step that is not there, MigrationRefused for two different processes.
    """
    processes.require(by, at.date())
    if not (drawings.is_definition(source_id) and drawings.is_definition(target_id)):
        raise NotFound("Không có phiên bản quy trình này. Chọn lại.")
    source, target = workflow_queries.definition(source_id), workflow_queries.definition(target_id)
    if source.key != target.key or source.id == target.id:
        raise MigrationRefused("Chọn hai bản khác nhau của cùng một quy trình.")
    keys = [step.key for step in source.activities], [step.key for step in target.activities]
    if wrong := moves.flaws(*keys, mapping):
        raise Invalid(" ".join(wrong.values()), fields={f"map-{step}": said for step, said in wrong.items()})
    spots = moves.spots_of(drawings.drawing(target_id))
    foresight = Foresight(target=target, spots=spots, mapping=mapping, at=at)
    row = Move.objects.create(
        source_id=source_id, target_id=target_id, mapping=dict(mapping), planned_at=at, planned_by=by.ref
    )
    works = positions.open_work(source_id)
    dossiers = Dossier.objects.in_bulk([work.subject_id for work in works])
    MoveLine.objects.bulk_create(
        (_line(row, dossiers[work.subject_id], work, foresight) for work in works if work.subject_id in dossiers),
        batch_size=500,
    )
    return _view(row.pk)


def run(move_id: int, *, by: Actor, at: datetime, most: int = BATCH) -> MoveView:
    """Move the next dossiers of a batch, each in its own transaction; call again while some are left.

    Raises  NotAllowed, NotFound, MigrationRefused once it was undone.
    """
    processes.require(by, at.date())
    view = _view(move_id)
    if view.state not in (MoveState.PLANNED, MoveState.RUNNING):
        raise MigrationRefused(
            f"Đợt chuyển này: {view.state.label.lower()}. Xem trước một đợt mới nếu cần chuyển tiếp."
        )
    _turn(move_id, MoveState.RUNNING)
    _each(move_id, MoveLineState.PLANNED, most, lambda line: _carry(line, by=by, at=at))
    return _finish(move_id, MoveState.DONE, at)


def undo(move_id: int, *, by: Actor, at: datetime, most: int = BATCH) -> MoveView:
    """Take the next dossiers of a batch back to where they were; call again while some are left.

    Raises  NotAllowed, NotFound, MigrationRefused where nothing was moved.
    """
    processes.require(by, at.date())
    view = _view(move_id)
    if view.state not in (MoveState.RUNNING, MoveState.DONE, MoveState.UNDOING):
        raise MigrationRefused(f"Đợt chuyển này: {view.state.label.lower()}. Không có gì để hoàn tác.")
    _turn(move_id, MoveState.UNDOING)
    _each(move_id, MoveLineState.MOVED, most, lambda line: _give_back(line, by=by, at=at))
    return _finish(move_id, MoveState.UNDONE, at)


def _line(row: Move, dossier: Dossier, work: OpenWork, foresight: Foresight) -> MoveLine:
    line = MoveLine(
        move=row,
        dossier=dossier,
        state=MoveLineState.PLANNED,
        step=work.activity_key,
        seen_seq=dossier.event_seq,
        before=to_json(work.position),
        before_hash=hash_of(work.position),
    )
    try:
        line.next_step, foreseen = foresight.position(dossier, work)
        line.foreseen = to_json(foreseen)
    except CannotMove as no:
        line.state, line.reason = MoveLineState.REFUSED, str(no)[:300]
    return line


def _each(move_id: int, state: MoveLineState, most: int, act: Callable[[MoveLine], None]) -> None:
    ids = MoveLine.objects.filter(move_id=move_id, state=state).order_by("id").values_list("pk", flat=True)[:most]
    for line_id in list(ids):
        with transaction.atomic():
            line = MoveLine.objects.select_for_update(of=("self",)).select_related("dossier").get(pk=line_id)
            if line.state == state:
                act(line)
                line.save()


def _carry(line: MoveLine, *, by: Actor, at: datetime) -> None:
    request = Request(verb="migrate", by=by, at=at, machine=True)
    locked, work = _locked(line, request)
    if work is None or locked.event_seq != line.seen_seq or hash_of(work.position) != line.before_hash:
        line.state, line.reason = MoveLineState.CHANGED, "Có người làm hồ sơ sau khi xem trước. Xem trước lại đợt mới."
        return
    event = ProcessMigrated(**_told(locked, work, line.next_step, from_json(line.foreseen or {})))
    done = _advance.write(locked, Change(), event, request)
    line.after_hash = _place(work.instance_id, from_json(line.foreseen or {}))
    line.state, line.moved_seq = MoveLineState.MOVED, done.seq


def _give_back(line: MoveLine, *, by: Actor, at: datetime) -> None:
    request = Request(verb="migrate_undo", by=by, at=at, machine=True)
    locked, work = _locked(line, request)
    if work is None or locked.event_seq != line.moved_seq or hash_of(work.position) != line.after_hash:
        line.state, line.reason = MoveLineState.KEPT, "Có người làm tiếp sau khi chuyển nên giữ theo bản mới."
        return
    event = ProcessMigrationUndone(**_told(locked, work, line.step, from_json(line.before or {})))
    _advance.write(locked, Change(), event, request)
    if _place(work.instance_id, from_json(line.before or {})) != line.before_hash:
        raise AssertionError(f"undo of move {line.move_id} does not give back the position of {locked.code}")
    line.state = MoveLineState.UNDONE


def _locked(line: MoveLine, request: Request) -> tuple[Locked, OpenWork | None]:
    locked = _advance.lock(line.dossier.code, request)
    return locked, positions.open_work_of(locked.instance_id) if locked.instance_id else None


def _told(locked: Locked, work: OpenWork, step: str, then: Position) -> dict[str, Any]:
    """Return what the event says: the step and the version left and entered, and who then holds the work."""
    return {
        **about(locked, None),
        "item_id": work.position.item_id,
        "activity": work.activity_key,
        "outcome": "",
        "next_activity": step,
        "agency_id": work.position.agency_id,
        "next_agency_id": then.agency_id,
        "post_id": then.post_id,
        "from_definition": work.position.definition_id,
        "to_definition": then.definition_id,
    }


def _place(instance_id: int, position: Position) -> str:
    """Put the instance there and return the hash of where it then is."""
    workflow.place(instance_id, position)
    placed = positions.open_work_of(instance_id)
    return hash_of(placed.position) if placed else ""


def _turn(move_id: int, state: MoveState) -> None:
    Move.objects.filter(pk=move_id).update(state=state)


def _finish(move_id: int, state: MoveState, at: datetime) -> MoveView:
    view = _view(move_id)
    if view.left == 0:
        Move.objects.filter(pk=move_id).update(state=state, ended_at=at)
    return _view(move_id)


def _view(move_id: int) -> MoveView:
    view = move(move_id)
    if view is None:
        raise NotFound("Không có đợt chuyển này.")
    return view
