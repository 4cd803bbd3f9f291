"""Move open dossiers to another version of their process: foresee, do exactly that, take it back (ADR 0023).

Each dossier is moved in a transaction of its own, under its lock, with its event. One that somebody touched since it
was looked at is left alone; an undo gives back what was there, to the same hash, unless somebody acted since.
`move_orders` does the same in the background, at one press.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid, NotFound
from motcua.tools.workflow import queries as workflow_queries
from motcua.tools.workflow.errors import MigrationRefused
from motcua.tools.workflow.queries import drawings, positions
from motcua.tools.workflow.queries.positions import OpenWork
from motcua.tools.workflow.rules.positions import hash_of, to_json

from ..models import Dossier, Move, MoveLine
from ..queries.moves import MoveView, move
from ..rules import moves
from ..vocabulary import MoveLineState, MoveWork
from . import processes
from ._foresee import CannotMove, Foresight
from ._move_lines import BACK, FORTH, Way, each

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

    Raises  NotAllowed, NotFound, MigrationRefused once it was undone or while a worker does it,
            ExceptionGroup of what could not be done, after everything else was.
    """
    return _stretch(move_id, FORTH, most, by=by, at=at)


def undo(move_id: int, *, by: Actor, at: datetime, most: int = BATCH) -> MoveView:
    """Take the next dossiers of a batch back to where they were; call again while some are left.

    Raises  NotAllowed, NotFound, MigrationRefused where nothing was moved or while a worker moves,
            ExceptionGroup of what could not be done, after everything else was.
    """
    return _stretch(move_id, BACK, most, by=by, at=at)


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


def _stretch(move_id: int, way: Way, most: int, *, by: Actor, at: datetime) -> MoveView:
    processes.require(by, at.date())
    view = _view(move_id)
    if view.work is MoveWork.WORKING:
        raise MigrationRefused(f"Đợt này: {view.said.lower()}. Dừng việc đang làm rồi làm tiếp.")
    if view.state not in way.begins:
        raise MigrationRefused(f"Đợt này: {view.said.lower()}. Xem trước một đợt mới nếu cần chuyển tiếp.")
    Move.objects.filter(pk=move_id).update(state=way.under_way, work=MoveWork.IDLE)
    stretch = each(move_id, way, most, by=by, at=at)
    if _view(move_id).left == 0:
        Move.objects.filter(pk=move_id).update(state=way.end, ended_at=at)
    if stretch.faults:
        raise ExceptionGroup("some dossiers could not be moved", stretch.faults)
    return _view(move_id)


def _view(move_id: int) -> MoveView:
    view = move(move_id)
    if view is None:
        raise NotFound("Không có đợt chuyển này.")
    return view
