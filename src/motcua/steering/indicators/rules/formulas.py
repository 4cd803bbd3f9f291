"""What a scored ratio and a set of them are; the tables stand in `index766`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from ..vocabulary import Group, Level

_ALL = frozenset(Level)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One scored ratio.

    most        points at full marks; 0: shown, never scored
    full_at     ratio that earns full marks; 1: points rise to the very end
    empty       points where the denominator is 0; None: no score then
    part, whole what is counted above and below the line, as people read it
    """

    code: str
    name: str
    group: Group
    most: int
    part: str
    whole: str
    full_at: Fraction = Fraction(1)
    empty: int | None = None
    levels: frozenset[Level] = _ALL


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaSet:
    """The formulas of a time.

    valid_from   first day; None: an alternative that an installation has to choose
    unconfirmed  {code whose formula or points no text we have confirms: what is unsure, or counted otherwise here}
    """

    code: str
    name: str
    valid_from: date | None
    basis: str
    indicators: tuple[Indicator, ...]
    unconfirmed: Mapping[str, str] = field(default_factory=dict)

    def of(self, group: Group) -> tuple[Indicator, ...]:
        """Return the indicators of a group, in order."""
        return tuple(one for one in self.indicators if one.group is group)

    def most(self, group: Group) -> int:
        """Return the points of a group at full marks."""
        return sum(one.most for one in self.of(group))

    def by_code(self) -> Mapping[str, Indicator]:
        """Return {code: indicator}."""
        return {one.code: one for one in self.indicators}
