"""The dossiers of a move, carried over or given back one by one: each in a transaction of its own, with its event.

Each transaction holds the row of the move first, so two workers never act for one move at once, and an order that was
stopped or overtaken by a newer one ends before the next dossier.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError, transaction

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import NotAllowed, Refusal
from motcua.ground.kernel.vocabulary import ActorKind
from motcua.ground.outbox import queries as outbox
from motcua.tools.workflow import services as workflow
from motcua.tools.workflow.queries import positions
from motcua.tools.workflow.queries.positions import OpenWork
from motcua.tools.workflow.rules.positions import Position, from_json, hash_of

from ..events import ProcessMigrated, ProcessMigrationUndone, ReminderGiven
from ..models import Move, MoveLine
from ..vocabulary import MoveLineState, MoveState
from . import _advance
from .acts import Change, Locked, Request
from .processing import about

_FAULT = "Gặp lỗi kỹ thuật nên hồ sơ giữ nguyên. Cho đợt này chạy tiếp để thử lại; vẫn lỗi thì báo quản trị."


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Forth or back.

    begins   states of a move in which it may be ordered
    waits    lines still to be done; aside: what a line becomes that somebody else was faster with
    """

    begins: tuple[MoveState, ...]
    under_way: MoveState
    end: MoveState
    waits: MoveLineState
    aside: MoveLineState
    deed: Callable[[MoveLine, Actor, datetime], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """How far a batch came: the last line it did or passed over, and what could not be done."""

    last: int
    faults: tuple[Exception, ...]


def each(
    move_id: int, way: Way, most: int, *, by: Actor, at: datetime, turn: int | None = None, after: int = 0
) -> Stretch:
    """Do the next lines of a move; one that cannot be done says so and holds up no other.

    turn     the order in whose name it is done; once a newer one stands, nothing more is done
    after    id of the line to begin behind
    Raises   NotAllowed once the actor may not, the database's own errors
    """
    waiting = MoveLine.objects.filter(move_id=move_id, state=way.waits, pk__gt=after).order_by("pk")
    last, faults = after, list[Exception]()
    for line_id in list(waiting.values_list("pk", flat=True)[:most]):
        try:
            with transaction.atomic():
                if not _is_current(move_id, turn):
                    break
                _do(line_id, way, by, at)
        except (NotAllowed, OperationalError, InterfaceError):
            raise
        except Refusal as no:
            _pass_over(line_id, way, no.sentence, way.aside)
        except Exception as fault:  # noqa: BLE001 - the runner of lines; raised together at the end of the batch
            _pass_over(line_id, way, _FAULT, way.waits)
            faults.append(fault)
        last = line_id
    return Stretch(last=last, faults=tuple(faults))


def _is_current(move_id: int, turn: int | None) -> bool:
    """Hold the move for this transaction and tell whether the order still stands."""
    held = Move.objects.select_for_update(no_key=True).values_list("turn", flat=True).get(pk=move_id)
    return turn is None or held == turn


def _do(line_id: int, way: Way, by: Actor, at: datetime) -> None:
    line = MoveLine.objects.select_for_update(of=("self",)).select_related("dossier").get(pk=line_id)
    if line.state == way.waits:
        line.reason = ""
        way.deed(line, by, at)
        line.save()


def _pass_over(line_id: int, way: Way, reason: str, state: MoveLineState) -> None:
    MoveLine.objects.filter(pk=line_id, state=way.waits).update(state=state, reason=reason[:300])


def _carry(line: MoveLine, by: Actor, at: datetime) -> None:
    request = Request(verb="migrate", by=by, at=at, machine=True)
    locked, work = _locked(line, request)
    if work is None or _touched(locked, line.seen_seq) or hash_of(work.position) != line.before_hash:
        line.state, line.reason = MoveLineState.CHANGED, "Có người làm hồ sơ sau khi xem trước. Xem trước lại đợt mới."
        return
    event = ProcessMigrated(**_told(locked, work, line.next_step, from_json(line.foreseen or {})))
    done = _advance.write(locked, Change(), event, request)
    line.after_hash = _place(work.instance_id, from_json(line.foreseen or {}))
    line.state, line.moved_seq = MoveLineState.MOVED, done.seq


def _give_back(line: MoveLine, by: Actor, at: datetime) -> None:
    request = Request(verb="migrate_undo", by=by, at=at, machine=True)
    locked, work = _locked(line, request)
    if work is None or _touched(locked, line.moved_seq) or hash_of(work.position) != line.after_hash:
        line.state, line.reason = MoveLineState.KEPT, "Có người làm tiếp sau khi chuyển nên giữ theo bản mới."
        return
    event = ProcessMigrationUndone(**_told(locked, work, line.step, from_json(line.before or {})))
    _advance.write(locked, Change(), event, request)
    if _place(work.instance_id, from_json(line.before or {})) != line.before_hash:
        raise AssertionError(f"undo of move {line.move_id} does not give back the position of {locked.code}")
    line.state = MoveLineState.UNDONE


def _touched(locked: Locked, seen_seq: int | None) -> bool:
    """Tell whether anybody acted since; what the clock notes and reminds of leaves the work where it was."""
    if locked.event_seq == seen_seq:
        return False
    machine = f"{ActorKind.SYSTEM}:"
    since = outbox.actors_since(f"dossier:{locked.id}", seen_seq or 0, but=ReminderGiven.__name__)
    return not all(ref.startswith(machine) for ref in since)


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


FORTH = Way(
    begins=(MoveState.PLANNED, MoveState.RUNNING),
    under_way=MoveState.RUNNING,
    end=MoveState.DONE,
    waits=MoveLineState.PLANNED,
    aside=MoveLineState.CHANGED,
    deed=_carry,
)
BACK = Way(
    begins=(MoveState.RUNNING, MoveState.DONE, MoveState.UNDOING),
    under_way=MoveState.UNDOING,
    end=MoveState.UNDONE,
    waits=MoveLineState.MOVED,
    aside=MoveLineState.KEPT,
    deed=_give_back,
)
