"""How every count of a period follows from what is kept: so many movements of its days, of the days before, of all.

A movement is kept for a day; what stands (open, late, not kept) is the sum of all movements up to a day. So each count
of a report is a sum of kept counts over one of three windows, and what a page, an export, a list of rows and a check
say of it follows from the one table below.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from enum import Enum
from typing import NamedTuple

from ..vocabulary import Count, Source


class Window(Enum):
    """Which days are added up."""

    BEFORE = "before"
    WITHIN = "within"
    THROUGH = "through"


class Part(NamedTuple):
    """A kept count over a window, added or taken away."""

    kept: Count
    window: Window = Window.WITHIN
    sign: int = 1


STANDING = frozenset(
    {
        Count.OPEN,
        Count.OPEN_ON_TIME,
        Count.OPEN_LATE,
        Count.OPEN_LATE_SORRY,
        Count.UNKEPT,
        Count.PETITIONS_OPEN,
        Count.PETITIONS_OVERDUE,
    }
)
_HANDLED = (Part(Count.RECEIVED), Part(Count.OPEN, Window.BEFORE))
_KEPT_ON_TIME = (*_HANDLED, Part(Count.UNKEPT, Window.THROUGH, -1), Part(Count.RESOLVED_UNKEPT, sign=-1))
_PETITIONS = (Part(Count.PETITIONS), Part(Count.PETITIONS_OPEN, Window.BEFORE))
_PETITIONS_ON_TIME = (
    *_PETITIONS,
    Part(Count.PETITIONS_OVERDUE, Window.THROUGH, -1),
    Part(Count.PETITIONS_SETTLED_LATE, sign=-1),
)
DERIVED: Mapping[Count, tuple[Part, ...]] = {
    Count.CARRIED: (Part(Count.OPEN, Window.BEFORE),),
    Count.HANDLED: _HANDLED,
    Count.HANDLED_ON_TIME: _KEPT_ON_TIME,
    Count.UNBLAMED: (*_KEPT_ON_TIME, Part(Count.BLAMED, sign=-1)),
    Count.PETITIONS_CARRIED: (Part(Count.PETITIONS_OPEN, Window.BEFORE),),
    Count.PETITIONS_HANDLED: _PETITIONS,
    Count.PETITIONS_ON_TIME: _PETITIONS_ON_TIME,
    Count.PETITIONS_GOOD: (*_PETITIONS_ON_TIME, Part(Count.PETITIONS_DISLIKED, sign=-1)),
}
KEPT = tuple(count for count in Count if count not in DERIVED)
"""The counts of which movements are kept; a column each in the table of cells."""

OF_PETITIONS = frozenset(count for count in Count if count.value.startswith("petitions"))
SOURCES: Mapping[Count, Source] = {
    Count.SYNCED: Source.SYNC,
    Count.FEE_DUE: Source.PAYMENTS,
    Count.FEE_PAID: Source.PAYMENTS,
    Count.FEE_PAID_ONLINE: Source.PAYMENTS,
    Count.RESULT_FILED: Source.COPIES,
    Count.DIGITISED: Source.COPIES,
    Count.REUSED: Source.COPIES,
    Count.STORED: Source.COPIES,
    Count.CERTIFIED: Source.COPIES,
    Count.CITIZEN_DATA: Source.APPLICANTS,
    Count.RATED: Source.RATINGS,
    Count.PLEASED: Source.RATINGS,
    Count.BLAMED: Source.RATINGS,
    Count.UNBLAMED: Source.RATINGS,
    **dict.fromkeys(OF_PETITIONS, Source.PETITIONS),
}


def parts(count: Count) -> tuple[Part, ...]:
    """Return what a count of a period is the sum of."""
    if count in DERIVED:
        return DERIVED[count]
    return (Part(count, Window.THROUGH if count in STANDING else Window.WITHIN),)


def source(count: Count) -> Source:
    """Return who tells what a count is made of."""
    return SOURCES.get(count, Source.DOSSIERS)


_PARTS = {count: parts(count) for count in Count}


def following(kept: Collection[Count]) -> tuple[Count, ...]:
    """Return the counts that follow from these kept ones alone."""
    return tuple(count for count, of in _PARTS.items() if all(part.kept in kept for part in of))


def told(
    before: Mapping[Count, int], within: Mapping[Count, int], counts: Iterable[Count] = tuple(Count)
) -> Counter[Count]:
    """Return counts of a period, all of them if not said, from the movements of the days before it and of its own."""
    return Counter({count: sum(_part(part, before, within) for part in _PARTS[count]) for count in counts})


def _part(part: Part, before: Mapping[Count, int], within: Mapping[Count, int]) -> int:
    earlier = before.get(part.kept, 0) if part.window is not Window.WITHIN else 0
    own = within.get(part.kept, 0) if part.window is not Window.BEFORE else 0
    return part.sign * (earlier + own)
