"""The forms over a simulated year: every sum holds in every line, and every number opens what it counts."""

from datetime import date, datetime

import pytest

from motcua.casework.procedures.services import offers
from motcua.ground.kernel.actors import system
from motcua.people.agencies.queries import organisation as agencies
from motcua.people.agencies.services import organisation
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.steering.indicators.rules import periods
from motcua.steering.indicators.services import folding
from motcua.steering.reports.queries import consolidation, lines, tables
from motcua.steering.reports.rules import forms, sheets
from motcua.steering.reports.rules.tables import TOTAL, breaches
from motcua.steering.reports.vocabulary import Subject
from tests.casework.dossiers.year import simulate
from tests.factories.world import BIRTH, FOUNDED, MARITAL, VN, a_dossier

from .conftest import paid

TODAY = datetime(2028, 1, 3, 9, tzinfo=VN).date()
KEYS = ("2026-W04", "2026-01", "2026-02", "2026-Q1", "2026-H1", "2026", "2026-01-15..2026-02-14", "2026-02-03")


@pytest.mark.django_db
def test_every_sum_of_every_form_holds_over_a_simulated_year_and_every_number_opens_its_dossiers():
    year = simulate(50, seed=41, last=date(2026, 2, 27), say=lambda line: None)
    folding.catch_up()
    numbers = 0
    for key in KEYS:
        period = periods.parse(key)
        for unit_id in (year.world.centre, year.world.committee):
            scope = tables.scope_of(agencies.agency(unit_id))
            for form in forms.offered():
                table = tables.current(form, scope, period, today=TODAY)
                assert list(breaches(form, table)) == []
                if form.subject is Subject.CATALOGUE:
                    continue
                for line, cells in ((TOTAL, table.total), *((one.key, one.cells) for one in table.lines)):
                    for column, number in zip(form.columns, cells, strict=True):
                        if not column.measure or number is None:
                            continue
                        cell = tables.cell(form, scope, period, line, column.key, today=TODAY)
                        found = list(lines.every(cell, period, today=TODAY))
                        assert len({one.id for one in found}) == len(found) == number, (key, form.code, line, column)
                        numbers += number
    assert numbers > 2000  # the year was not empty


def test_a_line_of_a_unit_nobody_told_of_has_no_number_and_the_total_is_of_the_others(world, province):
    top, *_ = province
    by, period = system("test"), periods.parse("2026-11")
    department = organisation.found("H99.09", "Sở Tư pháp", AgencyKind.DEPARTMENT, parent_id=top, by=by, at=FOUNDED)
    offer = {"process": "test-process", "valid_from": date(2026, 2, 1), "by": by, "at": FOUNDED}
    offers.offer(BIRTH, agency_id=world.centre, competent_id=department, **offer)
    paid(a_dossier(world, MARITAL).code)
    a_dossier(world, BIRTH)
    folding.catch_up()

    form, column = forms.BTP_07A, forms.BTP_07A.place("pay_online")
    table = tables.current(form, tables.scope_of(agencies.agency(top)), period, today=TODAY)
    lines_of = {line.key: line.cells for line in table.lines}
    assert [lines_of[str(unit)][column] for unit in (world.committee, department)] == [1, None]
    assert [lines_of[str(unit)][0] for unit in (world.committee, department)] == [1, 1]
    assert (table.total[column], list(breaches(form, table))) == (1, [])
    assert "dòng ghi – chưa có số; tổng là của các dòng đã có." in sheets.notes(form, table)[1]

    alone = tables.current(form, tables.scope_of(agencies.agency(department)), period, today=TODAY)
    assert (alone.total[column], alone.total[0]) == (None, 1)
    elsewhere = tables.current(form, tables.scope_of(agencies.agency_by_code("H99.77")), period, today=TODAY)
    assert (elsewhere.lines, elsewhere.total[column], elsewhere.total[0]) == ((), None, 0)

    seen = consolidation.consolidated(top, form, period, today=TODAY)
    assert {one.unit.id: one.own[column] for one in seen.units}[department] is None
    assert (seen.whole[column], seen.rest[column], seen.sum[column]) == (1, None, None)
