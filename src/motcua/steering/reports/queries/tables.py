"""The table of a form for a unit and a period as the figures stand, and whose dossiers stand in each of its cells."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import connection

from motcua.ground.kernel.errors import NotFound
from motcua.people.agencies.queries import organisation as agencies
from motcua.people.agencies.queries.organisation import AgencyView
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.steering.indicators.queries import figures
from motcua.steering.indicators.queries.figures import Scope
from motcua.steering.indicators.rules import measures
from motcua.steering.indicators.rules.measures import MEASURES, Measure
from motcua.steering.indicators.rules.periods import Period
from motcua.steering.indicators.vocabulary import Count, Source

from ..rules import tables
from ..rules.forms import Column, Form
from ..rules.tables import TOTAL, Cells, Line, Table
from ..vocabulary import Dimension, Level, Subject
from . import catalogue

_SECTORS = """
SELECT DISTINCT ON (p.code) p.code, v.sector
FROM procedures_procedure p
JOIN procedures_version v ON v.procedure_id = p.id AND v.state IN ('published', 'withdrawn')
WHERE p.code = ANY(%(codes)s::text[])
ORDER BY p.code, v.valid_from <= %(on)s::date DESC, v.valid_from DESC, v.id DESC
"""
_OTHER = "Lĩnh vực khác"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Whose dossiers a cell counts, and how. ``procedures`` None: of all."""

    measure: Measure
    scope: Scope
    procedures: tuple[str, ...] | None


def scope_of(unit: AgencyView) -> Scope:
    """Return whose dossiers a unit reports: a centre what it and those under it received, others what they decide."""
    ids = agencies.below(unit.id)
    return Scope.received_by(*ids) if unit.kind == AgencyKind.CENTRE else Scope.competent(*ids)


def current(form: Form, scope: Scope, period: Period, *, today: date) -> Table:
    """Return the table of a form as the figures stand now."""
    if form.subject is Subject.CATALOGUE:
        return catalogue.table(form, scope, on=min(period.last, today))
    if form.dimension is Dimension.UNIT:
        return _by_unit(form, scope, period, today)
    return _by_field(form, scope, period, today)


def summed(form: Form, found: Iterable[Mapping[Count, int]], *, until: date) -> Cells:
    """Return the line of a form of dossiers that some counts add up to; ``until``: the last day they are of."""
    whole: Counter[Count] = Counter()
    for counts in found:
        whole = _plus(whole, counts)
    return _cells(form.columns, whole, figures.sources(until=until))


def cell(form: Form, scope: Scope, period: Period, key: str, column: str, *, today: date) -> Cell:
    """Return whose dossiers stand in a cell of a form of dossiers.

    Raises  NotFound for a column without source, or a line that is none
    """
    measure = MEASURES.get(form.columns[form.place(column)].measure)
    if measure is None:
        raise NotFound("Cột này chưa có nguồn số liệu, nên không có hồ sơ để mở.")
    if key == TOTAL:
        return Cell(measure=measure, scope=scope, procedures=None)
    competents = tuple(figures.by_competent(scope, period, today=today))
    if form.dimension is Dimension.UNIT:
        units = units_of(competents)
        mine = [one for one in competents if str(units[one]) == key]
        return Cell(measure=measure, scope=_narrowed(scope, mine), procedures=None)
    level, bar, sector = key.partition("|")
    mine = [one for one, of in levels(competents).items() if of == level]
    narrow = _narrowed(scope, mine)
    if not bar:
        return Cell(measure=measure, scope=narrow, procedures=None)
    sectors = _sectors(figures.by_procedure(narrow, period, today=today), period.last)
    return Cell(measure=measure, scope=narrow, procedures=tuple(code for code, of in sectors.items() if of == sector))


def levels(competent_ids: Sequence[int]) -> dict[int, Level]:
    """Return {agency: the level on which it decides}: those of a commune, and all others."""
    communes = agencies.communes_of(list(competent_ids))
    return {one: Level.PROVINCE if communes[one] is None else Level.COMMUNE for one in competent_ids}


