"""May this actor? Answered from posts, roles and dates."""

from datetime import date

from django.db import connection

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import NotAllowed
from motcua.ground.kernel.vocabulary import ActorKind, Term

from .queries import calendars
from .vocabulary import Permission

_WORDS = """
SELECT DISTINCT unnest(r.permissions)
FROM agencies_appointment ap
JOIN agencies_post p ON p.id = ap.post_id AND p.valid_to IS NULL
JOIN agencies_postrole pr ON pr.post_id = p.id
JOIN agencies_role r ON r.id = pr.role_id
WHERE ap.staff_id = %(staff)s::bigint AND ap.post_id = %(post)s::bigint
  AND CASE WHEN %(on)s::date IS NULL THEN ap.valid_to IS NULL
           ELSE ap.valid_from <= %(on)s::date AND (ap.valid_to IS NULL OR ap.valid_to >= %(on)s::date) END
"""


def holds(by: Actor, permission: Term, *, agency_id: int | None = None, on: date | None = None) -> bool:
    """Tell whether the actor, at the post he acts from, holds the permission (at that agency) on that day.

    on   None asks for appointments that are open-ended
    The system itself holds every permission; a citizen or partner holds none of staff's.
    """
    if by.kind is ActorKind.SYSTEM:
        return True
    if by.kind is not ActorKind.STAFF:
        return False
    if agency_id is not None and agency_id != by.agency_id:
        return False
    return permission in permissions_of(by, on=on)


def permissions_of(by: Actor, *, on: date | None = None) -> frozenset[str]:
    """Return every permission of the post the actor acts from, if he sits there on that day."""
    if by.kind is not ActorKind.STAFF:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, {"staff": by.staff_id, "post": by.post_id, "on": on})
        return frozenset(word for (word,) in cursor.fetchall())


def require(by: Actor, permission: Term, *, agency_id: int | None = None, on: date | None = None) -> None:
    """Refuse unless the actor holds the permission."""
    if not holds(by, permission, agency_id=agency_id, on=on):
        raise NotAllowed(
            f"Vị trí của ông/bà chưa được giao quyền: {permission.label.lower()}. Liên hệ quản trị đơn vị."
        )


def may_keep_calendar(by: Actor, agency_id: int | None, *, on: date) -> bool:
    """Tell whether the actor may change this calendar: his own unit's or one below it; an administrator any.

    agency_id   None is the nation's calendar, which only administrators change
    """
    if not holds(by, Permission.CALENDAR, on=on):
        return False
    if holds(by, Permission.ADMINISTER, on=on):
        return True
    return agency_id is not None and by.agency_id in calendars.lineage(agency_id)
