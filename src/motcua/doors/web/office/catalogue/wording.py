"""Words of the catalogue desk that are no data."""

from collections.abc import Sequence

from motcua.casework.procedures.rules.content import Terms
from motcua.casework.procedures.rules.differences import LABELS

SOURCES = {
    "national-2026": "Cổng quốc gia 2026",
    "portal-2021": "Cổng quốc gia 2021",
    "ministry-2025": "Bản xuất của bộ 2025",
    "seed": "Kèm phần mềm",
}
_CELLS = {"limit": "Thời hạn", "fees": "Phí, lệ phí"}


def place_label(field: str, terms: Sequence[Terms]) -> str:
    """Return the place of a flag in words: ``Thời hạn, dòng 2 (Trực tuyến)``."""
    first, *rest = field.split(".")
    if first == "code":
        return "Mã thủ tục"
    if first == "raw":
        return f"Trường lạ của nguồn: {'.'.join(rest)}"
    if first != "terms" or not rest or not rest[0].isdecimal():
        return LABELS.get(first, field)
    number = int(rest[0])
    channel = f" ({terms[number].channel.label})" if number < len(terms) else ""
    return f"{_CELLS.get(rest[-1], 'Hình thức nộp')}, dòng {number + 1}{channel}"
