"""The lines of the open data: months that are over, everything and each unit, with small numbers protected."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime

from motcua.ground.kernel.clock import local
from motcua.steering.indicators.queries import public, values
from motcua.steering.indicators.queries.figures import Scope
from motcua.steering.indicators.rules import disclosure
from motcua.steering.indicators.rules.disclosure import Share, Shown
from motcua.steering.indicators.rules.measures import Value
from motcua.steering.indicators.rules.periods import Period
from motcua.steering.indicators.vocabulary import Count, Disclosure

MOST_MONTHS = 120
ALL = "*"
_SIX = 6
_RATIOS = {
    "online_rate": (Count.RECEIVED_ONLINE, Count.RECEIVED, False),
    "on_time_rate": (Count.RESOLVED_LATE, Count.RESOLVED, True),
}
"""{measure: what is counted, of what, whether the rest beside it is meant}"""
_AVERAGE = "hours_each"
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure of a month.

    unit         code of the unit, "*" for everything here
    value        a count; a ratio between 0 and 1; None where it is not written out, or nobody tells it yet
    part, whole  the counts of a ratio, where both are written out
    how          exact · below, above: less, more than ``value`` · held: not written, lest a small one follow · none
    """

    month: str
    unit: str
    unit_name: str
    measure: str
    value: int | float | None
    part: int | None
    whole: int | None
    how: str

    def as_json(self) -> Mapping[str, object]:
        """Return it under the names of the columns."""
        return asdict(self)

    def as_text(self) -> list[str]:
        """Return it as cells of a table that a spreadsheet takes for nothing but text and numbers."""
        return [_text(getattr(self, name)) for name in COLUMNS]


COLUMNS = tuple(field.name for field in fields(Line))


def lines(at: datetime, *, place: str) -> Iterator[Line]:
    """Yield every line, month by month, the oldest first: a few statements for each year.

    place   what everything here is called
    """
    today = local(at).date()
    months = frozenset(public.closed(today, MOST_MONTHS))
    for told, some in public.written(today, at=at):
        if found := [one for one in some if one.period in months]:
            yield from _of_months(told, found, today, place)


def _of_months(told: public.Units, found: Sequence[public.Month], today: date, place: str) -> Iterator[Line]:
    exact = values.series(Scope(), [one.period for one in found], today=today)
    for month, everything in zip(found, exact, strict=True):
        for code, one in everything.items():
            yield _of_everything(month, place, code, one)
        if len(month.counts) > 1:
            for unit in told.units.values():
                if unit.id in month.counts:
                    yield from _of_unit(month.period, unit.code, unit.name, month.counts[unit.id])


def _of_everything(month: public.Month, place: str, code: str, one: Value) -> Line:
    """Return a measure of everything: what units have too is written as its sum, of the rest only the totals."""
    if one.part is None:
        return _line(month.period, ALL, place, code, None, Disclosure.NONE)
    if code == _AVERAGE and (each := public.average(month, one)):
        value = None if each.number is None else int(each.number)
        return _line(month.period, ALL, place, code, value, each.how)
    if code in _RATIOS:
        part, whole, rest = _RATIOS[code]
        return _ratio(month.period, ALL, place, code, month.sums[part], month.sums[whole], rest=rest)
    if code in disclosure.COLUMNS:
        written = month.sums[Count(code)]
        return _line(month.period, ALL, place, code, written.number, written.how)
    if code in disclosure.TOTALS and month.open_told:
        return _line(month.period, ALL, place, code, one.part, Disclosure.EXACT)
    return _line(month.period, ALL, place, code, None, Disclosure.HELD)


def _of_unit(month: Period, unit: str, name: str, counts: Mapping[Count, Shown]) -> Iterator[Line]:
    for count, written in counts.items():
        yield _line(month, unit, name, count.value, written.number, written.how)
    for code, (part, whole, rest) in _RATIOS.items():
        yield _ratio(month, unit, name, code, counts[part], counts[whole], rest=rest)


def _ratio(month: Period, unit: str, name: str, code: str, part: Shown, whole: Shown, *, rest: bool) -> Line:
    found: Share = disclosure.share(part, whole, rest=rest)
    value = None if found.number is None else round(float(found.number), _SIX)
    line = _line(month, unit, name, code, value, found.how)
    if found.how is not Disclosure.EXACT or part.number is None or whole.number is None:
        return line
    above = whole.number - part.number if rest else part.number
    return replace(line, part=above, whole=whole.number)


def _line(month: Period, unit: str, name: str, code: str, value: float | None, how: Disclosure) -> Line:
    return Line(
        month=month.key, unit=unit, unit_name=name, measure=code, value=value, part=None, whole=None, how=how.value
    )


def _text(cell: object) -> str:
    if cell is None:
        return ""
    said = str(cell)
    return f"'{said}" if isinstance(cell, str) and said != ALL and said.startswith(_FORMULAS) else said
