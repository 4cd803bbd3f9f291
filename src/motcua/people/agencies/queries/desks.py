"""At which posts an account works, and all that a page must know of them: one question a request."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.vocabulary import ActorKind
from motcua.ground.notifications.queries.notices import UNREAD

_DESKS = f"""
SELECT s.id, s.name, p.id, p.title, g.id, g.short_name,
       array_agg(DISTINCT pr.role_id) FILTER (WHERE pr.role_id IS NOT NULL),
       array_agg(DISTINCT w.word) FILTER (WHERE w.word IS NOT NULL),
       {UNREAD}
FROM agencies_staff s
JOIN agencies_appointment ap ON ap.staff_id = s.id
JOIN agencies_post p ON p.id = ap.post_id AND p.valid_to IS NULL
JOIN agencies_agency g ON g.id = p.agency_id
LEFT JOIN agencies_postrole pr ON pr.post_id = p.id
LEFT JOIN agencies_role r ON r.id = pr.role_id
LEFT JOIN LATERAL unnest(r.permissions) AS w(word) ON true
WHERE s.account_id = %(account)s::bigint
  AND ap.valid_from <= %(on)s::date AND (ap.valid_to IS NULL OR ap.valid_to >= %(on)s::date)
GROUP BY s.id, p.id, g.id
ORDER BY min(ap.id)
"""  # noqa: S608 - a constant of the notifications


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A post somebody sits at: who acts from it, whose it is, what its roles let him do, notices nobody has read."""

    actor: Actor
    agency_name: str
    role_ids: frozenset[int]
    permissions: frozenset[str]
    unread: int = 0


def of_account(account_id: int, *, on: date) -> tuple[Desk, ...]:
    """Return a desk for each post the account's holder sits at on that day, oldest appointment first."""
    with connection.cursor() as cursor:
        cursor.execute(_DESKS, {"account": account_id, "on": on})
        rows = cursor.fetchall()
    return tuple(
        Desk(
            actor=Actor(kind=ActorKind.STAFF, staff_id=staff, name=name, post_id=post, label=title, agency_id=agency),
            agency_name=agency_name,
            role_ids=frozenset(roles or ()),
            permissions=frozenset(words or ()),
            unread=unread,
        )
        for staff, name, post, title, agency, agency_name, roles, words, unread in rows
    )
