"""What the officers of agencies have before them and what they did in a time: by whoever sits at a post now.

Open work lies on posts, and counts for everybody who sits there, of his own or acting; done work counts for who did it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from motcua.ground.kernel.clock import VIETNAM, local
from motcua.people.agencies.queries import seats

from . import _lists
from ._sql import LATE, PAUSED, RUNS, TODAY


class Steps(StrEnum):
    """Which steps of an officer a number counts; the words of an address."""

    OPEN = "dang-giu"
    TODAY = "hom-nay"
    LATE = "qua-han"
    DONE = "xong"
    DONE_LATE = "xong-sau-han"


_WHICH: Mapping[Steps, str] = {
    Steps.OPEN: "true",
    Steps.TODAY: f"{RUNS} AND {TODAY}",
    Steps.LATE: f"{RUNS} AND {LATE}",
    Steps.DONE: "true",
    Steps.DONE_LATE: "i.closed_at > i.due_at",
}
_SEATS = f"""
(SELECT DISTINCT staff_id, post_id FROM ({seats.SITTING}) any_seat) s
JOIN agencies_post p ON p.id = s.post_id AND p.valid_to IS NULL AND p.agency_id = ANY(%(agencies)s::bigint[])
"""  # noqa: S608 - constants
_OPEN = f"""
SELECT s.staff_id, f.name, string_agg(DISTINCT p.title, ', ') AS post, min(p.agency_id) AS agency_id,
       coalesce(sum(w.open), 0)::int AS open, coalesce(sum(w.today), 0)::int AS today,
       coalesce(sum(w.late), 0)::int AS late
FROM {_SEATS}
JOIN agencies_staff f ON f.id = s.staff_id
LEFT JOIN LATERAL (
    SELECT count(*) AS open,
           count(*) FILTER (WHERE {_WHICH[Steps.TODAY]}) AS today,
           count(*) FILTER (WHERE {_WHICH[Steps.LATE]}) AS late
    FROM workflow_workitem i {PAUSED}
    WHERE i.post_id = p.id AND i.state = 'open'
) w ON true
WHERE %(staff)s::bigint IS NULL OR s.staff_id = %(staff)s::bigint
GROUP BY s.staff_id, f.name ORDER BY f.name, s.staff_id
"""  # noqa: S608 - constants
_ENDED = """
i.state = 'done' AND i.closed_by_id = ANY(%(staff)s::bigint[]) AND i.agency_id = ANY(%(agencies)s::bigint[])
AND i.closed_at >= %(since)s::timestamptz AND i.closed_at < %(until)s::timestamptz
"""
_DONE = f"""
SELECT i.closed_by_id AS staff_id, count(*)::int AS done,
       count(*) FILTER (WHERE {_WHICH[Steps.DONE_LATE]})::int AS late,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM i.closed_at - i.opened_at) / 3600) AS hours
FROM workflow_workitem i WHERE {_ENDED}
GROUP BY 1
"""  # noqa: S608 - constants
_BEFORE = f"""
i.state = 'open' AND i.post_id IN (SELECT s.post_id FROM {_SEATS} WHERE s.staff_id = ANY(%(staff)s::bigint[]))
"""  # noqa: S608 - constants
_LINES = """
SELECT i.id, d.code, v.name AS procedure, a.name AS step, i.opened_at, i.due_at, i.closed_at, d.due_at AS promised_at
FROM workflow_workitem i {paused}
JOIN workflow_activity a ON a.id = i.activity_id
JOIN dossiers_dossier d ON d.id = i.subject_id
JOIN procedures_version v ON v.id = d.version_id
WHERE {whose} AND {which} AND i.id > %(after)s::bigint ORDER BY i.id LIMIT %(limit)s::int
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


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One step in a list: of which dossier, when it was opened, is due and was ended; the dossier's own promise."""

    id: int
    code: str
    procedure: str
    step: str
    opened_at: datetime
    due_at: datetime
    closed_at: datetime | None
    promised_at: datetime | None


def by_officer(
    agency_ids: Sequence[int], *, first: date, last: date, at: datetime, staff_id: int | None = None
) -> tuple[OfficerLoad, ...]:
    """Return the officers of agencies by name, or one of them, with what they did from one day to another."""
    seated = _lists.rows(_OPEN, _asked(agency_ids, at) | {"staff": staff_id})
    times = {"staff": [row["staff_id"] for row in seated], "agencies": list(agency_ids), **_time(first, last)}
    done = {row["staff_id"]: row for row in _lists.rows(_DONE, times)} if seated else {}
    nothing: dict[str, Any] = {"done": 0, "late": 0, "hours": None}
    return tuple(_load(row, done.get(row["staff_id"], nothing)) for row in seated)


def steps(
    agency_ids: Sequence[int],
    staff_id: int,
    which: Steps,
    *,
    first: date,
    last: date,
    at: datetime,
    after: int = 0,
    limit: int = 50,
) -> tuple[StepLine, ...]:
    """Return the steps behind a number of an officer, so many after one of them; as for `by_officer`."""
    ended = which in (Steps.DONE, Steps.DONE_LATE)
    asked = _asked(agency_ids, at) | _time(first, last) | {"staff": [staff_id], "after": after, "limit": limit}
    sql = _LINES.format(paused=PAUSED, whose=_ENDED if ended else _BEFORE, which=_WHICH[which])
    return tuple(StepLine(**row) for row in _lists.rows(sql, asked))


def _asked(agency_ids: Sequence[int], at: datetime) -> dict[str, Any]:
    today = local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return {"agencies": list(agency_ids), "on": at, "today": today, "tomorrow": today + timedelta(days=1)}


def _time(first: date, last: date) -> dict[str, datetime]:
    until = datetime.combine(last, time(), VIETNAM) + timedelta(days=1)
    return {"since": datetime.combine(first, time(), VIETNAM), "until": until}


def _load(row: dict[str, Any], done: dict[str, Any]) -> OfficerLoad:
    return OfficerLoad(
        **row,
        done=done["done"],
        done_late=done["late"],
        median_hours=None if done["hours"] is None else float(done["hours"]),
    )
