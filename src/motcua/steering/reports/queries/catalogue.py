"""How many procedures units decide and take in at one-stop shops, and for how many a process is issued: form II.07b.

A procedure counts once a unit and level, however many agencies of the unit decide it; in the total once a level.
The form knows levels of the local government only: what stands on none of them is in no column of these, but is told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from motcua.people.agencies.queries import organisation as agencies
from motcua.steering.indicators.queries.figures import Scope

from ..rules.forms import Form
from ..rules.levels import level_of, named, undecided
from ..rules.tables import TOTAL, Cells, Line, Table
from ..vocabulary import Level
from . import levels

_LOCAL = (Level.PROVINCE, Level.COMMUNE)
_OUT = "không vào các cột thẩm quyền và quy trình nội bộ"
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
    """One procedure at one agency.

    level     on which it is carried out;  taken_in  of the one-stop shop, None where an agency of a vertical sector
              takes it in itself, or nobody
    """

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
    return Table(lines, _cells(form, found), tuple(_notes(found)))


def behind(scope: Scope, key: str, measure: str, *, on: date) -> tuple[tuple[str, str, Level], ...]:
    """Return (code, name, level) of what a number consists of, by code: as many as it says, so once a level.

    level   on which it is carried out, of what is taken in at one-stop shops: of the shop
    """
    found = [one for one in _offers(scope, on) if key in (TOTAL, str(one.unit))]
    names = {one.code: one.name for one in found}
    return tuple((code, names[code], level) for code, level in sorted(_counted(found, measure)))


def _notes(found: Sequence[Offered]) -> Iterator[str]:
    """Yield what stands in no column of a level, and why."""
    for level in (Level.MINISTRY, Level.OTHER):
        if codes := {one.code for one in found if one.level is level}:
            yield f"{len(codes)} thủ tục {levels.called(level)} {_OUT}: {named(codes)}."
    if said := undecided((one.code for one in found if one.level is Level.UNKNOWN), _OUT):
        yield said


def _cells(form: Form, found: Sequence[Offered]) -> Cells:
    return tuple(len(_counted(found, column.measure)) if column.measure else None for column in form.columns)


def _counted(found: Sequence[Offered], measure: str) -> set[tuple[str, Level]]:
    """Return each procedure with its level that a measure of the catalogue counts."""
    what, _, of = measure.rpartition("_")
    if what == "one_stop":
        pairs = {(one.code, one.taken_in) for one in found if one.taken_in}
    else:
        pairs = {(one.code, one.level) for one in found if one.level in _LOCAL and (what == "held" or one.has_process)}
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
    competents = {row[2] for row in rows}
    communes = agencies.communes_of(list(competents))
    stand = levels.standings(tuple({one for row in rows for one in row[2:4]}))
    known = levels.entries({row[0] for row in rows}, on=on)
    for code, name, competent, agency, receives, has_process in rows:
        there = stand[agency]
        shop = Level.COMMUNE if there.commune else Level.PROVINCE
        taken_in = shop if receives and not there.vertical else None
        level = level_of(known[code].levels, stand[competent])
        yield Offered(code, name, communes[competent] or competent, level, taken_in, has_process)
