"""The service index: the worked example of its description, full marks, empty denominators, what a point costs."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.steering.indicators.rules import index766, scoring
from motcua.steering.indicators.rules.external import ExternalScore, contradictions, differences
from motcua.steering.indicators.rules.index766 import QD766_2022, SETS
from motcua.steering.indicators.rules.scoring import Figure, points, score, shown
from motcua.steering.indicators.vocabulary import Group, Level, Rating

# a commune that never was, in one month; the indicators of the catalogue are there to show the arithmetic
EXAMPLE = {
    "1.1": Figure(10, 10), "1.2": Figure(9, 10), "1.3": Figure(190, 200), "1.4": Figure(940, 1000),
    "2.1": Figure(950, 1000),
    "3.1": Figure(120, 160), "3.2": Figure(66, 120), "3.3": Figure(620, 1000),
    "3.6": Figure(210, 600), "3.7": Figure(20, 64), "3.5": Figure(48, 64),
    "4.1": Figure(700, 900), "4.2": Figure(560, 1000), "4.CT": Figure(1, 1), "4.3": Figure(180, 1000),
    "4.4": Figure(300, 1000), "4.5b": Figure(820, 1000), "4.5a": Figure(110, 150),
    "5.2": Figure(9, 10), "5.3": Figure(8, 10), "5.4": Figure(940, 1000),
}  # fmt: skip
GROUPS = {
    Group.PUBLICITY: "17.14", Group.PROGRESS: "19.00", Group.ONLINE: "10.08", Group.PAYMENT: "4.76",
    Group.DIGITISATION: "13.66", Group.SATISFACTION: "16.20",
}  # fmt: skip
NA_RI = ExternalScore(
    total=Decimal("46.63"),
    groups={
        Group.PUBLICITY: Decimal("12.3"),
        Group.PROGRESS: Decimal("18.5"),
        Group.SATISFACTION: Decimal(18),
        Group.DIGITISATION: Decimal("6.5"),
    },
)
FIGURES = st.integers(0, 500).flatmap(lambda whole: st.builds(Figure, st.integers(0, whole), st.just(whole)))
INDICATORS = st.sampled_from([one for formulas in SETS for one in formulas.indicators])


@pytest.fixture
def card():
    return score(QD766_2022, EXAMPLE, Level.PROVINCE)


def test_the_worked_example_gives_its_groups_and_its_total(card):
    assert {group: str(shown(card.group(group))) for group in Group} == GROUPS
    assert shown(card.total) == Decimal("80.83")
    assert card.rating is Rating.GOOD
    assert card.told == 100


@pytest.mark.parametrize("formulas", SETS, ids=lambda one: one.code)
def test_the_groups_of_a_set_have_the_points_of_the_decision(formulas):
    assert {group: formulas.most(group) for group in Group} == {
        Group.PUBLICITY: 18, Group.PROGRESS: 20, Group.ONLINE: 12, Group.PAYMENT: 10, Group.DIGITISATION: 22,
        Group.SATISFACTION: 18,
    }  # fmt: skip
    assert len(formulas.by_code()) == len(formulas.indicators)
    assert formulas.unconfirmed.keys() <= formulas.by_code().keys()


def test_the_total_is_the_sum_of_unrounded_parts_and_the_groups_make_it(card):
    assert card.total == sum(card.group(group) for group in Group)
    assert sum(shown(card.group(group)) for group in Group) != shown(card.total), "rounded groups need not add up"


def test_what_has_no_number_is_not_zero():
    figures = {code: figure for code, figure in EXAMPLE.items() if not code.startswith(("5", "3.6"))}
    card = score(QD766_2022, figures, Level.PROVINCE)
    assert card.group(Group.SATISFACTION) is None
    assert card.told == 100 - 18 - 6
    assert card.rating is None
    assert score(QD766_2022, {}, Level.COMMUNE).total is None


def test_an_empty_denominator_is_what_the_table_says():
    empty = {one.code: points(one, Figure(0, 0)) for one in QD766_2022.indicators}
    assert {code: value for code, value in empty.items() if value is not None} == {
        "1.4": 0,
        "5.2": 6,
        "5.3": 6,
        "5.4": 0,
    }


FULL = {one.code: Figure(10, 10) for one in QD766_2022.indicators}


@pytest.mark.parametrize("level", Level)
def test_full_marks_in_all_that_applies_are_excellent_at_every_level(level):
    card = score(QD766_2022, FULL, level)
    assert card.total == card.told == card.applies == (100 if level in {Level.PROVINCE, Level.MINISTRY} else 88)
    assert (card.of_a_hundred, card.rating) == (100, Rating.EXCELLENT)


def test_points_of_what_applies_are_rated_as_so_many_of_a_hundred():
    losing = FULL | {"2.1": Figure(5, 10)}  # 78 of 88, which the bands of a hundred would call fair
    card = score(QD766_2022, losing, Level.COMMUNE)
    assert (card.total, shown(card.of_a_hundred), card.rating) == (78, Decimal("88.64"), Rating.GOOD)
    assert score(QD766_2022, losing, Level.PROVINCE).of_a_hundred == 90


NO_FEE = {"3.5": Figure(0, 0), "3.6": Figure(0, 0), "3.7": Figure(0, 0)}


def test_what_has_no_case_is_out_of_reach_and_what_nobody_tells_keeps_from_being_rated():
    card = score(QD766_2022, FULL | NO_FEE, Level.DEPARTMENT)
    assert (card.total, card.told, card.applies, card.missing) == (78, 78, 88, 0)
    assert (card.of_a_hundred, card.rating) == (100, Rating.EXCELLENT)
    assert (card.group(Group.PAYMENT), card.most(Group.PAYMENT)) == (None, 0)
    untold = score(QD766_2022, FULL | NO_FEE | {"4.4": None}, Level.DEPARTMENT)
    assert (untold.told, untold.missing, untold.rating) == (74, 4, None)
    assert untold.most(Group.DIGITISATION) == 22, "what nobody tells may still be reached"


def test_a_unit_without_any_dossier_is_not_rated_by_petitions_alone():
    quiet = {one.code: Figure(0, 0) for one in QD766_2022.indicators}
    card = score(QD766_2022, quiet, Level.COMMUNE)
    assert (card.total, card.told, card.rating) == (12, 24, None)


def test_what_is_counted_otherwise_than_described_says_so():
    for formulas in SETS:
        assert {"1.4", "4.1", "4.CT"} <= formulas.unconfirmed.keys()
        assert all(formulas.unconfirmed.values())
    assert "đính kèm kết quả điện tử" in QD766_2022.unconfirmed["3.3"]
    assert QD766_2022.by_code()["4.1"].whole == "hồ sơ đã giải quyết, có kết quả", "not only those with a paper result"


def test_a_commune_is_not_scored_for_the_catalogue():
    codes = {line.indicator.code for line in score(QD766_2022, EXAMPLE, Level.COMMUNE).lines}
    assert not codes & {"1.1", "1.2", "1.3"}
    assert len(codes) == len(QD766_2022.indicators) - 3


@given(INDICATORS, FIGURES)
def test_points_lie_between_nothing_and_full_marks_and_one_more_earns_what_is_said(indicator, figure):
    earned = points(indicator, figure)
    if not figure.whole:
        assert earned == indicator.empty
        return
    assert 0 <= earned <= indicator.most
    assert (earned == indicator.most) == (Fraction(figure.part, figure.whole) >= indicator.full_at)
    line = scoring.Line(indicator=indicator, figure=figure, points=earned)
    if figure.part < figure.whole:
        assert points(indicator, Figure(figure.part + 1, figure.whole)) - earned == line.each
    if (needed := line.for_a_tenth) is not None:
        tenth = Fraction(1, 10)
        assert points(indicator, Figure(figure.part + needed, figure.whole)) - earned >= tenth
        assert points(indicator, Figure(figure.part + needed - 1, figure.whole)) - earned < tenth


def test_the_cheapest_points_come_first():
    first = score(QD766_2022, EXAMPLE, Level.COMMUNE).cheapest(2)
    assert [(line.indicator.code, line.for_a_tenth) for line in first] == [("5.2", 1), ("5.3", 1)]
    full = score(QD766_2022, {"2.1": Figure(10, 10)}, Level.COMMUNE)
    assert full.cheapest() == ()


@pytest.mark.parametrize(("part", "whole"), [(-1, 3), (4, 3)])
def test_a_figure_is_a_part_of_a_whole(part, whole):
    with pytest.raises(ValueError, match="of"):
        Figure(part, whole)


@pytest.mark.parametrize(
    ("total", "band"),
    [(90, Rating.EXCELLENT), (Fraction(8999, 100), Rating.GOOD), (70, Rating.FAIR), (50, Rating.AVERAGE),
     (Fraction(4999, 100), Rating.WEAK), (0, Rating.WEAK)],
)  # fmt: skip
def test_the_bands_of_the_rating(total, band):
    assert scoring.rating(Fraction(total)) is band


def test_the_score_of_a_district_whose_groups_exceed_its_total_is_flagged():
    (fault,) = contradictions(NA_RI, QD766_2022)
    assert fault.by == Decimal("8.67")
    assert fault.sentence == "Các nhóm đã công bố cộng lại 55,3, vượt tổng điểm 46,63."


def test_a_score_that_adds_up_is_not(card):
    whole = ExternalScore(total=shown(card.total), groups={group: shown(card.group(group)) for group in Group})
    assert list(contradictions(whole, QD766_2022)) == []
    assert list(differences(whole, card)) == []
    half = ExternalScore(total=whole.total, groups={Group.PROGRESS: whole.groups[Group.PROGRESS]})
    assert list(contradictions(half, QD766_2022)) == []


def test_too_little_and_too_much_are_told_apart():
    little = ExternalScore(total=Decimal(95), groups={Group.PROGRESS: Decimal(10)})
    (fault,) = contradictions(little, QD766_2022)
    assert (fault.by, "tối đa 80" in fault.sentence) == (5, True)
    much = ExternalScore(total=Decimal(30), groups={Group.PROGRESS: Decimal(21)})
    (fault,) = contradictions(much, QD766_2022)
    assert fault.sentence == "Tiến độ giải quyết: 21 điểm, trong khi tối đa là 20."


def test_what_we_count_otherwise_is_named_and_what_we_cannot_count_has_no_number(card):
    theirs = ExternalScore(total=Decimal("80.83"), groups={Group.PROGRESS: Decimal("18.5")})
    (found,) = differences(theirs, card)
    assert (found.group, found.theirs, found.ours) == (Group.PROGRESS, Decimal("18.5"), Decimal("19.00"))
    nothing = score(QD766_2022, {}, Level.COMMUNE)
    assert [(one.group, one.ours) for one in differences(theirs, nothing)] == [(Group.PROGRESS, None), (None, None)]


def test_the_set_of_a_day_is_the_one_in_force_or_the_one_chosen():
    assert index766.in_force(date(2026, 11, 27)) is QD766_2022
    assert index766.in_force(date(2026, 11, 27), "qd766-online-v2").most(Group.ONLINE) == 12
    for wrong in (lambda: index766.in_force(date(2022, 7, 31)), lambda: index766.in_force(date(2026, 1, 1), "x")):
        with pytest.raises(LookupError):
            wrong()