def units_of(competent_ids: Sequence[int]) -> dict[int, int]:
    """Return {agency: the unit whose line it stands in}: its commune, else itself."""
    communes = agencies.communes_of(list(competent_ids))
    return {one: communes[one] or one for one in competent_ids}


def _by_unit(form: Form, scope: Scope, period: Period, today: date) -> Table:
    known = figures.sources(until=min(period.last, today))
    found = figures.by_competent(scope, period, today=today)
    units = units_of(tuple(found))
    summed: dict[int, Counter[Count]] = {}
    for competent, counts in found.items():
        summed[units[competent]] = _plus(summed.get(units[competent]), counts)
    named = sorted(agencies.by_ids(tuple(summed)), key=lambda unit: (unit.kind, unit.code))
    lines = (Line(str(unit.id), unit.name, 0, _cells(form.columns, summed[unit.id], known)) for unit in named)
    return _table(form, lines)


def _by_field(form: Form, scope: Scope, period: Period, today: date) -> Table:
    known = figures.sources(until=min(period.last, today))
    of_level = levels(tuple(figures.by_competent(scope, period, today=today)))
    lines: list[Line] = []
    for level in Level:
        narrow = _narrowed(scope, [one for one, of in of_level.items() if of is level])
        if not narrow.competent_ids:
            continue
        by_code = figures.by_procedure(narrow, period, today=today, only=_counts(form))
        fields: dict[str, Counter[Count]] = {}
        for code, sector in _sectors(by_code, period.last).items():
            fields[sector] = _plus(fields.get(sector), by_code[code])
        below = [
            Line(f"{level.value}|{sector}", sector, 1, _cells(form.columns, fields[sector], known))
            for sector in sorted(fields)
        ]
        below = [line for line in below if any(line.cells)]
        if below:
            whole = tables.added([line.cells for line in below], len(form.columns))
            lines += [Line(level.value, level.label, 0, whole), *below]
    return _table(form, lines)


def _table(form: Form, lines: Iterable[Line]) -> Table:
    kept = tuple(line for line in lines if any(line.cells))
    tops = [line.cells for line in kept if line.depth == 0]
    return Table(kept, tables.added(tops, len(form.columns)) if tops else _nothing(form))


def _nothing(form: Form) -> Cells:
    return tuple(0 if column.measure else None for column in form.columns)


def _cells(columns: Sequence[Column], counts: Mapping[Count, int], known: frozenset[Source]) -> Cells:
    return tuple(_number(column, counts, known) for column in columns)


def _counts(form: Form) -> frozenset[Count]:
    """Return the counts that the columns of a form are made of."""
    used = (MEASURES[column.measure] for column in form.columns if column.measure)
    return frozenset(count for one in used for count in (*one.part, *one.less))


def _number(column: Column, counts: Mapping[Count, int], known: frozenset[Source]) -> int | None:
    if not column.measure:
        return None
    number = measures.value(MEASURES[column.measure], counts, known).number
    return None if number is None else int(number)


def _plus(one: Counter[Count] | None, other: Mapping[Count, int]) -> Counter[Count]:
    summed = Counter(one or {})
    for count, number in other.items():  # `+` would drop what is not positive
        summed[count] += number
    return summed


def _narrowed(scope: Scope, competent_ids: Sequence[int]) -> Scope:
    return replace(scope, competent_ids=tuple(sorted(competent_ids)))


def _sectors(codes: Iterable[str], on: date) -> dict[str, str]:
    """Return {code of a procedure: its field}, as the version of a day says, else the newest before."""
    wanted = [code for code in codes if code]
    with connection.cursor() as cursor:
        cursor.execute(_SECTORS, {"codes": wanted, "on": on})
        found = dict(cursor.fetchall())
    return {code: found.get(code) or _OTHER for code in wanted}
