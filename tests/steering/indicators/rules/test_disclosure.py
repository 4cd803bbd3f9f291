"""Small numbers: what is written, and that nothing small follows from it, by trying every number a reader could think of."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.steering.indicators.rules.disclosure import LEAST, Cell, Shown, column, gives_away, shown
from motcua.steering.indicators.vocabulary import Disclosure

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


def test_the_only_small_number_is_not_given_away_by_the_sum():
    cells = {"a": Cell(120), "b": Cell(3), "c": Cell(40), "d": Cell(9)}
    written = column(cells)
    assert written["b"] == Shown(BELOW, 5)
    assert written["d"].how is HELD
    assert [written[key].how for key in "ac"] == [EXACT, EXACT]


def test_several_small_numbers_that_hide_each_other_cost_no_other():
    written = column({"a": Cell(120), "b": Cell(3), "c": Cell(1), "d": Cell(9)})
    assert [written[key].how for key in "abcd"] == [EXACT, BELOW, BELOW, EXACT]


def test_small_numbers_that_must_all_be_four_are_hidden_by_another():
    written = column({"a": Cell(120), "b": Cell(4), "c": Cell(4), "d": Cell(11)})
    assert written["d"].how is HELD
    assert not gives_away({"a": Cell(120), "b": Cell(4), "c": Cell(4), "d": Cell(11)}, written)


def test_nought_stands_for_nobody_and_need_not_be_hidden():
    cells = {"a": Cell(120), "b": Cell(0)}
    assert column(cells)["a"].how is EXACT
    assert not gives_away(cells, column(cells))


def test_what_is_part_of_something_held_back_is_held_back_too():
    written = column({"a": Cell(50), "b": Cell(2), "c": Cell(30)}, held=frozenset({"c"}))
    assert [written[key].how for key in "abc"] == [EXACT, BELOW, HELD]


CELLS = st.lists(
    st.tuples(st.integers(0, 9), st.one_of(st.none(), st.integers(0, 7))).map(
        lambda drawn: Cell(drawn[0], None if drawn[1] is None else drawn[0] + drawn[1])
    ),
    min_size=1,
    max_size=5,
)


def possible(cell: Cell, written: Shown, most: int) -> range:
    """Return the counts a reader who knows the rules must think possible."""
    if written.how is EXACT:
        return range(cell.count, cell.count + 1)
    if written.how is BELOW:
        return range(LEAST)
    if written.how is ABOVE:
        return range(written.number + 1, cell.whole + 1)
    return range(LEAST, (most if cell.whole is None else cell.whole - LEAST) + 1)


@settings(max_examples=400, deadline=None)
@given(CELLS)
def test_no_small_number_follows_whatever_the_units_have_unless_nothing_is_left_to_hide_it(drawn):
    cells = dict(enumerate(drawn))
    written, total = column(cells), sum(cell.count for cell in drawn)
    ranges = [possible(cells[key], written[key], total) for key in cells]
    worlds = {
        key: {world[key] for world in product(*ranges) if sum(world) == total} if len(drawn) < 5 else None
        for key in cells
    }
    given_away = {
        key
        for key, counts in worlds.items()
        if counts is not None
        and len(counts) == 1
        and (
            (written[key].how is BELOW and cells[key].count > 0)
            or (written[key].how is ABOVE and cells[key].count < cells[key].whole)
        )
    }
    exact = [key for key in cells if written[key].how is EXACT]
    if len(drawn) < 5:
        assert given_away == set(gives_away(cells, written))
    assert not gives_away(cells, written) or not exact
