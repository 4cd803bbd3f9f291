"""How long a procedure really takes: median and the time in which nine of ten are done, without waits for applicants.

The level of the quantile is not 0.9 by decree: it is corrected month by month so that nine of ten dossiers were done
within what had been shown before (adaptive conformal inference, with one level for all groups). What is done within a
day is left out of that, for there a shown day holds always.
"""

from bisect import bisect_left
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
DEFAULT_LEVEL = 0.9
_LOWEST, _HIGHEST = 0.7, 0.995
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
    return {key: _pace(days, level) for key, days in _groups(done, as_of).items()}


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


def needed(before: Iterable[Taken], later: Iterable[Taken], *, as_of: date) -> list[float]:
    """Return for each later dossier above which level what was shown before would have held for it; 1: at none."""
    groups = {key: days for key, days in _groups(before, as_of).items() if _quantile(days, DEFAULT_LEVEL) > 1}
    found = []
    for one in later:
        days = groups.get((one.procedure, one.agency_id)) or groups.get((one.procedure, None))
        if days is not None:
            rank = bisect_left(days, one.days)
            found.append(rank / (len(days) + 1) if rank < len(days) else 1.0)
    return found


def corrected(level: float, kept: int, whole: int) -> float:
    """Return the level for the next month after one in which so many of all kept what was shown at this level.

    Too few kept it: a higher one; too many: a lower one; over the months the share that keeps it nears nine of ten.
    """
    if not whole:
        return level
    trust = min(whole / _FEWEST_TO_SET, 1.0)
    return min(max(level + trust * (COVERED - kept / whole), _LOWEST), _HIGHEST)


def _groups(done: Iterable[Taken], as_of: date) -> dict[tuple[str, int | None], list[int]]:
    """Return the sorted days of each (procedure, agency) and (procedure, None) with enough of the year before a day."""
    groups: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    for one in done:
        if 0 <= (as_of - one.on).days < WINDOW_DAYS:
            groups[one.procedure, one.agency_id].append(one.days)
            groups[one.procedure, None].append(one.days)
    return {key: sorted(days) for key, days in groups.items() if len(days) >= FEWEST}


def _pace(days: Sequence[int], level: float) -> Pace:
    return Pace(n=len(days), median=_quantile(days, 0.5), p90=_quantile(days, level))


def _quantile(days: Sequence[int], level: float) -> int:
    """Return the smallest of them that so large a share does not exceed, one more counted in for the next to come."""
    return days[min(ceil(level * (len(days) + 1) - 1e-9), len(days)) - 1]
