"""Patterns of dossier numbers: which fields there are, and what makes a pattern safe to number by.

Law: 01/2018/TT-VPCP, Điều 19 (unit identifier, date of receipt, place in the day's register).
"""

import re
from collections.abc import Iterator

FIELD = re.compile(r"\{(org|yymmdd|yyyymmdd|seq)(?::(\d{1,2}))?\}")
DEFAULT = "{org}-{yymmdd}-{seq:04}"
_LONGEST, _WIDEST = 80, 6
_ANY = re.compile(r"\{[^{}]*\}|[{}]")
_BETWEEN = re.compile(r"[A-Za-z0-9._-]*")
_DATES = {"yymmdd", "yyyymmdd"}


def flaw(pattern: str) -> str:
    """Return why dossiers cannot be numbered by the pattern, "" where they can.

    pattern   e.g. "{org}-{yymmdd}-{seq:04}": unit, day and place, each once, parted by a sign
    """
    return next(_flaws(pattern), "")


def _flaws(pattern: str) -> Iterator[str]:
    fields = [(found[1], found[2]) for found in FIELD.finditer(pattern)]
    names = [name for name, _ in fields]
    if len(pattern) > _LONGEST:
        yield f"Mẫu số hồ sơ dài nhất {_LONGEST} ký tự."
    if unknown := [field for field in _ANY.findall(pattern) if not FIELD.fullmatch(field)]:
        yield f"Mẫu số hồ sơ không hiểu {unknown[0]}. Chỉ dùng {{org}}, {{yymmdd}} hoặc {{yyyymmdd}}, {{seq:04}}."
    if names.count("org") != 1:
        yield "Mẫu số hồ sơ cần đúng một {org}: mã định danh của cơ quan."
    if sum(name in _DATES for name in names) != 1:
        yield "Mẫu số hồ sơ cần đúng một ngày: {yymmdd} hoặc {yyyymmdd}."
    if names.count("seq") != 1:
        yield "Mẫu số hồ sơ cần đúng một {seq}: số thứ tự trong ngày, ví dụ {seq:04}."
    if any(width and (name != "seq" or not 1 <= int(width) <= _WIDEST) for name, width in fields):
        yield f"Chỉ {{seq}} có độ dài, từ 1 đến {_WIDEST} chữ số, ví dụ {{seq:04}}."
    if "}{" in pattern:
        yield "Đặt dấu gạch nối hoặc dấu chấm giữa các phần của mẫu số hồ sơ."
    if not _BETWEEN.fullmatch(FIELD.sub("", pattern)):
        yield "Giữa các phần chỉ dùng chữ không dấu, chữ số, dấu gạch nối, gạch dưới và dấu chấm."
