"""A commune with its police, a social insurance office and a tax office: who stands in which line and column."""

from datetime import date

import pytest

from motcua.casework.procedures.rules.content import Limit
from motcua.casework.procedures.services import offers, publishing
from motcua.casework.procedures.vocabulary import Level as Said
from motcua.casework.procedures.vocabulary import LimitUnit
from motcua.ground.kernel.actors import system
from motcua.people.agencies.models import Agency
from motcua.people.agencies.queries import organisation as agencies
from motcua.people.agencies.services import organisation
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.steering.indicators.services import folding
from motcua.steering.reports.models import Report
from motcua.steering.reports.queries import catalogue, kept, lines, restatement, tables
from motcua.steering.reports.rules import forms, sheets
from motcua.steering.reports.rules.tables import breaches, from_json, to_json
from motcua.steering.reports.services import acts, preparing
from motcua.steering.reports.vocabulary import Level
from tests.factories.world import FOUNDED, MARITAL, a_dossier, content

from .conftest import AFTER, NOVEMBER, digest

pytestmark = pytest.mark.django_db
FORM, TODAY = forms.in_force("06a", on=NOVEMBER.last), AFTER.date()
OF = {  # code: (who decides, levels in the catalogue)
    "9.000011": ("police", (Said.COMMUNE,)),
    "9.000012": ("tax", (Said.PROVINCE,)),
    "9.000013": ("insurance", (Said.MINISTRY, Said.PROVINCE, Said.COMMUNE)),
    "9.000014": ("insurance", ()),
    "9.000015": ("committee", (Said.PROVINCE, Said.COMMUNE)),
    "9.000016": ("committee", (Said.OTHER,)),
}


@pytest.fixture
def vertical(world):
    """Found the offices of vertical sectors and offer what they decide at the commune's centre; one dossier of each."""
    by, day = system("test"), date(2026, 1, 5)
    ids = {"committee": world.committee}
    for who, code, name, kind in (
        ("police", "G01.99.24", "Công an xã Tân Hòa", AgencyKind.POLICE),
        ("tax", "G12.99", "Thuế tỉnh Minh Giang", AgencyKind.TAX),
        ("insurance", "G18.99.24", "Bảo hiểm xã hội cơ sở Tân Hòa", AgencyKind.DEPARTMENT),
    ):
        ids[who] = organisation.found(code, name, kind, by=by, at=FOUNDED)
    for code, (who, levels) in OF.items():
        made = content(f"Thủ tục thử {code}", Limit(value=5, unit=LimitUnit.WORKING_DAY), levels=levels)
        publishing.publish_content(
            code, made, source="test", decision_no="02/QĐ-TEST", decided_on=day, valid_from=day, by=by, at=FOUNDED
        )
        offers.offer(
            code,
            agency_id=world.centre,
            competent_id=ids[who],
            process="test-process",
            valid_from=day,
            by=by,
            at=FOUNDED,
        )
        a_dossier(world, code)
    a_dossier(world, MARITAL)
    folding.follow()
    return ids


def table(world):
    scope = tables.scope_of(agencies.agency(world.centre))
    return tables.current(FORM, scope, NOVEMBER, today=TODAY), scope


def test_lines_follow_the_level_of_the_procedure_and_what_cannot_be_told_stands_apart_and_is_said(world, vertical):
    found, _ = table(world)
    handled = {line.key: line.cells[0] for line in found.lines}
    assert handled == {
        "province": 1,  # what the tax office decides is of the province only because the catalogue says so
        "province|Hộ tịch": 1,
        "commune": 3,  # of the police, of several levels by the committee, of none by the committee
        "commune|Hộ tịch": 3,
        "other": 1,
        "other|Hộ tịch": 1,
        "unknown": 2,
        "unknown|Hộ tịch": 2,
    }
    assert list(breaches(FORM, found)) == []
    (said,) = found.notes
    assert said.startswith("2 thủ tục chưa xác định được cấp nên đứng ở dòng riêng: 9.000013, 9.000014.")
    assert said in sheets.notes(FORM, found)
    assert from_json(to_json(found)) == found


