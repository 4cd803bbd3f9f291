"""Reads of moves: which, how far, what a worker does for it, and dossier by dossier."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, F, IntegerField, Q, Value, When

from motcua.ground.outbox import queries as outbox

from ..models import Move, MoveLine
from ..rules.moves import job_name
from ..vocabulary import MoveLineState, MoveState, MoveWait, MoveWork

PAGE = 100
_LEFT = {
    MoveState.PLANNED: MoveLineState.PLANNED,
    MoveState.RUNNING: MoveLineState.PLANNED,
    MoveState.UNDOING: MoveLineState.MOVED,
}
_HALF_DONE = {
    MoveState.LOOKING: "Xem trước chưa xong",
    MoveState.RUNNING: "Chuyển dở",
    MoveState.UNDOING: "Hoàn tác dở",
}
_FAULTY = Q(state__in=[MoveLineState.PLANNED, MoveLineState.MOVED], reason__gt="")
_RANK = Case(
    When(Q(state=MoveLineState.REFUSED) | _FAULTY, then=Value(0)),
    When(state__in=[MoveLineState.CHANGED, MoveLineState.KEPT], then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveView:
    """A move to another version.

    work     what a worker does for it, and why no more; turn: number of the newest order
    counts   {state of a line: how many}; faults: those among them that a fault kept where they are
    """

    id: int
    source_id: int
    target_id: int
    mapping: dict[str, str]
    state: MoveState
    work: MoveWork
    turn: int
    ordered_by: str
    worked_at: datetime | None
    planned_at: datetime
    ended_at: datetime | None
    counts: dict[str, int]
    faults: int

    @property
    def total(self) -> int:
        """Return how many dossiers it looked at."""
        return sum(self.counts.values())

    @property
    def left(self) -> int:
        """Return how many are still to be moved, or undone while it is being undone."""
        return self.counts.get(_LEFT[self.state], 0) if self.state in _LEFT else 0

    @property
    def whole(self) -> int:
        """Return how many are to be done in all on the way it now goes: the moved ones when it is being undone."""
        if self.state in (MoveState.UNDOING, MoveState.UNDONE):
            back = (MoveLineState.MOVED, MoveLineState.UNDONE, MoveLineState.KEPT)
            return sum(self.counts.get(state, 0) for state in back)
        return self.total - self.counts.get(MoveLineState.REFUSED, 0)

    @property
    def done(self) -> int:
        """Return how many of the whole need nothing more."""
        return self.whole - self.left

    @property
    def said(self) -> str:
        """Return where it stands, in words: what is half done is not said to be under way."""
        return self.state.label if self.work is MoveWork.WORKING else _HALF_DONE.get(self.state, self.state.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One dossier of a move: step and due time now and then, who then holds it, why not."""

    code: str
    state: MoveLineState
    step: str
    next_step: str
    due_at: str
    next_due_at: str
    agency_id: int | None
    next_agency_id: int | None
    keeps_post: bool
    reason: str

    @property
    def is_faulty(self) -> bool:
        """Tell whether a fault kept it where it is; it is tried again by the next order."""
        return bool(self.reason) and self.state in (MoveLineState.PLANNED, MoveLineState.MOVED)


def move(move_id: int) -> MoveView | None:
    """Return one move."""
    row = Move.objects.filter(pk=move_id).select_related("ordered_by").first()
    if row is None:
        return None
    states = MoveLine.objects.filter(move_id=move_id).values("state").order_by()
    counted = list(states.annotate(n=Count("id"), faults=Count("id", filter=_FAULTY)))
    return MoveView(
        id=row.pk,
        source_id=row.source_id,
        target_id=row.target_id,
        mapping=row.mapping,
        state=MoveState(row.state),
        work=MoveWork(row.work),
        turn=row.turn,
        ordered_by=row.ordered_by.name if row.ordered_by else "",
        worked_at=row.worked_at,
        planned_at=row.planned_at,
        ended_at=row.ended_at,
        counts={line["state"]: line["n"] for line in counted},
        faults=sum(line["faults"] for line in counted),
    )


def wait(view: MoveView) -> MoveWait:
    """Return what the order that is being carried out waits for."""
    if view.work is not MoveWork.WORKING:
        return MoveWait.NOTHING
    doing, queued = outbox.job(job_name(view.id, view.turn))
    if not (doing or queued):
        return MoveWait.LOST
    if not outbox.is_worked():
        return MoveWait.WORKER
    return MoveWait.NOTHING if doing else MoveWait.TURN


def lines(move_id: int, *, number: int = 1) -> tuple[LineView, ...]:
    """Return a page of the dossiers of a move: what was not done first, then as looked at."""
    first = (number - 1) * PAGE
    rows = MoveLine.objects.filter(move_id=move_id).annotate(code=F("dossier__code"), rank=_RANK)
    return tuple(_line(row, row.code) for row in rows.order_by("rank", "pk")[first : first + PAGE])


def of_process(key: str) -> tuple[MoveView, ...]:
    """Return the moves between versions of a process, newest first."""
    ids = Move.objects.filter(source__key=key).order_by("-id").values_list("pk", flat=True)[:20]
    return tuple(view for pk in ids if (view := move(pk)) is not None)


def _line(row: MoveLine, code: str) -> LineView:
    before, then = row.before or {}, row.foreseen or {}
    return LineView(
        code=code,
        state=MoveLineState(row.state),
        step=row.step,
        next_step=row.next_step,
        due_at=before.get("due_at", ""),
        next_due_at=then.get("due_at", ""),
        agency_id=before.get("agency_id"),
        next_agency_id=then.get("agency_id"),
        keeps_post=bool(then) and before.get("post_id") == then.get("post_id"),
        reason=row.reason,
    )
