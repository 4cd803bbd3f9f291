"""Sổ theo dõi hồ sơ: one line a dossier, numbered through the year, closed with its totals.

Law: 03/2025/TT-VPCP, Phụ lục I, Mẫu 07; 01/2018/TT-VPCP, Mẫu 06 and Điều 10: numbered from 01 without a gap to the end
of the year, a further volume goes on; pages numbered, no blanks, the head of the one-stop shop signs at the closing.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

from motcua.ground.kernel.text import clean

from ...vocabulary import Status, Timeliness
from .house import Agency, FormName, Signer, Text, head, signer
from .words import day, phone

VOLUME_LINES = 1000
"""Lines of one volume: what a book can be bound of, and what is rendered while others wait a few seconds at most."""

COLUMNS = (
    "TT", "Mã hồ sơ", "Nội dung, thủ tục hành chính", "Số bộ", "Chủ hồ sơ", "Địa chỉ", "Điện thoại",
    "Ngày nhận", "Ngày hẹn trả", "Ngày nhận kết quả", "Ký giao, nhận", "Ghi chú",
)  # fmt: skip
_DONE = (Status.COMPLETED, Status.RETURNED)
_ENDED = (Status.DECLINED, Status.WITHDRAWN, Status.STOPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """One dossier of the year. ``signed``: who gave and received the result; ``timeliness``: None while it is open."""

    serial: int
    code: str
    procedure: str
    owner: str
    received_on: date
    status: Status
    sets: int = 1
    address: str = ""
    phone: str = ""
    due_on: date | None = None
    result_on: date | None = None
    timeliness: Timeliness | None = None
    signed: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterData:
    """One volume of a year's book.

    volume       1, 2, …; last  whether the year ends with it
    brought      totals of the volumes before, by label (`totals`)
    closed_at    when the book was closed; None while the year runs
    """

    agency: Agency
    year: int
    issued_at: datetime
    lines: Sequence[RegisterLine]
    volume: int = 1
    last: bool = True
    brought: Sequence[tuple[str, int]] = ()
    closed_at: datetime | None = None
    signer: Signer | None = None
    number: str = ""


def volumes(data: RegisterData, *, lines: int = VOLUME_LINES) -> Iterator[RegisterData]:
    """Yield the volumes of a year's book, each with at most so many lines; an empty year has one empty volume."""
    count = max(1, -(-len(data.lines) // lines))
    brought = data.brought
    for place in range(count):
        part = data.lines[place * lines : (place + 1) * lines]
        yield replace(data, lines=part, volume=data.volume + place, last=place == count - 1, brought=brought)
        brought = _added(brought, totals(part))


def totals(lines: Sequence[RegisterLine]) -> tuple[tuple[str, int], ...]:
    """Return the sums of the closing sheet: all; solved, and how in time; ended otherwise; still open."""
    return sums(Counter((kept.status, kept.timeliness) for kept in lines))


def sums(counted: Mapping[tuple[Status, Timeliness | None], int]) -> tuple[tuple[str, int], ...]:
    """Return the sums of the closing sheet out of how many lines have each status and verdict."""
    whole = Counter(counted)
    done = {said: sum(whole[status, said] for status in _DONE) for said in (*Timeliness, None)}
    ended = {status: sum(count for (one, _), count in whole.items() if one is status) for status in _ENDED}
    solved = sum(done.values())
    return (
        ("Tổng số hồ sơ", whole.total()),
        ("Đã giải quyết xong", solved),
        *((f"Trong đó {term.label.lower()}", done[term]) for term in Timeliness),
        ("Trong đó không tính hạn", done[None]),
        *((status.label, ended[status]) for status in _ENDED),
        ("Đang giải quyết", whole.total() - solved - sum(ended.values())),
    )


def register_text(data: RegisterData, name: FormName) -> Text:
    """Return what the template of one volume prints.

    Raises   ValueError where a number of the year is missing or stands twice
    """
    serials = [kept.serial for kept in data.lines]
    if any(after != before + 1 for before, after in pairwise(serials)):
        raise ValueError("the register is numbered without a gap")
    here = totals(data.lines)
    return head(name, data.agency, data.number, data.issued_at) | {
        "year": f"Năm {data.year}, quyển số {data.volume:02d}",
        "columns": list(COLUMNS),
        "lines": [cells(kept) for kept in data.lines],
        "sums": [[label, _points(count)] for label, count in here],
        "carried": [[label, _points(count)] for label, count in _added(data.brought, here)] if data.brought else [],
        "count": _points(len(serials)),
        "span": f"từ số {serials[0]:02d} đến số {serials[-1]:02d}" if serials else "",
        "closing": "TỜ KHÓA SỔ" if data.closed_at else "CỘNG SỔ",
        "state": _state(data),
        "signer": signer(data.signer) if data.closed_at else None,
    }


def _state(data: RegisterData) -> str:
    if data.closed_at is None:
        return f"Sổ chưa khóa; số liệu tính đến ngày {day(data.issued_at.date())}."
    follows = "" if data.last else f" Số thứ tự ghi tiếp ở quyển số {data.volume + 1:02d}."
    return f"Sổ khóa ngày {day(data.closed_at.date())}.{follows}"


def cells(kept: RegisterLine) -> list[str]:
    """Return one line of the register under its columns (`COLUMNS`)."""
    return [
        f"{kept.serial:02d}",
        kept.code,
        clean(kept.procedure),
        str(kept.sets),
        clean(kept.owner),
        clean(kept.address),
        phone(kept.phone),
        day(kept.received_on),
        day(kept.due_on),
        day(kept.result_on),
        clean(kept.signed),
        clean(kept.note),
    ]


def _added(before: Sequence[tuple[str, int]], now: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    known = dict(before)
    return tuple((label, known.get(label, 0) + count) for label, count in now)


def _points(count: int) -> str:
    return f"{count:,}".replace(",", ".")
