"""The next place in a day's register: its row stays locked until the dossier commits, so none is lost or doubled."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from motcua.people.agencies.queries.organisation import AgencyView

from ..rules.numbering import dossier_number, may_come

_NEXT = """
INSERT INTO dossiers_register AS r (agency_id, day, series, last_serial)
VALUES (%s::bigint, %s::date, %s::text, 1)
ON CONFLICT (agency_id, day, series) DO UPDATE SET last_serial = r.last_serial + 1
RETURNING last_serial, nextval(pg_get_serial_sequence('dossiers_dossier', 'id'))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A dossier's place in the register. ``id``: of the row about to be written, which its first event names."""

    id: int
    code: str
    serial: int
    series: str


MIRRORED = "LK"
_NEXT_ID = "SELECT nextval(pg_get_serial_sequence('dossiers_dossier', 'id'))"


def allot(agency: AgencyView, day: date, series: str = "") -> Number:
    """Allot the next number of an agency's register of a day, counting from 1 without gaps.

    Law: 61/2018/NĐ-CP, Điều 26; 01/2018/TT-VPCP, Điều 19.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [agency.id, day, series])
        serial, dossier_id = cursor.fetchone()
    code = dossier_number(agency.number_pattern, agency.code, day, serial)
    return Number(id=dossier_id, code=f"{code}-{series}" if series else code, serial=serial, series=series)


def foreign(code: str) -> Number:
    """Return the place of a dossier that another system numbers: in none of our registers, its id stands for it."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_ID)
        (dossier_id,) = cursor.fetchone()
    return Number(id=dossier_id, code=code, serial=dossier_id, series=MIRRORED)


def is_of(agency: AgencyView, code: str) -> bool:
    """Tell whether a number is one that the agency's registers give, today or another day."""
    return may_come(agency.number_pattern, agency.code, code)
