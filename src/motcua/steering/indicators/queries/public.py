"""What everybody may read: figures of everything here and of each unit, with small numbers protected."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Min

from motcua.people.agencies.queries import organisation
from motcua.people.agencies.queries.organisation import AgencyView
from motcua.people.agencies.vocabulary import AgencyKind

from ..models import Cell
from ..rules import disclosure, periods
from ..rules.disclosure import Shown
from ..rules.periods import Period
from ..vocabulary import Count, Grain, PeriodKind
from . import figures
from .figures import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month that is over: how the counts of each unit are written, and those of all together (``sums``)."""

    period: Period
    counts: Mapping[int, Mapping[Count, Shown]]
    sums: Mapping[Count, Shown]


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


def closed(today: date, number: int) -> tuple[Period, ...]:
    """Return the newest months that are over, oldest first: as many as there are figures of, so many at most."""
    first = Cell.objects.filter(grain=Grain.MONTH, procedure="").aggregate(first=Min("first"))["first"]
    newest = periods.containing(PeriodKind.MONTH, today)
    found = (newest.shifted(-back) for back in range(number, 0, -1))
    return tuple(one for one in found if first is not None and one.first >= first)


def units(months: Sequence[Period], *, today: date) -> tuple[Units, tuple[Month, ...]]:
    """Return the units and, for each of some months that are over, how their figures are written.

    In a month stand the units that had anything by its end, whichever other months are asked for: so that a month is
    written in one way only.
    Raises  ValueError for a month that is not over: its figures of yesterday and today would give a day away
    """
    if any(one.last >= today for one in months):
        raise ValueError("figures of units are of months that are over")
    counted = figures.series_by_competent(Scope(), months, today=today, only=disclosure.COLUMNS)
    told = _units({agency for of_month in counted for agency in of_month}, today)
    found = []
    for period, of_month in zip(months, counted, strict=True):
        summed: dict[int, Counter[Count]] = {}
        for agency, counts in of_month.items():
            summed.setdefault(told.of[agency], Counter()).update(counts)
        counts_of, sums = disclosure.table(summed)
        found.append(Month(period=period, counts=counts_of, sums=sums))
    return told, tuple(found)


def _units(told: set[int], today: date) -> Units:
    """Return the units of those that have figures, by name."""
    known = {one.id: one for one in organisation.agencies(on=today)}
    if missing := told - known.keys():
        known |= {one.id: one for one in organisation.by_ids(sorted(missing))}
    of = {agency: _unit_of(agency, known) for agency in told}
    found = sorted(set(of.values()), key=lambda unit: (known[unit].kind, known[unit].name, unit))
    return Units(units={unit: known[unit] for unit in found}, of=of)


def _unit_of(agency: int, known: Mapping[int, AgencyView]) -> int:
    seen: set[int] = set()
    while agency not in seen:
        seen.add(agency)
        parent = known[agency].parent_id
        if parent is None or parent not in known or known[parent].kind == AgencyKind.PROVINCE:
            return agency
        agency = parent
    return agency
