"""The leader's page as a workbook or as plain text to reckon with: the same numbers, ratios of 0 to 1, not rounded."""

import csv
import io
from collections.abc import Iterator, Sequence
from fractions import Fraction

import xlsxwriter
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.casework.dossiers.vocabulary import Permission
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotFound
from motcua.steering.indicators.rules.measures import MEASURES, Measure
from motcua.steering.indicators.rules.ranking import apart, ranked
from motcua.steering.indicators.rules.scoring import shown
from motcua.steering.indicators.vocabulary import Unit

from ..session.request import StaffRequest, needs
from . import picture
from .asked import read
from .picture import Picture


class Share(float):
    """A ratio of 0 to 1, which a workbook shows in percent."""


class Points(float):
    """Points, which a workbook shows with two decimals."""


Cell = str | int | float | None
Sheet = tuple[str, Sequence[Sequence[Cell]]]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MONTHLY = tuple(MEASURES[code] for code in ("received", "resolved", "on_time_rate"))
_LOOKS = {Share: "0.0%", Points: "0.00", int: "#,##0", float: "#,##0.0"}
_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
@needs(Permission.VIEW_AGENCY)
def export(request: StaffRequest) -> HttpResponse:
    """Send the numbers of the leader's page as a file."""
    kind, at = request.GET.get("dang", ""), clock.now()
    if kind not in _KINDS:
        raise NotFound("Chỉ tải được tệp XLSX hoặc CSV. Mở lại trang điều hành.")
    asked = read(request, at.date())
    sheets = tuple(_sheets(picture.read(asked, at=at)))
    content = _as_workbook(sheets) if kind == "xlsx" else _as_text(sheets)
    response = HttpResponse(content, content_type=_KINDS[kind])
    unit = asked.unit.code if asked.unit else "tat-ca"
    response.headers["Content-Disposition"] = f'attachment; filename="dieu-hanh-{unit}-{asked.period.key}.{kind}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _sheets(seen: Picture) -> Iterator[Sheet]:
    asked = seen.asked
    yield (
        "Số liệu",
        [
            ("Đơn vị", asked.called),
            ("Kỳ", asked.period.label),
            ("Số liệu đến", f"{seen.at:%H:%M %d/%m/%Y}"),
            ("Mã", "Số liệu", "Đơn vị tính", "Tử số", "Mẫu số", "Giá trị", "Kỳ trước", "Chỉ tiêu"),
            *(_measure(seen, code) for code in MEASURES),
        ],
    )
    rows: list[Sequence[Cell]] = [("Mã", "Chỉ số", "Tử số", "Mẫu số", "Điểm", "Tối đa", "Mất")]
    for line in seen.card.lines:
        figure, one = line.figure, line.indicator
        part, whole = (figure.part, figure.whole) if figure else (None, None)
        rows.append((one.code, one.name, part, whole, _points(line.points), one.most, _points(line.lost)))
    rows.append(("", "Tổng", None, None, _points(seen.card.total), seen.card.told, None))
    yield "Chỉ số 766", rows
    yield (
        "12 tháng",
        [
            ("Tháng", "Hồ sơ nhận", "Đã giải quyết", "Trả đúng hoặc trước hẹn"),
            *(
                (
                    f"{month.first:%m/%Y}",
                    *(_number(seen.value_in(month, one.code, counts).number, one) for one in _MONTHLY),
                )
                for month, counts in seen.months
            ),
        ],
    )
    yield (
        "Quá hạn theo nơi giữ",
        [
            (f"Lúc {seen.at:%H:%M %d/%m/%Y}, không theo kỳ",),
            ("Nơi giữ", "1–3 ngày", "4–10 ngày", "Trên 10 ngày", "Cộng", "Chưa có thư xin lỗi"),
            *((one.name, one.few, one.several, one.many, one.total, one.unsorry) for one in seen.overdue),
        ],
    )
    yield "Xếp hạng", list(_ranking(seen))


def _measure(seen: Picture, code: str) -> Sequence[Cell]:
    measure, value, before = MEASURES[code], seen.value(code), seen.was(code)
    target = seen.beside.targets.get(code)
    return (
        code,
        measure.name,
        measure.unit.label,
        value.part,
        value.whole,
        _number(value.number, measure),
        _number(before.number, measure),
        None if target is None else float(target),
    )


def _ranking(seen: Picture) -> Iterator[Sequence[Cell]]:
    yield "Hạng", "Xã, phường", "Điểm", "Kỳ trước", "Hồ sơ", "Đúng hạn", "Quá hạn", "Số hóa"
    places = [*enumerate(ranked(seen.communes), start=1), *((None, one) for one in apart(seen.communes))]
    for place, one in places:
        yield (
            place,
            seen.asked.tree.name(one.unit_id),
            _points(one.points),
            _points(one.before),
            one.handled,
            _share(one.on_time),
            one.late,
            _share(one.digitised),
        )


def _number(value: Fraction | None, measure: Measure) -> float | int | None:
    if value is None or measure.unit is Unit.PERCENT:
        return _share(value)
    return int(value) if value.denominator == 1 else float(value)


def _share(value: Fraction | None) -> Share | None:
    return None if value is None else Share(value)


def _points(value: Fraction | None) -> Points | None:
    rounded = shown(value)
    return None if rounded is None else Points(rounded)


def _as_text(sheets: Sequence[Sheet]) -> bytes:
    """Return one file of all tables; a cell that a spreadsheet would reckon with stays a text."""
    out = io.StringIO()
    writer = csv.writer(out)
    for name, rows in sheets:
        writer.writerow([name])
        writer.writerows([_safe(cell) for cell in row] for row in rows)
        writer.writerow([])
    return out.getvalue().encode("utf-8-sig")


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _as_workbook(sheets: Sequence[Sheet]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        looks = {kind: book.add_format({"num_format": look}) for kind, look in _LOOKS.items()}
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(place, column, cell)
                    elif cell is not None:
                        sheet.write_number(place, column, cell, looks[type(cell)])
            sheet.set_column(0, 1, 34)
    return out.getvalue()
