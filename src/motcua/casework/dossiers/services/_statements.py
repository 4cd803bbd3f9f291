"""The two statements of a transition, as text: the locking read, and the writable CTE in as many parts as a verb needs.

Only `_advance` runs them (ADR 0012). Every write names the open step, its state and the holder that the verb saw.
"""

from functools import cache

from motcua.people.agencies.queries.seats import SEAT

READ = {
    "id": "d.id",
    "status": "d.status",
    "flag": "d.flag",
    "due_at": "d.due_at",
    "legal_due_at": "d.legal_due_at",
    "received_at": "d.received_at",
    "ruleset_id": "d.ruleset_id",
    "registered_on": "d.registered_on",
    "event_seq": "d.event_seq",
    "event_hash": "d.event_hash",
    "version_id": "d.version_id",
    "agency_id": "d.agency_id",
    "competent_id": "d.competent_id",
    "awaits_start": "(d.cross_boundary AND d.competent_at IS NULL)",
    "item_id": "i.id",
    "activity_key": "a.key",
    "needs": "a.needs",
    "item_agency_id": "i.agency_id",
    "item_role_id": "i.role_id",
    "item_post_id": "i.post_id",
    "item_state": "i.state",
    "item_offered": "(i.accept_by IS NOT NULL AND i.taken_at IS NULL)",
    "instance_id": "i.instance_id",
    "plan": "n.plan",
    "flow_id": "f.id",
    "effect": "f.effect",
    "condition": "f.condition",
    "next_id": "t.id",
    "next_key": "t.key",
    "next_role_id": "t.role_id",
    "has_result": "EXISTS (SELECT 1 FROM dossiers_result r WHERE r.dossier_id = d.id)",
    "actor_agency_id": "s.agency_id",
    "is_acting": "s.is_acting",
    "words": "s.words",
    "role_ids": "s.role_ids",
}
LOCK = f"""
SELECT {", ".join(READ.values())}
FROM dossiers_dossier d
LEFT JOIN workflow_workitem i ON i.instance_id = d.instance_id AND i.state IN ('open', 'waiting')
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
    WHERE id = %(item)s::bigint AND instance_id = %(instance)s::bigint AND state = %(seen_state)s::text
      AND post_id IS NOT DISTINCT FROM %(seen_post)s::bigint
    RETURNING id
)"""
_OPENED = """
opened AS (
    INSERT INTO workflow_workitem (instance_id, activity_id, subject_id, subject_due_at, subject_done, agency_id,
                                   role_id, state, opened_at, due_at, post_id, taken_at, accept_by, outcome, note)
    SELECT %(instance)s::bigint, %(next)s::bigint, %(dossier)s::bigint, %(case_due)s::timestamptz,
           %(status)s::text = 'completed', %(next_agency)s::bigint,
           %(next_role)s::bigint, 'open', %(at)s::timestamptz, %(next_due)s::timestamptz,
           %(next_post)s::bigint, CASE WHEN %(next_post)s::bigint IS NOT NULL THEN %(at)s::timestamptz END,
           %(accept_by)s::timestamptz, '', ''
    FROM closed
)"""
_HELD = """
held AS (
    UPDATE workflow_workitem
    SET post_id = %(holder)s::bigint, accept_by = NULL, subject_due_at = %(case_due)s::timestamptz,
        due_at = coalesce(%(step_due)s::timestamptz, due_at),
        taken_at = CASE WHEN %(holder)s::bigint IS NOT NULL THEN coalesce(taken_at, %(taken)s::timestamptz) END
    WHERE id = %(item)s::bigint AND instance_id = %(instance)s::bigint AND state = %(seen_state)s::text
      AND post_id IS NOT DISTINCT FROM %(seen_post)s::bigint
    RETURNING id
)"""
_TIMED = """
timed AS (
    UPDATE workflow_workitem
    SET state = %(item_state)s::text, subject_due_at = %(case_due)s::timestamptz,
        due_at = coalesce(%(step_due)s::timestamptz, due_at),
        taken_at = coalesce(taken_at, %(accepted)s::timestamptz),
        accept_by = CASE WHEN accept_by IS NOT NULL AND %(accepted)s::timestamptz IS NULL
                         THEN coalesce(%(accept_by)s::timestamptz, accept_by) END
    WHERE id = %(item)s::bigint AND instance_id = %(instance)s::bigint AND state = %(seen_state)s::text
      AND post_id IS NOT DISTINCT FROM %(seen_post)s::bigint
    RETURNING id
)"""
_REPLANNED = """
replanned AS (
    UPDATE workflow_instance SET plan = %(new_plan)s::jsonb
    WHERE id = %(instance)s::bigint AND EXISTS (SELECT 1 FROM moved)
    RETURNING id
)"""
_MOVED = """
moved AS (
    UPDATE dossiers_dossier
    SET status = %(status)s::text, flag = %(flag)s::text, event_seq = %(seq)s::int,
        event_hash = %(hash)s::text{ended}{columns}
    WHERE id = %(dossier)s::bigint AND event_seq = %(seq)s::int - 1{only}
    RETURNING id
)"""
_ENDED = """,
        completed_at = coalesce(completed_at, %(completed)s::timestamptz),
        returned_at = coalesce(returned_at, %(returned)s::timestamptz)"""
