"""How every count of a period follows from what is kept: so many movements of its days, of the days before, of all.

A movement is kept for a day; what stands (open, late, not kept) is the sum of all movements up to a day. So each count
of a report is a sum of kept counts over one of three windows, and what a page, an export, a list of rows and a check
say of it follows from the one table below.

Of what a source tells as a share of all dossiers, "all" are those of the units of which it has told anything by then:
a unit that tells nothing is neither good nor bad. So a sum of units has a number from those that tell, and says so.
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
    """A kept count over a window, added or taken away; ``among``: of the units of which this source has told."""

    kept: Count
    window: Window = Window.WITHIN
    sign: int = 1
    among: Source | None = None


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
_UNBLAMED = tuple(part._replace(among=Source.RATINGS) for part in (*_KEPT_ON_TIME, Part(Count.BLAMED, sign=-1)))
_PETITIONS = (Part(Count.PETITIONS), Part(Count.PETITIONS_OPEN, Window.BEFORE))
_PETITIONS_ON_TIME = (
    *_PETITIONS,
    Part(Count.PETITIONS_OVERDUE, Window.THROUGH, -1),
    Part(Count.PETITIONS_SETTLED_LATE, sign=-1),
)
OF_THE_TOLD: Mapping[Count, tuple[Count, Source]] = {
    Count.RECEIVED_SYNC: (Count.RECEIVED, Source.SYNC),
    Count.RECEIVED_COPIES: (Count.RECEIVED, Source.COPIES),
    Count.RECEIVED_APPLICANTS: (Count.RECEIVED, Source.APPLICANTS),
    Count.COMPLETED_COPIES: (Count.COMPLETED, Source.COPIES),
    Count.RESOLVED_RATINGS: (Count.RESOLVED, Source.RATINGS),
    Count.HANDLED_RATINGS: (Count.HANDLED, Source.RATINGS),
}
"""{a count of the units of which a source has told: the same of all units, the source}."""
AMONG = tuple(dict.fromkeys(source for _, source in OF_THE_TOLD.values()))
"""Who tells a share of all dossiers, unit by unit."""
_WHOLE: Mapping[Count, tuple[Part, ...]] = {
    Count.CARRIED: (Part(Count.OPEN, Window.BEFORE),),
    Count.HANDLED: _HANDLED,
    Count.HANDLED_ON_TIME: _KEPT_ON_TIME,
    Count.UNBLAMED: _UNBLAMED,
    Count.PETITIONS_CARRIED: (Part(Count.PETITIONS_OPEN, Window.BEFORE),),
    Count.PETITIONS_HANDLED: _PETITIONS,
    Count.PETITIONS_ON_TIME: _PETITIONS_ON_TIME,
    Count.PETITIONS_GOOD: (*_PETITIONS_ON_TIME, Part(Count.PETITIONS_DISLIKED, sign=-1)),
}
DERIVED: Mapping[Count, tuple[Part, ...]] = {
    **_WHOLE,
    **{
        one: tuple(part._replace(among=source) for part in _WHOLE.get(whole, (Part(whole),)))
        for one, (whole, source) in OF_THE_TOLD.items()
    },
}
KEPT = tuple(count for count in Count if count not in DERIVED)
"""The counts of which movements are kept; a column each in the table of cells."""

OF_PETITIONS = frozenset(count for count in Count if count.value.startswith("petitions"))
FOR_EVERYBODY = frozenset({Source.DOSSIERS, Source.PETITIONS})
"""Who tells of all units at once, so that a unit without any has none."""
SOURCES: Mapping[Count, Source] = {
    **{one: source for one, (_, source) in OF_THE_TOLD.items()},
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


Sums = tuple[Mapping[Count, int], Mapping[Count, int]]
"""The movements of kept counts on the days before a period, and on its own."""


def needed(counts: Iterable[Count]) -> tuple[tuple[Count, Source | None], ...]:
    """Return the kept counts that some counts follow from, each with the source that has to have told of its unit."""
    wanted = {(part.kept, part.among) for count in counts for part in _PARTS[count]}
    return tuple((one, among) for among in (None, *AMONG) for one in KEPT if (one, among) in wanted)


def following(kept: Collection[tuple[Count, Source | None]]) -> tuple[Count, ...]:
    """Return the counts that follow from these kept ones alone."""
    return tuple(count for count, of in _PARTS.items() if all((part.kept, part.among) in kept for part in of))


def told(
    before: Mapping[Count, int],
    within: Mapping[Count, int],
    counts: Iterable[Count] = tuple(Count),
    *,
    among: Mapping[Source, Sums] | None = None,
) -> Counter[Count]:
    """Return counts of a period, all of them if not said, from the movements of the days before it and of its own.

    among   the same of the units of which a source has told; None: of all
    """

    def sums(part: Part) -> Sums:
        return (before, within) if part.among is None or among is None else among.get(part.among, ({}, {}))

    return Counter({count: sum(_part(part, *sums(part)) for part in _PARTS[count]) for count in counts})


def _part(part: Part, before: Mapping[Count, int], within: Mapping[Count, int]) -> int:
    earlier = before.get(part.kept, 0) if part.window is not Window.WITHIN else 0
    own = within.get(part.kept, 0) if part.window is not Window.BEFORE else 0
    return part.sign * (earlier + own)
