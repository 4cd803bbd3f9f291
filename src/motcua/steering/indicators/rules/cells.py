"""Cells of days, months and years: the fewest that make up a span, so that any sum of days reads a few dozen."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from ..vocabulary import Grain

_DAY = timedelta(days=1)
BEGINNING = date(1, 1, 1)


class Cells(NamedTuple):
    """The cells of one grain whose first day lies from ``first`` to ``last``, both included."""

    grain: Grain
    first: date
    last: date


def first_of(grain: Grain, day: date) -> date:
    """Return the first day of the cell a day lies in."""
    if grain is Grain.DAY:
        return day
    return date(day.year, 1 if grain is Grain.YEAR else day.month, 1)


def through(last: date) -> tuple[Cells, ...]:
    """Return the cells of all days up to one, it included."""
    return span(BEGINNING, last)


def span(first: date, last: date) -> tuple[Cells, ...]:
    """Return the cells that make up the days from one to another, both included: years, months, days, no day twice."""
    return tuple(_span(first, last)) if first <= last else ()


def _span(first: date, last: date) -> Iterator[Cells]:
    years = _whole(first, last, Grain.YEAR)
    if years is not None:
        yield Cells(Grain.YEAR, *years)
        yield from _months(first, years[0] - _DAY if years[0] > BEGINNING else None)
        yield from _months(_next(Grain.YEAR, years[1]), last)
    else:
        yield from _months(first, last)


def _months(first: date | None, last: date | None) -> Iterator[Cells]:
    if first is None or last is None or first > last:
        return
    months = _whole(first, last, Grain.MONTH)
    if months is None:
        yield Cells(Grain.DAY, first, last)
        return
    yield Cells(Grain.MONTH, *months)
    if first < months[0]:
        yield Cells(Grain.DAY, first, months[0] - _DAY)
    rest = _next(Grain.MONTH, months[1])
    if rest is not None and rest <= last:
        yield Cells(Grain.DAY, rest, last)


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
