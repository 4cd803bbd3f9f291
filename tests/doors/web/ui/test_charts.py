"""Charts: what is drawn is what the table beside it says, whatever the numbers are."""

import re

import pytest
from django.template import engines

from motcua.doors.web.ui import charts
from motcua.doors.web.ui.charts import Month

ROWS = [Month(name=f"{place:02}/26", number=place * 100, ratio=0.9 + place / 200) for place in range(1, 13)]


def drawn(chart, newest=ROWS[-6:]):
    narrow = charts.months(newest, width=charts.NARROW)
    module = engines.all()[0].env.get_template("ui/charts.html").module
    return str(module.months("m", chart, narrow, "Nhận và trả", "Nói gì.", "Hồ sơ nhận", "Đúng hạn"))


def test_every_column_is_as_high_as_its_number_and_stands_in_the_table():
    chart = charts.months(ROWS, 0.95)
    text = drawn(chart)
    cells = re.findall(r'<th scope="row">(\S+)</th><td class="num">([\d.]+)</td><td class="num">([\d,]+%)', text)
    assert [(name, number.replace(".", "")) for name, number, _ in cells] == [(r.name, str(r.number)) for r in ROWS]
    scale = chart.columns[-1].height / ROWS[-1].number
    for column, row in zip(chart.columns, ROWS, strict=True):
        assert column.height == pytest.approx(row.number * scale, abs=0.06)
        assert column.y + column.height == pytest.approx(160, abs=0.06)
    wide, narrow = text.split('<div class="mc-months--phone">')
    assert len(re.findall(r'<rect class="mc-f-(?:soft|full)"', wide)) == len(cells) == 12
    assert len(re.findall(r'<rect class="mc-f-(?:soft|full)"', narrow)) == 6
    assert all(column.x + column.width <= charts.NARROW for column in charts.months(ROWS[-6:], None, 330).columns)
    assert "<title" in text
    assert "<desc" in text


def test_the_line_rises_with_its_ratios_and_reaches_the_target_where_it_is_kept():
    chart = charts.months(ROWS, 0.95)
    heights = [dot.y for dot in chart.dots]
    assert heights == sorted(heights, reverse=True)
    assert [dot.kept for dot in chart.dots] == [dot.y <= chart.target_y for dot in chart.dots]
    assert chart.target_text == "95%"


def test_a_month_without_a_ratio_breaks_the_line_and_says_so_in_the_table():
    rows = [*ROWS[:5], Month(name="06/26", number=0, ratio=None), *ROWS[6:]]
    chart = charts.months(rows)
    assert len(chart.lines) == 2
    assert len(chart.dots) == 11
    assert "chưa có số" in drawn(chart)
    assert chart.target_y is None


@pytest.mark.parametrize("most", [0, 1, 3, 7, 15, 99, 4812, 10**9])
def test_the_axis_reaches_above_every_number(most):
    step = charts.step_of(most)
    assert step * 3 >= most
    assert most < 3 or step * 3 <= most * 3


@pytest.mark.parametrize("ratios", [[0.0], [1.0], [0.96, 0.88], [0.5, 0.31], [0.05]])
def test_the_axis_of_ratios_begins_below_the_lowest(ratios):
    chart = charts.months([Month(name=str(place), number=1, ratio=one) for place, one in enumerate(ratios)])
    assert chart.floor <= min(ratios) * 100
    assert all(200 <= dot.y <= 292 for dot in chart.dots)


def test_nothing_at_all_is_a_chart_of_zeros():
    assert charts.months([Month(name="11/26", number=0, ratio=None)]).columns[0].height == 0
    assert charts.spark([None, None]) == ()
    assert charts.stack((0, 0), 0) == (charts.Part(0, 0), charts.Part(0, 0))


def test_parts_of_a_bar_lie_end_to_end():
    first, second, third = charts.stack((22, 17, 9), 48)
    assert first.x == 0
    assert second.x == pytest.approx(first.width, abs=0.02)
    assert third.x + third.width == pytest.approx(100, abs=0.02)
