"""What of a unit's dossiers is late now, or soon due: which agency holds it, since or until when, with a letter or not.

Late is what is open, stands still for nobody and was promised for a day before today, and any letter is a letter: the
same as in the figures. A dossier is held where its open step lies; what was handed on and not taken is still with who
handed it on, as in the ledger of possession.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from motcua.ground.kernel.clock import local
from motcua.ground.kernel.vocabulary import Term
from motcua.people.agencies.queries import calendars

from ..rules.chips import soon_until
from . import _lists

PAGE = 50
_BACK = timedelta(days=120)
_FEW, _SEVERAL = 3, 10
_HELD = """
FROM dossiers_dossier d
LEFT JOIN LATERAL (SELECT w.id, w.agency_id, w.post_id, w.accept_by IS NOT NULL AND w.taken_at IS NULL AS offered
                   FROM workflow_workitem w
                   WHERE w.subject_id = d.id AND w.state IN ('open', 'waiting') ORDER BY w.id DESC LIMIT 1) i ON true
CROSS JOIN LATERAL (SELECT CASE WHEN i.offered THEN coalesce(
        (SELECT b.agency_id FROM workflow_workitem b WHERE b.subject_id = d.id AND b.id < i.id
         ORDER BY b.id DESC LIMIT 1), d.agency_id) ELSE coalesce(i.agency_id, d.competent_id) END AS agency_id) k
CROSS JOIN LATERAL (SELECT coalesce((SELECT true FROM dossiers_letter l
                                     WHERE l.dossier_id = d.id AND l.state = 'sent' LIMIT 1), false) AS sent) y
WHERE d.status IN ('received', 'processing') AND d.flag <> 'mirrored' AND {when} AND {whose}
  AND NOT EXISTS (SELECT 1 FROM dossiers_pause p WHERE p.dossier_id = d.id AND p.ended_at IS NULL)
"""
_LATE = "d.due_at < %(today)s::timestamptz"
_TODAY = "d.due_at >= %(today)s::timestamptz AND d.due_at < %(tomorrow)s::timestamptz"
_SOON = "d.due_at >= %(tomorrow)s::timestamptz AND d.due_at < %(soon)s::timestamptz"
_BY_HOLDER = """
SELECT h.agency_id, g.short_name AS name,
       count(*) FILTER (WHERE h.due_at >= %(few)s::timestamptz) AS few,
       count(*) FILTER (WHERE h.due_at < %(few)s::timestamptz AND h.due_at >= %(several)s::timestamptz) AS several,
       count(*) FILTER (WHERE h.due_at < %(several)s::timestamptz) AS many,
       count(*) FILTER (WHERE NOT h.sent) AS unsorry
FROM (SELECT k.agency_id, d.due_at, y.sent {held}) h
JOIN agencies_agency g ON g.id = h.agency_id
GROUP BY 1, 2 ORDER BY count(*) DESC, 2
"""
_LINES = """
SELECT h.id, h.code, v.name AS procedure, h.due_at, g.short_name AS holder, coalesce(o.title, '') AS post, h.sent,
       (SELECT n.given_at FROM dossiers_nudge n WHERE n.dossier_id = h.id AND n.kind = 'overdue' AND n.level = 0
        AND n.about = %(day)s::text) AS reminded_at
FROM (SELECT d.id, d.code, d.version_id, d.due_at, k.agency_id, y.sent,
             CASE WHEN NOT i.offered THEN i.post_id END AS post_id {held}) h
JOIN procedures_version v ON v.id = h.version_id
JOIN agencies_agency g ON g.id = h.agency_id
LEFT JOIN agencies_post o ON o.id = h.post_id
WHERE {which} ORDER BY h.due_at, h.id LIMIT %(limit)s::int
"""
_BUCKETS = f"""count(*) FILTER (WHERE {_LATE}) AS late, count(*) FILTER (WHERE {_TODAY}) AS today,
       count(*) FILTER (WHERE {_SOON}) AS soon"""
_DUE = f"""
SELECT r.late - p.late AS late, r.today - p.today AS today, r.soon - p.soon AS soon
FROM (SELECT {_BUCKETS} FROM dossiers_dossier d
      WHERE d.status IN ('received', 'processing') AND d.flag <> 'mirrored' AND d.due_at < %(soon)s::timestamptz
        AND {{whose}}) r,
     (SELECT {_BUCKETS} FROM dossiers_pause z JOIN dossiers_dossier d ON d.id = z.dossier_id
      WHERE z.ended_at IS NULL AND NOT (z.cause IN ('supplement', 'finance'))
        AND d.status IN ('received', 'processing') AND d.flag <> 'mirrored' AND {{whose}}) p
