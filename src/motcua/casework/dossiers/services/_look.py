"""What is foreseen of a move: whether it may be asked at all, and the line of every open dossier."""

from collections.abc import Mapping
from datetime import datetime

from motcua.ground.kernel.errors import Invalid, NotFound
from motcua.tools.workflow import queries as workflow
from motcua.tools.workflow.errors import MigrationRefused
from motcua.tools.workflow.queries import DefinitionView, drawings, positions
from motcua.tools.workflow.queries.positions import OpenWork
from motcua.tools.workflow.rules.positions import hash_of, to_json

from ..models import Dossier, Move, MoveLine
from ..rules import moves
from ..vocabulary import MoveLineState, MoveState
from ._foresee import CannotMove, Foresight

_AT_A_TIME = 500


def source_of(source_id: int, target_id: int, mapping: Mapping[str, str]) -> DefinitionView:
    """Return the version that dossiers would leave.

    Raises  NotFound, Invalid for a step that is not there, MigrationRefused for two different processes.
    """
    if not (drawings.is_definition(source_id) and drawings.is_definition(target_id)):
        raise NotFound("Không có phiên bản quy trình này. Chọn lại.")
    source, target = workflow.definition(source_id), workflow.definition(target_id)
    if source.key != target.key or source.id == target.id:
        raise MigrationRefused("Chọn hai bản khác nhau của cùng một quy trình.")
    keys = [step.key for step in source.activities], [step.key for step in target.activities]
    if wrong := moves.flaws(*keys, mapping):
        raise Invalid(" ".join(wrong.values()), fields={f"map-{step}": said for step, said in wrong.items()})
    return source


def look(row: Move, *, at: datetime) -> None:
    """Write down where every open dossier would stand, or why it cannot; the move is then as foreseen at that moment.

    Must run inside a transaction, with the move held: it is foreseen whole or not at all.
    """
    spots = moves.spots_of(drawings.drawing(row.target_id))
    foresight = Foresight(target=workflow.definition(row.target_id), spots=spots, mapping=row.mapping, at=at)
    works = positions.open_work(row.source_id)
    dossiers = Dossier.objects.in_bulk([work.subject_id for work in works])
    MoveLine.objects.bulk_create(
        (_line(row, dossiers[work.subject_id], work, foresight) for work in works if work.subject_id in dossiers),
        batch_size=_AT_A_TIME,
    )
    row.state, row.planned_at = MoveState.PLANNED, at
    row.save(update_fields=["state", "planned_at"])


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
