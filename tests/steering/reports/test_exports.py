"""What is written out reads back: spreadsheets, CSV, paper; no cell is a formula; a cursor, not a list."""

import csv
import re
import zipfile
from dataclasses import replace
from io import BytesIO, StringIO

import pypdfium2
import pytest

from motcua.steering.reports.queries import kept, lines, tables
from motcua.steering.reports.rules import forms, sheets
from motcua.steering.reports.services import acts, books, exports, preparing
from tests.casework.dossiers.papers import archive
from tests.factories.workbooks import rows_of
from tests.factories.world import a_dossier

from .conftest import AFTER, NOVEMBER, digest


@pytest.fixture
def view(world, month):
    pk = preparing.prepare("06a", NOVEMBER, world.centre, by=world.receptionist, at=AFTER)
    acts.check(pk, seen=digest(pk), by=world.head, at=AFTER)
    acts.sign(pk, seen=digest(pk), by=world.head, at=AFTER)
    return kept.report(pk, by=world.head, at=AFTER)


@pytest.mark.django_db
def test_a_spreadsheet_of_a_report_has_its_numbers_under_merged_headers(view):
    content = b"".join(exports.xlsx_of_report(view))
    rows, formulas = rows_of(content)
    assert ["", "Tổng cộng", *view.table.total] in rows
    assert ["I", "Thủ tục hành chính cấp xã", *view.table.total] in rows
    assert [f"({place})" for place in range(1, 14)] in rows
    assert formulas == 0
    with zipfile.ZipFile(BytesIO(content)) as book:
        merged = re.findall(r'mergeCell ref="([^"]+)"', book.read("xl/worksheets/sheet1.xml").decode())
    assert {"A8:A10", "C8:F8", "D9:E9", "G8:J8", "K8:M8"} <= set(merged)


@pytest.mark.django_db
def test_csv_of_a_report_reads_back(view):
    said = "".join(exports.csv_of_report(view))
    assert said.startswith("\ufeff")
    rows = list(csv.reader(StringIO(said.removeprefix("\ufeff"))))
    assert rows[0][3] == "Số hồ sơ tiếp nhận › Trong kỳ › Trực tuyến"
    assert [int(number) for number in rows[-1][2:]] == list(view.table.total)


@pytest.mark.django_db
def test_csv_of_a_report_ends_with_what_is_said_of_its_numbers_after_an_empty_line(world, month):
    pk = preparing.prepare("07a", NOVEMBER, world.committee, by=world.leader, at=AFTER)
    view = kept.report(pk, by=world.leader, at=AFTER)
    line = view.table.lines[0]
    object.__setattr__(view.table, "lines", (line, replace(line, key="0", cells=(None, *line.cells[1:]))))
    object.__setattr__(view.table, "notes", ("=2 thủ tục chưa xác định được cấp.",))
    rows = list(csv.reader(StringIO("".join(exports.csv_of_report(view)).removeprefix("\ufeff"))))
    assert [row[1] for row in rows[1:4]] == [line.label, line.label, "Tổng cộng"]
    notes = sheets.notes(view.form, view.table)
    assert len(notes) == 3
    assert rows[4:] == [[], [notes[0]], [notes[1]], [f"'{notes[2]}"]]
    assert "tổng là của các dòng đã có" in notes[1]


@pytest.mark.django_db
def test_the_paper_says_what_the_report_says_and_that_it_bears_no_digital_signature(view):
    content = exports.pdf_of_report(view)
    page = pypdfium2.PdfDocument(content)[0]
    said = " ".join(page.get_textpage().get_text_range().split())
    assert page.get_width() > page.get_height()
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in said
    assert "TẠI BỘ PHẬN MỘT CỬA" in said
    assert "Tháng 11/2026" in said
    assert "bản này chưa có chữ ký số" in said
    assert view.digest in said.replace(" ", "")
    assert "Phan Văn Đứng" in said
    assert archive.faults(content) == ()


@pytest.mark.django_db
def test_a_long_report_repeats_its_header_on_every_page_and_a_draft_says_it_is_one(world, month):
    pk = preparing.prepare("tuan", NOVEMBER, world.committee, by=world.leader, at=AFTER)
    view = kept.report(pk, by=world.leader, at=AFTER)
    line = view.table.lines[0]
    object.__setattr__(view.table, "lines", (line,) * 90)
    pages = pypdfium2.PdfDocument(exports.pdf_of_report(view))
    assert len(pages) > 2
    texts = [" ".join(page.get_textpage().get_text_range().split()) for page in pages]
    assert all("Kỳ trước chuyển qua" in said for said in texts[:-1])
    assert all("DỰ THẢO" in said for said in texts)
    assert "chưa có số, vì chưa có nguồn: cột (5), (6)" in texts[-1]


@pytest.mark.django_db
def test_lists_of_dossiers_hold_the_same_in_both_formats_as_the_number_says(view, world):
    said = "".join(exports.csv_of_dossiers(view, "", "3", by=world.head, at=AFTER)).removeprefix("\ufeff")
    plain = list(csv.reader(StringIO(said)))
    sheet, formulas = rows_of(b"".join(exports.xlsx_of_dossiers(view, "", "3", by=world.head, at=AFTER)))
    assert (len(plain), formulas) == (5, 0)
    assert [[str(cell) for cell in row] for row in sheet] == plain


@pytest.mark.django_db
def test_a_list_is_read_by_a_cursor_of_the_server_portion_by_portion(view, world, monkeypatch, queries):
    monkeypatch.setattr(lines, "_PORTION", 2)
    for _ in range(5):
        a_dossier(world)
    preparing.folding.follow()
    cell = tables.cell(view.form, view.scope, NOVEMBER, "", "3", today=AFTER.date())
    with queries(max=1):
        assert len(list(lines.every(cell, NOVEMBER, today=AFTER.date()))) == 9


def test_no_cell_is_a_formula():
    bad = ["=1+1", "+84", "-2", "@x", "\t=1", "ok"]
    said = next(books.csv_of([bad]))
    (plain,) = csv.reader(StringIO(said.removeprefix("\ufeff")))
    assert plain == ["'=1+1", "'+84", "'-2", "'@x", "'=1", "ok"]
    sheet, formulas = rows_of(b"".join(books.chunks(books.xlsx_of_rows(["a"], [bad], name="x"))))
    assert formulas == 0
    assert sheet[1][:4] == ["'=1+1", "'+84", "'-2", "'@x"]


def test_a_sheet_holds_so_many_rows_and_the_next_goes_on(monkeypatch):
    monkeypatch.setattr(books, "SHEET_ROWS", 3)
    path = books.xlsx_of_rows(["n"], ([number] for number in range(7)), name="Hồ sơ")
    content = b"".join(books.chunks(path))
    assert [rows_of(content, sheet)[0] for sheet in (1, 2, 3)] == [
        [["n"], [0], [1], [2]], [["n"], [3], [4], [5]], [["n"], [6]],
    ]  # fmt: skip
    assert not path.exists()


def test_a_flat_header_names_every_column():
    for form in forms.FORMS:
        assert len(sheets.flat_head(form)) == len(form.columns) + 2 == len(set(sheets.flat_head(form)))