"""  # noqa: S608 - constants
"""What runs, less what stands still meanwhile: few stand still, and an index counts what runs."""
_WHEN = {"today": _TODAY, "soon": _SOON}
_AGES = {
    "": "true",
    "today": "true",
    "soon": "true",
    "few": "h.due_at >= %(few)s::timestamptz",
    "several": "h.due_at < %(few)s::timestamptz AND h.due_at >= %(several)s::timestamptz",
    "many": "h.due_at < %(several)s::timestamptz",
}


class Age(Term):
    """Quá hạn bao nhiêu ngày làm việc, hay còn hạn đến khi nào."""

    TODAY = "today", "Hạn hôm nay"
    SOON = "soon", "Còn 1–2 ngày"
    FEW = "few", "1–3 ngày"
    SEVERAL = "several", "4–10 ngày"
    MANY = "many", "Trên 10 ngày"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLate:
    """What one agency holds of what is late.

    few, several, many   late for 1-3, 4-10, more working days
    unsorry           without any letter of apology
    """

    agency_id: int
    name: str
    few: int
    several: int
    many: int
    unsorry: int

    @property
    def total(self) -> int:
        """Return all of them."""
        return self.few + self.several + self.many


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCounts:
    """How many running dossiers are late, due today, and due within the two working days that follow."""

    late: int
    today: int
    soon: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A dossier.

    days         working days since it was due, 0 where it is not late
    sorry        a letter has been sent
    reminded_at  when somebody reminded its holder today, None: nobody did
    """

    id: int
    code: str
    procedure: str
    due_at: datetime
    days: int
    holder: str
    post: str
    sorry: bool
    reminded_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Fifty lines; ``after`` is the keyset of the next page, "" at the end."""

    lines: tuple[Line, ...]
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which of them: held by an agency, of an age, without a letter only; empty means all."""

    holder_id: int | None = None
    age: Age | None = None
    unsorry: bool = False


def by_holder(
    competent_ids: Sequence[int] | None, *, at: datetime, agency_ids: Sequence[int] | None = None
) -> tuple[HeldLate, ...]:
    """Return who holds what is late, the most first.

    competent_ids   of what these have to decide; None: whoever decides it
    agency_ids      of what these received; None: whoever received it
    """
    whose, asked = _asked(competent_ids, agency_ids, at)
    sql = _BY_HOLDER.format(held=_HELD.format(when=_LATE, whose=whose))
    return tuple(HeldLate(**row) for row in _lists.rows(sql, asked))


def due_counts(
    competent_ids: Sequence[int] | None, *, at: datetime, agency_ids: Sequence[int] | None = None
) -> DueCounts:
    """Return how many of a unit's running dossiers are due when; the units as for `by_holder`."""
    whose, asked = _asked(competent_ids, agency_ids, at)
    (row,) = _lists.rows(_DUE.format(whose=whose), asked)
    return DueCounts(**row)


def page(
    competent_ids: Sequence[int] | None,
    wanted: Wanted,
    *,
    at: datetime,
    agency_ids: Sequence[int] | None = None,
    after: str = "",
) -> Page:
    """Return a page of what is late, the longest late first; or of what is due today or soon."""
    whose, asked = _asked(competent_ids, agency_ids, at)
    which = [_AGES[wanted.age or ""]]
    if wanted.holder_id is not None:
        which.append("h.agency_id = %(holder)s::bigint")
    if wanted.unsorry:
        which.append("NOT h.sent")
    if after:
        due, last = _lists.keyset(after)
        which.append("(h.due_at, h.id) > (%(after_due)s::timestamptz, %(after_id)s::bigint)")
        asked |= {"after_due": due, "after_id": last}
    held = _HELD.format(when=_WHEN.get(wanted.age or "", _LATE), whose=whose)
    sql = _LINES.format(held=held, which=" AND ".join(which))
    asked |= {"holder": wanted.holder_id, "day": local(at).date().isoformat(), "limit": PAGE + 1}
    found = _lists.rows(sql, asked)
    lines = tuple(_line(row, at) for row in found[:PAGE])
    return Page(lines=lines, after=f"{lines[-1].due_at.isoformat()}~{lines[-1].id}" if len(found) > PAGE else "")


def _asked(
    competent_ids: Sequence[int] | None, agency_ids: Sequence[int] | None, at: datetime
) -> tuple[str, dict[str, Any]]:
    today = local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    calendar = calendars.calendar_of(None, first=today.date(), last=(today + _BACK).date())
    asked: dict[str, Any] = {
        "today": today,
        "tomorrow": today + timedelta(days=1),
        "soon": soon_until(at, calendar),
        "few": _begins(today, _FEW),
        "several": _begins(today, _SEVERAL),
    }
    whose = []
    if competent_ids is not None:
        whose.append("d.competent_id = ANY(%(competents)s::bigint[])")
        asked["competents"] = list(competent_ids)
    if agency_ids is not None:
        whose.append("d.agency_id = ANY(%(agencies)s::bigint[])")
        asked["agencies"] = list(agency_ids)
    return " AND ".join(whose) or "true", asked


def _begins(today: datetime, days: int) -> datetime:
    """Return the midnight from which on a due date lies at most so many working days back."""
    calendar = calendars.calendar_of(None, first=(today - _BACK).date(), last=today.date())
    day = today.date()
    while calendar.workdays_between(day - timedelta(days=1), today.date()) <= days:
        day -= timedelta(days=1)
    return local(datetime.combine(day, datetime.min.time()))


def _line(row: dict[str, Any], at: datetime) -> Line:
    due_at, today = row["due_at"], local(at).date()
    due = local(due_at).date()
    calendar = calendars.calendar_of(None, first=min(due, today - _BACK), last=today)
    return Line(
        id=row["id"],
        code=row["code"],
        procedure=row["procedure"],
        due_at=due_at,
        days=max(calendar.workdays_between(due, today), 1) if due < today else 0,
        holder=row["holder"],
        post=row["post"],
        sorry=row["sent"],
        reminded_at=row["reminded_at"],
    )
