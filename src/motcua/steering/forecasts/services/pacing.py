"""Set the level of the time in which nine of ten are done on later dossiers, measure it on still later ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..rules import paces
from ..rules.paces import Paces, Taken


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
    """Return the paces as of a day; the level is set on the last fifth, and measured there as set on the fifth before.

    done  in any order; what lies more than a year back counts for the level, not for what is shown
    """
    ordered = sorted(done, key=lambda one: one.on)
    third, fifth = len(ordered) * 3 // 5, len(ordered) * 4 // 5
    within, whole = 0, 0
    if fifth < len(ordered):
        before = _level(ordered[:third], ordered[third:fifth])
        shown = paces.paces(ordered[:fifth], before, as_of=ordered[fifth].on)
        within, whole = paces.coverage(shown, ordered[fifth:])
    level = _level(ordered[:fifth], ordered[fifth:])
    return Paced(paces=paces.paces(ordered, level, as_of=as_of), level=level, within=within, whole=whole)


def _level(before: Sequence[Taken], later: Sequence[Taken]) -> float:
    if not before or not later:
        return paces.DEFAULT_LEVEL
    return paces.level_for(before, later, as_of=later[0].on)
