"""Advice about a scorecard: what cost most, and what is cheapest to win back of what can still be won."""

import pytest

from motcua.steering.indicators.rules import advice, index766, scoring
from motcua.steering.indicators.rules.measures import INDEX
from motcua.steering.indicators.rules.scoring import Figure
from motcua.steering.indicators.vocabulary import Level


def said(level=Level.COMMUNE, **figures):
    told = {code.replace("_", ".").removeprefix("i"): Figure(*figure) for code, figure in figures.items()}
    found = advice.of(scoring.score(index766.QD766_2022, told, level))
    return [line.indicator.code for line in found.worst], found.easiest and found.easiest.indicator.code


def test_what_lost_most_comes_first_and_the_cheapest_is_said_apart():
    assert said(i3_3=(0, 1000), i4_1=(0, 500), i4_3=(9, 20)) == (["3.3", "4.1"], "4.3")


def test_what_was_late_or_blamed_may_cost_most_and_is_never_easy():
    assert said(i2_1=(1, 2), i5_4=(1, 2), i4_2=(80, 100)) == (["2.1", "5.4"], "4.2")
    assert said(i2_1=(1, 2)) == (["2.1"], None)


def test_what_counts_procedures_or_lost_nothing_is_no_advice():
    assert said(Level.PROVINCE, i3_1=(0, 3), i3_2=(0, 3), i1_2=(0, 1)) == ([], None)
    assert said(i3_3=(50, 100)) == ([], None)
    assert said() == ([], None)
    assert said(i1_4=(0, 0), i5_4=(0, 0)) == ([], None), "no dossier would open"


@pytest.mark.parametrize("formulas", index766.SETS)
def test_a_denominator_has_one_name_wherever_it_stands(formulas):
    names = {}
    for one in formulas.indicators:
        if one.code in INDEX and one.code != "4.1":
            names.setdefault(INDEX[one.code][1], set()).add(one.whole)
    assert {count: len(said) for count, said in names.items()} == dict.fromkeys(names, 1)
