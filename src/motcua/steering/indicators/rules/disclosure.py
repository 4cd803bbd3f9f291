"""Small numbers in what everybody may read: written so that no figure tells about one person's dossier.

A count below five of a unit in a month is written “<5”, nought as well as four. A part beside which fewer than five are
left of the whole is written as more than the whole less five, for the rest would be as small. Where anything is not
written out another number is held back too, and the sum where it would say them all; so that nothing hidden follows,
also for somebody who knows these rules. Figures are of months that are over: from one that runs, yesterday's and
today's would give the day away. Nothing is added up over a unit's months.

A reader adds up himself: nobody resolves, or has open and late, more than was received and not yet resolved. So months
are written in their order (`Pages`), and what a unit resolved, or has late, only as far as it fits whatever the hidden
numbers before are. What is open of all would follow a hidden sum for ever: it is written until the first is hidden.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Generic, TypeVar

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

TOTALS = frozenset({Count.RECEIVED, Count.RESOLVED, Count.OPEN})
"""What is written exactly of everything here, however small."""

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


HELD = Shown(Disclosure.HELD)
RESTS = 12
"""So many months a unit's resolved ones are held back once one month would have told of earlier hidden numbers."""


@dataclass(frozen=True, slots=True)
class Page(Generic[K]):
    """How a month is written: the counts of each unit, those of all, and whether what is open of all is told too."""

    units: Mapping[K, Mapping[Count, Shown]]
    sums: Mapping[Count, Shown]
    open_told: bool


@dataclass(slots=True)
class Pages(Generic[K]):
    """Writes the months of all time, one after the other from the first on.

    open      what a unit has open; a reader must think it is from ``least`` to ``most`` (None: any), whatever the
              hidden numbers are
    resting   for how many months more its resolved ones are held back
    """

    open: Counter[K] = field(default_factory=Counter)
    least: Counter[K] = field(default_factory=Counter)
    most: dict[K, int | None] = field(default_factory=dict)
    resting: dict[K, int] = field(default_factory=dict)
    open_told: bool = True

    def write(self, counts: Mapping[K, Mapping[Count, int]]) -> Page[K]:
        """Return how the next month is written.

        counts   of all units: what they have in it, or stood at its end. Of a single one only the sum is for readers
        """
        written: dict[K, dict[Count, Shown]] = {unit: {} for unit in counts}
        sums: dict[Count, Shown] = {}
        for count, whole in COLUMNS.items():
            cells = {unit: _cell(of, count, whole, written[unit]) for unit, of in counts.items()}
            held = frozenset(unit for unit in counts if whole and written[unit][whole] == HELD)
            stock = _Stock(self.open, self.most, LEAST if count is Count.OPEN_LATE else 0)
            held |= self._too_many(count, counts)
            found, is_told, spans = _column(cells, held, stock if count in _FROM_STOCK else None)
            for unit, one in found.items():
                written[unit][count] = one
            self._remember(count, cells, spans)
            sums[count] = HELD
            if is_told or len(counts) < 2:
                of_all = sum(cell.count for cell in cells.values())
                known = sums[whole].number if whole and sums[whole].how is Disclosure.EXACT else None
                sums[count] = Shown(Disclosure.EXACT, of_all) if count in TOTALS else shown(Cell(of_all, known))
        self.open_told &= HELD not in (sums[Count.RECEIVED], sums[Count.RESOLVED])
        return Page(written, sums, self.open_told)

    def _too_many(self, count: Count, counts: Mapping[K, Mapping[Count, int]]) -> frozenset[K]:
        """Return the units of which a count would tell that hidden numbers are not the least they could be."""
        if count not in _FROM_STOCK:
            return frozenset()
        more = {unit for unit, of in counts.items() if of.get(count, 0) > max(self.least[unit], LEAST - 1)}
        if count is not Count.RESOLVED:
            return frozenset(more)
        for unit in counts:
            left = self.resting.get(unit, 0)
            self.resting[unit] = RESTS if unit in more and not left else max(left - 1, 0)
        return frozenset(unit for unit in counts if self.resting[unit])

    def _remember(self, count: Count, cells: Mapping[K, Cell], spans: Mapping[K, tuple[int, int | None]]) -> None:
        for unit, (low, high) in spans.items():
            most = self.most.get(unit, 0)
            if count is Count.RECEIVED:
                self.open[unit] += cells[unit].count
                self.least[unit] += low
                self.most[unit] = None if most is None or high is None else most + high
            elif count is Count.RESOLVED:
                self.open[unit] -= cells[unit].count
                self.least[unit] = 0 if high is None else max(self.least[unit] - high, 0)
                self.most[unit] = None if most is None else most - low


