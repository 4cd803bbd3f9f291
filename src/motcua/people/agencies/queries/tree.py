"""The organisation as a tree: a unit with all above and below it, or everything there is, in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

_COLUMNS = """a.id, a.code, a.name, a.short_name, a.kind, a.parent_id, a.receives,
       (a.valid_to IS NULL OR a.valid_to >= %(on)s::date)"""
_ALL = f"SELECT {_COLUMNS}, true FROM agencies_agency a ORDER BY a.name, a.id"  # noqa: S608 - constants
_LINE = f"""
WITH RECURSIVE below AS (
    SELECT %(id)s::bigint AS id, 0 AS depth
    UNION ALL SELECT a.id, depth + 1 FROM agencies_agency a JOIN below b ON a.parent_id = b.id WHERE depth < 20
), above AS (
    SELECT a.parent_id AS id, 0 AS depth FROM agencies_agency a WHERE a.id = %(id)s::bigint
    UNION ALL SELECT a.parent_id, depth + 1 FROM agencies_agency a JOIN above b ON a.id = b.id WHERE depth < 20
)
SELECT {_COLUMNS}, a.id IN (SELECT id FROM below) FROM agencies_agency a
WHERE a.id IN (SELECT id FROM below UNION SELECT id FROM above) ORDER BY a.name, a.id
"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """An agency in the tree. ``seen`` False: it only stands above what was asked for."""

    id: int
    code: str
    name: str
    short_name: str
    kind: str
    parent_id: int | None
    receives: bool
    is_open: bool
    seen: bool


@dataclass(frozen=True, slots=True)
class Tree:
    """Units by id, by name; those that stand above what was asked for are in it too."""

    units: Mapping[int, Unit]
    _children: Mapping[int | None, tuple[int, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        children: dict[int | None, tuple[int, ...]] = {}
        for one in self.units.values():
            children[one.parent_id] = (*children.get(one.parent_id, ()), one.id)
        object.__setattr__(self, "_children", children)

    def below(self, unit_id: int) -> tuple[int, ...]:
        """Return a unit and all under it, whenever they were there."""
        found = [unit_id]
        for one in found:
            found += self._children.get(one, ())
        return tuple(found)

    def lineage(self, unit_id: int) -> tuple[int, ...]:
        """Return a unit and those above it, the nearest first."""
        found: list[int] = []
        place: int | None = unit_id
        while place is not None and place in self.units and place not in found:
            found.append(place)
            place = self.units[place].parent_id
        return tuple(found)

    def nearest(self, unit_id: int, kind: str) -> int | None:
        """Return the unit of a kind that a unit is or is under; None where there is none."""
        return next((one for one in self.lineage(unit_id) if self.units[one].kind == kind), None)

    def name(self, unit_id: int | None) -> str:
        """Return a unit's short name, "" for one that is not in the tree."""
        return self.units[unit_id].short_name if unit_id is not None and unit_id in self.units else ""


def of(unit_id: int | None, *, on: date) -> Tree:
    """Return the tree of a unit: all under it and all above it; None: everything."""
    asked: dict[str, Any] = {"id": unit_id, "on": on}
    with connection.cursor() as cursor:
        cursor.execute(_ALL if unit_id is None else _LINE, asked)
        return Tree({row[0]: Unit(**dict(zip(Unit.__slots__, row, strict=True))) for row in cursor.fetchall()})
