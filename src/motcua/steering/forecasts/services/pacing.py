"""Set the level of the time in which nine of ten are done on later dossiers, measure it on still later ones."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from ..rules import paces
from ..rules.paces import Paces, Taken

_MONTH, _YEAR = 30, 12
_SETTLED = 4  # months of a beginning: what was done in them is mostly what was quick


@dataclass(frozen=True, slots=True, kw_only=True)
class Paced:
    """What is shown from now on. ``within`` of ``whole`` later dossiers kept what would have been shown before."""

    paces: Paces
    level: float
    within: int
    whole: int

    @property
    def coverage(self) -> float | None:
        """Return the share that kept it, None where none could be looked at."""
        return self.within / self.whole if self.whole else None


def fit(done: Sequence[Taken], *, as_of: date) -> Paced:
    """Return the paces as of a day, and how they would have been kept in each month of the year before it.

    The past is walked month by month: what was shown at its beginning is held against what was done in it, and the
    level corrected for the next (adaptive conformal inference), so that seasons and slow changes even out.
    done  in any order; what lies more than a year back counts for the level, not for what is shown
    """
    by_month: dict[int, list[Taken]] = defaultdict(list)
    for one in done:
        if one.on < as_of:
            by_month[(as_of - one.on).days // _MONTH].append(one)
    level, within, whole = paces.DEFAULT_LEVEL, 0, 0
    for month in reversed(range(max(by_month, default=0) - _SETTLED + 1)):
        needed = _needed(by_month, month, as_of)
        kept = sum(one < level for one in needed)
        if month < _YEAR:
            within, whole = within + kept, whole + len(needed)
        level = paces.corrected(level, kept, len(needed))
    return Paced(paces=paces.paces(done, level, as_of=as_of), level=level, within=within, whole=whole)


def _needed(by_month: Mapping[int, Sequence[Taken]], month: int, as_of: date) -> list[float]:
    return paces.needed(_before(by_month, month), by_month.get(month, ()), as_of=_begins(month, as_of))


def _before(by_month: Mapping[int, Sequence[Taken]], month: int) -> Iterator[Taken]:
    """Yield what was done in the year before a month; months are counted back from now."""
    return chain.from_iterable(by_month.get(one, ()) for one in range(month + 1, month + _YEAR + 2))


def _begins(month: int, as_of: date) -> date:
    return as_of - timedelta(days=(month + 1) * _MONTH)
