"""Move open dossiers to another version of their process: foresee, do exactly that, take it back (ADR 0023).

Each dossier is moved in a transaction of its own, under its lock, with its event. One that somebody touched since it
was looked at is left alone; an undo gives back what was there, to the same hash, unless somebody acted since.
`move_orders` does the same in the background, at one press.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import NotFound
from motcua.tools.workflow.errors import MigrationRefused

from ..models import Move
from ..queries.moves import MoveView, move
from ..vocabulary import MoveWork
from . import _look, processes
from ._move_lines import BACK, FORTH, Way, each

BATCH = 200


@transaction.atomic
def foresee(source_id: int, target_id: int, mapping: Mapping[str, str], *, by: Actor, at: datetime) -> MoveView:
    """Look at every open dossier of a version and keep where each would stand in the other; nothing moves yet.

    mapping   {step of the old version: step of the new one}; a step without one keeps its dossiers where they are
    Raises    NotAllowed, NotFound, Invalid for a step that is not there, MigrationRefused for two different processes.
    """
    processes.require(by, at.date())
    _look.source_of(source_id, target_id, mapping)
    row = Move.objects.create(
        source_id=source_id, target_id=target_id, mapping=dict(mapping), planned_at=at, planned_by=by.ref
    )
    _look.look(row, at=at)
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
