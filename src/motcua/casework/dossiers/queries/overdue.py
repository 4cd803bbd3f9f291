"""What is overdue and where it lies, and how much is due when: counted over many agencies at once, by indexes alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from motcua.ground.kernel.clock import local
from motcua.people.agencies.queries import calendars

from ..rules.apology import workdays_before
from . import _lists

_SHORT, _LONG = 3, 10
_DAY = timedelta(days=1)
_OFFERED = "i.accept_by IS NOT NULL AND i.taken_at IS NULL"
_LATE_HERE = f"""
SELECT i.id, i.subject_id, i.agency_id, {_OFFERED} AS offered FROM workflow_workitem i
WHERE i.state = 'open' AND i.subject_due_at < %(today)s::timestamptz AND {{here}}
"""  # noqa: S608 - constants
_LATE_AT = f"""
{_LATE_HERE.format(here="i.agency_id = ANY(%(agencies)s::bigint[])")}
UNION ALL
{_LATE_HERE.format(here=f"{_OFFERED} AND i.agency_id <> ALL(%(agencies)s::bigint[])")}
"""
_BY_HOLDER = """
WITH late AS MATERIALIZED ({late}),
held AS (
    SELECT CASE WHEN l.offered THEN coalesce(
               (SELECT b.agency_id FROM workflow_workitem b WHERE b.subject_id = d.id AND b.id < l.id
                ORDER BY b.id DESC LIMIT 1), d.agency_id) ELSE l.agency_id END AS holder_id,
           d.due_at,
           EXISTS (SELECT 1 FROM dossiers_letter t
                   WHERE t.dossier_id = d.id AND t.for_due_at = d.due_at AND t.state = 'sent') AS sorry
    FROM late l JOIN dossiers_dossier d ON d.id = l.subject_id
    WHERE d.completed_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM dossiers_pause z WHERE z.dossier_id = d.id AND z.ended_at IS NULL)
)
SELECT a.id AS agency_id, a.short_name AS agency_name,
       count(*) FILTER (WHERE h.due_at >= %(short)s::timestamptz) AS up_to_3,
       count(*) FILTER (WHERE h.due_at < %(short)s::timestamptz AND h.due_at >= %(long)s::timestamptz) AS from_4_to_10,
       count(*) FILTER (WHERE h.due_at < %(long)s::timestamptz) AS over_10,
       count(*) FILTER (WHERE NOT h.sorry) AS without_letter
FROM held h JOIN agencies_agency a ON a.id = h.holder_id
WHERE {only}
GROUP BY a.id
ORDER BY count(*) DESC, a.id
"""
_BUCKETS = """count(*) FILTER (WHERE d.due_at < %(today)s::timestamptz) AS late,
       count(*) FILTER (WHERE d.due_at >= %(today)s::timestamptz AND d.due_at < %(tomorrow)s::timestamptz) AS today,
       count(*) FILTER (WHERE d.due_at >= %(tomorrow)s::timestamptz AND d.due_at < %(soon)s::timestamptz) AS soon,
       count(*) FILTER (WHERE d.due_at >= %(soon)s::timestamptz) AS later"""
_DUE = f"""
SELECT r.late - p.late AS late, r.today - p.today AS today, r.soon - p.soon AS soon, r.later - p.later AS later
FROM (SELECT {_BUCKETS} FROM dossiers_dossier d
      WHERE d.status IN ('received', 'processing') AND {{here}}) r,
     (SELECT {_BUCKETS} FROM dossiers_pause z JOIN dossiers_dossier d ON d.id = z.dossier_id
      WHERE z.ended_at IS NULL AND NOT (z.cause IN ('supplement', 'finance'))
        AND d.status IN ('received', 'processing') AND {{here}}) p
"""  # noqa: S608 - constants
_AT = "d.agency_id = ANY(%(agencies)s::bigint[])"


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderOverdue:
    """What is overdue in the hands of one agency, by working days since the promised date.

    up_to_3         three at most, also what passed on the last working day
    without_letter  of all of them, those whose applicant was not sent a letter about the date
    """

    agency_id: int
    agency_name: str
    up_to_3: int
    from_4_to_10: int
    over_10: int
    without_letter: int

    @property
    def total(self) -> int:
        """Return how many there are."""
        return self.up_to_3 + self.from_4_to_10 + self.over_10


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCounts:
    """How many running dossiers are late, due today, due soon, due later."""

    late: int
    today: int
    soon: int
    later: int


def by_holder(agency_ids: Sequence[int] | None, *, at: datetime) -> tuple[HolderOverdue, ...]:
    """Return the agencies that hold open dossiers whose promised date has passed, those with most first.

    agency_ids  holders to look at, None all
    A dossier is held where its open step lies; what was handed on and not taken is still with who handed it on, as in
    the ledger of possession. What stands still is not overdue. Days are the nation's working days: one measure for all.
    """
    now = local(at)
    nation = calendars.calendar_of(None, first=now.date() - timedelta(days=60), last=now.date())
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    edges = {
        name: today - (now.date() - workdays_before(now.date() + _DAY, days + 1, nation))
        for name, days in (("short", _SHORT), ("long", _LONG))
    }
    sql = _BY_HOLDER.format(
        late=_LATE_HERE.format(here="true") if agency_ids is None else _LATE_AT,
        only="true" if agency_ids is None else "a.id = ANY(%(agencies)s::bigint[])",
    )
    return tuple(HolderOverdue(**row) for row in _lists.rows(sql, _parameters(agency_ids, today) | edges))


def due_counts(agency_ids: Sequence[int] | None, *, at: datetime, soon: datetime) -> DueCounts:
    """Return how many running dossiers that these agencies took in, None all, are due when.

    soon   up to when a due time counts as soon, as of the worklists
    """
    today = local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    sql = _DUE.format(here="true" if agency_ids is None else _AT)
    (row,) = _lists.rows(sql, _parameters(agency_ids, today) | {"tomorrow": today + _DAY, "soon": soon})
    return DueCounts(**row)


def _parameters(agency_ids: Sequence[int] | None, today: datetime) -> dict[str, Any]:
    return {"today": today} | ({} if agency_ids is None else {"agencies": list(agency_ids)})
