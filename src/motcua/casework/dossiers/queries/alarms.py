"""What the clock has to do now: dossiers by what is due about them, each once.

Every statement names the dossier's code and what the alarm is about; what was given is left out by the statement.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from motcua.ground.kernel.clock import local

from ..vocabulary import Reminder

_MOST = 5000
_COUNTING = """d.status IN ('received', 'processing', 'supplement', 'finance') AND d.flag = ''
  AND NOT EXISTS (SELECT 1 FROM dossiers_pause p WHERE p.dossier_id = d.id AND p.ended_at IS NULL AND p.counts)"""
_MISSED = """
SELECT {what} FROM dossiers_duedate h
JOIN dossiers_dossier d ON d.id = h.dossier_id
CROSS JOIN LATERAL (SELECT h.due_at UNION SELECT h.legal_due_at) AS promised(at)
CROSS JOIN LATERAL (
    SELECT (date_trunc('day', promised.at AT TIME ZONE 'Asia/Ho_Chi_Minh') + interval '1 day')
           AT TIME ZONE 'Asia/Ho_Chi_Minh') AS midnight(at)
WHERE {which} AND d.flag <> 'mirrored' AND midnight.at <= %(now)s::timestamptz
  AND coalesce(d.completed_at, d.ended_at, %(now)s::timestamptz) >= midnight.at
  AND NOT EXISTS (SELECT 1 FROM dossiers_lateevent l WHERE l.dossier_id = d.id AND l.due_at = promised.at)
  AND NOT EXISTS (SELECT 1 FROM dossiers_duedate q
                  JOIN outbox_entry e ON e.subject = 'dossier:' || d.id AND e.seq = q.event_seq
                  WHERE q.dossier_id = d.id AND q.event_seq > h.event_seq AND e.at < midnight.at)
  AND NOT EXISTS (SELECT 1 FROM dossiers_pause p
                  WHERE p.dossier_id = d.id AND p.counts AND p.began_at < midnight.at
                    AND (p.ended_at IS NULL OR p.ended_at > midnight.at))
ORDER BY promised.at
"""
"""Promises whose day ended while they held, no clock stood still and nothing was concluded, whatever came after it."""
_LATE = _MISSED.format(
    what="d.code, ''",
    which="""(d.status IN ('received', 'processing', 'supplement', 'finance')
       OR coalesce(d.completed_at, d.ended_at) > %(season)s::timestamptz)""",
)
_MISSED_OF_ONE = _MISSED.format(
    what="""promised.at, midnight.at, EXISTS (SELECT 1 FROM dossiers_duedate f
                WHERE f.dossier_id = d.id AND f.legal_due_at = promised.at)""",
    which="d.id = %(dossier)s::bigint",
)
_OWED = """
SELECT d.code, '' FROM dossiers_lateevent l JOIN dossiers_dossier d ON d.id = l.dossier_id
WHERE NOT EXISTS (SELECT 1 FROM dossiers_letter t
                  WHERE t.dossier_id = l.dossier_id AND t.for_due_at = l.due_at AND t.state <> 'dropped')
ORDER BY l.due_at
"""
_NEAR = f"""
SELECT d.code, d.id::text FROM dossiers_dossier d
WHERE d.due_at >= %(today)s::timestamptz AND d.due_at < %(horizon)s::timestamptz AND {_COUNTING}
  AND d.status IN ('received', 'processing')
  AND NOT EXISTS (SELECT 1 FROM dossiers_letter t
                  WHERE t.dossier_id = d.id AND t.for_due_at = d.due_at AND t.state <> 'dropped')
ORDER BY d.due_at
"""  # noqa: S608
_IDLE_LETTERS = """
SELECT d.code, '' FROM dossiers_letter t JOIN dossiers_dossier d ON d.id = t.dossier_id
WHERE t.state = 'drafted' AND (d.status NOT IN ('received', 'processing') OR d.due_at <> t.for_due_at)
  AND NOT EXISTS (SELECT 1 FROM dossiers_lateevent l WHERE l.dossier_id = d.id AND l.due_at = t.for_due_at)
"""
_UNACCEPTED = """
SELECT d.code, i.id::text FROM workflow_workitem i JOIN dossiers_dossier d ON d.id = i.subject_id
WHERE i.state = 'open' AND i.taken_at IS NULL AND i.accept_by IS NOT NULL AND i.accept_by < %(now)s::timestamptz
  AND NOT EXISTS (SELECT 1 FROM dossiers_pause p WHERE p.dossier_id = d.id AND p.ended_at IS NULL)
ORDER BY i.accept_by
"""
_TOSSED = """
SELECT d.code, d.id::text FROM dossiers_dossier d
JOIN workflow_workitem i ON i.subject_id = d.id
WHERE d.status IN ('received', 'processing')
GROUP BY d.id
HAVING count(DISTINCT i.agency_id) > 1 AND count(i.id) > 2 * %(most)s::int
   AND NOT EXISTS (SELECT 1 FROM dossiers_nudge n WHERE n.dossier_id = d.id AND n.kind = 'ping_pong')
