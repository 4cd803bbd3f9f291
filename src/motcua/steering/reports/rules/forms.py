"""The forms, version by version: columns under their headers, each a measure of the dictionary, and what adds up.

A column without a measure has no source in the house yet: it prints a dash, never 0.
Law: 01/2020/TT-VPCP, forms II.06a and II.07b/VPCP/KSTT; form 07a/BTP of 2026; the weekly form is the province's own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from motcua.ground.kernel.errors import NotFound

from ..vocabulary import Dimension, Subject

_IN, _DONE, _OPEN = "Số hồ sơ tiếp nhận", "Số hồ sơ đã giải quyết", "Số hồ sơ đang giải quyết"
_NOW = "Trong kỳ"
_LATE = "Quá hạn"
_PAID = "Thanh toán phí, lệ phí"
_ONLINE_WAIT = "Hồ sơ trực tuyến chờ tiếp nhận"
_OWN, _ONE_STOP, _PROCESS = (
    "Số thủ tục thuộc thẩm quyền",
    "Số thủ tục thực hiện theo một cửa",
    "Quy trình nội bộ đã ban hành",
)
_TOTAL = "Tổng số"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of numbers.

    key      its number on the form, or its name
    groups   headers above its own, the outermost first
    measure  code in the dictionary of measures, of a form of procedures in `CATALOGUE`; "": no source yet
    """

    key: str
    header: str
    groups: tuple[str, ...] = ()
    measure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One version of a form, in force from a day to a day.

    first_number  of its first column of numbers; 0: columns bear no numbers
    identities    (column, columns whose sum it is), of every line
    additive      its total is the sum of its lines; else one thing may stand in several lines
    """

    code: str
    version: int
    name: str
    title: str
    basis: str
    valid_from: date
    valid_to: date | None = None
    dimension: Dimension
    subject: Subject = Subject.DOSSIERS
    columns: tuple[Column, ...]
    identities: tuple[tuple[str, tuple[str, ...]], ...]
    first_number: int = 3
    additive: bool = True

    def place(self, key: str) -> int:
        """Return the place of a column. Raises NotFound where there is none of this key."""
        for place, column in enumerate(self.columns):
            if column.key == key:
                return place
        raise NotFound("Biểu này không có cột đó. Mở lại báo cáo rồi chọn một con số.")


@dataclass(frozen=True, slots=True)
class Head:
    """One cell of the header: its text and how far it reaches."""

    text: str
    across: int
    down: int


def _counted(key: str, header: str, measure: str, *groups: str) -> Column:
    return Column(key=key, header=header, groups=groups, measure=measure)


II_06A = Form(
    code="06a",
    version=1,
    name="Biểu số II.06a/VPCP/KSTT",
    title="Tình hình, kết quả giải quyết thủ tục hành chính tại Bộ phận Một cửa",
    basis="Thông tư số 01/2020/TT-VPCP",
    valid_from=date(2020, 10, 21),
    dimension=Dimension.FIELD,
    columns=(
        _counted("3", _TOTAL, "handled", _IN),
        _counted("4", "Trực tuyến", "received_online", _IN, _NOW),
        _counted("5", "Trực tiếp, dịch vụ bưu chính", "received_offline", _IN, _NOW),
        _counted("6", "Từ kỳ trước", "carried", _IN),
        _counted("7", _TOTAL, "resolved", _DONE),
        _counted("8", "Trước hạn", "resolved_early", _DONE),
        _counted("9", "Đúng hạn", "resolved_on_time", _DONE),
        _counted("10", _LATE, "resolved_late", _DONE),
        _counted("11", _TOTAL, "open", _OPEN),
        _counted("12", "Trong hạn", "open_on_time", _OPEN),
        _counted("13", _LATE, "open_late", _OPEN),
    ),
    identities=(
        ("3", ("4", "5", "6")),
        ("7", ("8", "9", "10")),
        ("11", ("12", "13")),
        ("3", ("7", "11")),
    ),
)
_WEEK = (
    _counted("recv_total", _TOTAL, "handled", _IN),
    _counted("recv_online", "Trực tuyến", "received_online", _IN, _NOW),
    _counted("recv_online_full", "Trực tuyến toàn trình", "", _IN, _NOW),
    _counted("recv_online_partial", "Trực tuyến một phần", "", _IN, _NOW),
    _counted("recv_postal", "Bưu chính", "received_postal", _IN, _NOW),
    _counted("recv_direct", "Trực tiếp", "received_direct", _IN, _NOW),
    _counted("recv_carry", "Kỳ trước chuyển qua", "carried", _IN),
    _counted("res_total", _TOTAL, "resolved", _DONE),
    _counted("res_before", "Trước hạn", "resolved_early", _DONE),
    _counted("res_ontime", "Đúng hạn", "resolved_on_time", _DONE),
    _counted("res_late", _LATE, "resolved_late", _DONE),
    _counted("proc_total", _TOTAL, "open", _OPEN),
    _counted("proc_ontime", "Trong hạn", "open_on_time", _OPEN),
    _counted("proc_late", _LATE, "open_late", _OPEN),
)
_WEEK_ADDS = (
    ("recv_total", ("recv_online", "recv_postal", "recv_direct", "recv_carry")),
    ("res_total", ("res_before", "res_ontime", "res_late")),
    ("proc_total", ("proc_ontime", "proc_late")),
    ("recv_total", ("res_total", "proc_total")),
)
WEEKLY = Form(
    code="tuan",
    version=1,
    name="Biểu tuần",
    title="Tình hình tiếp nhận, giải quyết hồ sơ thủ tục hành chính",
    basis="Biểu của địa phương",
    valid_from=date(2025, 7, 1),
    dimension=Dimension.UNIT,
    columns=_WEEK,
    identities=_WEEK_ADDS,
)
BTP_07A = Form(
    code="07a",
    version=1,
    name="Biểu số 07a/BTP",
    title="Tình hình, kết quả giải quyết thủ tục hành chính",
    basis="Biểu số 07a/BTP",
    valid_from=date(2026, 1, 1),
    dimension=Dimension.UNIT,
    columns=(
        *_WEEK[:4],
        _counted("recv_online_other", "Trực tuyến, hình thức khác", "", _IN, _NOW),
        *_WEEK[4:6],
        _counted("recv_non_local", "Trong đó phi địa giới", "", _IN, _NOW),
        _WEEK[6],
        *_WEEK[7:11],
        _counted("res_late_sorry", "Đã có thư xin lỗi", "resolved_late_sorry", _DONE, "Trong số quá hạn"),
        _counted("res_late_no_sorry", "Chưa có thư xin lỗi", "resolved_late_no_letter", _DONE, "Trong số quá hạn"),
        *_WEEK[11:],
        _counted("proc_late_sorry", "Đã có thư xin lỗi", "open_late_sorry", _OPEN, "Trong số quá hạn"),
        _counted("proc_late_no_sorry", "Chưa có thư xin lỗi", "open_late_no_letter", _OPEN, "Trong số quá hạn"),
        _counted("pay_total", _TOTAL, "fee_paid", _PAID),
        _counted("pay_online", "Trực tuyến", "fee_paid_online", _PAID),
        _counted("pay_direct", "Trực tiếp", "fee_paid_offline", _PAID),
        _counted("stopped", "Dừng xử lý", "stopped"),
        _counted("withdrawn", "Rút hồ sơ", "withdrawn"),
        _counted("rejected", "Không được tiếp nhận", "declined"),
        _counted("pending_ontime", "Đúng hạn", "", _ONLINE_WAIT),
        _counted("pending_late", _LATE, "", _ONLINE_WAIT),
        _counted("pending_receive", _TOTAL, "", _ONLINE_WAIT),
        _counted("mismatch_digital", "Kết quả điện tử khác bản giấy", ""),
        _counted("receipt_money", "Thu tiền có xuất biên lai", ""),
    ),
    identities=(
        *_WEEK_ADDS,
        ("res_late", ("res_late_sorry", "res_late_no_sorry")),
        ("proc_late", ("proc_late_sorry", "proc_late_no_sorry")),
        ("pay_total", ("pay_online", "pay_direct")),
    ),
)


def _procedures(version: int, levels: Sequence[tuple[str, str]], first: date, last: date | None) -> Form:
    """Return II.07b with its columns a level: (code of the level in `CATALOGUE`, its name), "" for no source."""
    columns, identities, number = [], [], 3
    for group, what in ((_OWN, "held"), (_ONE_STOP, "one_stop"), (_PROCESS, "processes")):
        whole, number = str(number), number + 1
        columns.append(_counted(whole, _TOTAL, f"{what}_total", group))
        parts = []
        for code, name in levels:
            columns.append(_counted(str(number), name, f"{what}_{code}" if code else "", group))
            parts += [str(number)] if code else []
            number += 1
        identities.append((whole, tuple(parts)))
    return Form(
        code="07b",
        version=version,
        name="Biểu số II.07b/VPCP/KSTT",
        title="Tổng hợp số lượng thủ tục hành chính, quy trình nội bộ",
        basis="Thông tư số 01/2020/TT-VPCP",
        valid_from=first,
        valid_to=last,
        dimension=Dimension.UNIT,
        subject=Subject.CATALOGUE,
        columns=tuple(columns),
        identities=tuple(identities),
        additive=False,
    )


CATALOGUE = tuple(
    f"{what}_{of}" for what in ("held", "one_stop", "processes") for of in ("total", "province", "commune")
)
"""What a form of procedures counts: decided by an agency, taken in at a one-stop shop, with a process; by level."""

II_07B = (
    _procedures(
        1,
        (("province", "Cấp tỉnh"), ("", "Cấp huyện"), ("commune", "Cấp xã")),
        date(2020, 10, 21),
        date(2025, 6, 30),  # districts ceased on 1/7/2025
    ),
    _procedures(2, (("province", "Cấp tỉnh"), ("commune", "Cấp xã")), date(2025, 7, 1), None),
)
FORMS: tuple[Form, ...] = (II_06A, *II_07B, BTP_07A, WEEKLY)


def offered() -> tuple[Form, ...]:
    """Return the newest version of each form."""
    return tuple({one.code: one for one in FORMS}.values())


def in_force(code: str, *, on: date) -> Form:
    """Return the version of a form that holds on a day, the last one of a period.

    Raises  NotFound for a code that is none, or a day on which there was no such form
    """
    for one in FORMS:
        if one.code == code and one.valid_from <= on and (one.valid_to is None or on <= one.valid_to):
            return one
    raise NotFound(f"Không có biểu này cho kỳ kết thúc ngày {on:%d/%m/%Y}. Chọn biểu khác hoặc kỳ khác.")


def of_version(code: str, version: int) -> Form:
    """Return the version of a form that a report was made by; LookupError is a bug."""
    return next(one for one in FORMS if (one.code, one.version) == (code, version))


def header(form: Form) -> tuple[tuple[Head, ...], ...]:
    """Return the header of the columns of numbers, row by row: equal neighbours under one group are one cell."""
    depth = max(len(column.groups) for column in form.columns) + 1
    return tuple(tuple(_row(form.columns, depth, row)) for row in range(depth))


def _row(columns: tuple[Column, ...], depth: int, row: int) -> Iterator[Head]:
    place = 0
    while place < len(columns):
        column, across = columns[place], 1
        if row < len(column.groups):
            above = column.groups[: row + 1]
            while place + across < len(columns) and columns[place + across].groups[: row + 1] == above:
                across += 1
            yield Head(column.groups[row], across, 1)
        elif row == len(column.groups):
            yield Head(column.header, 1, depth - row)
        place += across
