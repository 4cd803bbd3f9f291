"""How long a procedure really takes: median and the time in which nine of ten are done, without waits for applicants.

The level of the quantile is not 0.9 by decree: it is the one at which nine of ten later dossiers were done within what
would have been shown before (split conformal prediction, with one level for all groups). What is done within a
day is left out of that, for there a shown day holds always.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from motcua.casework.dossiers.rules.lives import Life
from motcua.ground.kernel.clock import local

from .tape import Tape

FEWEST = 30
WINDOW_DAYS = 365
COVERED = 0.9
DEFAULT_LEVEL = 0.91
_LEVELS = tuple(level / 200 for level in range(160, 199))
_FEWEST_TO_SET = 200


@dataclass(frozen=True, slots=True)
class Taken:
    """A dossier that is done. ``days``: full working days begun, without waits for the applicant; at least 1."""

    procedure: str
    agency_id: int
    days: int
    on: date


@dataclass(frozen=True, slots=True)
class Pace:
    """How long so many took; ``p90``: nine of ten were done within so many working days."""

    n: int
    median: int
    p90: int


Paces = Mapping[tuple[str, int | None], Pace]


def taken(life: Life, tape: Tape) -> Taken | None:
    """Return how long a dossier took from receipt to result, None where there is no result."""
    if life.completed_at is None:
        return None
    waited = sum(
        tape.between(still.since, min(still.until or life.completed_at, life.completed_at))
        for still in life.standstills
        if still.awaits_applicant and still.since < life.completed_at
    )
    minutes = tape.between(life.received_at, life.completed_at) - waited
    days = max(ceil(round(minutes, 3) / tape.full), 1)
    return Taken(life.procedure, life.agency_id, days, local(life.completed_at).date())


def paces(done: Iterable[Taken], level: float, *, as_of: date) -> dict[tuple[str, int | None], Pace]:
    """Return the pace of each (procedure, agency), and of each procedure (code, None), with enough dossiers behind."""
    groups: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    for one in done:
        if 0 <= (as_of - one.on).days < WINDOW_DAYS:
            groups[one.procedure, one.agency_id].append(one.days)
            groups[one.procedure, None].append(one.days)
    return {key: _pace(sorted(days), level) for key, days in groups.items() if len(days) >= FEWEST}


def shown(found: Paces, procedure: str, agency_id: int | None) -> Pace | None:
    """Return the pace at an agency, of the procedure anywhere where it has too few, None where that is too few too."""
    return found.get((procedure, agency_id)) or found.get((procedure, None))


def coverage(found: Paces, later: Iterable[Taken]) -> tuple[int, int]:
    """Return (done within what was shown, of how many), of later dossiers for which more than a day was shown."""
    within = whole = 0
    for one in later:
        pace = shown(found, one.procedure, one.agency_id)
        if pace is not None and pace.p90 > 1:
            whole += 1
            within += one.days <= pace.p90
    return within, whole


def level_for(before: Sequence[Taken], later: Sequence[Taken], *, as_of: date) -> float:
    """Return the level at which nearest to nine of ten of the later ones were done within what was shown before."""
    best, apart = DEFAULT_LEVEL, 1.0
    for level in _LEVELS:
        within, whole = coverage(paces(before, level, as_of=as_of), later)
        if whole < _FEWEST_TO_SET:
            return DEFAULT_LEVEL
        if abs(within / whole - COVERED) < apart:
            best, apart = level, abs(within / whole - COVERED)
        if within / whole > COVERED + apart:
            break  # a higher level covers more, never less
    return best


def _pace(days: Sequence[int], level: float) -> Pace:
    return Pace(n=len(days), median=_quantile(days, 0.5), p90=_quantile(days, level))


def _quantile(days: Sequence[int], level: float) -> int:
    """Return the smallest of them that so large a share does not exceed, one more counted in for the next to come."""
    return days[min(ceil(level * (len(days) + 1)), len(days)) - 1]
