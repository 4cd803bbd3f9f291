"""The lives of many dossiers as times only, one after another in constant memory: what forecasts learn from."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import starmap
from typing import Any

from django.db import connection

from ..rules.lives import Drawn, Life, Standstill, Stay

_PORTION = 2000
_LIVES = """
SELECT d.id, p.code, d.agency_id, d.competent_id, d.channel, d.received_at, coalesce(d.competent_at, d.received_at),
       d.completed_at, d.legal_due_at, u.made, u.due, z.cause, z.since, z.until, z.counts,
       i.activity, i.agency, i.opened, i.taken, i.closed
FROM ({chosen}) d
JOIN procedures_version v ON v.id = d.version_id
JOIN procedures_procedure p ON p.id = v.procedure_id
CROSS JOIN LATERAL (
    SELECT array_agg(w.activity_id ORDER BY w.id) AS activity, array_agg(w.agency_id ORDER BY w.id) AS agency,
           array_agg(w.opened_at ORDER BY w.id) AS opened, array_agg(w.taken_at ORDER BY w.id) AS taken,
           array_agg(w.closed_at ORDER BY w.id) AS closed
    FROM workflow_workitem w
    WHERE w.subject_id = d.id AND (d.completed_at IS NULL OR w.opened_at < d.completed_at)) i
CROSS JOIN LATERAL (
    SELECT array_agg(q.set_at ORDER BY q.event_seq) AS made, array_agg(q.legal_due_at ORDER BY q.event_seq) AS due
    FROM dossiers_duedate q WHERE q.dossier_id = d.id) u
CROSS JOIN LATERAL (
    SELECT array_agg(s.cause ORDER BY s.id) AS cause, array_agg(s.began_at ORDER BY s.id) AS since,
           array_agg(s.ended_at ORDER BY s.id) AS until, array_agg(s.counts ORDER BY s.id) AS counts
    FROM dossiers_pause s WHERE s.dossier_id = d.id) z
WHERE i.activity IS NOT NULL
"""
_KEPT = "flag <> 'mirrored' AND NOT (cross_boundary AND competent_at IS NULL)"
_OVER = f"""SELECT * FROM dossiers_dossier
WHERE received_at IS NOT NULL AND legal_due_at IS NOT NULL AND {_KEPT} AND (completed_at IS NOT NULL
   OR (status IN ('received', 'processing') AND legal_due_at < %(at)s::timestamptz))
ORDER BY id DESC LIMIT %(newest)s::bigint"""  # noqa: S608 - constants
_RUNNING = f"""SELECT * FROM dossiers_dossier
WHERE status IN ('received', 'processing') AND legal_due_at IS NOT NULL AND {_KEPT}"""  # noqa: S608 - constants
_DRAWN = """
SELECT a.id, a.key, a.name,
       (SELECT count(*) FROM workflow_activity b
        WHERE b.definition_id = a.definition_id AND b."order" > a."order"
          AND NOT EXISTS (SELECT 1 FROM workflow_flow f WHERE f.source_id = b.id AND f.effect = 'return'))
FROM workflow_activity a
"""
_LOADS = """
WITH handing_out AS (SELECT DISTINCT source_id FROM workflow_flow WHERE effect = 'return'),
kept AS (SELECT agency_id, (opened_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS opened,
                (closed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS closed
         FROM workflow_workitem WHERE activity_id NOT IN (SELECT source_id FROM handing_out)
           AND (closed_at IS NULL OR closed_at >= %(since)s::date))
SELECT agency_id, day, sum(opened)::int, sum(closed)::int
FROM (SELECT agency_id, greatest(opened, %(since)s::date) AS day, 1 AS opened, 0 AS closed FROM kept
      UNION ALL SELECT agency_id, closed, 0, 1 FROM kept WHERE closed IS NOT NULL) moves
GROUP BY agency_id, day ORDER BY agency_id, day
"""


def over(*, newest: int, at: datetime) -> Iterator[Life]:
    """Yield the newest dossiers of which it is known whether they were late: with a result, or open after their day.

    Withdrawn and stopped ones tell nothing about time and are left out, as are those of other systems.
    """
    yield from _stream(_LIVES.format(chosen=_OVER), {"newest": newest, "at": at})


def running() -> Iterator[Life]:
    """Yield the dossiers that somebody here has to work on; not those that wait for their applicant."""
    yield from _stream(_LIVES.format(chosen=_RUNNING), {})


def drawn() -> dict[int, Drawn]:
    """Return {id of an activity: the step as drawn}, of all processes."""
    with connection.cursor() as cursor:
        cursor.execute(_DRAWN)
        return {pk: Drawn(key, name, left) for pk, key, name, left in cursor.fetchall()}


def loads(*, since: date) -> tuple[tuple[int, date, int, int], ...]:
    """Return (agency, day, steps that opened, steps that were done) from a day on, by agency and day.

    What was open before counts as opened on the first day; a result that waits to be fetched is nobody's work.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOADS, {"since": since})
        return tuple(cursor.fetchall())


def _stream(sql: str, asked: dict[str, Any]) -> Iterator[Life]:
    """Yield what a statement finds; the server hands it out portion by portion."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, asked)
        while rows := cursor.fetchmany(_PORTION):
            yield from starmap(_life, rows)


def _life(*row: Any) -> Life:
    pk, procedure, agency_id, competent_id, channel, received_at, began_at, completed_at, due_at, *lists = row
    made, due, cause, since, until, counts, activity, agency, opened, taken, closed = (one or () for one in lists)
    return Life(
        dossier_id=pk,
        procedure=procedure,
        agency_id=agency_id,
        competent_id=competent_id,
        channel=channel,
        received_at=received_at,
        began_at=began_at,
        completed_at=completed_at,
        promises=tuple(zip(made, due, strict=True)) or ((received_at, due_at),),
        standstills=tuple(starmap(Standstill, zip(cause, since, until, counts, strict=True))),
        stays=tuple(starmap(Stay, zip(activity, agency, opened, taken, closed, strict=True))),
    )