@dataclass(frozen=True, slots=True)
class _Stock(Generic[K]):
    """What counts are taken from: what is open, the most it can be, and the least that is held back for it."""

    open: Mapping[K, int]
    most: Mapping[K, int | None]
    floor: int

    def hides(self, key: K) -> bool:
        """Tell whether a count that is held back could be more than one number."""
        most = self.most.get(key, 0)
        return most is None or most > LEAST + 1

    def narrowed(self, key: K, low: int, high: int | None, *, held: bool) -> tuple[int, int | None]:
        """Return what a hidden count can be, given what it is taken from."""
        tops = [one for one in (high, self.most.get(key, 0)) if one is not None]
        return self.floor if held else low, min(tops, default=None)


_FROM_STOCK = frozenset({Count.RESOLVED, Count.OPEN_LATE})
"""What there cannot be more of than was received and is not resolved."""


def share(part: Shown, whole: Shown, *, rest: bool = False) -> Share:
    """Return how the ratio of a part to its whole is written, or that of the rest beside the part."""
    if whole.how is not Disclosure.EXACT or not whole.number or part.how is Disclosure.HELD or part.number is None:
        return Share(Disclosure.HELD)
    ratio = Fraction(part.number, whole.number)
    if not rest:
        return Share(part.how, ratio)
    turned = {Disclosure.BELOW: Disclosure.ABOVE, Disclosure.ABOVE: Disclosure.BELOW}
    return Share(turned.get(part.how, part.how), 1 - ratio)


