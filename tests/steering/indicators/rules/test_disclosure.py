"""Small numbers: what is written, and that nothing small follows from it, by trying every number a reader could think of."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.steering.indicators.rules.disclosure import LEAST, Cell, Pages, Share, Shown, average, column, shown
from motcua.steering.indicators.vocabulary import Count, Disclosure

EXACT, BELOW, ABOVE, HELD = Disclosure.EXACT, Disclosure.BELOW, Disclosure.ABOVE, Disclosure.HELD


@pytest.mark.parametrize(
    ("count", "whole", "written"),
    [
        (0, None, (BELOW, 5)),
        (4, None, (BELOW, 5)),
        (5, None, (EXACT, 5)),
        (4812, None, (EXACT, 4812)),
        (3, 120, (BELOW, 5)),
        (5, 120, (EXACT, 5)),
        (115, 120, (EXACT, 115)),
        (116, 120, (ABOVE, 115)),
        (120, 120, (ABOVE, 115)),
        (5, 6, (ABOVE, 4)),
    ],
)
def test_what_is_below_five_or_leaves_less_than_five_is_not_written_out(count, whole, written):
    assert shown(Cell(count, whole)) == Shown(*written)


@pytest.mark.parametrize(
    ("hours", "of", "resolved", "written"),
    [
        (1390, 10, Shown(EXACT, 28), Share(EXACT, 139)),
        (1394, 10, Shown(EXACT, 28), Share(EXACT, 139)),
        (40, 4, Shown(EXACT, 28), Share(HELD)),
        (50, 5, Shown(EXACT, 9), Share(HELD)),
        (50, 5, Shown(EXACT, 10), Share(EXACT, 10)),
        (1390, 10, Shown(HELD), Share(HELD)),
        (0, 0, Shown(EXACT, 28), Share(HELD)),
    ],
)
def test_an_average_is_of_five_at_least_among_ten_that_are_written_out_and_rounded(hours, of, resolved, written):
    assert average(hours, of, resolved) == written


def test_the_only_small_number_is_hidden_by_the_first_of_the_lowest_sizes():
    written, is_told = column({"a": Cell(120), "b": Cell(3), "c": Cell(40), "d": Cell(9)})
    assert [written[key].how for key in "abcd"] == [EXACT, BELOW, EXACT, HELD]
    assert is_told


def test_what_is_held_back_does_not_depend_on_what_is_hidden():
    ways = {
        tuple(one.how for one in column({"a": Cell(120), "b": Cell(n), "c": Cell(m), "d": Cell(11)})[0].values())
        for n in range(LEAST)
        for m in range(LEAST)
    }
    assert ways == {(EXACT, BELOW, BELOW, HELD)}


@pytest.mark.parametrize("counts", [[5, 1], [4, 4], [4, 4, 4], [0, 0], [3]])
def test_where_nothing_is_left_to_hold_back_the_sum_is(counts):
    assert not column({key: Cell(n) for key, n in enumerate(counts)})[1]


def test_what_is_part_of_something_held_back_is_held_back_too():
    written, _ = column({"a": Cell(50), "b": Cell(2), "c": Cell(30)}, held=frozenset({"c"}))
    assert written["c"].how is HELD


def test_of_a_single_unit_totals_are_told_and_small_parts_are_not():
    sums = Pages().write({1: {Count.RECEIVED: 3, Count.RESOLVED: 30, Count.RESOLVED_LATE: 2, Count.OPEN_LATE: 1}}).sums
    assert sums[Count.RECEIVED] == Shown(EXACT, 3)
    assert sums[Count.RESOLVED] == Shown(EXACT, 30)
    assert sums[Count.RESOLVED_LATE] == sums[Count.OPEN_LATE] == Shown(BELOW, 5)


def printed(counts, wholes):
    cells = {key: Cell(count, whole) for key, (count, whole) in enumerate(zip(counts, wholes, strict=True))}
    found, is_told = column(cells)
    return tuple(found.values()), sum(counts) if is_told else None


def values(whole, shown_as):
    """Return every count a unit could have with what is written of it, sums aside."""
    return [shown_as.number] if shown_as.how is EXACT else range((26 if whole is None else whole) + 1)


COLUMN = st.lists(
    st.tuples(st.integers(0, 12), st.one_of(st.none(), st.integers(0, 12))).map(
        lambda drawn: (drawn[0], None if drawn[1] is None else drawn[0] + drawn[1])
    ),
    min_size=2,
    max_size=5,
)


def unique(counts, wholes):
    """Return the hidden places of which all columns that are printed the same have one number."""
    seen = printed(counts, wholes)
    hidden = [key for key, one in enumerate(seen[0]) if one.how is not EXACT]
    left = {key: set() for key in hidden}
    ranges = [
        range(LEAST) if one.how is BELOW else values(whole, one) for whole, one in zip(wholes, seen[0], strict=True)
    ]
    for world in product(*ranges):
        if (seen[1] is None or sum(world) == seen[1]) and printed(world, wholes) == seen:
            for key in hidden:
                left[key].add(world[key])
            if all(len(one) > 1 for one in left.values()):
                return []
    return [key for key in hidden if len(left[key]) < 2]


@pytest.mark.parametrize("counts", [[5, 1], [5, 1, 9], [5, 1, 8, 8, 5], [4, 4], [4, 4, 4], [0, 5, 5], [0, 6, 10, 5]])
def test_no_hidden_number_follows_in_columns_that_once_gave_one_away(counts):
    assert unique(counts, [None] * len(counts)) == []


@pytest.mark.parametrize("units", [2, 3])
def test_no_hidden_number_follows_in_any_small_column(units):
    assert [c for c in product(range(0, 13, units - 1), repeat=units) if unique(c, [None] * units)] == []


@settings(max_examples=300, deadline=None)
@given(COLUMN)
def test_no_hidden_number_follows_for_somebody_who_knows_the_rules_and_the_sum(drawn):
    counts, wholes = zip(*drawn, strict=True)
    assert [key for key in unique(counts, wholes) if wholes[key] != 0] == []  # of nought there is only nought
