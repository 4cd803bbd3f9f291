"""The next place in a day's register: its row stays locked until the dossier commits, so none is lost or doubled."""

from datetime import date

from django.db import connection

_NEXT = """
INSERT INTO dossiers_register AS r (agency_id, day, series, last_serial)
VALUES (%s::bigint, %s::date, %s::text, 1)
ON CONFLICT (agency_id, day, series) DO UPDATE SET last_serial = r.last_serial + 1
RETURNING last_serial
"""
_ID = "SELECT nextval(pg_get_serial_sequence('dossiers_dossier', 'id'))"


def next_id() -> int:
    """Return the id of a dossier about to be written, so that its first event can name it."""
    with connection.cursor() as cursor:
        cursor.execute(_ID)
        (number,) = cursor.fetchone()
    return int(number)


def allot(agency_id: int, day: date, series: str = "") -> int:
    """Allot the next serial of an agency's register of a day, counting from 1 without gaps.

    Law: 61/2018/NĐ-CP, Điều 26; 01/2018/TT-VPCP, Điều 19.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [agency_id, day, series])
        (serial,) = cursor.fetchone()
    return int(serial)
