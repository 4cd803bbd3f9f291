"""How units of a kind stand beside each other, from counts that have been read already."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from ..rules import measures, ranking
from ..rules.measures import MEASURES
from ..rules.periods import Period
from ..rules.ranking import Standing
from ..vocabulary import Count, Level, Source
from . import index, telling

Counts = Mapping[int, Counter[Count]]


def grouped(counts: Counts, units: Mapping[int, int]) -> dict[int, Counter[Count]]:
    """Return {unit: counts} of agencies that belong to units; ``units``: {agency: its unit}."""
    found: dict[int, Counter[Count]] = {unit: Counter() for unit in units.values()}
    for agency, told in counts.items():
        if agency in units:
            found[units[agency]].update(told)
    return found


def standings(
    now: Counts, before: Counts, level: Level, period: Period, *, told: Mapping[Source, date], today: date
) -> tuple[Standing, ...]:
    """Return how units stand in a period, with their points of the period before.

    now, before   {unit: counts} of `grouped`
    told          since when each source has told anything: a period is scored by what was told by its end
    """
    earlier = period.shifted(-1)
    known, was_known = (telling.known_in(told, one, today=today) for one in (period, earlier))

    def points(counts: Counter[Count], of: Period, by: frozenset[Source]) -> Fraction | None:
        if not counts[Count.HANDLED]:
            return None
        return ranking.of_a_hundred(index.of_unit(counts, level, of, known=by, today=today))

    return tuple(
        Standing(
            unit_id=unit,
            handled=counts[Count.HANDLED],
            received=counts[Count.RECEIVED],
            points=points(counts, period, known),
            before=points(before.get(unit, Counter()), earlier, was_known),
            on_time=measures.value(MEASURES["on_time_rate"], counts, known).number,
            late=counts[Count.OPEN_LATE],
            digitised=measures.value(MEASURES["digitised_rate"], counts, known).number,
        )
        for unit, counts in now.items()
    )
