"""The hot path: the only writer of a dossier's status, and the only hand-written SQL of a transition (ADR 0012).

One locking read fetches all that a verb may ask; one writable CTE writes all that a verb changes. Lower contexts take
part by value: which tables of theirs stand here is a named exception of the private-rooms test.

A read that waited for the lock has the dossier as it is now and its work item as it was: the write therefore names the
holder that the verb saw, and changes nothing where he is no longer the one.
"""

from collections.abc import Callable, Mapping
from json import loads
from types import SimpleNamespace
from typing import Any

from django.db import IntegrityError, connection, transaction
from psycopg.types.json import Jsonb

from motcua.ground.kernel.errors import NotAllowed, NotFound, Refusal
from motcua.ground.kernel.vocabulary import ActorKind
from motcua.ground.outbox import queries as outbox_queries
from motcua.ground.outbox import rules as chain
from motcua.ground.outbox import services as outbox
from motcua.ground.outbox.ports import subscribers_of

from ..errors import ItemGone
from ..events import DossierEvent
from ..vocabulary import Act, Status
from .acts import Change, Done, Locked, Request, next_status, replay

_LOCK = """
SELECT d.id, d.status, d.due_at, d.event_seq, d.event_hash, d.agency_id, d.competent_id,
       i.id AS item_id, i.activity_id, i.agency_id AS item_agency_id, i.role_id AS item_role_id,
       i.post_id AS item_post_id,
       i.instance_id, a.key AS activity_key, n.plan,
       f.id AS flow_id, f.effect, t.id AS next_id, t.key AS next_key, t.role_id AS next_role_id,
       EXISTS (SELECT 1 FROM dossiers_result r WHERE r.dossier_id = d.id) AS has_result,
       s.agency_id AS actor_agency_id, s.words, s.role_ids
FROM dossiers_dossier d
LEFT JOIN workflow_workitem i ON i.subject_id = d.id AND i.state = 'open'
LEFT JOIN workflow_instance n ON n.id = i.instance_id
LEFT JOIN workflow_activity a ON a.id = i.activity_id
LEFT JOIN workflow_flow f ON f.source_id = i.activity_id AND f.outcome = %(outcome)s::text
LEFT JOIN workflow_activity t ON t.id = f.target_id
LEFT JOIN LATERAL (
    SELECT p.agency_id, array_agg(DISTINCT pr.role_id) AS role_ids,
           array_agg(DISTINCT w.word) FILTER (WHERE w.word IS NOT NULL) AS words
    FROM agencies_appointment ap
    JOIN agencies_post p ON p.id = ap.post_id AND p.valid_to IS NULL
    JOIN agencies_postrole pr ON pr.post_id = p.id
    JOIN agencies_role r ON r.id = pr.role_id
    LEFT JOIN LATERAL unnest(r.permissions) AS w(word) ON true
    WHERE ap.staff_id = %(staff)s::bigint AND ap.post_id = %(post)s::bigint
      AND ap.valid_from <= %(on)s::date AND (ap.valid_to IS NULL OR ap.valid_to >= %(on)s::date)
    GROUP BY p.agency_id
) s ON true
WHERE d.code = %(code)s::text
FOR UPDATE OF d
"""

_WRITE = """
WITH closed AS (
    UPDATE workflow_workitem
    SET state = 'done', closed_at = %(at)s::timestamptz, closed_by_id = %(staff)s::bigint, outcome = %(outcome)s::text,
        note = %(note)s::text, taken_at = coalesce(taken_at, %(at)s::timestamptz),
        post_id = coalesce(post_id, %(post)s::bigint)
    WHERE id = %(close)s::bigint AND state = 'open' AND post_id IS NOT DISTINCT FROM %(seen_post)s::bigint
    RETURNING id
), opened AS (
    INSERT INTO workflow_workitem (instance_id, activity_id, subject_id, subject_due_at, agency_id, role_id, state,
                                   opened_at, due_at, outcome, note)
    SELECT %(instance)s::bigint, %(next)s::bigint, %(dossier)s::bigint, %(case_due)s::timestamptz,
           %(next_agency)s::bigint, %(next_role)s::bigint, 'open', %(at)s::timestamptz, %(next_due)s::timestamptz,
           '', ''
    FROM closed WHERE %(next)s::bigint IS NOT NULL
    RETURNING id
), held AS (
    UPDATE workflow_workitem
    SET post_id = %(holder)s::bigint,
        taken_at = CASE WHEN %(holder)s::bigint IS NOT NULL THEN coalesce(taken_at, %(taken)s::timestamptz) END
    WHERE id = %(hold)s::bigint AND state = 'open' AND post_id IS NOT DISTINCT FROM %(seen_post)s::bigint
    RETURNING id
), moved AS (
    UPDATE dossiers_dossier
    SET status = %(status)s::text, event_seq = %(seq)s::int, event_hash = %(hash)s::text,
        completed_at = coalesce(completed_at, %(completed)s::timestamptz),
        returned_at = coalesce(returned_at, %(returned)s::timestamptz)
    WHERE id = %(dossier)s::bigint AND event_seq = %(seq)s::int - 1
      AND (%(close)s::bigint IS NULL OR EXISTS (SELECT 1 FROM closed))
      AND (%(hold)s::bigint IS NULL OR EXISTS (SELECT 1 FROM held))
    RETURNING id
), told AS (
    INSERT INTO outbox_entry (subject, seq, name, payload, actor, at, previous, hash, key, request)
    SELECT %(subject)s::text, %(seq)s::int, %(name)s::text, %(payload)s::jsonb, %(actor)s::text, %(at)s::timestamptz,
           %(previous)s::text, %(hash)s::text, %(key)s::text, %(request)s::text
    FROM moved
    RETURNING id
)
SELECT (SELECT id FROM told) AS entry_id, (SELECT id FROM opened) AS item_id
"""


