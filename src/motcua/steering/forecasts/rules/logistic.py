"""A model as a table: what each feature adds to the log-odds, and which probability a score has turned out to mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..vocabulary import Feature
from .features import FEATURES

_LEAST, _MOST = 0.005, 0.995


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A logistic model, calibrated.

    means, scales, weights   by feature in the order of FEATURES: weight × (number - mean) / scale is what it adds
    scores, shares           rising: at these scores such shares were late
    """

    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float
    scores: tuple[float, ...]
    shares: tuple[float, ...]

    def parts(self, numbers: Sequence[float]) -> tuple[float, ...]:
        """Return what each feature adds to the log-odds; with the intercept they add up to the score."""
        rows = zip(self.weights, numbers, self.means, self.scales, strict=True)
        return tuple(weight * (number - mean) / scale for weight, number, mean, scale in rows)

    def score(self, numbers: Sequence[float]) -> float:
        """Return the log-odds before calibration."""
        return self.intercept + sum(self.parts(numbers))

    def probability(self, numbers: Sequence[float]) -> float:
        """Return how many of a hundred such mornings ended late, as a share, never certain."""
        return min(max(interpolated(self.score(numbers), self.scores, self.shares), _LEAST), _MOST)

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        rows = zip(FEATURES, self.means, self.scales, self.weights, strict=True)
        return {
            "features": {str(feature): [mean, scale, weight] for feature, mean, scale, weight in rows},
            "intercept": self.intercept,
            "calibration": [list(self.scores), list(self.shares)],
        }


def from_json(kept: Mapping[str, Any]) -> Table:
    """Return the table that was kept. Raises KeyError where it lacks one of today's features."""
    rows = [kept["features"][str(feature)] for feature in FEATURES]
    scores, shares = kept["calibration"]
    return Table(
        means=tuple(row[0] for row in rows),
        scales=tuple(row[1] for row in rows),
        weights=tuple(row[2] for row in rows),
        intercept=kept["intercept"],
        scores=tuple(scores),
        shares=tuple(shares),
    )


def strongest(parts: Sequence[float], most: int = 3) -> tuple[tuple[Feature, float], ...]:
    """Return the features that raise the risk most, with what they add; none that lowers it."""
    found = sorted(zip(FEATURES, parts, strict=True), key=lambda pair: -pair[1])
    return tuple((feature, part) for feature, part in found[:most] if part > 0.05)


def interpolated(score: float, scores: Sequence[float], shares: Sequence[float]) -> float:
    """Return the share at a score on a rising line through points, level beyond its ends."""
    if score <= scores[0]:
        return shares[0]
    for place in range(1, len(scores)):
        if score <= scores[place]:
            width = scores[place] - scores[place - 1]
            part = (score - scores[place - 1]) / width if width else 1.0
            return shares[place - 1] + part * (shares[place] - shares[place - 1])
    return shares[-1]