_IF_CLOSED = " AND EXISTS (SELECT 1 FROM closed)"
_IF_HELD = " AND EXISTS (SELECT 1 FROM held)"
_IF_TIMED = " AND EXISTS (SELECT 1 FROM timed)"
_IF_AS_SEEN = """
      AND NOT EXISTS (
        SELECT 1 FROM workflow_workitem w
        WHERE w.instance_id = dossiers_dossier.instance_id AND w.state IN ('open', 'waiting')
          AND (w.id IS DISTINCT FROM %(item)s::bigint OR w.post_id IS DISTINCT FROM %(seen_post)s::bigint)
    )"""
_TOLD = """
INSERT INTO outbox_entry (subject, seq, name, payload, actor, at, previous, hash, key, request)
SELECT %(subject)s::text, %(seq)s::int, %(name)s::text, %(payload)s::jsonb, %(actor)s::text, %(at)s::timestamptz,
       %(previous)s::text, %(hash)s::text, %(key)s::text, %(request)s::text
FROM moved
RETURNING id
"""


COLUMNS = {
    "due_at": "timestamptz",
    "legal_due_at": "timestamptz",
    "due_why": "text",
    "due_steps": "jsonb",
    "ended_at": "timestamptz",
    "completed_at": "timestamptz",
    "returned_at": "timestamptz",
    "accept_by": "timestamptz",
    "received_at": "timestamptz",
    "received_by_id": "bigint",
    "declined_at": "timestamptz",
    "decline_reason": "text",
    "decline_basis": "text",
    "cross_boundary": "boolean",
    "competent_at": "timestamptz",
    "instance_id": "bigint",
    "ruleset_id": "bigint",
    "version_id": "bigint",
    "case": "text",
    "fee_text": "text",
    "applicant": "text",
    "tokens": "varchar[]",
    "return_method": "text",
}
"""What a verb may change of a dossier besides its state, with the type of each column."""


@cache
def write_statement(
    *, close: bool, opens: bool, hold: bool, timed: bool, plans: bool, columns: tuple[str, ...], mirrors: bool = False
) -> str:
    """Return the writable CTE without the parts that this change has no use for: each costs, run or not.

    mirrors   completed_at and returned_at are what another system says, in the columns
    """
    only = _IF_CLOSED if close else _IF_HELD if hold else _IF_TIMED if timed else _IF_AS_SEEN
    more = "".join(f', "{name}" = %(d_{name})s::{COLUMNS[name]}' for name in columns)
    moved = _MOVED.format(only=only, columns=more, ended="" if mirrors else _ENDED)
    parts = [_CLOSED] * close + [_OPENED] * (close and opens) + [_HELD] * hold + [_TIMED] * timed + [moved]
    parts += [_REPLANNED] * plans
    return f"WITH {','.join(parts)}{_TOLD}"
