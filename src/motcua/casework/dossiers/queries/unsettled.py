"""What keeps a dossier from being concluded, asked under its lock in one statement."""

from django.db import connection

_UNSETTLED = """
SELECT EXISTS (SELECT 1 FROM dossiers_enquiry q WHERE q.dossier_id = %(dossier)s::bigint AND q.state = 'open'),
       EXISTS (SELECT 1 FROM dossiers_pause p WHERE p.dossier_id = %(dossier)s::bigint AND p.ended_at IS NULL)
"""


def unsettled(dossier_id: int) -> tuple[bool, bool]:
    """Return whether an answer is still awaited, and whether the clock stands still."""
    with connection.cursor() as cursor:
        cursor.execute(_UNSETTLED, {"dossier": dossier_id})
        asked, paused = cursor.fetchone()
    return asked, paused
