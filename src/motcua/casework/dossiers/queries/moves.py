"""Reads of moves: which, how far, and dossier by dossier."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F

from ..models import Move, MoveLine
from ..vocabulary import MoveLineState, MoveState

PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveView:
    """A move to another version. ``counts``: {state of a line: how many}."""

    id: int
    source_id: int
    target_id: int
    mapping: dict[str, str]
    state: MoveState
    planned_at: datetime
    ended_at: datetime | None
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """Return how many dossiers it looked at."""
        return sum(self.counts.values())

    @property
    def left(self) -> int:
        """Return how many are still to be moved, or undone while it is being undone."""
        waits = MoveLineState.MOVED if self.state is MoveState.UNDOING else MoveLineState.PLANNED
        return self.counts.get(waits, 0)


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


def move(move_id: int) -> MoveView | None:
    """Return one move."""
    row = Move.objects.filter(pk=move_id).first()
    if row is None:
        return None
    lines = MoveLine.objects.filter(move_id=move_id).values("state").annotate(n=Count("id")).order_by()
    return MoveView(
        id=row.pk,
        source_id=row.source_id,
        target_id=row.target_id,
        mapping=row.mapping,
        state=MoveState(row.state),
        planned_at=row.planned_at,
        ended_at=row.ended_at,
        counts={line["state"]: line["n"] for line in lines},
    )


def lines(move_id: int, *, number: int = 1) -> tuple[LineView, ...]:
    """Return a page of the dossiers of a move: refused ones first, then by number."""
    rows = MoveLine.objects.filter(move_id=move_id).annotate(code=F("dossier__code"))
    first = (number - 1) * PAGE
    ordered = sorted(rows.values_list("pk", "state"), key=lambda row: (row[1] != MoveLineState.REFUSED, row[0]))[
        first : first + PAGE
    ]
    found = {row.pk: row for row in rows.filter(pk__in=[pk for pk, _ in ordered])}
    return tuple(_line(found[pk], found[pk].code) for pk, _ in ordered)


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
