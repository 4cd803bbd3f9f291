"""Who has told anything, of whom, since when: without it a figure has no number, which is not zero.

Fees, copies, synchronisation, who the applicant is and ratings are told unit by unit, so a scope has their numbers from
the first day they were told of anybody in it. Dossiers and petitions are told for everybody at once: whoever had none
had none. The catalogue is read as it stands.
"""

from collections.abc import Mapping
from datetime import date

from django.db import connection

from ..rules.windows import FOR_EVERYBODY
from ..vocabulary import Source

_SINCE = """
SELECT t.source, min(t.since) FROM indicators_sourcetold t
WHERE t.source = ANY(%(everybody)s::text[]) OR ({whose}) GROUP BY 1
"""


def since(whose: str, limits: Mapping[str, list[int]]) -> dict[Source, date]:
    """Return {source: the first day it told anything} of those that have to tell; one statement.

    whose, limits   the condition that competent agencies of rows ``t`` are meant, and its parameters
    """
    with connection.cursor() as cursor:
        cursor.execute(_SINCE.format(whose=whose), {"everybody": list(FOR_EVERYBODY), **limits})
        return {Source(one): day for one, day in cursor.fetchall()}


def known(told: Mapping[Source, date], until: date) -> frozenset[Source]:
    """Return who had told anything by a day."""
    return frozenset({Source.CATALOGUE, *(one for one, day in told.items() if day <= until)})
