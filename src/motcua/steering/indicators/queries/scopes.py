"""Whose dossiers make up the figures of a unit, and at which level its index is counted: said once, for every door."""

from django.db import connection

from motcua.people.agencies.queries.organisation import AgencyView
from motcua.people.agencies.queries.tree import Unit
from motcua.people.agencies.vocabulary import AgencyKind

from ..vocabulary import Level
from .figures import Scope

_PLACES = (AgencyKind.PROVINCE, AgencyKind.COMMUNE)
_AROUND = """
WITH RECURSIVE below AS (
    SELECT %(id)s::bigint AS id, 0 AS depth
    UNION ALL SELECT a.id, depth + 1 FROM agencies_agency a JOIN below b ON a.parent_id = b.id WHERE depth < 20
), above AS (
    SELECT id, parent_id, kind, 0 AS depth FROM agencies_agency WHERE id = %(id)s::bigint
    UNION ALL
    SELECT a.id, a.parent_id, a.kind, depth + 1 FROM agencies_agency a JOIN above b ON a.id = b.parent_id
    WHERE depth < 20
)
SELECT ARRAY(SELECT id FROM below ORDER BY depth, id), EXISTS (SELECT 1 FROM above WHERE kind = %(commune)s::text)
"""


def of_unit(unit: AgencyView | None) -> Scope:
    """Return the scope of a unit and all under it: what a counter received, what any other unit has to decide.

    unit   None: everything in this installation
    """
    return with_level(unit)[0]


def with_level(unit: AgencyView | None) -> tuple[Scope, Level]:
    """Return the scope of a unit and the level at which its index is counted; of everything here, a province's."""
    if unit is None:
        return Scope(), Level.PROVINCE
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, {"id": unit.id, "commune": AgencyKind.COMMUNE.value})
        below, in_commune = cursor.fetchone()
    scope = Scope.received_by(*below) if is_counter(unit) else Scope.competent(*below)
    if unit.kind == AgencyKind.PROVINCE:
        return scope, Level.PROVINCE
    return scope, Level.COMMUNE if in_commune else Level.DEPARTMENT


def is_counter(unit: AgencyView | Unit) -> bool:
    """Tell whether a unit answers for what it took in, as a centre does; not who governs a place."""
    return unit.receives and unit.kind not in _PLACES
