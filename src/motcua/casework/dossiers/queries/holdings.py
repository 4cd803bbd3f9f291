"""Work that is not done, open or waiting for the applicant, by the post it waits on; for hand-over and reassignment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

MOST = 200

COLUMNS = """
SELECT i.id AS item_id, d.code, d.applicant, v.name AS procedure_name, a.name AS activity_name, i.agency_id,
       g.short_name AS agency_name, i.role_id, i.post_id, coalesce(o.title, '') AS post_title, d.status,
       d.due_at, i.due_at AS step_due_at, i.opened_at,
       coalesce((SELECT n.text FROM dossiers_note n WHERE n.dossier_id = d.id ORDER BY n.id DESC LIMIT 1), '') AS note
FROM workflow_workitem i
JOIN dossiers_dossier d ON d.id = i.subject_id
JOIN procedures_version v ON v.id = d.version_id
JOIN workflow_activity a ON a.id = i.activity_id
JOIN agencies_agency g ON g.id = i.agency_id
LEFT JOIN agencies_post o ON o.id = i.post_id
"""
ORDER = "ORDER BY i.subject_due_at, i.id"
AT_AGENCIES = """
((i.state = 'open' AND i.agency_id = ANY(%(agencies)s::bigint[]))
 OR (i.state = 'waiting' AND i.agency_id = ANY(%(agencies)s::bigint[])))
"""
"""Whether a step is not done and waits at one of some agencies, said so that each state finds its index."""
_HERE = "ARRAY(SELECT p.agency_id FROM agencies_post p WHERE p.id = ANY(%(posts)s::bigint[]))"
_AT_POSTS = f"""
{COLUMNS}
WHERE ((i.state = 'open' AND i.post_id = ANY(%(posts)s::bigint[]))
       OR (i.state = 'waiting' AND i.agency_id = ANY({_HERE}) AND i.post_id = ANY(%(posts)s::bigint[])))
{ORDER} LIMIT %(most)s::int
"""
_LOADS = f"""
SELECT i.post_id, count(*) FROM workflow_workitem i WHERE {AT_AGENCIES} AND i.post_id IS NOT NULL GROUP BY i.post_id
"""  # noqa: S608 - constants of this module


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An open step and where it waits. ``note``: what a colleague last wrote about the dossier, "" nothing."""

    item_id: int
    code: str
    applicant: str
    procedure_name: str
    activity_name: str
    agency_id: int
    agency_name: str
    role_id: int
    post_id: int | None
    post_title: str
    status: str
    due_at: datetime
    step_due_at: datetime
    opened_at: datetime
    note: str


def at_posts(post_ids: Sequence[int], *, most: int = MOST) -> tuple[Held, ...]:
    """Return the open work that waits on these posts, most urgent first."""
    return held(_AT_POSTS, {"posts": list(post_ids), "most": most})


def loads(agency_ids: Sequence[int]) -> dict[int, int]:
    """Return {post id: how much waits on it} of the agencies' posts; a post on which nothing waits is not there."""
    with connection.cursor() as cursor:
        cursor.execute(_LOADS, {"agencies": list(agency_ids)})
        return dict(cursor.fetchall())


def held(sql: str, parameters: dict[str, Any]) -> tuple[Held, ...]:
    """Return the rows of a statement that begins with `COLUMNS`."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description]
        return tuple(Held(**dict(zip(names, row, strict=True))) for row in cursor.fetchall())
