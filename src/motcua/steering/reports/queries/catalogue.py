"""How many procedures units decide and take in at one-stop shops, and for how many a process is issued: form II.07b.

A procedure counts once a unit and level, however many agencies of the unit decide it; in the total once a level.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from motcua.people.agencies.queries import organisation as agencies
from motcua.steering.indicators.queries.figures import Scope

from ..rules.forms import Form
from ..rules.tables import TOTAL, Cells, Line, Table
from ..vocabulary import Level

_OFFERS = """
SELECT p.code, v.name, o.competent_id, o.agency_id, a.receives,
       EXISTS (SELECT 1 FROM workflow_definition w WHERE w.key = o.process
               AND (w.published_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date <= %(on)s::date)
FROM procedures_offer o
JOIN procedures_procedure p ON p.id = o.procedure_id
JOIN procedures_version v ON v.procedure_id = p.id AND v.state IN ('published', 'withdrawn')
     AND v.valid_from <= %(on)s::date AND (v.valid_to IS NULL OR v.valid_to >= %(on)s::date)
JOIN agencies_agency a ON a.id = o.agency_id
WHERE o.valid_from <= %(on)s::date AND (o.valid_to IS NULL OR o.valid_to >= %(on)s::date)
  AND (%(any_agency)s::bool OR o.agency_id = ANY(%(agencies)s::bigint[]))
  AND (%(any_competent)s::bool OR o.competent_id = ANY(%(competents)s::bigint[]))
ORDER BY p.code
"""


@dataclass(frozen=True, slots=True)
class Offered:
    """One procedure at one agency. ``level``: of who decides; ``taken_in``: of who receives, None where not at one."""

    code: str
    name: str
    unit: int
    level: Level
    taken_in: Level | None
    has_process: bool


def table(form: Form, scope: Scope, *, on: date) -> Table:
    """Return the table of a form of procedures on a day."""
    found = tuple(_offers(scope, on))
    units = sorted(agencies.by_ids([one.unit for one in found]), key=lambda unit: (unit.kind, unit.code))
    lines = tuple(
        Line(str(unit.id), unit.name, 0, _cells(form, [one for one in found if one.unit == unit.id])) for unit in units
    )
    return Table(lines, _cells(form, found))


def behind(scope: Scope, key: str, measure: str, *, on: date) -> tuple[tuple[str, str], ...]:
    """Return (code, name) of the procedures of which a number consists, by code; each once."""
    found = [one for one in _offers(scope, on) if key in (TOTAL, str(one.unit))]
    wanted = {code for code, _ in _counted(found, measure)}
    return tuple(sorted({(one.code, one.name) for one in found if one.code in wanted}))


def _cells(form: Form, found: Sequence[Offered]) -> Cells:
    return tuple(len(_counted(found, column.measure)) if column.measure else None for column in form.columns)


def _counted(found: Sequence[Offered], measure: str) -> set[tuple[str, Level]]:
    """Return each procedure with its level that a measure of the catalogue counts."""
    what, _, of = measure.rpartition("_")
    if what == "one_stop":
        pairs = {(one.code, one.taken_in) for one in found if one.taken_in}
    else:
        pairs = {(one.code, one.level) for one in found if what == "held" or one.has_process}
    return {(code, level) for code, level in pairs if of in ("total", level)}


def _offers(scope: Scope, on: date) -> Iterator[Offered]:
    asked: dict[str, Any] = {
        "on": on,
        "any_agency": scope.agency_ids is None,
        "agencies": list(scope.agency_ids or ()),
        "any_competent": scope.competent_ids is None,
        "competents": list(scope.competent_ids or ()),
    }
    with connection.cursor() as cursor:
        cursor.execute(_OFFERS, asked)
        rows = cursor.fetchall()
    communes = agencies.communes_of(list({one for row in rows for one in row[2:4]}))
    levels = {one: Level.PROVINCE if commune is None else Level.COMMUNE for one, commune in communes.items()}
    for code, name, competent, agency, receives, has_process in rows:
        taken_in = levels[agency] if receives else None
        yield Offered(code, name, communes[competent] or competent, levels[competent], taken_in, has_process)
