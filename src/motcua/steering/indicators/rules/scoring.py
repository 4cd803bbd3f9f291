"""From counts to points: exact fractions inside, two decimals where people read them; no number is never zero.

Law: 766/QĐ-TTg, ngày 23/6/2022 (scoring of each ratio, groups, total, rating by bands of a hundred points); the bands
between 50 and 90 points are usual, not confirmed. Our reading (ADR 39): where fewer than a hundred points apply at a
level, or there is no case for some of them, the total is brought to a hundred before it is rated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil

from ..vocabulary import Group, Level, Rating
from .formulas import FormulaSet, Indicator

TOLERANCE, ROUNDING = Decimal("0.05"), Decimal("0.015")
_BANDS = ((90, Rating.EXCELLENT), (80, Rating.GOOD), (70, Rating.FAIR), (50, Rating.AVERAGE), (0, Rating.WEAK))
_CENT = Decimal("0.01")
_TENTH = Fraction(1, 10)
HUNDRED = 100
"""Points of the whole index, which the bands of the rating are of."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A counted ratio: so many of so many."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole:
            raise ValueError(f"{self.part} of {self.whole}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One indicator of a scorecard.

    figure  None: nothing tells it yet; points None: it cannot be scored then
    """

    indicator: Indicator
    figure: Figure | None
    points: Fraction | None

    @property
    def arises(self) -> bool:
        """Tell whether it may earn points: not where who tells it has nothing to count, and the formula is silent."""
        return self.figure is None or self.points is not None

    @property
    def lost(self) -> Fraction | None:
        """Return the points that are missing to full marks."""
        return None if self.points is None else self.indicator.most - self.points

    @property
    def each(self) -> Fraction:
        """Return the points that one more in the numerator earns now: 0 at full marks, or where nothing is counted."""
        if self.figure is None or not self.figure.whole or not self.lost:
            return Fraction(0)
        slope = Fraction(self.indicator.most, 1) / (self.figure.whole * self.indicator.full_at)
        return min(slope, self.lost)

    @property
    def for_a_tenth(self) -> int | None:
        """Return how many more in the numerator win a tenth of a point, None where they cannot.

        What was counted badly stays so: these are of the denominator as it is.
        """
        if self.figure is None or not self.lost or self.lost < _TENTH or not self.each:
            return None
        needed = ceil(_TENTH / self.each)
        return needed if self.figure.part + needed <= self.figure.whole else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """What a unit has in a period, indicator by indicator; those that do not apply at its level are left out."""

    formulas: FormulaSet
    lines: tuple[Line, ...]

    def of(self, group: Group) -> tuple[Line, ...]:
        """Return the lines of a group."""
        return tuple(line for line in self.lines if line.indicator.group is group)

    def group(self, group: Group) -> Fraction | None:
        """Return the points of a group; None where none of its indicators has any."""
        return _sum(self.of(group))

    def most(self, group: Group) -> int:
        """Return the points of a group at full marks, as far as it applies at this level and there is a case for it."""
        return sum(line.indicator.most for line in self.of(group) if line.arises)

    @property
    def applies(self) -> int:
        """Return the points at full marks that apply at this level, whether or not there was a case for them."""
        return sum(line.indicator.most for line in self.lines)

    @property
    def total(self) -> Fraction | None:
        """Return the sum of the unrounded points."""
        return _sum(self.lines)

    @property
    def told(self) -> int:
        """Return the points at full marks of the indicators that have a number: what the total is out of."""
        return sum(line.indicator.most for line in self.lines if line.points is not None)

    @property
    def of_a_hundred(self) -> Fraction | None:
        """Return the total brought to a hundred points of those it is out of; None where nothing has a number."""
        return None if self.total is None or not self.told else self.total * HUNDRED / self.told

    @property
    def missing(self) -> int:
        """Return the points at full marks of the indicators that nobody tells."""
        return sum(line.indicator.most for line in self.lines if line.figure is None)

    @property
    def rating(self) -> Rating | None:
        """Return the rating of the total brought to a hundred.

        None while a number is missing, so that nobody is called weak for a lack of data, and without any dossier.
        """
        if self.of_a_hundred is None or self.missing or self.group(Group.PROGRESS) is None:
            return None
        return rating(self.of_a_hundred)

    def cheapest(self, most: int = 3) -> tuple[Line, ...]:
        """Return the lines where a tenth of a point costs least, the cheapest first."""
        winnable = [(needed, line) for line in self.lines if (needed := line.for_a_tenth) is not None]
        return tuple(line for _, line in sorted(winnable, key=lambda pair: (pair[0], pair[1].indicator.code))[:most])


def points(indicator: Indicator, figure: Figure | None) -> Fraction | None:
    """Return the points of a ratio: rising evenly to ``full_at``, full from there on."""
    if figure is None:
        return None
    if not figure.whole:
        return None if indicator.empty is None else Fraction(indicator.empty)
    earned = indicator.most * Fraction(figure.part, figure.whole) / indicator.full_at
    return min(Fraction(indicator.most), earned)


def score(formulas: FormulaSet, figures: Mapping[str, Figure | None], level: Level) -> Scorecard:
    """Return the scorecard of a unit of a level.

    figures  {code of the indicator: what was counted}; what is missing has no number
    """
    applies = [one for one in formulas.indicators if level in one.levels]
    found = ((one, figures.get(one.code)) for one in applies)
    return Scorecard(
        formulas=formulas,
        lines=tuple(Line(indicator=one, figure=figure, points=points(one, figure)) for one, figure in found),
    )


def rating(total: Fraction) -> Rating:
    """Return the band of points out of a hundred."""
    return next(band for least, band in _BANDS if total >= least)


def shown(value: Fraction | None) -> Decimal | None:
    """Return points as they are printed: two decimals, half up."""
    if value is None:
        return None
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(_CENT, rounding=ROUND_HALF_UP)


def _sum(lines: tuple[Line, ...]) -> Fraction | None:
    told = [line.points for line in lines if line.points is not None]
    return sum(told, Fraction(0)) if told else None
