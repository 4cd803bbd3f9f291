"""Who of a unit may work on its reports: whether two pairs of eyes are there at all."""

from datetime import datetime

from django.db import connection

from motcua.people.agencies.queries import seats

from ..vocabulary import Permission

_ABLE = f"""
SELECT DISTINCT s.staff_id FROM ({seats.SITTING}) s
JOIN agencies_post p ON p.id = s.post_id AND p.valid_to IS NULL AND p.agency_id = %(agency)s::bigint
JOIN agencies_postrole pr ON pr.post_id = p.id
JOIN agencies_role r ON r.id = pr.role_id AND r.permissions && %(words)s::varchar[]
JOIN agencies_staff f ON f.id = s.staff_id
JOIN identity_account c ON c.id = f.account_id AND c.is_active
"""  # noqa: S608 - constants
_WORDS = [Permission.PREPARE.value, Permission.CHECK.value, Permission.SIGN.value]


def able(agency_id: int, *, at: datetime) -> frozenset[int]:
    """Return the people who sit at the unit then, of their own or acting, and may prepare, check or sign."""
    with connection.cursor() as cursor:
        cursor.execute(_ABLE, {"agency": agency_id, "words": _WORDS, "on": at})
        return frozenset(staff for (staff,) in cursor.fetchall())
