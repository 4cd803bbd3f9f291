"""The hot path: the only writer of a dossier's status, and the only hand-written SQL of a transition (ADR 0012).

One locking read fetches all that a verb may ask; one writable CTE, in as many parts as a verb needs, writes all that it
changes. Lower contexts take part by value: which tables of theirs stand here is a named exception of the private-rooms
test.

A read that waited for the lock has the dossier as it is now and its work item as it was: every write therefore names
the open step and the holder that the verb saw, and changes nothing where they are no longer the ones.
"""

from collections.abc import Callable, Mapping
from functools import cache
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
from motcua.people.agencies.queries.seats import SEAT

from ..errors import ItemGone
from ..events import DossierEvent
from ..vocabulary import Act, Status
from .acts import Change, Done, Locked, Request, next_status, replay

_READ = {
    "id": "d.id",
    "status": "d.status",
    "due_at": "d.due_at",
    "event_seq": "d.event_seq",
    "event_hash": "d.event_hash",
    "agency_id": "d.agency_id",
    "competent_id": "d.competent_id",
    "item_id": "i.id",
    "activity_key": "a.key",
    "item_agency_id": "i.agency_id",
    "item_role_id": "i.role_id",
    "item_post_id": "i.post_id",
    "instance_id": "i.instance_id",
    "plan": "n.plan",
    "flow_id": "f.id",
    "effect": "f.effect",
    "next_id": "t.id",
    "next_key": "t.key",
    "next_role_id": "t.role_id",
    "has_result": "EXISTS (SELECT 1 FROM dossiers_result r WHERE r.dossier_id = d.id)",
    "actor_agency_id": "s.agency_id",
    "words": "s.words",
    "role_ids": "s.role_ids",
}
_LOCK = f"""
SELECT {", ".join(_READ.values())}
FROM dossiers_dossier d
LEFT JOIN workflow_workitem i ON i.instance_id = d.instance_id AND i.state = 'open'
LEFT JOIN workflow_instance n ON n.id = i.instance_id
LEFT JOIN workflow_activity a ON a.id = i.activity_id
LEFT JOIN workflow_flow f ON f.source_id = i.activity_id AND f.outcome = %(outcome)s::text
LEFT JOIN workflow_activity t ON t.id = f.target_id
LEFT JOIN LATERAL ({SEAT}) s ON true
WHERE d.code = %(code)s::text
FOR UPDATE OF d
"""  # noqa: S608 - constants of this module

_CLOSED = """
closed AS (
    UPDATE workflow_workitem
    SET state = 'done', closed_at = %(at)s::timestamptz, closed_by_id = %(staff)s::bigint, outcome = %(outcome)s::text,
        note = %(note)s::text, taken_at = coalesce(taken_at, %(at)s::timestamptz),
        post_id = coalesce(post_id, %(post)s::bigint)
    WHERE id = %(item)s::bigint AND instance_id = %(instance)s::bigint AND state = 'open'
      AND post_id IS NOT DISTINCT FROM %(seen_post)s::bigint
    RETURNING id
)"""
_OPENED = """
opened AS (
    INSERT INTO workflow_workitem (instance_id, activity_id, subject_id, subject_due_at, agency_id, role_id, state,
                                   opened_at, due_at, outcome, note)
    SELECT %(instance)s::bigint, %(next)s::bigint, %(dossier)s::bigint, %(case_due)s::timestamptz,
           %(next_agency)s::bigint, %(next_role)s::bigint, 'open', %(at)s::timestamptz, %(next_due)s::timestamptz,
           '', ''
    FROM closed
)"""
_HELD = """
held AS (
    UPDATE workflow_workitem
    SET post_id = %(holder)s::bigint,
        taken_at = CASE WHEN %(holder)s::bigint IS NOT NULL THEN coalesce(taken_at, %(taken)s::timestamptz) END
    WHERE id = %(item)s::bigint AND instance_id = %(instance)s::bigint AND state = 'open'
      AND post_id IS NOT DISTINCT FROM %(seen_post)s::bigint
    RETURNING id
)"""
_MOVED = """
moved AS (
    UPDATE dossiers_dossier
    SET status = %(status)s::text, event_seq = %(seq)s::int, event_hash = %(hash)s::text,
        completed_at = coalesce(completed_at, %(completed)s::timestamptz),
        returned_at = coalesce(returned_at, %(returned)s::timestamptz)
    WHERE id = %(dossier)s::bigint AND event_seq = %(seq)s::int - 1{only}
    RETURNING id
)"""
_IF_CLOSED = " AND EXISTS (SELECT 1 FROM closed)"
_IF_HELD = " AND EXISTS (SELECT 1 FROM held)"
_IF_AS_SEEN = """
      AND NOT EXISTS (
        SELECT 1 FROM workflow_workitem
        WHERE instance_id = %(instance)s::bigint AND state = 'open'
          AND (id <> %(item)s::bigint OR post_id IS DISTINCT FROM %(seen_post)s::bigint)
    )"""
