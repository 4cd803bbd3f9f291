"""Vietnamese typography: what stays on one line, how numbers and days are written."""

import re
import unicodedata
from datetime import date

from motcua.ground.kernel import identifiers

_KEEP = re.compile(
    r"(?<=\d) (?=[^\W\d_])"  # 7 ngày
    r"|(?<=\b[Đđ]iều) (?=\d)|(?<=\b[Kk]hoản) (?=\d)|(?<=\b[Đđ]iểm) (?=[a-zđ]\b)"
    r"|(?<=\b[Qq]uầy) (?=\d)|(?<=\b[Mm]ẫu) (?=\d)|(?<=\b[Nn]gày) (?=\d)|(?<=\b[Ss]ố) (?=\d)"
)
_ORDER = {sign: place for place, sign in enumerate(" 0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = "\0\u0300\u0309\u0303\u0301\u0323"  # none, huyền, hỏi, ngã, sắc, nặng
_DAYS_VI = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def keep_together(text: str) -> str:
    """Return the text with unbreakable blanks between number and unit: ``Điều 16``, ``quầy 3``, ``5 ngày``."""
    return _KEEP.sub("\u00a0", str(text))


def number(value: float | None, places: int | None = None) -> str:
    """Return ``4.812`` or ``96,4``; a number nobody has is a dash."""
    if value is None:
        return "–"
    if places is None:
        places = 0 if float(value).is_integer() else 1
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


def phone(number: str) -> str:
    """Return a number in groups that can be read aloud: ``0299 3 123 456``, ``0912 345 678``, ``1900 1234``."""
    digits = re.sub(r"[\s.-]", "", number)
    if not digits.isdigit() or len(digits) < 6:  # 1022 and the like are one word
        return number
    groups = [digits[:4], *_threes(digits[4:])]
    return "\u00a0".join(group for group in groups if group)


def masked(number: str) -> str:
    """Return a number of which only the last four digits show, in fours: ``•••• •••• 4417``."""
    hidden = identifiers.mask(number)
    first = len(hidden) % 4
    groups = [hidden[:first], *(hidden[at : at + 4] for at in range(first, len(hidden), 4))]
    return "\u00a0".join(group for group in groups if group)


def _threes(digits: str) -> list[str]:
    first = len(digits) % 3 if len(digits) > 4 else len(digits)  # four stay together
    return [digits[:first], *(digits[at : at + 3] for at in range(first, len(digits), 3))]


def weekday(day: date, *, english: bool = False) -> str:
    """Return ``thứ Hai``."""
    return (_DAYS_EN if english else _DAYS_VI)[day.weekday()].replace(" ", "\u00a0")


def initials(name: str) -> str:
    """Return up to two letters of a name for the round badge: first and last word."""
    parts = name.split()
    return "".join(part[0] for part in (parts[:1] + parts[-1:] if len(parts) > 1 else parts)).upper()


def sort_key(text: str) -> tuple[int, ...]:
    """Return the place of a text in the order a ă â b c d đ e ê …, marks of tone last of all."""
    letters = [_ORDER.get(_toneless(sign), ord(sign) + 1000) for sign in text.lower()]
    tones = [_TONES.index(tone) if (tone := _tone(sign)) else 0 for sign in text.lower()]
    return (*letters, -1, *tones)


def _tone(sign: str) -> str:
    return next((mark for mark in unicodedata.normalize("NFD", sign) if mark in _TONES[1:]), "")


def _toneless(sign: str) -> str:
    parts = unicodedata.normalize("NFD", sign)
    return unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES[1:]))
