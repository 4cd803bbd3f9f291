"""Small numbers in what everybody may read: written so that no figure tells about one person's dossier.

A count below five of a unit in a month is written “<5”, nought as well as four. A part beside which fewer than five are
left of the whole is written as more than the whole less five, for the rest would be as small. What is known of all
units together is exact; so where the sum and the others' numbers would give a small one away, the smallest of the
others is held back too, until no small number follows from what is written. Figures of a unit are of months that are
over: from one that runs, yesterday's and today's would give the day away. Nothing is added up over a unit's months.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from ..vocabulary import Count, Disclosure

LEAST = 5
"""Counts below this are not written out."""

COLUMNS: Mapping[Count, Count | None] = {
    Count.RECEIVED: None,
    Count.RECEIVED_ONLINE: Count.RECEIVED,
    Count.RESOLVED: None,
    Count.RESOLVED_LATE: Count.RESOLVED,
    Count.RESOLVED_LATE_SORRY: Count.RESOLVED_LATE,
    Count.OPEN_LATE: None,
    Count.OPEN_LATE_SORRY: Count.OPEN_LATE,
}
"""What is written of each unit, with what it is a part of. What is carried over and what is open is not: with the month
before they would make sums of which one number follows from the others."""

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Cell:
    """A count of a unit; ``whole``: what it is a part of, where that is written out exactly beside it."""

    count: int
    whole: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """How a count is written.

    number   exact: the count; below: what it is less than; above: what it is more than; else None
    """

    how: Disclosure
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """How a ratio is written; ``number`` between 0 and 1: the ratio, or what it is less or more than."""

    how: Disclosure
    number: Fraction | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """What a reader knows of a cell that is not written out: at least, at most (None: nothing)."""

    least: int
    most: int | None


HELD = Shown(Disclosure.HELD)


def table(counts: Mapping[K, Mapping[Count, int]]) -> dict[K, dict[Count, Shown]]:
    """Return how the counts of units in a month are written of which everybody knows the sums.

    counts   of all units together: what they have in the month, or stood at its end
    """
    written: dict[K, dict[Count, Shown]] = {unit: {} for unit in counts}
    for count, whole in COLUMNS.items():
        cells = {unit: _cell(of, count, whole, written[unit]) for unit, of in counts.items()}
        held = frozenset(unit for unit in counts if whole and written[unit][whole] == HELD)
        for unit, one in column(cells, held).items():
            written[unit][count] = one
    return written


def share(part: Shown, whole: Shown, *, rest: bool = False) -> Share:
    """Return how the ratio of a part to its whole is written, or that of the rest beside the part."""
    if whole.how is not Disclosure.EXACT or not whole.number or part.how is Disclosure.HELD or part.number is None:
        return Share(Disclosure.HELD)
    ratio = Fraction(part.number, whole.number)
    if not rest:
        return Share(part.how, ratio)
    turned = {Disclosure.BELOW: Disclosure.ABOVE, Disclosure.ABOVE: Disclosure.BELOW}
    return Share(turned.get(part.how, part.how), 1 - ratio)


def shown(cell: Cell) -> Shown:
    """Return how a count is written, taken by itself."""
    if cell.count < LEAST:
        return Shown(Disclosure.BELOW, LEAST)
    if cell.whole is not None and cell.whole - cell.count < LEAST:
        return Shown(Disclosure.ABOVE, max(cell.whole - LEAST, LEAST - 1))
    return Shown(Disclosure.EXACT, cell.count)


def column(cells: Mapping[K, Cell], held: frozenset[K] = frozenset()) -> dict[K, Shown]:
    """Return how the counts of units are written of which everybody knows the sum.

    held   units of which this count is held back already, because what it is a part of is
    """
    found = {key: HELD if key in held else shown(cell) for key, cell in cells.items()}
    spare = sorted((cell.count, str(key), key) for key, cell in cells.items() if found[key].how is Disclosure.EXACT)
    for _, _, key in spare:
        if not gives_away(cells, found, held):
            break
        found[key] = HELD
    return found


def gives_away(cells: Mapping[K, Cell], written: Mapping[K, Shown], held: frozenset[K] = frozenset()) -> frozenset[K]:
    """Return the units whose small number follows from the sum and from what is written of the others.

    The reader is taken to know these rules: that what was held back here is not small, nor is the rest beside it.
    """
    hidden = {
        key: _Known(0, None) if key in held else _known(cells[key], one)
        for key, one in written.items()
        if one.how is not Disclosure.EXACT
    }
    rest = sum(cells[key].count for key in hidden)
    least = sum(one.least for one in hidden.values())
    bounded = [one.most for one in hidden.values() if one.most is not None]
    most, open_ones = sum(bounded), len(hidden) - len(bounded)
    found = set()
    for key, one in hidden.items():
        low = one.least
        if open_ones == (one.most is None):  # every other one is bounded
            low = max(low, rest - (most - (one.most or 0)))
        high = rest - (least - one.least)
        if one.most is not None:
            high = min(high, one.most)
        if low == high and _is_small(cells[key], written[key]):
            found.add(key)
    return frozenset(found)


def _cell(of: Mapping[Count, int], count: Count, whole: Count | None, written: Mapping[Count, Shown]) -> Cell:
    if whole is None or written[whole].how is not Disclosure.EXACT:
        return Cell(of.get(count, 0))
    return Cell(of.get(count, 0), of.get(whole, 0))


def _known(cell: Cell, one: Shown) -> _Known:
    if one.how is Disclosure.BELOW:
        return _Known(0, LEAST - 1)
    if one.how is Disclosure.ABOVE and cell.whole is not None:
        return _Known(max(cell.whole - LEAST + 1, LEAST), cell.whole)
    return _Known(LEAST, None if cell.whole is None else cell.whole - LEAST)


def _is_small(cell: Cell, one: Shown) -> bool:
    """Tell whether a number stands for a few people: nought stands for nobody."""
    if one.how is Disclosure.BELOW:
        return cell.count > 0
    return one.how is Disclosure.ABOVE and cell.whole != cell.count
