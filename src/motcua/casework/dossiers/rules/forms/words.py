"""How papers write dates, telephone numbers, places and sentences."""

import re
from datetime import date, datetime

from motcua.ground.kernel.identifiers import digits
from motcua.ground.kernel.text import clean, prose

_MOBILE = (4, 3, 3)
_PHONES = {("024", 11): (3, 4, 4), ("028", 11): (3, 4, 4), ("02", 11): (4, 1, 3, 3)}
_UNIT = re.compile(r"\b(xã|phường|đặc khu|tỉnh|thành phố)\s+(.+)$", re.IGNORECASE)
_CODE = "(mã thủ tục "
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def moment(at: datetime, *, weekday: bool = False) -> str:
    """Return “17 giờ 00, thứ Hai, ngày 23/11/2026”."""
    day = f"{WEEKDAYS[at.weekday()]}, " if weekday else ""
    return f"{at:%H} giờ {at:%M}, {day}ngày {at:%d/%m/%Y}"


def short_moment(at: datetime | None) -> str:
    """Return “08:42 10/11/2026”, for cells of a table; "" for None."""
    return f"{at:%H:%M} {at:%d/%m/%Y}" if at else ""


def day(on: date | None) -> str:
    """Return “10/11/2026”; "" for None."""
    return f"{on:%d/%m/%Y}" if on else ""


def dated(on: date, place: str = "") -> str:
    """Return “Tân Hòa, ngày 05 tháng 02 năm 2026”.

    Law: 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 4: days below 10 and the months 1 and 2 take a leading zero.
    """
    month = f"{on.month:02d}" if on.month < 3 else str(on.month)
    words = f"ngày {on.day:02d} tháng {month} năm {on.year}"
    return f"{place}, {words}" if place else f"N{words[1:]}"


def place_of(*names: str) -> str:
    """Return the place that stands before the date: “Ủy ban nhân dân xã Tân Hòa” → “Tân Hòa”; numbered units in full.

    Law: 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 4.
    """
    for name in names:
        if found := _UNIT.search(clean(name)):
            unit, place = found.groups()
            return f"{unit.capitalize()} {place}" if place[0].isdigit() else place
    return ""


def phone(number: str) -> str:
    """Return a telephone number in groups: ``0912345678`` → ``0912 345 678``; others as they are."""
    bare = digits(number)
    shape = _PHONES.get((bare[:3] if bare.startswith(("024", "028")) else bare[:2], len(bare))) or (
        _MOBILE if len(bare) == 10 else ()
    )
    if not shape or not bare.isdigit():
        return clean(number)
    starts = [sum(shape[:place]) for place in range(len(shape))]
    return " ".join(bare[start : start + length] for start, length in zip(starts, shape, strict=True))


def procedure(name: str, code: str) -> str:
    """Return the name of a procedure with its code."""
    return f"{clean(name)} {_CODE}{code})" if code else clean(name)


def line(text: str) -> str:
    """Return one clean line in which the code of a procedure is not torn apart at a line's end."""
    return clean(text).replace(_CODE, _CODE.replace(" ", "\u00a0"))


def closed(sentence: str) -> str:
    """Return the sentence with its full stop."""
    text = line(sentence)
    return text if not text or text.endswith((".", "!", "?", "…", ";")) else f"{text}."


def paragraphs(text: str) -> list[str]:
    """Return what was typed as paragraphs, each with its full stop."""
    return [closed(part) for part in prose(text).split("\n") if clean(part)]
