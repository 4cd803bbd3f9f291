"""Write rows into files: CSV as it goes, XLSX row by row into a file of its own, both in constant memory."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from io import StringIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ..rules import sheets
from ..rules.sheets import About, Value
from ..rules.tables import Table

_PORTION = 1000
_CHUNK = 2**18
SHEET_ROWS = 1_000_000
"""Rows of one sheet; the format holds 1.048.576."""


def csv_of(rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """Yield rows as CSV in UTF-8 with a byte order mark, so that spreadsheets read Vietnamese; a thousand at a time."""
    into = StringIO("\ufeff")
    into.seek(0, 2)
    writer = csv.writer(into)
    for place, row in enumerate(rows, 1):
        writer.writerow([sheets.plain(value) for value in row])
        if place % _PORTION == 0:
            yield _emptied(into)
    yield _emptied(into)


def xlsx_of_rows(
    head: Sequence[str], rows: Iterable[Sequence[Value]], *, name: str, folder: Path | None = None
) -> Path:
    """Return a file of rows under a header, a further sheet after a million; whoever asked removes it.

    A text is written as a text, never as a formula or a link. Where the rows fail no file is left behind.

    folder   where it is written, None: among the temporary files
    """
    path, book = _book(constant_memory=True, folder=folder)
    try:
        bold = book.add_format({"bold": True})
        sheet: Worksheet | None = None
        place = 0
        for number, row in enumerate(rows):
            if sheet is None or number % SHEET_ROWS == 0:
                sheet, place = _opened(book, head, f"{name} {number // SHEET_ROWS + 1}", bold), 1
            _write(sheet, place, row, None)
            place += 1
        if sheet is None:
            _opened(book, head, f"{name} 1", bold)
        book.close()
    except BaseException:
        with suppress(Exception):
            book.close()  # its own files beside
        path.unlink(missing_ok=True)
        raise
    return path


def xlsx_of_report(about: About, table: Table) -> Path:
    """Return a file of a report as the form has it: merged headers, numbers as numbers, notes below."""
    path, book = _book(constant_memory=False)
    framed = {"border": 1, "text_wrap": True, "valign": "vcenter", "font_name": "Times New Roman", "font_size": 11}
    head, cell = book.add_format({**framed, "bold": True, "align": "center"}), book.add_format(framed)
    number = book.add_format({**framed, "num_format": "#,##0", "align": "right"})
    title = book.add_format({"bold": True, "font_name": "Times New Roman", "font_size": 12})
    sheet = book.add_worksheet(about.form.code)
    for place, line in enumerate(sheets.above(about)):
        sheet.write_string(place, 0, line, title)
    first = len(sheets.above(about)) + 1
    after = _write_head(sheet, about, first, head)
    for place, row in enumerate(sheets.lines(table), after):
        _write(sheet, place, row, cell, number)
    for place, note in enumerate(about.notes, after + len(table.lines) + 2):
        sheet.write_string(place, 0, note)
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, 42)
    sheet.set_column(2, len(about.form.columns) + 1, 11)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(first, after - 1)
    book.close()
    return path


def chunks(path: Path) -> Iterator[bytes]:
    """Yield a file in chunks, and remove it."""
    try:
        with path.open("rb") as file:
            yield from read(file)
    finally:
        with suppress(FileNotFoundError):
            path.unlink()


def read(file: BinaryIO) -> Iterator[bytes]:
    """Yield an open file in chunks, and close it."""
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _write_head(sheet: Worksheet, about: About, first: int, look: Format) -> int:
    """Write the header and the row of numbers; return the row after them."""
    rows = sheets.head(about.form)
    taken: set[tuple[int, int]] = set()
    for place, row in enumerate(rows, first):
        column = 0
        for cell in row:
            while (place, column) in taken:
                column += 1
            taken |= {(place + down, column + across) for down in range(cell.down) for across in range(cell.across)}
            if cell.down == cell.across == 1:
                sheet.write_string(place, column, cell.text, look)
            else:
                sheet.merge_range(place, column, place + cell.down - 1, column + cell.across - 1, cell.text, look)
    after = first + len(rows)
    for column, number in enumerate(sheets.numbered(about.form)):
        sheet.write_string(after, column, number, look)
    return after + 1


def _book(*, constant_memory: bool, folder: Path | None = None) -> tuple[Path, xlsxwriter.Workbook]:
    with NamedTemporaryFile(prefix="motcua-", suffix=".xlsx", delete=False, dir=folder) as file:
        path = Path(file.name)
    options: dict[str, bool | str] = {
        "constant_memory": constant_memory,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    options |= {"tmpdir": str(folder)} if folder else {}
    return path, xlsxwriter.Workbook(str(path), options)


def _opened(book: xlsxwriter.Workbook, head: Sequence[str], name: str, bold: Format) -> Worksheet:
    sheet = book.add_worksheet(name[:31])
    sheet.freeze_panes(1, 0)
    for column, text in enumerate(head):
        sheet.write_string(0, column, text, bold)
    return sheet


def _write(
    sheet: Worksheet, place: int, row: Sequence[Value], look: Format | None, of_number: Format | None = None
) -> None:
    for column, value in enumerate(row):
        if isinstance(value, int):
            sheet.write_number(place, column, value, of_number or look)
        else:
            sheet.write_string(place, column, sheets.NO_NUMBER if value is None else sheets.guarded(value), look)


def _emptied(into: StringIO) -> str:
    said = into.getvalue()
    into.seek(0)
    into.truncate()
    return said
