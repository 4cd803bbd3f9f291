"""Scores of many units as a file tells them, CSV or JSON: every line is read, none is lost, each says what is wrong."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from ..vocabulary import Group
from . import periods

MOST_LINES = 5000
HEADER = ("don_vi", "ky", "cong_bo", "tong", *(group.value for group in Group))
_NAMES = {
    "don_vi": "unit", "unit": "unit", "ma_don_vi": "unit",
    "ky": "period", "period": "period",
    "cong_bo": "published_on", "ngay_cong_bo": "published_on", "published_on": "published_on",
    "tong": "total", "total": "total", "tong_diem": "total",
}  # fmt: skip
_DAYS = ("%Y-%m-%d", "%d/%m/%Y")
_MOST = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One line: what it says, and what is wrong with it. ``unit`` is a code; ``text`` the line as it was sent."""

    number: int
    text: str
    unit: str = ""
    period: str = ""
    published_on: date | None = None
    total: Decimal | None = None
    groups: Mapping[Group, Decimal] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


def read(text: str) -> tuple[Read, ...]:
    """Return every line of a file but its header; a file that is none gives one line that says so."""
    body = text.strip().removeprefix("\ufeff").strip()
    found = tuple(_of_json(body) if body.startswith(("[", "{")) else _of_csv(body)) if body else ()
    if not found:
        return (Read(number=1, text="", faults=("Tệp không có dòng nào.",)),)
    if len(found) > MOST_LINES:
        return (Read(number=MOST_LINES + 1, text="", faults=(f"Tệp có hơn {MOST_LINES} dòng. Chia thành nhiều tệp.",)),)
    return found


def _of_csv(body: str) -> Iterator[Read]:
    separator = max((";", ",", "\t"), key=body.partition("\n")[0].count)
    lines = csv.reader(io.StringIO(body), delimiter=separator)
    try:
        header = [_plain(name) for name in next(lines)]
        if not {"don_vi", "unit", "ma_don_vi"} & set(header):
            yield Read(number=1, text=body.partition("\n")[0], faults=(_needs_header(),))
            return
        for row in lines:
            if any(cell.strip() for cell in row):
                said = dict(zip(header, row, strict=False))
                yield _line(lines.line_num, separator.join(row), said)
    except csv.Error:
        yield Read(number=lines.line_num, text="", faults=("Dòng này không phải CSV. Lưu lại tệp ở dạng CSV UTF-8.",))


def _needs_header() -> str:
    return f"Dòng đầu phải là tên cột: {', '.join(HEADER)}."


def _of_json(body: str) -> Iterator[Read]:
    try:
        told = json.loads(body, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        yield Read(number=1, text="", faults=("Tệp không phải JSON. Xem lại dấu ngoặc, dấu phẩy.",))
        return
    for number, one in enumerate(told if isinstance(told, list) else [told], start=1):
        text = json.dumps(one, ensure_ascii=False)
        if not isinstance(one, dict):
            yield Read(number=number, text=text, faults=("Mỗi phần tử phải là một đơn vị, có don_vi, ky, tong.",))
            continue
        flat = {**one, **(one["groups"] if isinstance(one.get("groups"), dict) else {})}
        yield _line(number, text, {_plain(str(name)): _word(value) for name, value in flat.items()})


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")


def _line(number: int, text: str, said: Mapping[str, str]) -> Read:
    told = {_NAMES[name]: value.strip() for name, value in said.items() if name in _NAMES and value is not None}
    faults: list[str] = []
    if not told.get("unit"):
        faults.append("Thiếu mã đơn vị.")
    period = told.get("period", "")
    try:
        period = periods.parse(period).key
    except (ValueError, OverflowError):
        faults.append(f"Kỳ “{period}” không đúng; viết như 2026-11, 2026-Q4, 2026.")
    published_on = _day(told.get("published_on", ""), faults)
    total = points(told.get("total", ""), "Tổng", faults)
    groups = {group: points(said.get(group.value, ""), group.label, faults, needed=False) for group in Group}
    return Read(
        number=number,
        text=text,
        unit=told.get("unit", ""),
        period=period,
        published_on=published_on,
        total=total,
        groups={group: value for group, value in groups.items() if value is not None},
        faults=tuple(faults),
    )


def _day(text: str, faults: list[str]) -> date | None:
    for shape in _DAYS:
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    faults.append(f"Ngày công bố “{text}” không đúng; viết như 01/11/2026.")
    return None


def points(text: str | None, name: str, faults: list[str], *, needed: bool = True) -> Decimal | None:
    """Return points as they were typed, ``62,6`` or ``62.6``, two decimals; None where there are none.

    faults   takes a sentence where it is no number from 0 to 100, or more exact than what is published
    """
    typed = (text or "").strip()
    if not typed:
        if needed:
            faults.append(f"{name}: chưa có điểm.")
        return None
    try:
        value = Decimal(typed.replace(",", "."))
        if value.is_finite() and 0 <= value <= _MOST:
            rounded = value.quantize(Decimal("0.01"))
            if rounded != value:
                faults.append(f"{name}: “{typed[:20]}” có hơn hai chữ số lẻ; ghi đúng số đã công bố.")
            return rounded if rounded == value else None
    except InvalidOperation:
        pass
    faults.append(f"{name}: “{typed[:20]}” không phải điểm từ 0 đến 100.")
    return None
