"""Cells of days, months and years: few that make up a span, so that any sum of days reads a handful of them.

The newest month is not over: its days so far are its month less the days to come, of which cells hold little.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from ..vocabulary import Grain

_DAY = timedelta(days=1)
BEGINNING = date(1, 1, 1)


class Cells(NamedTuple):
    """The cells of one grain whose first day lies from ``first`` to ``last``, both included; sign -1: taken away."""

    grain: Grain
    first: date
    last: date
    sign: int = 1

    @property
    def size(self) -> int:
        """Return how many cells there are, at most."""
        days = (self.last - self.first).days
        return {Grain.DAY: days, Grain.MONTH: days // 28, Grain.YEAR: days // 365}[self.grain] + 1


def first_of(grain: Grain, day: date) -> date:
    """Return the first day of the cell a day lies in."""
    if grain is Grain.DAY:
        return day
    return date(day.year, 1 if grain is Grain.YEAR else day.month, 1)


def through(last: date) -> tuple[Cells, ...]:
    """Return the cells of all days up to one, it included."""
    return span(BEGINNING, last)


def span(first: date, last: date) -> tuple[Cells, ...]:
    """Return the cells that make up the days from one to another, both included, each day once in all."""
    if first > last:
        return ()
    years = _whole(first, last, Grain.YEAR)
    if years is None:
        return (*_months(first, last),)
    head, rest = years[0] - _DAY if years[0] > first else None, _next(Grain.YEAR, years[1])
    return (
        Cells(Grain.YEAR, *years),
        *(_months(first, head) if head else ()),
        *(_months(rest, last) if rest and rest <= last else ()),
    )


def _months(first: date, last: date) -> Sequence[Cells]:
    """Return the cells of a span without a whole year."""
    months = _whole(first, last, Grain.MONTH)
    if months is None:
        found = [*_days(first, last)]
    else:
        rest = _next(Grain.MONTH, months[1])
        found = [Cells(Grain.MONTH, *months)]
        found += _days(first, months[0] - _DAY) if first < months[0] else []
        found += _days(rest, last) if rest and rest <= last else []
    if (first.month, first.day) != (1, 1) or last.year != first.year:
        return found
    over = date(first.year, 12, 31)
    away = [Cells(Grain.YEAR, first, first), *(one._replace(sign=-one.sign) for one in _rest(last + _DAY, over))]
    return min(found, away, key=_size)


def _rest(first: date, last: date) -> Sequence[Cells]:
    """Return the cells of the days of a year that are left."""
    months = _whole(first, last, Grain.MONTH)
    if months is None:
        return _days(first, last)
    return [Cells(Grain.MONTH, *months), *(_days(first, months[0] - _DAY) if first < months[0] else ())]


def _days(first: date, last: date) -> Sequence[Cells]:
    """Return the cells of a part of a month: its days, or where it begins with the month, that less the days after."""
    found = [Cells(Grain.DAY, first, last)]
    after = _next(Grain.MONTH, first_of(Grain.MONTH, first))
    if first.day != 1 or after is None or last >= after:
        return found
    away = [Cells(Grain.MONTH, first, first), Cells(Grain.DAY, last + _DAY, after - _DAY, -1)]
    return min(found, away, key=_size)


def _size(found: Sequence[Cells]) -> int:
    return sum(one.size for one in found)


def _whole(first: date, last: date, grain: Grain) -> tuple[date, date] | None:
    """Return the first days of the first and the last whole cell within a span, None where there is none."""
    begins = first_of(grain, first)
    lowest = begins if begins == first else _next(grain, begins)
    newest = first_of(grain, last)
    after = _next(grain, newest)
    ends = newest if after is None or after - _DAY == last else _previous(grain, newest)
    if lowest is None or ends is None or lowest > ends:
        return None
    return lowest, ends


def _next(grain: Grain, first: date) -> date | None:
    """Return the first day of the next cell, None beyond the calendar."""
    try:
        if grain is Grain.YEAR:
            return date(first.year + 1, 1, 1)
        return date(first.year + first.month // 12, first.month % 12 + 1, 1)
    except ValueError:
        return None


def _previous(grain: Grain, first: date) -> date | None:
    return None if first == BEGINNING else first_of(grain, first - _DAY)
