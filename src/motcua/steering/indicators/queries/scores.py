"""Scores that other systems published, the newest of each unit and period."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from ..rules import external, index766, periods
from ..rules.external import Contradiction
from . import beside
from .beside import Published

PAGE = 50
_NEWEST = """
SELECT e.competent_id, row_to_json(e) FROM (
    SELECT DISTINCT ON (s.competent_id, s.period) s.id, s.competent_id, s.period, s.published_on, s.total::text,
           s.groups, s.origin, s.entered_at
    FROM indicators_externalscore s WHERE s.competent_id = ANY(%(units)s::bigint[]) OR s.competent_id IS NULL
    ORDER BY s.competent_id, s.period, s.id DESC
) e WHERE e.id < %(before)s::bigint ORDER BY e.id DESC LIMIT %(limit)s::int
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """A published score of a unit (None: of all together), with where it contradicts itself."""

    unit_id: int | None
    published: Published
    faults: tuple[Contradiction, ...]


def newest(unit_ids: Sequence[int], *, before: int = 2**62) -> tuple[Entered, ...]:
    """Return the newest score of each of some units and periods, the last entered first; one more than a page."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, {"units": list(unit_ids), "before": before, "limit": PAGE + 1})
        rows = cursor.fetchall()
    return tuple(_entered(unit_id, beside.published(row)) for unit_id, row in rows)


def _entered(unit_id: int | None, published: Published) -> Entered:
    last = max(periods.parse(published.period).last, index766.BEGAN)
    faults = tuple(external.contradictions(published.score, index766.in_force(last)))
    return Entered(unit_id=unit_id, published=published, faults=faults)
