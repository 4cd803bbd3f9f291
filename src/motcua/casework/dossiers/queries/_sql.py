"""The statements of the worklists, as text: a page of steps, enquiries or letters, what each tab holds, all counts."""

_COLUMNS = """d.code, d.applicant, p.code AS procedure_code, v.name AS procedure_name,
       a.id AS activity_id, a.name AS activity_name, g.short_name AS agency_name, coalesce(o.title, '') AS holder,
       i.post_id, i.opened_at, i.due_at AS step_due_at, d.channel, d.status, d.completed_at, d.legal_due_at, d.ended_at,
       coalesce(z.cause, '') AS pause, z.began_at AS paused_at, coalesce(z.counts, false) AS pause_counts,
       coalesce((SELECT l.state FROM dossiers_letter l
                 WHERE l.dossier_id = d.id AND l.for_due_at = d.due_at AND l.state <> 'dropped'), '') AS letter,
       CASE WHEN i.taken_at IS NULL AND i.state = 'open' THEN i.accept_by END AS accept_by"""
_JOINS = """
JOIN procedures_version v ON v.id = d.version_id
JOIN procedures_procedure p ON p.id = v.procedure_id
JOIN workflow_activity a ON a.id = i.activity_id
JOIN agencies_agency g ON g.id = i.agency_id
LEFT JOIN agencies_post o ON o.id = i.post_id
LEFT JOIN dossiers_pause z ON z.dossier_id = d.id AND z.ended_at IS NULL
"""
PAUSED = "LEFT JOIN dossiers_pause z ON z.dossier_id = i.subject_id AND z.ended_at IS NULL"
OF_STEPS = f"""
WITH chosen AS MATERIALIZED (
    SELECT i.id
    FROM workflow_workitem i
    LEFT JOIN dossiers_dossier d ON d.id = i.subject_id
    LEFT JOIN procedures_version v ON v.id = d.version_id
    LEFT JOIN procedures_procedure p ON p.id = v.procedure_id
    LEFT JOIN workflow_activity a ON a.id = i.activity_id
    {{paused}}
    WHERE {{where}}
    ORDER BY i.subject_due_at, i.id
    LIMIT {{limit}}
)
SELECT i.id AS item_id, i.subject_due_at AS due_at, '' AS question, {_COLUMNS}
FROM chosen
JOIN workflow_workitem i ON i.id = chosen.id
JOIN dossiers_dossier d ON d.id = i.subject_id
{_JOINS}
ORDER BY i.subject_due_at, i.id
"""  # noqa: S608 - constants
"""A page of steps. They are chosen by the index of the work items; a table that nothing asks about is not joined. Of
pauses, of which only the open one is one, the planner cannot tell: they are joined, as ``paused``, where asked about.
"""
OF_ENQUIRIES = f"""
SELECT e.id AS item_id, e.due_at, left(e.question, 300) AS question, {_COLUMNS}
FROM dossiers_enquiry e
JOIN dossiers_dossier d ON d.id = e.dossier_id
JOIN workflow_workitem i ON i.instance_id = d.instance_id AND i.state IN ('open', 'waiting')
{_JOINS}
WHERE {{where}}
ORDER BY e.due_at, e.id
LIMIT {{limit}}
"""  # noqa: S608 - constants
OF_LETTERS = f"""
SELECT l.id AS item_id, l.for_due_at AS due_at, '' AS question, {_COLUMNS}
FROM dossiers_letter l
JOIN dossiers_dossier d ON d.id = l.dossier_id
JOIN LATERAL (SELECT * FROM workflow_workitem w WHERE w.subject_id = d.id ORDER BY w.id DESC LIMIT 1) i ON true
{_JOINS}
WHERE {{where}}
ORDER BY l.for_due_at, l.id
LIMIT {{limit}}
"""  # noqa: S608 - constants
KEYSETS = {
    OF_STEPS: "(i.subject_due_at, i.id) > (%(after_due)s::timestamptz, %(after_item)s::bigint)",
    OF_ENQUIRIES: "(e.due_at, e.id) > (%(after_due)s::timestamptz, %(after_item)s::bigint)",
    OF_LETTERS: "(l.for_due_at, l.id) > (%(after_due)s::timestamptz, %(after_item)s::bigint)",
}

_HELD = "i.state = 'open' AND i.post_id = %(post)s::bigint"
_UNIT = "i.state = 'open' AND i.agency_id = %(agency)s::bigint"
_UNCLAIMED = "i.post_id IS NULL AND i.role_id = ANY(%(roles)s::bigint[])"
_UNTAKEN = "i.accept_by IS NOT NULL AND i.taken_at IS NULL"
_POOLED = f"{_UNIT} AND {_UNCLAIMED}"
_MINE = f"(({_HELD}) OR ({_POOLED}))"
RUNS = "NOT i.subject_done AND z.id IS NULL"
_OFFERED = f"{_UNIT} AND {_UNTAKEN}"
_ASKED = "e.state = 'open' AND e.kind = 'consultation' AND e.agency_id = %(agency)s::bigint"
_BELOW = """WITH RECURSIVE below AS (
    SELECT b.id, 1 AS depth FROM agencies_agency b WHERE b.parent_id = %(agency)s::bigint
    UNION ALL
    SELECT b.id, depth + 1 FROM agencies_agency b JOIN below ON b.parent_id = below.id WHERE depth < 20
    ) SELECT id FROM below"""