_TOLD = """
INSERT INTO outbox_entry (subject, seq, name, payload, actor, at, previous, hash, key, request)
SELECT %(subject)s::text, %(seq)s::int, %(name)s::text, %(payload)s::jsonb, %(actor)s::text, %(at)s::timestamptz,
       %(previous)s::text, %(hash)s::text, %(key)s::text, %(request)s::text
FROM moved
RETURNING id
"""


@cache
def _write_statement(*, close: bool, opens: bool, hold: bool) -> str:
    """Return the writable CTE without the parts that this change has no use for: each costs, run or not."""
    moved = _MOVED.format(only=_IF_CLOSED if close else _IF_HELD if hold else _IF_AS_SEEN)
    parts = [_CLOSED] * close + [_OPENED] * (close and opens) + [_HELD] * hold + [moved]
    return f"WITH {','.join(parts)}{_TOLD}"


def lock(code: str, request: Request) -> Locked:
    """Lock a dossier and return all a verb may ask.

    Raises   NotAllowed for anyone but staff at a post they hold that day, NotFound, ItemGone.
    """
    by = request.by
    if by.kind is not ActorKind.STAFF or by.staff_id is None or by.post_id is None:
        raise NotAllowed("Việc này chỉ do cán bộ làm.")
    parameters = {
        "code": clean(code),
        "outcome": clean(request.outcome),
        "staff": by.staff_id,
        "post": by.post_id,
        "on": request.at.date(),
    }
    if (row := _fetch(_LOCK, parameters)) is None:
        raise NotFound(f"Không có hồ sơ {code}.")
    found = dict(zip(_READ, row, strict=True))
    if found["actor_agency_id"] is None:
        raise NotAllowed("Ông/bà không còn giữ vị trí này. Đăng nhập lại để chọn vị trí khác.")
    if request.item_id is not None and found["item_id"] != request.item_id:
        raise ItemGone("Bước này vừa có người khác làm. Mở lại hồ sơ để xem bước đang mở.")
    found |= {
        "status": Status(found["status"]),
        "plan": loads(found["plan"]) if found["plan"] else None,
        "words": frozenset(found["words"] or ()),
        "role_ids": frozenset(found["role_ids"] or ()),
    }
    return Locked(**found, code=code, staff_id=by.staff_id, post_id=by.post_id)


def perform(code: str, request: Request, act: Callable[[Locked], tuple[Change, DossierEvent]]) -> Done:
    """Lock the dossier, ask the verb what it changes, write that and its event: one transaction, four round trips.

    A refusal may be the second arrival of an act that was done: then its key answers as the first time.
    """
    try:
        with transaction.atomic():
            locked = lock(code, request)
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
    status = next_status(locked, change.act)
    seq, payload = locked.event_seq + 1, event.payload()
    sealed = chain.seal(
        locked.event_hash, subject=event.subject, seq=seq, name=event.name, payload=payload, actor=by.ref, at=at
    )
    step = (locked.plan or {}).get(locked.next_key or "", {}) if change.close and locked.next_id else {}
    parameters = {
        "dossier": locked.id,
        "status": status,
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
        "completed": at if change.act is Act.COMPLETE else None,
        "returned": at if change.act is Act.RETURN else None,
        "item": locked.item_id,
        "staff": by.staff_id,
        "post": by.post_id,
        "outcome": change.outcome,
        "note": change.note,
        "instance": locked.instance_id,
        "next": locked.next_id,
        "next_agency": step.get("agency"),
        "next_role": locked.next_role_id,
        "next_due": step.get("due"),
        "case_due": locked.due_at,
        "holder": change.holder,
        "seen_post": locked.item_post_id,
        "taken": at if change.taken else None,
    }
    statement = _write_statement(close=change.close, opens=locked.next_id is not None, hold=change.hold)
    if (row := _fetch(statement, parameters)) is None:
        raise ItemGone("Bước này vừa có người khác làm. Mở lại hồ sơ để xem bước đang mở.")
    (entry_id,) = row
    if subscribers_of(event.name):
        outbox.enqueue(entry_id, event.name, event.subject)
    return Done(
        code=locked.code,
        status=status,
        event=event.name,
        seq=seq,
        at=at,
        hash=sealed,
        activity=(locked.next_key or "") if change.close else "",
    )


def _fetch(sql: str, parameters: Mapping[str, Any]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row
