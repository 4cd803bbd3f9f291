"""Results that lie ready at a counter: how long, and for which nobody came although the first day of reminding passed.

Uncollected is what the applicant wanted to fetch himself, at the counter (where nothing is written he fetches it too).
A result that goes by post or in electronic form is for the office to send: it waits on the desk's list, and nobody is
called for it. A part of a group is uncollected only once its whole has a result: its days count from the later of both.

Days are days of the calendar, by Vietnamese dates. Which ones, the rules of the day say (``uncollected_days``), as with
the other habits of the clock; no text of law orders them.

After the last day the clock is silent: the result stays where it is and on the desk's list. Moving it into an archive
is not done here; that needs the archive's own rules of keeping.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import Invalid

from ..rules.chips import Standing
from ..vocabulary import ReturnMethod
from . import _lists
from .alarms import Due

PAGE = 50
_CATCH_UP_DAYS, _WHOLE_AFTER_PART_DAYS = 30, 365
_LYING = """
FROM dossiers_dossier d
JOIN workflow_workitem i ON i.subject_id = d.id AND i.state = 'open'
LEFT JOIN dossiers_participation p ON p.child_id = d.id
LEFT JOIN dossiers_dossier w ON w.id = p.dossier_id
CROSS JOIN LATERAL (SELECT greatest(d.completed_at, w.completed_at)) AS ready(at)
CROSS JOIN LATERAL (SELECT (ready.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date) AS since(day)
CROSS JOIN LATERAL (SELECT %(today)s::date - since.day) AS waited(days)
CROSS JOIN LATERAL (
    SELECT d.return_method IN ('', 'counter') AND (p.id IS NULL OR w.completed_at IS NOT NULL)
       AND EXISTS (SELECT 1 FROM workflow_flow f WHERE f.source_id = i.activity_id AND f.effect = 'return')
    ) AS lies(is_to_fetch)
"""
_DUE = f"""
SELECT d.code, reached.day::text AS about
{_LYING}
CROSS JOIN LATERAL (SELECT max(day) FROM unnest(%(days)s::int[]) day WHERE day <= waited.days) AS reached(day)
WHERE d.status = 'completed' AND d.flag <> 'mirrored' AND lies.is_to_fetch AND reached.day IS NOT NULL
  AND d.completed_at >= %(oldest)s::timestamptz AND d.completed_at < %(before)s::timestamptz
  AND waited.days <= %(most)s::int
  AND NOT EXISTS (SELECT 1 FROM dossiers_nudge n
                  WHERE n.dossier_id = d.id AND n.kind = 'uncollected'
                    AND (n.given_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date >= since.day + reached.day)
ORDER BY d.completed_at, d.id
LIMIT 5000
"""  # noqa: S608 - constants
_WAITING = f"""
SELECT i.id AS item_id, d.code, d.applicant, d.version_id, i.subject_due_at AS due_at, d.legal_due_at, d.completed_at,
       ready.at AS ready_at, waited.days AS waited_days, d.return_method,
       lies.is_to_fetch, lies.is_to_fetch AND waited.days >= %(first)s::int AS is_long
{_LYING}
WHERE d.status = 'completed' AND d.flag <> 'mirrored'"""
_PAGE = f"""
WITH waiting AS MATERIALIZED ({_WAITING} AND i.agency_id = %(agency)s::bigint),
     here AS (SELECT * FROM waiting
              WHERE (is_long OR NOT %(only_long)s::boolean)
                AND (ready_at, item_id) > (%(after_ready)s::timestamptz, %(after_item)s::bigint)
              ORDER BY ready_at, item_id LIMIT %(limit)s::int)
SELECT n.every, n.long, h.item_id, h.code, h.applicant, v.name AS procedure_name, h.due_at, h.legal_due_at,
       h.completed_at, h.ready_at, h.waited_days, h.return_method, h.is_to_fetch, h.is_long
FROM (SELECT count(*) AS every, count(*) FILTER (WHERE is_long) AS long FROM waiting) n
LEFT JOIN here h ON true
LEFT JOIN procedures_version v ON v.id = h.version_id
ORDER BY h.ready_at, h.item_id
"""  # noqa: S608 - constants
_ONE = f"""
SELECT x.ready_at, x.waited_days, x.return_method, x.is_to_fetch, x.is_long,
       (SELECT max(n.given_at) FROM dossiers_nudge n
        WHERE n.dossier_id = %(dossier)s::bigint AND n.kind = 'uncollected') AS called_at
FROM ({_WAITING} AND d.id = %(dossier)s::bigint) x
"""  # noqa: S608 - constants
_BEGINNING = datetime.fromisoformat("1900-01-01T00:00:00+07:00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A result that waits at the desk.

    ready_at     since when; ``waited_days`` days of the calendar ago
    due_at       the promise of the dossier, and ``legal_due_at`` without any letter
    method       how the applicant wants it
    is_to_fetch  he comes for it, and everything it belongs to is done
    is_long      and has not, although the first day of reminding passed
    """

    item_id: int
    code: str
    applicant: str
    procedure_name: str
    due_at: datetime
    legal_due_at: datetime | None
    completed_at: datetime
    ready_at: datetime
    waited_days: int
    method: ReturnMethod
    is_to_fetch: bool
    is_long: bool

    @property
    def standing(self) -> Standing:
        """Return where the dossier's clock stood when it was done."""
        return Standing(due_at=self.due_at, legal_due_at=self.legal_due_at, finished_at=self.completed_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Fifty results, the one that waits longest first; ``every`` and ``long``: how many there are in all.

    after   keyset of the next page, "" at the end
    """

    rows: tuple[Row, ...]
    after: str
    every: int
    long: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How the result of one dossier waits, as in `Row`. ``called_at``: when the applicant was last reminded."""

    ready_at: datetime
    waited_days: int
    method: ReturnMethod
    is_to_fetch: bool
    is_long: bool
    called_at: datetime | None


def due(at: datetime, days: Sequence[int]) -> Iterator[Due]:
    """Yield dossiers whose applicant is to be reminded now; ``about``: the newest day of reminding that was reached.

    Days that passed while nobody counted are one reminder. What has lain a month more than the last day is left alone.
    """
    midnight = local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    most = max(days) + _CATCH_UP_DAYS
    parameters = {
        "today": midnight.date(),
        "days": sorted(days),
        "most": most,
        "oldest": midnight - timedelta(days=most + _WHOLE_AFTER_PART_DAYS),
        "before": midnight - timedelta(days=min(days) - 1),
    }
    for row in _lists.rows(_DUE, parameters):
        yield Due(**row)


def page(*, by: Actor, at: datetime, first: int, only_long: bool = False, after: str = "") -> Page:
    """Return one page of the results that wait at the agency of whoever looks.

    first  the first day of reminding
    after  keyset of the previous page's last row; one that no page of ours wrote is the first page
    """
    ready_at, item_id = _after(after)
    parameters = {
        "agency": by.agency_id,
        "today": local(at).date(),
        "first": first,
        "only_long": only_long,
        "after_ready": ready_at,
        "after_item": item_id,
        "limit": PAGE + 1,
    }
    found = _lists.rows(_PAGE, parameters)
    every, long = found[0]["every"], found[0]["long"]
    rows = [
        Row(
            **{name: value for name, value in row.items() if name not in ("every", "long", "return_method")},
            method=ReturnMethod(row["return_method"] or ReturnMethod.COUNTER),
        )
        for row in found
        if row["item_id"] is not None
    ]
    shown = tuple(rows[:PAGE])
    more = len(rows) > PAGE
    return Page(
        rows=shown,
        after=f"{shown[-1].ready_at.isoformat()}~{shown[-1].item_id}" if more else "",
        every=every,
        long=long,
    )


def of(dossier_id: int, *, at: datetime, first: int) -> Waiting | None:
    """Return how the result of a dossier waits, None where it waits nowhere; ``first``: the first day of reminding."""
    found = _lists.rows(_ONE, {"dossier": dossier_id, "today": local(at).date(), "first": first})
    if not found:
        return None
    row = found[0]
    return Waiting(
        ready_at=row["ready_at"],
        waited_days=row["waited_days"],
        method=ReturnMethod(row["return_method"] or ReturnMethod.COUNTER),
        is_to_fetch=row["is_to_fetch"],
        is_long=row["is_long"],
        called_at=row["called_at"],
    )


def _after(keyset: str) -> tuple[datetime, int]:
    try:
        return _lists.keyset(keyset)
    except Invalid:
        return _BEGINNING, 0
