"""Small numbers over all months that are told: a reader who adds up, and takes away, finds no hidden number.

The attacker knows every page, the rules by which numbers are held back, that all began with nothing, and that nobody
resolves, or has open and late, what was not received or was resolved before. What he can conclude of a hidden number
is the least and the most it can be: integer programming says both.
"""

import os
import random

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from motcua.steering.indicators.rules.disclosure import LEAST, RESTS, Pages
from motcua.steering.indicators.vocabulary import Count, Disclosure

R, S, LATE = Count.RECEIVED, Count.RESOLVED, Count.OPEN_LATE
MOST, SEEDS = 10_000, int(os.environ.get("MOTCUA_HISTORIES", "40"))


def pages_of(history):
    """Write months: a list of {unit: (received, resolved, open and late)}."""
    pages = Pages()
    return [
        pages.write({unit: {R: came, S: went, LATE: late} for unit, (came, went, late) in month.items()})
        for month in history
    ]


class Attacker:
    """Every number of every unit and month is a variable; what was printed and what must be are constraints."""

    def __init__(self, history, pages):
        self.keys = [(m, unit, one) for m, month in enumerate(history) for unit in month for one in (R, S, LATE)]
        self.place = {key: place for place, key in enumerate(self.keys)}
        self.low, self.high = np.zeros(len(self.keys)), np.full(len(self.keys), float(MOST))
        self.of_nothing = set()
        self.rows, self.lows, self.highs, self.hidden = [], [], [], []
        for m, page in enumerate(pages):
            for unit in page.units:
                for one in (R, S, LATE):
                    self.read((m, unit, one), page.units[unit][one])
            for one in (R, S, LATE):
                self.sum_is({(m, unit, one): 1 for unit in page.units}, page.sums[one])
            if page.open_told:
                stock = sum(came - went for month in history[: m + 1] for came, went, _ in month.values())
                self.demand(self.flow(m, page.units), stock, stock)
            for unit in page.units:
                if not sum(month[unit][0] - month[unit][1] for month in history[: m + 1]):
                    self.of_nothing.add((m, unit, LATE))
                self.demand({**self.flow(m, {unit}), (m, unit, LATE): -1}, 0, np.inf)

    def flow(self, until, units):
        """Return what is open of units at the end of a month as a sum: received less resolved."""
        some = (key for key in self.keys if key[0] <= until and key[1] in units and key[2] is not LATE)
        return {key: 1 if key[2] is R else -1 for key in some}

    def read(self, key, shown):
        place = self.place[key]
        if shown.how is Disclosure.EXACT:
            self.low[place] = self.high[place] = shown.number
            return
        self.hidden.append(key)
        if shown.how is Disclosure.BELOW:
            self.high[place] = LEAST - 1
        elif key[2] is not S:
            self.low[place] = LEAST

    def sum_is(self, row, shown):
        if shown.how is Disclosure.EXACT:
            self.demand(row, shown.number, shown.number)
        elif shown.how is Disclosure.BELOW:
            self.demand(row, 0, LEAST - 1)

    def demand(self, row, low, high):
        line = np.zeros(len(self.keys))
        for key, sign in row.items():
            line[self.place[key]] = sign
        self.rows.append(line)
        self.lows.append(low)
        self.highs.append(high)

    def knows(self):
        """Return the hidden numbers of which only one value is possible; of nothing open there is only nought late."""
        return [key for key in self.hidden if key not in self.of_nothing and self.end(key, 1) == self.end(key, -1)]

    def end(self, key, sign):
        aim = np.zeros(len(self.keys))
        aim[self.place[key]] = sign
        said = milp(
            aim,
            integrality=np.ones(len(self.keys)),
            bounds=Bounds(self.low, self.high),
            constraints=LinearConstraint(np.array(self.rows), self.lows, self.highs),
        )
        assert said.x is not None, "what is told is possible"
        return round(said.x[self.place[key]])


def drawn(seed):
    """Return months of units of all sizes that began with nothing, some of which resolve as soon as they can."""
    dice = random.Random(seed)
    units = {f"u{n}": (dice.choice([2, 4, 6, 12, 40]), dice.random() < 0.5) for n in range(dice.randint(2, 3))}
    stock, history = dict.fromkeys(units, 0), []
    for _ in range(dice.randint(2, 5)):
        month = {}
        for unit, (size, quick) in units.items():
            came = dice.randint(0, 2 * size)
            open_ = stock[unit] + came
            went = open_ if quick and dice.random() < 0.5 else dice.randint(0, open_)
            stock[unit] = open_ - went
            late = stock[unit] if dice.random() < 0.2 else dice.randint(0, stock[unit])
            month[unit] = (came, went, late)
        history.append(month)
    return history


CALM = (60, 50, 0)
TOLD_BEFORE = [
    [{"a": (4, 0, 0), "b": CALM, "c": CALM}, {"a": (10, 14, 0), "b": CALM, "c": CALM}],
    [{"a": (4, 0, 0), "b": CALM, "c": CALM}, {"a": (10, 0, 14), "b": CALM, "c": CALM}],
    [{"a": (9, 5, 0), "b": (8, 5, 0)}, {"a": (5, 1, 0), "b": (6, 5, 0)}, {"a": (9, 8, 0), "b": (9, 8, 0)}],
]


@pytest.mark.parametrize("history", TOLD_BEFORE)
def test_no_hidden_number_follows_from_months_that_once_gave_one_away(history):
    assert Attacker(history, pages_of(history)).knows() == []


@pytest.mark.parametrize("seed", range(SEEDS))
def test_no_hidden_number_follows_from_all_the_months_together(seed):
    history = drawn(seed)
    assert Attacker(history, pages_of(history)).knows() == []


def test_each_month_by_itself_would_have_given_some_away():
    """The attacker is worth something: of pages written month by month, as if there were no others, he finds some."""
    found = []
    for history in map(drawn, range(SEEDS)):
        apart = [page for month in history for page in pages_of([month])]
        found += Attacker(history, apart).knows()
    assert found


def test_what_is_open_of_all_is_told_until_a_sum_is_hidden_and_then_never_again():
    small, large = {"a": (5, 1, 0), "b": (1, 5, 0)}, {"a": (60, 50, 0), "b": (60, 50, 0)}
    assert [page.open_told for page in pages_of([large, small, large, large])] == [True, False, False, False]


def test_a_unit_with_nothing_hidden_is_told_whatever_it_resolves():
    history = [{"a": (60, 20, 40), "b": CALM}, {"a": (10, 50, 0), "b": CALM}]
    assert [page.units["a"][S].number for page in pages_of(history)] == [20, 50]


def test_a_unit_that_would_tell_of_its_past_rests_a_year():
    first, then = {"a": (3, 0, 0), "b": CALM}, {"a": (10, 12, 0), "b": CALM}
    later = [{"a": (10, 10, 0), "b": CALM}] * (RESTS + 1)
    hows = [page.units["a"][S].how for page in pages_of([first, then, *later])]
    assert hows[1 : RESTS + 1] == [Disclosure.HELD] * RESTS
    assert hows[-1] is Disclosure.EXACT
