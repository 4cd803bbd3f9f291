"""`make prove ISSUE=forecasts/backtest [N=20000]`: learn from simulated years, measure on the time after them.

Prints, for each seed: how the model and the rule “days left” tell late from not late (AUC) and how near their
probabilities come (Brier), on the last fifth of the days; and over a year which share of the dossiers received in a month was
done within what was shown at its beginning. Exit 1 where a goal is missed.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sklearn.metrics import brier_score_loss, roc_auc_score

from motcua.ground.kernel.clock import local
from motcua.steering.forecasts.rules import paces
from motcua.steering.forecasts.rules.lessons import learn
from motcua.steering.forecasts.rules.loads import Loads
from motcua.steering.forecasts.rules.tape import Tape
from motcua.steering.forecasts.services import fitting, pacing

from .world import CALENDAR, DAYS, FIRST, a_province

SEEDS = (11, 12, 13)


@dataclass
class Outcome:
    late: float
    measured: fitting.Measures
    basis: str
    within: int
    shown: int

    @property
    def kept(self) -> float:
        return self.within / self.shown

    @property
    def holds(self) -> bool:
        m = self.measured
        return m.auc >= m.auc_rule + 0.05 and m.brier < m.brier_rule and 0.88 <= self.kept <= 0.92


def backtest(dossiers: int, seed: int) -> Outcome:
    """Return how well the forecast did on years of this seed."""
    world = a_province(dossiers, seed)
    tape = Tape(CALENDAR, FIRST - timedelta(days=7), FIRST + timedelta(days=DAYS + 400))
    tapes = dict.fromkeys({life.agency_id for life in world.lives}, tape)
    lessons, _ = learn(world.lives, Loads(world.loads), tapes, world.drawn, until=world.ends)
    fitted = fitting.fit(lessons)
    shown = list(_months(world.lives, tape))
    return Outcome(
        late=sum(life.is_late() for life in world.lives) / len(world.lives),
        measured=fitted.measures,
        basis=str(fitted.basis),
        within=sum(within for within, _ in shown),
        shown=sum(whole for _, whole in shown),
    )


def _months(lives, tape) -> Iterator[tuple[int, int]]:
    """Yield (kept, shown) of each month of the last whole year: of what it received, held against what was shown before."""
    every = [(local(life.received_at).date(), one) for life in lives if (one := paces.taken(life, tape))]
    for number in range(19, 31):
        begins = date(2024 + number // 12, number % 12 + 1, 1)
        ends = date(2024 + (number + 1) // 12, (number + 1) % 12 + 1, 1)
        before = [one for _, one in every if one.on < begins]
        found = pacing.fit(before, as_of=begins)
        yield paces.coverage(found.paces, [one for on, one in every if begins <= on < ends])


def _agrees_with_scikit_learn() -> bool:
    from motcua.steering.forecasts.rules import measures

    said, came = [0.1, 0.4, 0.4, 0.8, 0.3, 0.9, 0.4], [0, 0, 1, 1, 0, 1, 0]
    return (
        abs(measures.auc(said, came) - roc_auc_score(came, said)) < 1e-12
        and abs(measures.brier(said, came) - brier_score_loss(came, said)) < 1e-12
    )


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--n", type=int, default=20000, help="how many dossiers a seed")
    wanted = options.parse_args()
    assert _agrees_with_scikit_learn()
    print("seed   late  AUC model  rule  gain  3 days ahead  Brier model  rule   kept p90  of      s")
    missed = 0
    for seed in SEEDS:
        began = time.monotonic()
        got = backtest(wanted.n, seed)
        m = got.measured
        missed += not got.holds
        print(
            f"{seed:4} {got.late:6.1%} {m.auc:10.3f} {m.auc_rule:5.3f} {m.auc - m.auc_rule:+.3f} {m.auc_three:13.3f} "
            f"{m.brier:12.4f} {m.brier_rule:.4f} {got.kept:9.1%} {got.shown:6} {time.monotonic() - began:6.1f}"
            f"{'' if got.holds else '  MISSED'}",
            flush=True,
        )
    print("goals: gain at least 0.05, Brier below the rule's, kept 88-92 %:", "MISSED" if missed else "held")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