_HOLDER = "coalesce(l.holder_agency_id, (SELECT y.agency_id FROM dossiers_dossier y WHERE y.id = l.dossier_id))"
_LETTERS = f"""l.state = 'drafted' AND %(approves)s::boolean
    AND (l.holder_agency_id = %(agency)s::bigint OR l.holder_agency_id = ANY(ARRAY({_BELOW}))
         OR l.holder_agency_id IS NULL)
    AND CASE
    WHEN l.level > 0 AND {_HOLDER} <> %(agency)s::bigint THEN {_HOLDER} = ANY(ARRAY({_BELOW}))
    ELSE {_HOLDER} = %(agency)s::bigint AND (l.level = 0 OR NOT EXISTS (
        SELECT 1 FROM agencies_agency u WHERE u.id = %(agency)s::bigint AND u.parent_id IS NOT NULL)) END"""  # noqa: S608 - constants
"""Letters of the agency itself, and those one level up of agencies below it; of itself too where nobody is above."""
LATE = "i.subject_due_at < %(today)s::timestamptz"
TODAY = "i.subject_due_at >= %(today)s::timestamptz AND i.subject_due_at < %(tomorrow)s::timestamptz"
_SOON = "i.subject_due_at >= %(tomorrow)s::timestamptz AND i.subject_due_at < %(soon)s::timestamptz"
_WAITS_HERE = """i.state = 'waiting' AND i.agency_id = %(agency)s::bigint AND (%(wide)s::boolean
    OR i.post_id = %(post)s::bigint OR (i.post_id IS NULL AND i.role_id = ANY(%(roles)s::bigint[])))"""
_OF_COUNTER = """SELECT w.id
    FROM dossiers_dossier c JOIN workflow_workitem w ON w.subject_id = c.id AND w.state = 'waiting'
    WHERE c.agency_id = %(agency)s::bigint AND c.status IN ('supplement', 'finance')"""
WAITING_HERE = f"SELECT i.id FROM workflow_workitem i WHERE {_WAITS_HERE}"  # noqa: S608 - constants
WAITING_AT_COUNTER = f"{WAITING_HERE} UNION {_OF_COUNTER}"
WAITS_AT_COUNTER = f"i.id = ANY(ARRAY({WAITING_AT_COUNTER}))"
_ANYWHERE = """i.state = 'open' AND %(every)s::boolean
    AND i.agency_id = ANY(ARRAY(SELECT x.id FROM agencies_agency x))"""
_DONE = "i.state = 'done' AND i.closed_by_id = %(staff)s::bigint AND i.closed_at >= %(today)s::timestamptz"
WHERE = {
    "mine": _MINE,
    "late": f"{_MINE} AND {RUNS} AND {LATE}",
    "today": f"{_MINE} AND {RUNS} AND {TODAY}",
    "soon": f"{_MINE} AND {RUNS} AND {_SOON}",
    "pool": _POOLED,
    "offered": _OFFERED,
    "asked": _ASKED,
    "letters": _LETTERS,
    "late_all": f"{_ANYWHERE} AND {RUNS} AND {LATE}",
    "waiting": _WAITS_HERE,
    "return": f"{_UNIT} AND i.subject_done",
    "unit": _UNIT,
    "done": _DONE,
}
COUNTS = f"""
SELECT m.*, u.*,
       (SELECT count(*) FROM dossiers_enquiry e WHERE {_ASKED}) AS asked,
       (SELECT count(*) FROM dossiers_letter l WHERE {_LETTERS}) AS letters,
       (SELECT count(*) FROM workflow_workitem i {PAUSED} WHERE {_ANYWHERE} AND {RUNS} AND {LATE}) AS late_all,
       (SELECT count(*) FROM ({{waiting}}) w) AS waiting,
       (SELECT count(*) FROM workflow_workitem i WHERE {_DONE}) AS done
FROM (SELECT count(*) AS mine,
             count(*) FILTER (WHERE {RUNS} AND {LATE}) AS late,
             count(*) FILTER (WHERE {RUNS} AND {TODAY}) AS today,
             count(*) FILTER (WHERE {RUNS} AND {_SOON}) AS soon
      FROM workflow_workitem i {PAUSED} WHERE {_MINE}) m,
     (SELECT count(*) FILTER (WHERE {_UNCLAIMED}) AS pool,
             count(*) FILTER (WHERE {_UNTAKEN}) AS offered,
             count(*) FILTER (WHERE i.subject_done) AS return,
             count(*) AS unit
      FROM workflow_workitem i WHERE {_UNIT}) u
"""  # noqa: S608 - constants
"""What each tab holds: mine but for the dossiers that stand still, the unit's by one index of the work items."""
