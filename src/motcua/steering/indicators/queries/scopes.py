"""Whose dossiers make up the figures of a unit, and at which level its index is counted: said once, for every door."""

from motcua.people.agencies.queries import organisation
from motcua.people.agencies.queries.organisation import AgencyView
from motcua.people.agencies.vocabulary import AgencyKind

from ..vocabulary import Level
from .figures import Scope

_PLACES = (AgencyKind.PROVINCE, AgencyKind.COMMUNE)


def of_unit(unit: AgencyView | None) -> Scope:
    """Return the scope of a unit and all under it: what a counter received, what any other unit has to decide.

    unit   None: everything in this installation
    """
    if unit is None:
        return Scope()
    below = organisation.below(unit.id)
    return Scope.received_by(*below) if is_counter(unit) else Scope.competent(*below)


def is_counter(unit: AgencyView) -> bool:
    """Tell whether a unit answers for what it took in, as a centre does; not who governs a place."""
    return unit.receives and unit.kind not in _PLACES


def level_of(unit: AgencyView | None) -> Level:
    """Return the level at which the index of a unit is counted; of everything here it is that of a province."""
    if unit is None or unit.kind == AgencyKind.PROVINCE:
        return Level.PROVINCE
    return Level.DEPARTMENT if organisation.communes_of([unit.id])[unit.id] is None else Level.COMMUNE
