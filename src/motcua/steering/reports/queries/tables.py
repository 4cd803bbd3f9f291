"""The table of a form for a unit and a period as the figures stand, and whose dossiers stand in each of its cells."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

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
from ..rules.levels import level_of, undecided
from ..rules.tables import TOTAL, Cells, Line, Table
from ..vocabulary import Dimension, Level, Subject
from . import catalogue, levels


@dataclass(frozen=True, slots=True)
class Part:
    """Procedures that some agencies decide."""

    competent_ids: tuple[int, ...]
    procedures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Whose dossiers a cell counts, and how.

    parts   of which agencies which procedures, no agency in two of them; None: all of the scope
    """

    measure: Measure
    scope: Scope
    parts: tuple[Part, ...] | None = None

    @property
    def procedures(self) -> tuple[str, ...] | None:
        """Return the procedures of all parts."""
        if self.parts is None:
            return None
        return tuple(sorted({code for part in self.parts for code in part.procedures}))

    def whose(self) -> tuple[tuple[Scope, tuple[str, ...] | None], ...]:
        """Return (whose dossiers, of which procedures) of each part."""
        if self.parts is None:
            return ((self.scope, None),)
        return tuple((replace(self.scope, competent_ids=part.competent_ids), part.procedures) for part in self.parts)


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


def summed(form: Form, found: Iterable[Mapping[Count, int]], known: frozenset[Source]) -> Cells:
    """Return the line of a form of dossiers that some counts add up to; ``known``: who had told anything of them."""
    whole: Counter[Count] = Counter()
    for counts in found:
        whole = _plus(whole, counts)
    return _cells(form.columns, whole, known)


def cell(form: Form, scope: Scope, period: Period, key: str, column: str, *, today: date) -> Cell:
    """Return whose dossiers stand in a cell of a form of dossiers.

    Raises  NotFound for a column without source, or a line that is none
    """
    measure = MEASURES.get(form.columns[form.place(column)].measure)
    if measure is None:
        raise NotFound("Cột này chưa có nguồn số liệu, nên không có hồ sơ để mở.")
    if key == TOTAL:
        return Cell(measure=measure, scope=scope)
    competents = scope.competent_ids
    if competents is None:
        competents = tuple(figures.by_competent(scope, period, today=today))
    if form.dimension is Dimension.UNIT:
        units = units_of(competents)
        return Cell(measure=measure, scope=_narrowed(scope, [one for one in competents if str(units[one]) == key]))
    parts = tuple(_parts(competents, *key.partition("|")[::2], on=period.last))
    return Cell(
        measure=measure, scope=_narrowed(scope, [one for part in parts for one in part.competent_ids]), parts=parts
    )


def _parts(competents: Sequence[int], level: str, sector: str, *, on: date) -> Iterator[Part]:
    """Yield which procedures of which agencies stand on a level, in a field; "": in any."""
    known = levels.of_sector(sector or None, on=on)
    for standing, ids in levels.grouped(competents).items():
        codes = sorted(code for code, entry in known.items() if level_of(entry.levels, standing) == level)
        if codes:
            yield Part(ids, tuple(codes))


def units_of(competent_ids: Sequence[int]) -> dict[int, int]:
    """Return {agency: the unit whose line it stands in}: its commune, else itself."""
    communes = agencies.communes_of(list(competent_ids))
    return {one: communes[one] or one for one in competent_ids}


def _by_unit(form: Form, scope: Scope, period: Period, today: date) -> Table:
    told, last = figures.told_unit_by_unit(scope), min(period.last, today)
    found = figures.by_competent(scope, period, today=today)
    members: dict[int, list[int]] = {}
    for competent, unit in units_of(tuple(found)).items():
        members.setdefault(unit, []).append(competent)
    named = sorted(agencies.by_ids(tuple(members)), key=lambda unit: (unit.kind, unit.code))

    def cells(ids: Sequence[int]) -> Cells:
        return summed(form, (found[one] for one in ids), told.known(ids, last))

    lines = (Line(str(unit.id), unit.name, 0, cells(members[unit.id])) for unit in named)
    return _table(form, lines, told.known(told.apart, last))


def _by_field(form: Form, scope: Scope, period: Period, today: date) -> Table:
    known = figures.sources(scope, until=min(period.last, today))
    found: dict[tuple[Level, str], Counter[Count]] = {}
    unknown: set[str] = set()
    for standing, ids in levels.grouped(tuple(figures.by_competent(scope, period, today=today))).items():
        by_code = figures.by_procedure(_narrowed(scope, ids), period, today=today, only=_counts(form))
        for code, entry in levels.entries(by_code, on=period.last).items():
            key = (level_of(entry.levels, standing), entry.sector)
            found[key] = _plus(found.get(key), by_code[code])
            if key[0] is Level.UNKNOWN and any(_cells(form.columns, by_code[code], known)):
                unknown.add(code)
    lines: list[Line] = []
    for level in Level:
        below = [
            Line(f"{level.value}|{sector}", sector, 1, _cells(form.columns, found[of, sector], known))
            for of, sector in sorted(found)
            if of is level
        ]
        below = [line for line in below if any(line.cells)]
        if below:
            whole = tables.added([line.cells for line in below], len(form.columns))
            lines += [Line(level.value, level.label, 0, whole), *below]
    said = undecided(unknown, "đứng ở dòng riêng")
    return replace(_table(form, lines, known), notes=(said,) if said else ())


def _table(form: Form, lines: Iterable[Line], known: frozenset[Source]) -> Table:
    kept = tuple(line for line in lines if any(line.cells))
    tops = [line.cells for line in kept if line.depth == 0]
    return Table(kept, tables.added(tops, len(form.columns)) if tops else _cells(form.columns, {}, known))


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
