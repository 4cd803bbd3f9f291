"""The rule that stands where no model does: the fewer days left, the likelier late; and where even that is unknown."""

from collections.abc import Iterable, Sequence
from math import floor

from ..vocabulary import Band

MOST_DAYS = 15
FEWEST_MORNINGS, FEWEST_LATE = 200, 10
_LIKE = 10.0


def rates(mornings: Iterable[tuple[float, bool]]) -> tuple[float, ...]:
    """Return the share that was late by whole days left, 0 to MOST_DAYS, never rising; () where too little is known.

    mornings  (working days left, whether it was late)
    """
    seen, late = [0.0] * (MOST_DAYS + 1), [0.0] * (MOST_DAYS + 1)
    for days, was_late in mornings:
        place = _place(days)
        seen[place] += 1
        late[place] += was_late
    if sum(seen) < FEWEST_MORNINGS or sum(late) < FEWEST_LATE:
        return ()
    whole = sum(late) / sum(seen)
    shares = [(one + _LIKE * whole) / (n + _LIKE) for one, n in zip(late, seen, strict=True)]
    return _falling(shares, [n + 0.1 for n in seen])


def rate(shares: Sequence[float], days_left: float) -> float:
    """Return the share of mornings with so many days left that ended late."""
    return shares[_place(days_left)]


def band(probability: float) -> Band:
    """Return how high a risk is: from one in two high, from one in five medium."""
    if probability >= 0.5:
        return Band.HIGH
    return Band.MEDIUM if probability >= 0.2 else Band.LOW


def band_of_days(days_left: float, steps_left: int) -> Band:
    """Return how high a risk is where nothing is known but the date: less than a day a step is high."""
    a_step = days_left / (steps_left + 1)
    if a_step < 0.5:
        return Band.HIGH
    return Band.MEDIUM if a_step < 1 else Band.LOW


def _place(days: float) -> int:
    return min(floor(max(days, 0.0)), MOST_DAYS)


def _falling(shares: Sequence[float], weights: Sequence[float]) -> tuple[float, ...]:
    """Return the nearest shares that never rise: neighbours that do are put together."""
    blocks: list[tuple[float, float, int]] = []
    for share, weight in zip(shares, weights, strict=True):
        block = (share, weight, 1)
        while blocks and blocks[-1][0] < block[0]:
            above = blocks.pop()
            joint = above[1] + block[1]
            block = ((above[0] * above[1] + block[0] * block[1]) / joint, joint, above[2] + block[2])
        blocks.append(block)
    return tuple(share for share, _, length in blocks for _ in range(length))