def average(hours: int, of: int, resolved: Shown) -> Share:
    """Return how the mean hours of all that were completed are written, rounded lest it tell how many these are.

    of   how many were completed; ``resolved``: how it is written what they are among
    """
    told = resolved.how is Disclosure.EXACT and min((resolved.number or 0) // 2, of) >= LEAST
    return Share(Disclosure.EXACT, Fraction(round(Fraction(hours, of)))) if told else Share(Disclosure.HELD)


def shown(cell: Cell) -> Shown:
    """Return how a count is written, by itself; of a whole of one to five nothing: “more than 4” would be all."""
    if cell.whole == 0:
        return Shown(Disclosure.EXACT, 0)
    if cell.whole is not None and cell.whole <= LEAST:
        return HELD
    if cell.count < LEAST:
        return Shown(Disclosure.BELOW, LEAST)
    if cell.whole is not None and cell.whole - cell.count < LEAST:
        return Shown(Disclosure.ABOVE, max(cell.whole - LEAST, LEAST - 1))
    return Shown(Disclosure.EXACT, cell.count)


def column(cells: Mapping[K, Cell], held: frozenset[K] = frozenset()) -> tuple[dict[K, Shown], bool]:
    """Return how the counts of units are written, and whether their sum may be written beside them.

    Where anything is not written out, one more is held back, whatever the hidden numbers are: the first unit of the
    lowest band of sizes. What a reader who knows these rules may think of each is then an interval; the sum is told
    unless it stands at an end of what is possible or next to it, where it would say them all.

    held   units of which this count is held back already, because what it is a part of is
    """
    found, is_told, _ = _column(cells, held, None)
    return found, is_told


def _column(
    cells: Mapping[K, Cell], held: frozenset[K], stock: _Stock[K] | None
) -> tuple[dict[K, Shown], bool, dict[K, tuple[int, int | None]]]:
    """Return what `column` does, and the least and the most (None: any) a reader must think possible of each."""
    found = {key: HELD if key in held else shown(cell) for key, cell in cells.items()}
    bounds = {key: _bounds(cells[key], found[key], held=key in held) for key in cells if not _exact(found[key])}
    exact = {key: (cell.count, cell.count) for key, cell in cells.items()}
    if not bounds:
        return found, True, dict(exact)
    spare = sorted(
        (_band(cells[key].count), str(key), key)
        for key in cells
        if _exact(found[key]) and _wide(cells[key]) and (stock is None or stock.hides(key))
    )
    if spare:
        key = spare[0][2]
        found[key], bounds[key] = HELD, _of_spare(cells[key], spare)
    if stock:
        bounds = {key: stock.narrowed(key, *ends, held=key in held) for key, ends in bounds.items()}
    rest = sum(cells[key].count for key in bounds)
    least = sum(low for low, _ in bounds.values())
    tops = [high for _, high in bounds.values() if high is not None]
    most = sum(tops) if len(tops) == len(bounds) else None
    if stock:  # together they cannot be more than all that is open of these
        together = sum(stock.open[key] for key in bounds)
        most = together if most is None else min(most, together)
    open_ended = [low for low, high in bounds.values() if low != high]
    is_told = len(open_ended) > 1 and rest > least + 1 and (most is None or rest < most - 1)
    return found, is_told, exact | (_narrowed(bounds, rest) if is_told else bounds)


def _narrowed(bounds: Mapping[K, tuple[int, int | None]], rest: int) -> dict[K, tuple[int, int | None]]:
    """Return what each of some numbers can be where their sum is known too."""
    least, endless = sum(low for low, _ in bounds.values()), [key for key, (_, high) in bounds.items() if high is None]
    most = sum(high or 0 for _, high in bounds.values())
    found: dict[K, tuple[int, int | None]] = {}
    for key, (low, high) in bounds.items():
        others_end = not endless or endless == [key]
        top = rest - (least - low)
        found[key] = (
            max(low, rest - (most - (high or 0))) if others_end else low,
            top if high is None else min(high, top),
        )
    return found


def _cell(of: Mapping[Count, int], count: Count, whole: Count | None, written: Mapping[Count, Shown]) -> Cell:
    if whole is None or written[whole].how is not Disclosure.EXACT:
        return Cell(of.get(count, 0))
    return Cell(of.get(count, 0), of.get(whole, 0))


def _exact(one: Shown) -> bool:
    return one.how is Disclosure.EXACT


def _bounds(cell: Cell, one: Shown, *, held: bool) -> tuple[int, int | None]:
    """Return the least and the most (None: any) a reader must think possible of what is not written out."""
    if held:
        return 0, None
    if one.how is Disclosure.BELOW:
        return 0, LEAST - 1
    whole = cell.whole or 0
    return (0, whole) if one.how is Disclosure.HELD else (max(whole - LEAST + 1, LEAST), whole)


def _band(count: int) -> int:
    """Return the band of sizes a count is in: 0 for 5 to 9, 1 for 10 to 19, 2 for 20 to 39 and so on."""
    return (count // LEAST).bit_length() - 1


def _wide(cell: Cell) -> bool:
    """Tell whether what is neither small nor leaves a small rest could be more than one number."""
    return cell.whole is None or cell.whole > 2 * LEAST


def _of_spare(cell: Cell, spare: Sequence[tuple[int, str, K]]) -> tuple[int, int | None]:
    """Return the bounds of the first of those that could be held back: it is in no higher band than the next."""
    tops = [] if cell.whole is None else [cell.whole - LEAST]
    if len(spare) > 1:
        band = min(one[0] for one in spare[1:])
        comes_first = all(spare[0][1] < name for of, name, _ in spare[1:] if of == band)
        tops.append((LEAST << (band + 1 if comes_first else band)) - 1)
    return LEAST, min(tops, default=None)
