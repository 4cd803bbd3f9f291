"""Where points of the service index are to be won: one answer for the leader's page and the morning bulletin.

Advice is about what the unit's own dossiers count, each opening those that cost the points. What was late, or blamed,
stays so until the period ends: it may have cost most, and is never called easy.
"""

from dataclasses import dataclass

from ..vocabulary import Group
from .measures import INDEX
from .scoring import Line, Scorecard, shown

_SETTLED = frozenset({Group.PROGRESS, Group.SATISFACTION})
_WORST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What to do about a scorecard.

    worst    the indicators that lost most, the worst first; () where none that has a number lost anything
    easiest  where a tenth of a point costs fewest dossiers; None where it cannot be won any more
    """

    worst: tuple[Line, ...]
    easiest: Line | None


def of(card: Scorecard) -> Advice:
    """Return the advice for a scorecard."""
    losing = [line for line in card.lines if _loses(line)]
    worst = sorted(losing, key=lambda line: (-(line.lost or 0), line.indicator.code))
    open_still = (line for line in card.cheapest(len(card.lines)) if line in losing and _is_open(line))
    return Advice(worst=tuple(worst[:_WORST]), easiest=next(open_still, None))


def _loses(line: Line) -> bool:
    counted = line.figure is not None and line.figure.whole > 0
    return line.indicator.code in INDEX and counted and (shown(line.lost) or 0) > 0


def _is_open(line: Line) -> bool:
    return line.indicator.group not in _SETTLED
