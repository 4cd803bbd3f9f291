"""What the clock asks of groups: what should have gone on by itself, and who has not taken up what he was sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from ..models import Group
from . import legs

_STALE = """
SELECT p.dossier_id, d.code, p.key,
       CASE WHEN p.state NOT IN ('planned', 'open') THEN NULL
            WHEN p.state = 'planned' THEN coalesce(n.since, d.received_at)
            ELSE coalesce(c.completed_at, c.ended_at, d.ended_at) END AS since
FROM dossiers_participation p
JOIN dossiers_dossier d ON d.id = p.dossier_id
JOIN dossiers_group g ON g.dossier_id = d.id
LEFT JOIN dossiers_dossier c ON c.id = p.child_id
LEFT JOIN LATERAL (SELECT max(b.done_at) AS since FROM dossiers_participation b
                   WHERE b.dossier_id = p.dossier_id AND (b.key = ANY(p.depends_on) OR b.order_no < p.order_no)) n
       ON true
WHERE (p.state = 'open' AND c.status IN ('completed', 'returned', 'withdrawn', 'stopped'))
   OR (p.state = 'open' AND d.status IN ('withdrawn', 'stopped'))
   OR (p.state = 'open' AND EXISTS (SELECT 1 FROM dossiers_pause z WHERE z.dossier_id = c.id AND z.ended_at IS NULL))
   OR (p.state = 'planned' AND NOT EXISTS (
        SELECT 1 FROM dossiers_participation b
        WHERE b.dossier_id = p.dossier_id AND b.state IN ('planned', 'open')
          AND (b.key = ANY(p.depends_on) OR b.order_no < p.order_no)))
   OR (g.concluded_at IS NULL AND d.status IN ('received', 'processing')
       AND NOT EXISTS (SELECT 1 FROM dossiers_enquiry q WHERE q.dossier_id = d.id AND q.state = 'open')
       AND NOT EXISTS (SELECT 1 FROM dossiers_participation b
                       WHERE b.dossier_id = p.dossier_id AND b.state IN ('planned', 'open')))
ORDER BY p.dossier_id, p.place
"""
_UNACKNOWLEDGED = """
SELECT c.code, d.code, p.key
FROM dossiers_participation p
JOIN dossiers_dossier d ON d.id = p.dossier_id
JOIN dossiers_dossier c ON c.id = p.child_id
WHERE p.state = 'open' AND p.acknowledge_by < %(at)s::timestamptz AND c.status = 'received'
  AND NOT EXISTS (SELECT 1 FROM workflow_workitem w
                  WHERE w.subject_id = p.child_id AND (w.post_id IS NOT NULL OR w.closed_at IS NOT NULL))
ORDER BY p.acknowledge_by, p.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """A group that should go on. ``overdue``: a part that nothing sent on in the minutes allowed, by its key."""

    dossier_id: int
    code: str
    overdue: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Untaken:
    """A part that its agency has not taken up in its hours."""

    child: str
    parent: str
    leg: str


def stale(at: datetime) -> Iterator[Stale]:
    """Yield every group in which something follows from what has happened, or whose clock stands still meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(_STALE)
        rows = cursor.fetchall()
    pinned = dict(Group.objects.filter(dossier_id__in={row[0] for row in rows}).values_list("dossier_id", "template"))
    groups: dict[tuple[int, str], list[str]] = {}
    for dossier_id, code, key, since in rows:
        overdue = groups.setdefault((dossier_id, code), [])
        minutes = legs.template_by_id(pinned[dossier_id]).sync_minutes
        if since is not None and (at - since).total_seconds() > minutes * 60:
            overdue.append(key)
    for (dossier_id, code), overdue in groups.items():
        yield Stale(dossier_id=dossier_id, code=code, overdue=tuple(overdue))


def unacknowledged(at: datetime) -> Iterator[Untaken]:
    """Yield every open part that nobody at its agency has taken up in time."""
    with connection.cursor() as cursor:
        cursor.execute(_UNACKNOWLEDGED, {"at": at})
        rows = cursor.fetchall()
    for child, parent, leg in rows:
        yield Untaken(child=child, parent=parent, leg=leg)
