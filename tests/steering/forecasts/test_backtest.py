"""On years of which everything is known the model tells late from not late better than the days left do.

`make prove ISSUE=forecasts/backtest` at full size and with several seeds.
"""

from tests.prove.forecasts.backtest import backtest


def test_the_model_beats_the_days_left_and_nine_of_ten_keep_what_is_shown():
    got = backtest(7000, seed=12)
    measured = got.measured
    assert got.basis == "model"
    assert measured.auc >= measured.auc_rule + 0.05
    assert measured.auc_three >= 0.8, "the product's aim: three days ahead"
    assert measured.brier < measured.brier_rule
    assert 0.88 <= got.kept <= 0.92
    assert got.shown > 2000
