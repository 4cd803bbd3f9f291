"""What units and officers are to reach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection

from ..models import Target

_IN_FORCE = """
SELECT DISTINCT ON (t.agency_id, t.staff_id, t.measure) t.agency_id, t.staff_id, t.measure, t.value, t.valid_from
FROM indicators_target t WHERE t.agency_id = ANY(%(line)s::bigint[]) AND t.valid_from <= %(on)s::date
ORDER BY t.agency_id, t.staff_id, t.measure, t.valid_from DESC, t.id DESC
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A target in force: ``agency_id`` says whose it is, the unit's own or one's above."""

    agency_id: int
    measure: str
    value: Decimal
    valid_from: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """What holds for a unit on a day.

    unit      {code of a measure: target}, the nearest above where the unit has none of its own
    officers  {id of an officer: {code: target}}, what was set for him by himself
    """

    unit: Mapping[str, Holding]
    officers: Mapping[int, Mapping[str, Holding]]

    def of_officer(self, staff_id: int, measure: str) -> Holding | None:
        """Return what an officer is to reach: his own target, else that of all officers of the unit."""
        return self.officers.get(staff_id, {}).get(measure) or self.unit.get(measure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of what was ever set; ``value`` None: it was ended from that day on."""

    id: int
    measure: str
    value: Decimal | None
    valid_from: date
    staff: str
    set_at: datetime


def of(lineage: Sequence[int], *, on: date) -> Targets:
    """Return what holds for a unit and its officers; ``lineage``: the unit and those above it, the nearest first."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE, {"line": list(lineage), "on": on})
        rows = cursor.fetchall()
    unit: dict[str, Holding] = {}
    officers: dict[int, dict[str, Holding]] = {}
    for one in lineage:
        for agency_id, staff_id, measure, value, valid_from in rows:
            if agency_id != one or value is None:
                continue
            found = Holding(agency_id=agency_id, measure=measure, value=value, valid_from=valid_from)
            if staff_id is None:
                unit.setdefault(measure, found)
            elif one == lineage[0]:
                officers.setdefault(staff_id, {})[measure] = found
    return Targets(unit=unit, officers=officers)


def history(unit_id: int, *, most: int = 30) -> tuple[Line, ...]:
    """Return what was set for a unit and its officers, the newest first."""
    rows = Target.objects.filter(agency_id=unit_id).select_related("staff").order_by("-id")[:most]
    return tuple(
        Line(
            id=row.pk,
            measure=row.measure,
            value=row.value,
            valid_from=row.valid_from,
            staff=row.staff.name if row.staff else "",
            set_at=row.set_at,
        )
        for row in rows
    )
