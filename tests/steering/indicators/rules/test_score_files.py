"""Files of published scores: every line is read, and says what is wrong with it."""

from datetime import date
from decimal import Decimal

import pytest

from motcua.steering.indicators.rules import score_files
from motcua.steering.indicators.vocabulary import Group

HEAD = "don_vi,ky,cong_bo,tong,publicity,progress,online,payment,digitisation,satisfaction"


def test_a_table_with_decimal_commas_and_semicolons_is_read():
    text = f"\ufeff{HEAD.replace(',', ';')}\nH99.24;2026-10;01/11/2026;62,6;12,3;18,5;;;6,5;18\n"
    (line,) = score_files.read(text)
    assert line.faults == ()
    assert (line.unit, line.period, line.published_on) == ("H99.24", "2026-10", date(2026, 11, 1))
    assert line.total == Decimal("62.60")
    assert line.groups[Group.SATISFACTION] == Decimal(18)
    assert Group.ONLINE not in line.groups  # not published is not zero


def test_json_is_read_with_its_groups_beside_or_within():
    text = '[{"unit": "H99.24", "period": "2026-Q3", "published_on": "2026-10-05", "total": 62.6, "groups": {"progress": 18.5}}]'
    (line,) = score_files.read(text)
    assert line.faults == ()
    assert (line.total, dict(line.groups)) == (Decimal("62.60"), {Group.PROGRESS: Decimal("18.50")})


def test_every_complaint_of_a_line_is_told_at_once():
    (good, bad) = score_files.read(f"{HEAD}\nH99.24,2026-10,2026-11-01,62.6\n,2026-13,hôm qua,một trăm,-1\n")
    assert good.faults == ()
    assert bad.number == 3
    assert len(bad.faults) == 5
    assert bad.text == ",2026-13,hôm qua,một trăm,-1"


@pytest.mark.parametrize(
    "text",
    ["", " \n", "[", "{}", "[1]", "[[[[", "H99,2026-10,2026-11-01,62.6", "\x00", 'don_vi,ky\n"', "[" * 100_000],
)
def test_what_is_no_file_of_scores_gives_lines_with_faults(text):
    lines = score_files.read(text)
    assert lines
    assert all(line.faults for line in lines)


@pytest.mark.parametrize("typed", ["NaN", "inf", "1e400", "101", "-0,1", "1,2,3", "１２x", "99,999"])
def test_what_is_no_score_is_no_score(typed):
    faults: list[str] = []
    assert score_files.points(typed, "Tổng", faults) is None
    assert faults


def test_too_long_a_file_is_said_to_be():
    lines = score_files.read("\n".join([HEAD, *["H99,2026-10,2026-11-01,62.6"] * (score_files.MOST_LINES + 1)]))
    assert len(lines) == 1
    assert "Chia thành nhiều tệp" in lines[0].faults[0]
