"""The dictionary: every measure says what it is, and no number is not zero."""

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest

from motcua.steering.indicators.rules import index766
from motcua.steering.indicators.rules.meanings import MEANINGS, SINCE
from motcua.steering.indicators.rules.measures import INDEX, MEASURES, of_index, value
from motcua.steering.indicators.rules.windows import DERIVED, KEPT, parts
from motcua.steering.indicators.vocabulary import Count, Source, Unit

ALL = frozenset(Source)


def test_every_count_is_a_measure_and_every_measure_is_whole():
    assert {count.value for count in Count} <= set(MEASURES)
    for code, measure in MEASURES.items():
        assert measure.code == code
        assert measure.name
        assert measure.basis
        assert measure.formula
        assert measure.valid_from <= date(2026, 1, 1)
        assert (measure.unit is Unit.PERCENT) <= bool(measure.whole)


def test_codes_of_counts_are_their_own_and_each_is_kept_or_follows():
    codes = [count.code for count in Count]
    assert len(set(codes)) == len(codes)
    assert set(KEPT) | set(DERIVED) == set(Count)
    assert not set(KEPT) & set(DERIVED)
    assert all(part.kept in KEPT for count in Count for part in parts(count))


def test_a_ratio_without_a_denominator_and_a_measure_without_a_source_have_no_number():
    rate = MEASURES["on_time_rate"]
    assert value(rate, Counter(), ALL).number is None
    counts = Counter({Count.RESOLVED: 4, Count.RESOLVED_EARLY: 1, Count.RESOLVED_ON_TIME: 2})
    assert value(rate, counts, ALL).number == Fraction(3, 4)
    assert value(rate, counts, frozenset()).number is None
    assert value(MEASURES["pleased_rate"], counts, ALL - {Source.RATINGS}).number is None
    late = Counter({Count.RESOLVED_LATE: 5, Count.OPEN_LATE: 3, Count.OPEN_LATE_SORRY: 2})
    assert value(MEASURES["late_no_letter"], late, ALL).number == 6


@pytest.mark.parametrize("formulas", index766.SETS)
def test_the_indicators_that_are_ratios_of_counts_are_those_of_the_set(formulas):
    assert set(INDEX) - {"3.3"} <= set(formulas.by_code())


def test_a_part_that_the_formula_takes_below_zero_is_no_points():
    counts = Counter({Count.UNBLAMED: -2, Count.HANDLED: 5, Count.HANDLED_RATINGS: 5})
    assert value(of_index("5.4"), counts, ALL).figure.part == 0


def test_every_count_says_in_a_sentence_what_it_counts_and_by_which_text():
    counts = [MEASURES[count.value] for count in Count]
    assert set(MEANINGS) == set(Count)
    assert all(one.meaning.endswith(".") and one.meaning != one.name for one in counts)
    assert len({one.meaning for one in counts}) == len(counts)


def test_a_measure_holds_since_the_text_it_rests_on():
    assert {one.basis for one in MEASURES.values()} <= set(SINCE)
    for code, first in (
        ("received", date(2020, 10, 21)),
        ("handled", date(2022, 6, 23)),
        ("withdrawn", date(2026, 1, 1)),
    ):
        assert MEASURES[code].valid_from == first
    assert MEASURES["digitised_rate"].valid_from == MEASURES["digitised"].valid_from
