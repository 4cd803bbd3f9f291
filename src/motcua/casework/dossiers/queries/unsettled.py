"""What keeps a dossier from being concluded, asked under its lock in one statement."""

from django.db import connection

_UNSETTLED = """
SELECT EXISTS (SELECT 1 FROM dossiers_enquiry q WHERE q.dossier_id = %(dossier)s::bigint AND q.state = 'open'),
       EXISTS (SELECT 1 FROM dossiers_pause p WHERE p.dossier_id = %(dossier)s::bigint AND p.ended_at IS NULL),
       EXISTS (SELECT 1 FROM dossiers_participation g
               WHERE g.dossier_id = %(dossier)s::bigint AND NOT g.optional AND g.state IN ('planned', 'open'))
"""


def unsettled(dossier_id: int) -> tuple[bool, bool, bool]:
    """Return whether an answer is still awaited, whether the clock stands still, whether other agencies still work."""
    with connection.cursor() as cursor:
        cursor.execute(_UNSETTLED, {"dossier": dossier_id})
        asked, paused, parted = cursor.fetchone()
    return asked, paused, parted
