"""What a sheet of a report says, whatever it is written in: lines above, header, numbered lines, notes; and lists.

A text that a spreadsheet would take for a formula is guarded; numbers stay numbers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.ground.kernel.text import clean

from . import forms
from .forms import Form, Head
from .tables import Table

Value = str | int | None

NO_NUMBER = "–"
_FORMULA = ("=", "+", "-", "@")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
LIST_COLUMNS = (
    "TT", "Mã hồ sơ", "Mã thủ tục", "Thủ tục hành chính", "Lĩnh vực", "Cơ quan giải quyết", "Kênh nộp", "Tiếp nhận",
    "Hẹn trả", "Kết thúc", "Trạng thái",
)  # fmt: skip

MOVED_COLUMNS = ("TT", "Mã hồ sơ", "Khi báo cáo", "Hiện nay", "Chênh")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What stands above and below the table.

    state   in words, e.g. “Bản đã ký, lần 1”; notes  sentences below
    """

    agency: str
    parent: str
    form: Form
    period: str
    state: str
    notes: tuple[str, ...]


def guarded(text: str) -> str:
    """Return one line that no spreadsheet takes for a formula: an apostrophe stands before what begins like one."""
    line = clean(text)
    return f"'{line}" if line.startswith(_FORMULA) else line


def above(about: About) -> tuple[str, ...]:
    """Return the lines above the table."""
    return (about.parent, about.agency, about.form.name, about.form.title, about.period, about.state)


def head(form: Form) -> tuple[tuple[Head, ...], ...]:
    """Return the header with the two columns before the numbers."""
    rows = forms.header(form)
    return ((Head("TT", 1, len(rows)), Head(name_of_lines(form), 1, len(rows)), *rows[0]), *rows[1:])


def name_of_lines(form: Form) -> str:
    """Return how the column of names is headed."""
    return "Lĩnh vực, công việc giải quyết theo cấp" if form.dimension == "field" else "Đơn vị"


def numbered(form: Form) -> tuple[str, ...]:
    """Return the row of column numbers, “(1)”, “(2)”, …."""
    return tuple(f"({place})" for place in range(1, len(form.columns) + 3))


def flat_head(form: Form) -> tuple[str, ...]:
    """Return one header a column, its groups before it: for formats of plain rows."""
    names = (" › ".join((*column.groups, column.header)) for column in form.columns)
    return ("TT", name_of_lines(form), *names)


def lines(table: Table) -> Iterator[tuple[Value, ...]]:
    """Yield the lines as they are numbered: I, II for levels, 1, 2 for fields and units; the total last."""
    deep = any(line.depth for line in table.lines)
    level = number = 0
    for line in table.lines:
        if deep and line.depth == 0:
            mark, level, number = _ROMAN[level], level + 1, 0
        else:
            number += 1
            mark = str(number)
        yield (mark, line.label, *line.cells)
    yield ("", "Tổng cộng", *table.total)


def notes(form: Form, table: Table, *, told: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the sentences below: which columns have no number yet, and what else is told."""
    missing, partly = [], []
    for place, (number, total) in enumerate(zip(numbered(form)[2:], table.total, strict=True)):
        if total is None:
            missing.append(number)
        elif any(line.cells[place] is None for line in table.lines):
            partly.append(number)
    said = []
    if missing:
        said.append(f"{NO_NUMBER} là chưa có số, vì chưa có nguồn: cột {', '.join(missing)}.")
    if partly:
        said.append(f"Cột {', '.join(partly)}: dòng ghi {NO_NUMBER} chưa có số; tổng là của các dòng đã có.")
    return (*said, *table.notes, *told)


def plain(value: Value) -> str:
    """Return a cell of a format that has only text."""
    if value is None:
        return NO_NUMBER
    return guarded(value) if isinstance(value, str) else str(value)


def moment(at: datetime | None) -> str:
    """Return “2026-11-27 09:41”, which sorts, or ""."""
    return f"{at:%Y-%m-%d %H:%M}" if at else ""