def lock(code: str, request: Request) -> Locked:
    """Lock a dossier and return all a verb may ask.

    Raises   NotAllowed for anyone but staff at a post they hold that day, NotFound, ItemGone.
    """
    by = request.by
    if by.kind is not ActorKind.STAFF or by.staff_id is None or by.post_id is None:
        raise NotAllowed("Việc này chỉ do cán bộ làm.")
    parameters = {
        "code": code,
        "outcome": request.outcome,
        "staff": by.staff_id,
        "post": by.post_id,
        "on": request.at.date(),
    }
    row = _fetch(_LOCK, parameters)
    if row is None:
        raise NotFound(f"Không có hồ sơ {code}.")
    if row.actor_agency_id is None:
        raise NotAllowed("Ông/bà không còn giữ vị trí này. Đăng nhập lại để chọn vị trí khác.")
    if request.item_id is not None and row.item_id != request.item_id:
        raise ItemGone("Bước này vừa có người khác làm. Mở lại hồ sơ để xem bước đang mở.")
    return Locked(
        code=code,
        id=row.id,
        status=Status(row.status),
        due_at=row.due_at,
        event_seq=row.event_seq,
        event_hash=row.event_hash,
        agency_id=row.agency_id,
        competent_id=row.competent_id,
        item_id=row.item_id,
        activity_key=row.activity_key,
        item_agency_id=row.item_agency_id,
        item_role_id=row.item_role_id,
        item_post_id=row.item_post_id,
        instance_id=row.instance_id,
        plan=loads(row.plan) if row.plan else None,
        flow_id=row.flow_id,
        effect=row.effect,
        next_id=row.next_id,
        next_key=row.next_key,
        next_role_id=row.next_role_id,
        has_result=row.has_result,
        actor_agency_id=row.actor_agency_id,
        staff_id=by.staff_id,
        post_id=by.post_id,
        words=frozenset(row.words or ()),
        role_ids=frozenset(row.role_ids or ()),
    )


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
        "close": locked.item_id if change.close else None,
        "staff": by.staff_id,
        "post": by.post_id,
        "outcome": change.outcome,
        "note": change.note,
        "instance": locked.instance_id,
        "next": locked.next_id if change.close else None,
        "next_agency": step.get("agency"),
        "next_role": locked.next_role_id,
        "next_due": step.get("due"),
        "case_due": locked.due_at,
        "hold": locked.item_id if change.hold else None,
        "holder": change.holder,
        "seen_post": locked.item_post_id,
        "taken": at if change.taken else None,
    }
    row = _fetch(_WRITE, parameters)
    if row is None or row.entry_id is None:
        raise ItemGone("Bước này vừa có người khác làm. Mở lại hồ sơ để xem bước đang mở.")
    if subscribers_of(event.name):
        outbox.enqueue(row.entry_id, event.name, event.subject)
    return Done(
        code=locked.code,
        status=status,
        event=event.name,
        seq=seq,
        at=at,
        hash=sealed,
        activity=(locked.next_key or "") if change.close else "",
    )


def _fetch(sql: str, parameters: Mapping[str, Any]) -> SimpleNamespace | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        row = cursor.fetchone()
        if row is None:
            return None
        return SimpleNamespace(**dict(zip((column.name for column in cursor.description), row, strict=True)))
