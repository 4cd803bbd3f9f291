"""Who stands behind a bearer token: asked at every call of the API, so in one statement."""

from datetime import date

from django.db import connection

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.vocabulary import ActorKind
from motcua.people.identity import rules as identity

from .seats import SITTING_WITHIN, window

_ACTORS = f"""
SELECT s.id, s.name, p.id, p.title, p.agency_id
FROM identity_token t
JOIN identity_account c ON c.id = t.account_id AND c.is_active AND (%(demo)s::boolean OR NOT c.is_demo)
LEFT JOIN agencies_staff s ON s.account_id = c.id
LEFT JOIN ({SITTING_WITHIN}) a ON a.staff_id = s.id
LEFT JOIN agencies_post p ON p.id = a.post_id AND p.valid_to IS NULL
WHERE t.digest = %(digest)s::text AND t.revoked_at IS NULL
ORDER BY a.holder_id IS NOT NULL, a.seat_id
"""  # noqa: S608 - constants of the agencies


def actors_of_token(token: str, *, on: date, demo: bool = True) -> tuple[Actor, ...] | None:
    """Return one actor for each post the token's holder sits at then, his own before those he acts at, oldest first.

    on      a moment, or a day: then at any moment of it
    demo     whether a demonstration account counts
    Returns  None for a token that is unknown or revoked, or whose account is closed
    """
    since, until = window(on)
    digest = identity.token_digest(token)
    with connection.cursor() as cursor:
        cursor.execute(_ACTORS, {"digest": digest, "since": since, "until": until, "demo": demo})
        rows = cursor.fetchall()
    if not rows:
        return None
    return tuple(
        Actor(kind=ActorKind.STAFF, staff_id=staff_id, name=name, post_id=post_id, label=title, agency_id=agency_id)
        for staff_id, name, post_id, title, agency_id in rows
        if post_id is not None
    )
