"""The hot path: the only writer of a dossier's status (ADR 0012); its SQL stands in `_statements`.

One locking read fetches all that a verb may ask; one writable CTE, in as many parts as a verb needs, writes all that it
changes. Lower contexts take part by value: which tables of theirs stand here is a named exception of the private-rooms
test.

A read that waited for the lock has the dossier as it is now and its work item as it was: every write therefore names
the open step and the holder that the verb saw, and changes nothing where they are no longer the ones.
"""

from collections.abc import Callable, Mapping
from json import loads
from typing import Any

from django.db import IntegrityError, connection, transaction
from psycopg.types.json import Jsonb

from motcua.ground.kernel.errors import NotAllowed, NotFound, Refusal
from motcua.ground.kernel.text import clean
from motcua.ground.kernel.vocabulary import ActorKind
from motcua.ground.outbox import queries as outbox_queries
from motcua.ground.outbox import rules as chain
from motcua.ground.outbox import services as outbox
from motcua.ground.outbox.ports import subscribers_of

from .. import policies
from ..errors import ItemGone, Mirrored
from ..events import DossierEvent, StepWorkedOn
from ..vocabulary import Act, Flag, Status
from ._statements import LOCK, READ, write_statement
from .acts import Change, Done, Locked, Request, Step, next_state, promised, replay

_CONCLUDES = frozenset({Act.COMPLETE, Act.REJECT})


def lock(code: str, request: Request) -> Locked:
    """Lock a dossier and return all a verb may ask.

    Raises   NotAllowed for anyone but staff at a post they hold that day (and the clockwork, for what it may do),
             NotFound, ItemGone.
    """
    by = request.by
    staffed = by.kind is ActorKind.STAFF and by.staff_id is not None and by.post_id is not None
    machine = request.machine and by.kind is ActorKind.SYSTEM
    partner = request.mirror and by.kind in (ActorKind.PARTNER, ActorKind.SYSTEM)
    if not (staffed or machine or partner):
        raise NotAllowed("Việc này chỉ do cán bộ làm.")
    parameters = {
        "code": clean(code),
        "outcome": clean(request.outcome),
        "staff": by.staff_id,
        "post": by.post_id,
        "on": request.at,
    }
    if (row := _fetch(LOCK, parameters)) is None:
        raise NotFound(f"Không có hồ sơ {code}.")
    found = dict(zip(READ, row, strict=True))
    if staffed and found["actor_agency_id"] is None:
        raise NotAllowed("Ông/bà không còn giữ vị trí này. Đăng nhập lại để chọn vị trí khác.")
    if request.item_id is not None and found["item_id"] != request.item_id:
        raise ItemGone("Bước này vừa có người khác làm. Mở lại hồ sơ để xem bước đang mở.")
    found |= {
        "status": Status(found["status"]),
        "flag": Flag(found["flag"]),
        "plan": loads(found["plan"]) if found["plan"] else None,
        "words": frozenset(found["words"] or ()),
        "role_ids": frozenset(found["role_ids"] or ()),
    }
    return Locked(**found, code=code, actor_staff_id=by.staff_id, actor_post_id=by.post_id)


def perform(code: str, request: Request, act: Callable[[Locked], tuple[Change, DossierEvent]]) -> Done:
    """Lock the dossier, ask the verb what it changes, write that and its event: one transaction, four round trips.

    A refusal may be the second arrival of an act that was done: then its key answers as the first time.
    """
    try:
        with transaction.atomic():
            locked = lock(code, request)
            if locked.flag is Flag.MIRRORED and not request.mirror:
                policies.may_see(locked, request.by)
                raise Mirrored
            return write(locked, *act(locked), request)
    except (Refusal, IntegrityError):
        if (done := outbox_queries.by_key(request.by.ref, request.key)) is None:
            raise
        return replay(outbox.same_request(done, request.fingerprint(code)))


