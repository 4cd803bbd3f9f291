"""How things have gone so far, by procedure, agency and step: means that forget slowly and are drawn towards the whole.

What lies half a year back counts half. A key with little behind it says what its wider circle says: the mean of a
procedure is drawn towards that of all, as if it had seen so many ordinary dossiers. Nothing is kept by person or post.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from math import exp, log

SLOW, FAST = 180.0, 30.0
"""Days after which what was seen counts half; the fast one follows a season."""
_LIKE_DOSSIERS = 20.0
_LIKE_STEPS = 8.0
_RARE = 0.005
_TYPICAL = log(120.0)  # opening minutes of a step nobody knows

Kept = dict[str, tuple[float, float]]


class Habits:
    """Sums by key as (weight, weighted value), of dossiers and steps up to a day.

    Keys: ``late`` all, ``late p:CODE`` a procedure, ``late a:ID`` an agency, ``lately a:ID`` the same, fast;
    ``step CODE/KEY`` and ``rest CODE/KEY`` log minutes of a step and from its opening to the result;
    ``pace a:ID`` how much longer (log) an agency takes than others for the same steps.
    """

    def __init__(self, kept: Mapping[str, Iterable[float]] | None = None, *, since: date) -> None:
        self._since = since.toordinal()
        self._sums: Kept = {}
        for key, pair in (kept or {}).items():
            weight, total = pair
            self._sums[key] = (weight, total)

    def saw_end(self, procedure: str, agencies: Iterable[int], *, late: bool, on: date) -> None:
        """Learn whether a dossier was late that went through these agencies."""
        slow, fast, value = self._weight(on, SLOW), self._weight(on, FAST), float(late)
        self._add("late", slow, value)
        self._add("lately", fast, value)
        self._add(f"late p:{procedure}", slow, value)
        for agency in agencies:
            self._add(f"late a:{agency}", slow, value)
            self._add(f"lately a:{agency}", fast, value)

    def saw_step(self, procedure: str, step: str, agency: int, minutes: tuple[float, float], *, on: date) -> None:
        """Learn how long a step took, and how long it was from its opening to the result, in opening minutes."""
        weight = self._weight(on, SLOW)
        took, rest = log(minutes[0] + 10), log(minutes[1] + 10)
        self._add(f"pace a:{agency}", weight, took - self._step(procedure, step, weight))
        self._add(f"step {procedure}/{step}", weight, took)
        self._add(f"rest {procedure}/{step}", weight, rest)

    def late_rate(self, procedure: str, on: date) -> float:
        """Return which share of a procedure's dossiers were late."""
        return self._drawn(f"late p:{procedure}", self.overall(on), self._weight(on, SLOW), _LIKE_DOSSIERS)

    def late_rate_at(self, agency: int, on: date) -> float:
        """Return which share of the dossiers that went through an agency were late."""
        return self._drawn(f"late a:{agency}", self.overall(on), self._weight(on, SLOW), _LIKE_DOSSIERS)

    def late_rate_lately(self, agency: int, on: date) -> float:
        """Return the same of the last weeks."""
        usual = self._drawn("lately", self.overall(on), self._weight(on, FAST), _LIKE_DOSSIERS)
        return self._drawn(f"lately a:{agency}", usual, self._weight(on, FAST), _LIKE_DOSSIERS)

    def overall(self, on: date) -> float:
        """Return which share of all dossiers were late."""
        return max(self._drawn("late", 0.05, self._weight(on, SLOW), _LIKE_DOSSIERS), _RARE)

    def step_minutes(self, procedure: str, step: str, agency: int, on: date) -> float:
        """Return the opening minutes a step usually takes at an agency."""
        weight = self._weight(on, SLOW)
        return exp(self._step(procedure, step, weight) + self._pace(agency, weight))

    def rest_minutes(self, procedure: str, step: str, agency: int, on: date) -> float:
        """Return the opening minutes it usually takes from the opening of a step to the result."""
        weight = self._weight(on, SLOW)
        usual = self._drawn(f"rest {procedure}/{step}", self._step(procedure, step, weight), weight, _LIKE_STEPS)
        return exp(usual + self._pace(agency, weight))

    def kept(self, on: date) -> Kept:
        """Return the sums as they weigh on a day, to be read again with that day as ``since``."""
        slow, fast = self._weight(on, SLOW), self._weight(on, FAST)
        by = {key: fast if key.startswith("lately") else slow for key in self._sums}
        return {key: (round(n / by[key], 4), round(total / by[key], 4)) for key, (n, total) in self._sums.items()}

    def _step(self, procedure: str, step: str, weight: float) -> float:
        return self._drawn(f"step {procedure}/{step}", _TYPICAL, weight, 1.0)

    def _pace(self, agency: int, weight: float) -> float:
        return self._drawn(f"pace a:{agency}", 0.0, weight, _LIKE_STEPS)

    def _drawn(self, key: str, towards: float, weight: float, like: float) -> float:
        seen, total = self._sums.get(key, (0.0, 0.0))
        return (total + like * weight * towards) / (seen + like * weight)

    def _weight(self, on: date, half: float) -> float:
        return float(2.0 ** ((on.toordinal() - self._since) / half))

    def _add(self, key: str, weight: float, value: float) -> None:
        seen, total = self._sums.get(key, (0.0, 0.0))
        self._sums[key] = (seen + weight, total + weight * value)
