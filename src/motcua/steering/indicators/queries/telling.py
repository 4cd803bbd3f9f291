"""Who has told anything, of whom, since when: without it a figure has no number, which is not zero.

Fees, copies, synchronisation, who the applicant is and ratings are told unit by unit, so a scope has their numbers from
the first day they were told of anybody in it. Dossiers and petitions are told for everybody at once: whoever had none
had none. The catalogue is read as it stands.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from ..rules.facts import SUBJECTS
from ..rules.periods import Period
from ..rules.windows import FOR_EVERYBODY, source
from ..vocabulary import Count, Source

CONCERNS = "(t.source = ANY(%(everybody)s::text[]) OR ({whose}))"
"""That a row ``t`` tells of who is meant: ``whose``, or everybody (`FOR_EVERYBODY`)."""
_SINCE = f"SELECT t.source, min(t.since) FROM indicators_sourcetold t WHERE {CONCERNS} GROUP BY 1"  # noqa: S608

_UNIT_BY_UNIT = f"""
SELECT CASE WHEN t.source <> ALL(%(everybody)s::text[]) THEN t.competent_id END, t.source, min(t.since)
FROM indicators_sourcetold t WHERE {CONCERNS} GROUP BY 1, 2
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Told:
    """Who told anything since when. ``everybody``: of all at once; ``apart``: agency by agency."""

    everybody: Mapping[Source, date]
    apart: Mapping[int, Mapping[Source, date]]

    def known(self, competent_ids: Iterable[int], until: date) -> frozenset[Source]:
        """Return who had told anything of some agencies by a day."""
        found = known(self.everybody, until)
        return found.union(*(known(self.apart.get(one, {}), until) for one in competent_ids))


def since(whose: str, limits: Mapping[str, list[int]]) -> dict[Source, date]:
    """Return {source: the first day it told anything} of those that have to tell; one statement.

    whose, limits   the condition that competent agencies of rows ``t`` are meant, and its parameters
    """
    with connection.cursor() as cursor:
        cursor.execute(_SINCE.format(whose=whose), {"everybody": list(FOR_EVERYBODY), **limits})
        return {Source(one): day for one, day in cursor.fetchall()}


def unit_by_unit(whose: str, limits: Mapping[str, list[int]]) -> Told:
    """Return the same of each competent agency that is meant, apart; one statement."""
    found: dict[int | None, dict[Source, date]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_UNIT_BY_UNIT.format(whose=whose), {"everybody": list(FOR_EVERYBODY), **limits})
        for competent, one, day in cursor.fetchall():
            found.setdefault(competent, {})[Source(one)] = day
    return Told(found.pop(None, {}), {one: days for one, days in found.items() if one is not None})


def known(told: Mapping[Source, date], until: date) -> frozenset[Source]:
    """Return who had told anything by a day."""
    return frozenset({Source.CATALOGUE, *(one for one, day in told.items() if day <= until)})


def known_in(told: Mapping[Source, date], period: Period, *, today: date) -> frozenset[Source]:
    """Return who had told anything by the end of a period, or by today; of one that has not begun, nobody."""
    return known(told, min(period.last, today)) if period.first <= today else frozenset()


_DAY = "CASE source WHEN 'ratings' THEN r.ended_on ELSE r.received_on END"  # a rating counts from the end on
_WORKED_OUT = f"""
SELECT source, competent_id, min(day) FROM (
    SELECT s.source, r.competent_id, min({_DAY}) AS day
    FROM indicators_dossierrecord r, unnest(r.counts) AS m(count)
    JOIN unnest(%(codes)s::smallint[], %(sources)s::text[]) AS s(count, source) USING (count)
    WHERE r.received_on IS NOT NULL GROUP BY 1, 2
    UNION ALL
    SELECT 'dossiers', competent_id, min(coalesce(received_on, ended_on)) FROM indicators_dossierrecord
    WHERE coalesce(received_on, ended_on) IS NOT NULL GROUP BY 2
    UNION ALL
    SELECT 'petitions', competent_id, min(received_on) FROM indicators_petitionrecord GROUP BY 2
    UNION ALL
    SELECT k.source, r.competent_id, min({_DAY})
    FROM unnest(%(kinds)s::text[], %(told)s::text[]) AS k(kind, source)
    JOIN outbox_entry e ON split_part(e.subject, ':', 1) = k.kind
    JOIN indicators_dossierrecord r ON r.dossier_id::text = split_part(e.subject, ':', 2)
    WHERE r.received_on IS NOT NULL GROUP BY 1, 2
) AS every WHERE day IS NOT NULL GROUP BY 1, 2
"""  # noqa: S608 - constants
_TOLD = {
    count.code: source(count)
    for count in Count
    if count is not Count.BLAMED and source(count) not in (Source.DOSSIERS, Source.PETITIONS)
}  # a petition blames as well
_KINDS = {kind: whose for kind, whose in SUBJECTS.items() if whose is not Source.PETITIONS}


def worked_out() -> dict[tuple[Source, int], date]:
    """Return {(source, competent agency): since when it told} from the records and what the journal has of others."""
    asked: dict[str, Any] = {
        "codes": list(_TOLD),
        "sources": list(_TOLD.values()),
        "kinds": list(_KINDS),
        "told": list(_KINDS.values()),
    }
    with connection.cursor() as cursor:
        cursor.execute(_WORKED_OUT, asked)
        return {(Source(one), competent): day for one, competent, day in cursor.fetchall()}
