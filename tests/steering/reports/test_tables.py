"""The forms over a simulated year: every sum holds in every line, and every number opens what it counts."""

from datetime import date, datetime

import pytest

from motcua.people.agencies.queries import organisation as agencies
from motcua.steering.indicators.rules import periods
from motcua.steering.indicators.services import folding
from motcua.steering.reports.queries import lines, tables
from motcua.steering.reports.rules import forms
from motcua.steering.reports.rules.tables import TOTAL, breaches
from motcua.steering.reports.vocabulary import Subject
from tests.casework.dossiers.year import simulate
from tests.factories.world import VN

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
