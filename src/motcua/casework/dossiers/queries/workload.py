"""What the officers of agencies have before them and what they did in a time: by whoever sits at a post now.

Open work lies on posts, and counts for everybody who sits there, of his own or acting; done work counts for who did it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from motcua.ground.kernel.clock import VIETNAM, local
from motcua.people.agencies.queries import seats

from . import _lists

_OPEN = f"""
SELECT s.staff_id, f.name, string_agg(DISTINCT p.title, ', ') AS post, min(p.agency_id) AS agency_id,
       coalesce(sum(w.open), 0)::int AS open, coalesce(sum(w.today), 0)::int AS today,
       coalesce(sum(w.late), 0)::int AS late
FROM (SELECT DISTINCT staff_id, post_id FROM ({seats.SITTING}) any_seat) s
JOIN agencies_post p ON p.id = s.post_id AND p.valid_to IS NULL AND p.agency_id = ANY(%(agencies)s::bigint[])
JOIN agencies_staff f ON f.id = s.staff_id
LEFT JOIN LATERAL (
    SELECT count(*) AS open,
           count(*) FILTER (WHERE NOT i.subject_done AND z.id IS NULL
                            AND i.subject_due_at >= %(today)s::timestamptz
                            AND i.subject_due_at < %(tomorrow)s::timestamptz) AS today,
           count(*) FILTER (WHERE NOT i.subject_done AND z.id IS NULL
                            AND i.subject_due_at < %(today)s::timestamptz) AS late
    FROM workflow_workitem i LEFT JOIN dossiers_pause z ON z.dossier_id = i.subject_id AND z.ended_at IS NULL
    WHERE i.post_id = p.id AND i.state = 'open'
) w ON true
WHERE %(staff)s::bigint IS NULL OR s.staff_id = %(staff)s::bigint
GROUP BY s.staff_id, f.name ORDER BY f.name, s.staff_id
"""  # noqa: S608 - constants
_DONE = """
SELECT i.closed_by_id AS staff_id, count(*)::int AS done,
       count(*) FILTER (WHERE i.closed_at > i.due_at)::int AS late,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM i.closed_at - i.opened_at) / 3600) AS hours
FROM workflow_workitem i
WHERE i.state = 'done' AND i.closed_by_id = ANY(%(staff)s::bigint[]) AND i.agency_id = ANY(%(agencies)s::bigint[])
  AND i.closed_at >= %(since)s::timestamptz AND i.closed_at < %(until)s::timestamptz
GROUP BY 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerLoad:
    """What one officer has and did.

    open, today, late   steps before him now; of them those whose dossier is due today, or was due before
    done, done_late     steps he ended in the time; of them those ended after their own time
    median_hours        from the opening of such a step to its end, nights and days off too; None: he ended none
    """

    staff_id: int
    name: str
    post: str
    agency_id: int
    open: int
    today: int
    late: int
    done: int
    done_late: int
    median_hours: float | None


def by_officer(
    agency_ids: Sequence[int], *, first: date, last: date, at: datetime, staff_id: int | None = None
) -> tuple[OfficerLoad, ...]:
    """Return the officers of agencies by name, or one of them, with what they did from one day to another."""
    today = local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    asked: dict[str, Any] = {
        "agencies": list(agency_ids),
        "staff": staff_id,
        "on": at,
        "today": today,
        "tomorrow": today + timedelta(days=1),
    }
    seated = _lists.rows(_OPEN, asked)
    times = {
        "staff": [row["staff_id"] for row in seated],
        "agencies": list(agency_ids),
        "since": datetime.combine(first, time(), VIETNAM),
        "until": datetime.combine(last, time(), VIETNAM) + timedelta(days=1),
    }
    done = {row["staff_id"]: row for row in _lists.rows(_DONE, times)} if seated else {}
    nothing: dict[str, Any] = {"done": 0, "late": 0, "hours": None}
    return tuple(_load(row, done.get(row["staff_id"], nothing)) for row in seated)


def _load(row: dict[str, Any], done: dict[str, Any]) -> OfficerLoad:
    return OfficerLoad(
        **row,
        done=done["done"],
        done_late=done["late"],
        median_hours=None if done["hours"] is None else float(done["hours"]),
    )
