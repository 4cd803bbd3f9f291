"""Measures of a scope in a period, by the dictionary: what pages, open data, the interface and the command print."""

from collections.abc import Sequence
from datetime import date

from ..rules import measures
from ..rules.measures import MEASURES, Value
from ..rules.periods import Period
from . import figures, telling
from .figures import Scope


def of(scope: Scope, period: Period, *, today: date, codes: Sequence[str] = ()) -> dict[str, Value]:
    """Return {code: value} of measures in a period, in the order asked for; all of the dictionary without codes."""
    (found,) = series(scope, [period], today=today, codes=codes)
    return found


def series(
    scope: Scope, periods: Sequence[Period], *, today: date, codes: Sequence[str] = ()
) -> tuple[dict[str, Value], ...]:
    """Return the values of each of some periods, in their order; two statements however many."""
    since = figures.told_since(scope)
    counted = figures.series(scope, periods, today=today)
    wanted = [MEASURES[code] for code in codes or MEASURES]
    return tuple(
        {one.code: measures.value(one, counts, telling.known_in(since, period, today=today)) for one in wanted}
        for period, counts in zip(periods, counted, strict=True)
    )
