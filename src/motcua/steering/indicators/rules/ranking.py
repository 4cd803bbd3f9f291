"""Units of a kind side by side: how each stands, and which of them have enough dossiers to be ranked at all."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from .scoring import Scorecard

LEAST = 30
"""Dossiers from which on a unit is ranked: with fewer, one more or less turns the order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one unit stands in a period.

    handled      dossiers received and carried over: the volume
    points       of a hundred: the points it has of those that have a number; before: of the period before
    on_time, digitised   ratios of 0 to 1, None where nobody has that number
    late         open and late
    """

    unit_id: int
    handled: int
    received: int
    points: Fraction | None
    before: Fraction | None
    on_time: Fraction | None
    late: int
    digitised: Fraction | None

    @property
    def change(self) -> Fraction | None:
        """Return by how many points it rose or fell."""
        return None if self.points is None or self.before is None else self.points - self.before


def of_a_hundred(card: Scorecard) -> Fraction | None:
    """Return the points of a scorecard of a hundred that could be reached; None where nothing has a number."""
    return card.of_a_hundred


def ranked(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    """Return those with enough dossiers and a score, the best first."""
    return tuple(sorted((one for one in standings if _is_ranked(one)), key=_place))


def apart(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    """Return those that are not ranked, the one with most dossiers first."""
    return tuple(sorted((one for one in standings if not _is_ranked(one)), key=lambda one: (-one.handled, one.unit_id)))


def _is_ranked(one: Standing) -> bool:
    return one.handled >= LEAST and one.points is not None


def _place(one: Standing) -> tuple[Fraction, int, int]:
    return -(one.points or Fraction(0)), -one.handled, one.unit_id