def test_a_number_opens_the_dossiers_of_its_level_though_agencies_of_two_kinds_decide_them(world, vertical):
    found, scope = table(world)
    for line in found.lines:
        cell = tables.cell(FORM, scope, NOVEMBER, line.key, "3", today=TODAY)
        opened = list(lines.every(cell, NOVEMBER, today=TODAY))
        assert len(opened) == line.cells[0], line.key
    commune = tables.cell(FORM, scope, NOVEMBER, "commune", "3", today=TODAY)
    assert {one.procedure for one in lines.every(commune, NOVEMBER, today=TODAY)} == {"9.000011", "9.000015", MARITAL}


def test_a_level_of_agencies_of_two_kinds_is_explained_whole_when_it_moved(world, vertical):
    pk = preparing.prepare("06a", NOVEMBER, world.centre, by=world.receptionist, at=AFTER)
    for act in (acts.check, acts.sign):
        act(pk, seen=digest(pk), by=world.head, at=AFTER)
    a_dossier(world, "9.000011")
    a_dossier(world, MARITAL)
    a_dossier(world, "9.000014")
    folding.follow()
    view = kept.report(pk, by=world.head, at=AFTER)
    reason = restatement.explained(view, "commune", "3", 2, today=TODAY)
    assert (len(reason.moved), reason.left) == (2, 0)


def test_the_form_of_procedures_counts_those_of_the_local_levels_and_tells_of_the_others(world, vertical):
    form = forms.in_force("07b", on=NOVEMBER.last)
    scope = tables.scope_of(agencies.agency(world.centre))
    found = catalogue.table(form, scope, on=NOVEMBER.last)
    total = dict(zip((column.key for column in form.columns), found.total, strict=True))
    assert [total[key] for key in ("3", "4", "5")] == [5, 1, 4]  # held: of them the province, the communes
    assert [total[key] for key in ("6", "7", "8")] == [8, 0, 8]  # all are taken in at the commune's centre
    assert list(breaches(form, found)) == []
    assert [note.partition(" không vào")[0].partition(" nên")[0] for note in found.notes] == [
        "1 thủ tục của cơ quan khác",
        "2 thủ tục chưa xác định được cấp",
    ]
    held = catalogue.behind(scope, "", "held_total", on=NOVEMBER.last)
    assert {code for code, *_ in held}.isdisjoint({"9.000013", "9.000014", "9.000016"})


def test_a_number_of_procedures_opens_as_many_as_it_says_also_where_one_counts_on_two_levels(world, province):
    top, by = province[0], system("test")
    centre = organisation.found("H99.01", "Trung tâm tỉnh", AgencyKind.CENTRE, parent_id=top, by=by, at=FOUNDED)
    Agency.objects.filter(pk=centre).update(receives=True)
    offer = {"process": "test-process", "valid_from": date(2026, 2, 1), "by": by, "at": FOUNDED}
    offers.offer(MARITAL, agency_id=centre, competent_id=top, **offer)
    form, scope = forms.in_force("07b", on=NOVEMBER.last), tables.scope_of(agencies.agency(top))
    found = catalogue.table(form, scope, on=NOVEMBER.last)
    for key, cells in (("", found.total), *((line.key, line.cells) for line in found.lines)):
        for column, number in zip(form.columns, cells, strict=True):
            opened = catalogue.behind(scope, key, column.measure, on=NOVEMBER.last)
            assert len(set(opened)) == len(opened) == number, (key, column)
    total = catalogue.behind(scope, "", "one_stop_total", on=NOVEMBER.last)
    assert [level for code, _, level in total if code == MARITAL] == [Level.COMMUNE, Level.PROVINCE]


def test_what_is_said_of_levels_is_sealed_with_the_numbers(world, vertical):
    pk = preparing.prepare("06a", NOVEMBER, world.centre, by=world.receptionist, at=AFTER)
    row = Report.objects.get(pk=pk)
    assert row.numbers["notes"]
    row.numbers = {**row.numbers, "notes": []}
    assert preparing.sealed(row) != row.digest
