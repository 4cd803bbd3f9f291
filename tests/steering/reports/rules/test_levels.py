"""On which level a procedure stands: the catalogue says it; who decides only where the catalogue leaves it open."""

from itertools import product

import pytest

from motcua.people.agencies.vocabulary import AgencyKind
from motcua.steering.reports.rules.levels import Standing, is_vertical, level_of, undecided
from motcua.steering.reports.vocabulary import Level

COMMITTEE, DEPARTMENT = Standing(commune=True, vertical=False), Standing(commune=False, vertical=False)
POLICE, TAX = Standing(commune=True, vertical=True), Standing(commune=False, vertical=True)
EVERY = (COMMITTEE, DEPARTMENT, POLICE, TAX)


@pytest.mark.parametrize(
    ("level", "standing"), list(product((one for one in Level if one is not Level.UNKNOWN), EVERY))
)
def test_one_level_in_the_catalogue_is_the_level_whoever_decides(level, standing):
    assert level_of({level}, standing) is level


@pytest.mark.parametrize(
    ("said", "standing", "level"),
    [
        ({Level.PROVINCE, Level.COMMUNE}, COMMITTEE, Level.COMMUNE),
        ({Level.PROVINCE, Level.COMMUNE}, DEPARTMENT, Level.PROVINCE),
        ({Level.PROVINCE, Level.COMMUNE}, POLICE, Level.COMMUNE),
        ({Level.MINISTRY, Level.PROVINCE}, TAX, Level.UNKNOWN),
        ({Level.PROVINCE, Level.COMMUNE}, TAX, Level.UNKNOWN),
        ({Level.MINISTRY, Level.PROVINCE}, COMMITTEE, Level.UNKNOWN),
        (set(), COMMITTEE, Level.COMMUNE),
        (set(), DEPARTMENT, Level.PROVINCE),
        (set(), POLICE, Level.UNKNOWN),
        (set(), TAX, Level.UNKNOWN),
    ],
)
def test_who_decides_settles_what_the_catalogue_leaves_open_and_no_vertical_sector_is_of_the_province(
    said, standing, level
):
    assert level_of(said, standing) is level


def test_tax_police_and_whoever_has_an_identifier_of_a_ministry_are_of_a_vertical_sector():
    assert is_vertical(AgencyKind.POLICE, "H99.24.03")
    assert is_vertical(AgencyKind.TAX, "G12.99")
    assert is_vertical(AgencyKind.DEPARTMENT, "G18.99.21")  # social insurance
    assert not is_vertical(AgencyKind.LAND_OFFICE, "H99.02")
    assert not is_vertical(AgencyKind.COMMUNE, "H99.21")


def test_the_sentence_on_what_cannot_be_told_counts_all_and_names_the_first():
    assert undecided([], "x") == ""
    said = undecided([f"1.00000{number}" for number in range(7)], "đứng ở dòng riêng")
    assert said.startswith("7 thủ tục chưa xác định được cấp nên đứng ở dòng riêng: 1.000000, ")
    assert "1.000004 và 2 thủ tục khác" in said
