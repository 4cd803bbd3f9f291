"""Fit the model, measure it on later days against the rule, and say which of the two is better.

This is the one place that needs scikit-learn; it is imported when a job fits, never when a page is served.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..rules import measures, thin
from ..rules.features import FEATURES
from ..rules.lessons import Lessons
from ..rules.logistic import Table
from ..vocabulary import Basis, Feature

FEWEST_MORNINGS, FEWEST_LATE, FEWEST_LATE_LATER = 1000, 100, 30
_THREE_DAYS = (2.0, 3.0)
_LATE_FOR_STEPS = 250
_FALLS = frozenset({Feature.LEFT})
_EITHER = frozenset({Feature.ONLINE, Feature.POSTAL, Feature.MONTH_END, Feature.YEAR_END, Feature.FRIDAY})
_SIGNS = tuple(0 if feature in _EITHER else -1 if feature in _FALLS else 1 for feature in FEATURES)
"""Which way a feature may count: one that would count against sense only mirrors another, and no reason comes of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """On mornings after those learned from; None where there were none.

    auc_three    among mornings with between two and three days left, where the rule knows no difference
    """

    mornings: int
    late: int
    auc: float | None = None
    auc_rule: float | None = None
    auc_three: float | None = None
    brier: float | None = None
    brier_rule: float | None = None

    def as_json(self) -> dict[str, float | int | None]:
        """Return them as they are kept."""
        found = {name: getattr(self, name) for name in self.__slots__}
        return {name: round(value, 4) if isinstance(value, float) else value for name, value in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """What came of it. ``basis``: what foretells from now on; ``why``: in a sentence, why no more than that."""

    basis: Basis
    table: Table | None
    rates: tuple[float, ...]
    measures: Measures
    why: str


def fit(lessons: Lessons) -> Fitted:
    """Return the model, fitted on all and measured on the last fifth of the days; the rule where that was as good.

    A morning teaches only what was decided before the next part begins: no dossier stands on both sides.
    """
    rates = thin.rates(zip(lessons.days_left, map(bool, lessons.late), strict=True))
    rule = Basis.RATE if rates else Basis.DAYS
    learn, tune, test = _parts(lessons)
    late = sum(lessons.late[place] for place in test)
    if not _enough(lessons, learn, tune, late):
        known = Measures(mornings=len(test), late=late)
        return Fitted(basis=rule, table=None, rates=rates, measures=known, why=_thin(lessons))
    tried = _fitted(lessons, learn, tune)
    before = thin.rates((lessons.days_left[place], bool(lessons.late[place])) for place in (*learn, *tune))
    said = [tried.probability(lessons.row(place)) for place in test]
    measured = _measured(lessons, test, said, before)
    if not _is_better(measured):
        return Fitted(basis=rule, table=None, rates=rates, measures=measured, why=_worse(measured))
    final = _fitted(lessons, (*learn, *tune), test)
    return Fitted(basis=Basis.MODEL, table=final, rates=rates, measures=measured, why="")


def _parts(lessons: Lessons) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Return the places to learn from, to calibrate on and to measure on: three, one, one fifth of the mornings."""
    count = len(lessons)
    if not count:
        return (), (), ()
    first, second = lessons.on[count * 3 // 5], lessons.on[count * 4 // 5]
    learn = tuple(place for place in range(count) if lessons.known[place] < first)
    tune = tuple(place for place in range(count) if lessons.on[place] >= first and lessons.known[place] < second)
    test = tuple(place for place in range(count) if lessons.on[place] >= second)
    return learn, tune, test


def _enough(lessons: Lessons, learn: Sequence[int], tune: Sequence[int], late_later: int) -> bool:
    late = [sum(lessons.late[place] for place in part) for part in (learn, tune)]
    return (
        len(lessons) >= FEWEST_MORNINGS
        and sum(late) >= FEWEST_LATE
        and 0 < late[0] < len(learn)
        and 0 < late[1] < len(tune)
        and late_later >= FEWEST_LATE_LATER
    )


def _fitted(lessons: Lessons, learn: Sequence[int], tune: Sequence[int]) -> Table:
    import numpy as np  # noqa: PLC0415 - a job's burden, not a web process's
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    every = np.frombuffer(lessons.numbers, dtype=np.float32).reshape(-1, len(FEATURES))
    late = np.frombuffer(lessons.late, dtype=np.uint8)
    seen = every[list(learn)].astype(np.float64)
    means, scales = seen.mean(axis=0), seen.std(axis=0)
    scales[scales < 1e-9] = 1.0
    standard, weights, kept = (seen - means) / scales, np.zeros(len(FEATURES)), list(range(len(FEATURES)))
    while True:
        model = LogisticRegression(C=1.0, max_iter=300).fit(standard[:, kept], late[list(learn)])
        against = {place for place, weight in zip(kept, model.coef_[0], strict=True) if _SIGNS[place] * weight < 0}
        if not against:
            break
        kept = [place for place in kept if place not in against]
    weights[kept] = model.coef_[0]
    table = _table(means, scales, weights, float(model.intercept_[0]))
    points = _calibrated([table.score(row) for row in every[list(tune)].tolist()], late[list(tune)])
    return Table(
        means=table.means,
        scales=table.scales,
        weights=table.weights,
        intercept=table.intercept,
        scores=tuple(round(score, 6) for score, _ in points),
        shares=tuple(round(share, 6) for _, share in points),
    )


def _calibrated(scores: Sequence[float], late: Any) -> list[tuple[float, float]]:
    """Return points (score, share that was late), rising: steps where enough is known, else a smooth curve (Platt)."""
    import numpy as np  # noqa: PLC0415
    from sklearn.isotonic import IsotonicRegression  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    if min(int(late.sum()), len(scores) - int(late.sum())) >= _LATE_FOR_STEPS:
        steps = IsotonicRegression(out_of_bounds="clip").fit(scores, late)
        return list(zip(steps.X_thresholds_.tolist(), steps.y_thresholds_.tolist(), strict=True))
    curve = LogisticRegression(C=1.0).fit(np.asarray(scores).reshape(-1, 1), late)
    slope = max(float(curve.coef_[0][0]), 0.0)
    grid = np.linspace(min(scores) - 1, max(scores) + 1, 61)
    shares = 1 / (1 + np.exp(-(float(curve.intercept_[0]) + slope * grid)))
    return list(zip(grid.tolist(), shares.tolist(), strict=True))


def _table(means: Any, scales: Any, weights: Any, intercept: float) -> Table:
    columns = ([round(float(one), 6) for one in column] for column in (means, scales, weights))
    rounded = [tuple(column) for column in columns]
    return Table(
        means=rounded[0],
        scales=rounded[1],
        weights=rounded[2],
        intercept=round(intercept, 6),
        scores=(0.0,),
        shares=(0.0,),
    )


def _measured(lessons: Lessons, test: Sequence[int], said: Sequence[float], before: Sequence[float]) -> Measures:
    late = [lessons.late[place] for place in test]
    days = [lessons.days_left[place] for place in test]
    three = [place for place, left in enumerate(days) if _THREE_DAYS[0] < left <= _THREE_DAYS[1]]
    return Measures(
        mornings=len(test),
        late=sum(late),
        auc=measures.auc(said, late),
        auc_rule=measures.auc([-left for left in days], late),
        auc_three=measures.auc([said[place] for place in three], [late[place] for place in three]),
        brier=measures.brier(said, late),
        brier_rule=measures.brier([thin.rate(before, left) for left in days], late) if before else None,
    )


def _is_better(measured: Measures) -> bool:
    return (
        measured.auc is not None
        and measured.auc_rule is not None
        and measured.auc > measured.auc_rule
        and measured.brier is not None
        and (measured.brier_rule is None or measured.brier < measured.brier_rule)
    )


def _thin(lessons: Lessons) -> str:
    late = sum(lessons.late)
    return (
        f"Chưa đủ dữ liệu để học: hồ sơ đã biết kết quả cho {len(lessons)} buổi sáng, {late} là của hồ sơ trễ; "
        f"cần ít nhất {FEWEST_MORNINGS} và {FEWEST_LATE}, trải đều theo thời gian."
    )


def _worse(measured: Measures) -> str:
    return (
        f"Mô hình không đoán tốt hơn quy tắc số ngày còn lại trên {measured.mornings} buổi sáng sau đó, "
        "nên quy tắc vẫn được dùng."
    )
