"""At which posts an account works, and all that a page must know of them: one question a request."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.vocabulary import ActorKind
from motcua.ground.notifications.queries.notices import UNREAD

from .seats import SITTING_WITHIN, window

_DESKS = f"""
SELECT s.id, s.name, p.id, p.title, g.id, g.short_name,
       array_agg(DISTINCT pr.role_id) FILTER (WHERE pr.role_id IS NOT NULL),
       array_agg(DISTINCT w.word) FILTER (WHERE w.word IS NOT NULL),
       {UNREAD},
       coalesce(max(h.name), ''), max(ap.ends_at),
       (SELECT max(b.ends_at) FROM agencies_absence b WHERE b.staff_id = s.id AND b.starts_at <= %(since)s::timestamptz
           AND b.ends_at > %(until)s::timestamptz)
FROM agencies_staff s
JOIN ({SITTING_WITHIN}) ap ON ap.staff_id = s.id
JOIN agencies_post p ON p.id = ap.post_id AND p.valid_to IS NULL
JOIN agencies_agency g ON g.id = p.agency_id
LEFT JOIN agencies_staff h ON h.id = ap.holder_id
LEFT JOIN agencies_postrole pr ON pr.post_id = p.id
LEFT JOIN agencies_role r ON r.id = pr.role_id
LEFT JOIN LATERAL unnest(r.permissions) AS w(word) ON ap.narrowed = '{{}}' OR w.word = ANY(ap.narrowed)
WHERE s.account_id = %(account)s::bigint
GROUP BY s.id, p.id, g.id
ORDER BY min(ap.holder_id) IS NOT NULL, min(ap.seat_id)
"""  # noqa: S608 - constants of the agencies and of the notifications


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A post somebody sits at: who acts from it, whose it is, what its roles let him do.

    acting_for     name of its holder, where one sits there for him, up to ``acting_until``
    away_until     the person himself is recorded as away up to then
    unread         notices nobody at the post has read
    """

    actor: Actor
    agency_name: str
    role_ids: frozenset[int]
    permissions: frozenset[str]
    unread: int = 0
    acting_for: str = ""
    acting_until: datetime | None = None
    away_until: datetime | None = None


def of_account(account_id: int, *, on: date) -> tuple[Desk, ...]:
    """Return a desk for each post the account's holder sits at then, his own before those he acts at, oldest first.

    on   a moment, or a day: then at any moment of it
    """
    since, until = window(on)
    with connection.cursor() as cursor:
        cursor.execute(_DESKS, {"account": account_id, "since": since, "until": until})
        rows = cursor.fetchall()
    return tuple(_desk(*row) for row in rows)


def _desk(staff: int, name: str, post: int, title: str, agency: int, agency_name: str, *more: Any) -> Desk:
    roles, words, unread, holder, acting_until, away_until = more
    return Desk(
        actor=Actor(kind=ActorKind.STAFF, staff_id=staff, name=name, post_id=post, label=title, agency_id=agency),
        agency_name=agency_name,
        role_ids=frozenset(roles or ()),
        permissions=frozenset(words or ()),
        unread=unread,
        acting_for=holder,
        acting_until=acting_until,
        away_until=away_until,
    )
