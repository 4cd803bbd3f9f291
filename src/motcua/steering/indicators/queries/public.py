"""What everybody may read: figures of everything here and of each unit, with small numbers protected."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Min

from motcua.people.agencies.queries import organisation
from motcua.people.agencies.queries.organisation import AgencyView
from motcua.people.agencies.vocabulary import AgencyKind

from ..models import Cell
from ..rules import disclosure, periods
from ..rules.disclosure import Share, Shown
from ..rules.measures import Value
from ..rules.periods import Period
from ..vocabulary import Count, Grain, PeriodKind
from . import figures
from .figures import Scope

_PORTION = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month that is over: how the counts of each unit are written, and those of all together (``sums``).

    open_told   what all together have open is told too
    """

    period: Period
    counts: Mapping[int, Mapping[Count, Shown]]
    sums: Mapping[Count, Shown]
    open_told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """The units figures are told of one by one: whatever stands right under the province, or has nobody above it.

    of   {agency: the unit whose figures it belongs to}
    """

    units: Mapping[int, AgencyView]
    of: Mapping[int, int]

    def by_code(self, code: str) -> AgencyView | None:
        """Return the unit that has a code."""
        return next((one for one in self.units.values() if one.code == code), None)


def average(month: Month, hours: Value) -> Share | None:
    """Return how the average time of everything in a month is written, wherever it is; None: nobody tells it."""
    if hours.part is None or hours.whole is None:
        return None
    return disclosure.average(hours.part, hours.whole, month.sums[Count.RESOLVED])


def closed(today: date, number: int) -> tuple[Period, ...]:
    """Return the newest months that are over, oldest first: as many as there are figures of, so many at most."""
    return _closed(today)[-number:] if number > 0 else ()


def _closed(today: date) -> tuple[Period, ...]:
    first = Cell.objects.filter(grain=Grain.MONTH, procedure="").aggregate(first=Min("first"))["first"]
    if first is None:
        return ()
    one, found = periods.containing(PeriodKind.MONTH, first), []
    while one.last < today:
        found.append(one)
        one = one.shifted(1)
    return tuple(found)


def units(months: Sequence[Period], *, today: date, at: datetime | None = None) -> tuple[Units, tuple[Month, ...]]:
    """Return the units and, for each of some months that are over, how their figures are written.

    In a month stand the units that had anything by its end, and it is written after all months before it, whichever
    are asked for: so that a month is written in one way only.
    at      as for `written`
    Raises  ValueError for a month that is not over: its figures of yesterday and today would give a day away
    """
    if any(one.last >= today for one in months):
        raise ValueError("figures of units are of months that are over")
    wanted = frozenset(months)
    found = [(told, [one for one in some if one.period in wanted]) for told, some in written(today, at=at)]
    found = [(told, some) for told, some in found if some]
    units = {unit: view for told, _ in found for unit, view in told.units.items()}
    return (
        Units(units=_by_name(units), of={agency: unit for told, _ in found for agency, unit in told.of.items()}),
        tuple(one for _, some in found for one in some),
    )


def written(today: date, *, at: datetime | None = None) -> Iterable[tuple[Units, tuple[Month, ...]]]:
    """Return all months that are over, the oldest first, a year or so at a time with the units that stand in them.

    at   the moment of a reader: what was written in his hour is told again, for all of it has to be written for any
    """
    return _written(today) if at is None else of_the_hour(today, at.replace(minute=0, second=0, microsecond=0))


@lru_cache(maxsize=1)
def of_the_hour(today: date, hour: datetime) -> tuple[tuple[Units, tuple[Month, ...]], ...]:
    """Return what `written` does, once for all readers of an hour."""
    del hour
    return tuple(_written(today))


def _written(today: date) -> Iterator[tuple[Units, tuple[Month, ...]]]:
    months, pages = _closed(today), disclosure.Pages[int]()
    for begin in range(0, len(months), _PORTION):
        some = months[begin : begin + _PORTION]
        counted = figures.series_by_competent(Scope(), some, today=today, only=disclosure.COLUMNS)
        told = _units({agency for of_month in counted for agency in of_month}, today)
        yield told, tuple(_month(period, of_month, told, pages) for period, of_month in zip(some, counted, strict=True))


def _month(
    period: Period, counted: Mapping[int, Mapping[Count, int]], told: Units, pages: disclosure.Pages[int]
) -> Month:
    summed: dict[int, Counter[Count]] = {}
    for agency, counts in counted.items():
        summed.setdefault(told.of[agency], Counter()).update(counts)
    page = pages.write(summed)
    return Month(period=period, counts=page.units, sums=page.sums, open_told=page.open_told)


def _units(told: set[int], today: date) -> Units:
    """Return the units of those that have figures, by name."""
    known = {one.id: one for one in organisation.agencies(on=today)}
    if missing := told - known.keys():
        known |= {one.id: one for one in organisation.by_ids(sorted(missing))}
    of = {agency: _unit_of(agency, known) for agency in told}
    return Units(units=_by_name({unit: known[unit] for unit in of.values()}), of=of)


def _by_name(units: Mapping[int, AgencyView]) -> dict[int, AgencyView]:
    return dict(sorted(units.items(), key=lambda pair: (pair[1].kind, pair[1].name, pair[0])))


def _unit_of(agency: int, known: Mapping[int, AgencyView]) -> int:
    seen: set[int] = set()
    while agency not in seen:
        seen.add(agency)
        parent = known[agency].parent_id
        if parent is None or parent not in known or known[parent].kind == AgencyKind.PROVINCE:
            return agency
        agency = parent
    return agency