ORDER BY d.id
"""
_NUDGED = """NOT EXISTS (SELECT 1 FROM dossiers_nudge n
                  WHERE n.dossier_id = d.id AND n.kind = '{kind}' AND n.about = {about} AND n.level = {level})"""
_REMIND: Mapping[tuple[Reminder, int], tuple[str, str]] = {
    (Reminder.DUE_SOON, 0): (
        "d.due_at::text",
        f"""FROM dossiers_dossier d
            WHERE d.due_at >= %(now)s::timestamptz AND d.due_at < %(soon)s::timestamptz AND {_COUNTING}""",
    ),
    (Reminder.STEP_LATE, 0): (
        "i.id::text",
        """FROM workflow_workitem i JOIN dossiers_dossier d ON d.id = i.subject_id
           WHERE i.state = 'open' AND i.due_at < %(now)s::timestamptz AND d.status IN ('received', 'processing')
             AND i.subject_due_at > %(now)s::timestamptz""",
    ),
    (Reminder.OVERDUE, 1): (
        "l.due_at::text",
        """FROM dossiers_lateevent l JOIN dossiers_dossier d ON d.id = l.dossier_id
           WHERE d.status IN ('received', 'processing', 'supplement', 'finance')""",
    ),
    (Reminder.OVERDUE, 2): (
        "l.due_at::text",
        """FROM dossiers_lateevent l JOIN dossiers_dossier d ON d.id = l.dossier_id
           WHERE d.status IN ('received', 'processing', 'supplement', 'finance') AND l.kind = 'reappointed'""",
    ),
    (Reminder.ACCEPTANCE_LATE, 1): (
        "d.accept_by::text",
        "FROM dossiers_dossier d WHERE d.status = 'registered' AND d.accept_by < %(now)s::timestamptz",
    ),
    (Reminder.CONSULTATION_LATE, 1): (
        "q.id::text",
        """FROM dossiers_enquiry q JOIN dossiers_dossier d ON d.id = q.dossier_id
           WHERE q.state = 'open' AND q.kind = 'consultation' AND q.due_at < %(now)s::timestamptz""",
    ),
    (Reminder.SUPPLEMENT_OVERDUE, 0): (
        "s.id::text",
        """FROM dossiers_supplement s JOIN dossiers_dossier d ON d.id = s.dossier_id
           WHERE s.supplied_at IS NULL AND s.answer_by < %(now)s::timestamptz AND d.status = 'supplement'""",
    ),
    (Reminder.LETTER_WAITS, 1): (
        "t.id::text",
        """FROM dossiers_letter t JOIN dossiers_dossier d ON d.id = t.dossier_id WHERE t.state = 'drafted'""",
    ),
    (Reminder.IDLE, 0): (
        "i.id::text || ' ' || to_char(%(today)s::timestamptz AT TIME ZONE 'Asia/Ho_Chi_Minh', 'IYYY-IW')",
        """FROM workflow_workitem i JOIN dossiers_dossier d ON d.id = i.subject_id
           WHERE i.state = 'open' AND d.status IN ('received', 'processing')
             AND i.opened_at < %(idle)s::timestamptz
             AND NOT EXISTS (SELECT 1 FROM outbox_entry e
                             WHERE e.subject = 'dossier:' || d.id AND e.at >= %(idle)s::timestamptz
                               AND e.actor LIKE 'staff:%%' AND e.name <> 'ReminderGiven')""",
    ),
}
"""For each reminder and level: what it is about, and the dossiers it is due for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A dossier and what the alarm is about."""

    code: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A promise that was missed. ``passed_at``: when its day ended; ``is_original``: the law's own, not a letter's."""

    due_at: datetime
    passed_at: datetime
    is_original: bool


def late(at: datetime) -> Iterator[Due]:
    """Yield dossiers whose promised date passed, not noted yet: open ones, and those that ended in the last months."""
    yield from _of(_LATE, at)


def missed(dossier_id: int, at: datetime) -> Missed | None:
    """Return the oldest promise of a dossier that was missed and is not noted."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_MISSED_OF_ONE} LIMIT 1", {"dossier": dossier_id, "now": at})
        row = cursor.fetchone()
    return Missed(due_at=local(row[0]), passed_at=local(row[1]), is_original=row[2]) if row else None


def owed(at: datetime) -> Iterator[Due]:
    """Yield dossiers that missed a date and have no letter about it."""
    yield from _of(_OWED, at)


def near(at: datetime) -> Iterator[Due]:
    """Yield dossiers due within the fortnight without a letter; ``about``: id of the dossier."""
    yield from _of(_NEAR, at)


def idle_letters(at: datetime) -> Iterator[Due]:
    """Yield dossiers with a draft that nobody may need any more."""
    yield from _of(_IDLE_LETTERS, at)


def tossed(at: datetime, *, most: int) -> Iterator[Due]:
    """Yield dossiers that went between agencies so often that they may have come back more than ``most`` times.

    ``about``: id of the dossier; whether they did is asked of the journal.
    """
    yield from _of(_TOSSED, at, most=most)


def unaccepted(at: datetime) -> Iterator[Due]:
    """Yield dossiers handed to an agency that did not take them in time; ``about``: id of the work item."""
    yield from _of(_UNACCEPTED, at)


def reminders(at: datetime, *, soon: datetime, idle: datetime) -> Iterator[tuple[Reminder, int, Due]]:
    """Yield the reminders that are due and were not given.

    soon  up to which due time a dossier is due soon; idle: since when an untouched step has lain too long
    """
    for (kind, level), (about, source) in _REMIND.items():
        nudged = _NUDGED.format(kind=kind, about=about, level=level)
        sql = f"SELECT d.code, {about} {source} AND {nudged} ORDER BY d.id"
        for due in _of(sql, at, soon=soon, idle=idle):
            yield kind, level, due


def _of(sql: str, at: datetime, **more: datetime | int) -> Iterator[Due]:
    today = local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    moments: dict[str, datetime | int] = {"now": at, "today": today, "horizon": today + timedelta(days=15), **more}
    moments["season"] = today - timedelta(days=120)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT {_MOST}", {name: value for name, value in moments.items() if f"%({name})s" in sql})
        rows = cursor.fetchall()
    for code, about in rows:
        yield Due(code=code, about=about)