def write(locked: Locked, change: Change, event: DossierEvent, request: Request) -> Done:
    """Write the change and its event.

    Raises  ItemGone where the item was closed between the read and the write.
    """
    by, at = request.by, request.at
    state = change.mirrored or next_state(locked, change.act)
    seq, payload = locked.event_seq + 1, event.payload()
    sealed = chain.seal(
        locked.event_hash, subject=event.subject, seq=seq, name=event.name, payload=payload, actor=by.ref, at=at
    )
    accepts = isinstance(event, StepWorkedOn) and event.taken_by is not None
    columns = {name: Jsonb(value) if name == "due_steps" else value for name, value in change.columns.items()}
    parameters = {
        "dossier": locked.id,
        "status": state.status,
        "flag": state.flag,
        "seq": seq,
        "hash": sealed,
        "previous": locked.event_hash,
        "subject": event.subject,
        "name": event.name,
        "payload": Jsonb(payload),
        "actor": by.ref,
        "at": at,
        "key": chain.stored_key(by.ref, request.key),
        "request": request.fingerprint(locked.code),
        "completed": at if change.act in _CONCLUDES else None,
        "returned": at if change.act is Act.RETURN else None,
        "accepted": at if accepts else None,
        "case_due": change.columns.get("due_at", locked.due_at),
        **_of_items(locked, change, request),
        **{f"d_{name}": value for name, value in columns.items()},
    }
    opens = not change.ends and (change.back is not None or locked.next_id is not None)
    timed = locked.item_id is not None and not (change.close or change.hold) and (accepts or _times(change))
    statement = write_statement(
        close=change.close,
        opens=opens,
        hold=change.hold,
        timed=timed,
        plans=change.plan is not None,
        columns=tuple(change.columns),
        mirrors=change.mirrored is not None,
    )
    if (row := _fetch(statement, parameters)) is None:
        raise ItemGone("Bước này vừa có người khác làm. Mở lại hồ sơ để xem bước đang mở.")
    (entry_id,) = row
    if subscribers_of(event.name):
        outbox.enqueue(entry_id, event.name, event.subject)
    return Done(
        code=locked.code,
        status=state.status,
        event=event.name,
        seq=seq,
        at=at,
        hash=sealed,
        due_at=promised(event.name, payload),
        activity=_opened_key(locked, change) if change.close and opens else "",
    )


def _of_items(locked: Locked, change: Change, request: Request) -> dict[str, Any]:
    """Return what the statement's parts about work items take."""
    step = change.back or _drawn(locked)
    return {
        "item": locked.item_id,
        "staff": request.by.staff_id,
        "post": request.by.post_id,
        "outcome": change.outcome,
        "note": change.note,
        "instance": locked.instance_id,
        "new_plan": Jsonb(dict(change.plan)) if change.plan is not None else None,
        "next": step.activity_id if step else None,
        "next_agency": step.agency_id if step else None,
        "next_role": step.role_id if step else None,
        "next_due": step.due_at if step else None,
        "next_post": step.post_id if step else None,
        "accept_by": change.accept_by,
        "step_due": change.step_due,
        "item_state": change.item_state or locked.item_state,
        "holder": change.holder,
        "seen_post": locked.item_post_id,
        "seen_state": locked.item_state,
        "taken": request.at if change.taken else None,
    }


def _drawn(locked: Locked) -> Step | None:
    """Return the step that the chosen way out leads to, as the plan of the instance has it."""
    planned = (locked.plan or {}).get(locked.next_key or "")
    if locked.next_id is None or locked.next_role_id is None or planned is None:
        return None
    return Step(
        activity_id=locked.next_id,
        key=locked.next_key or "",
        agency_id=int(planned["agency"]),
        role_id=locked.next_role_id,
        due_at=planned["due"],
    )


def _times(change: Change) -> bool:
    """Tell whether the open step changes while nobody finishes or hands it on."""
    return bool(change.item_state or change.step_due or change.accept_by or "due_at" in change.columns)


def _opened_key(locked: Locked, change: Change) -> str:
    return change.back.key if change.back else locked.next_key or ""


def _fetch(sql: str, parameters: Mapping[str, Any]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row
