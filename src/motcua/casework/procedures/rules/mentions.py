"""Find the limits that running text mentions: a description may confirm, contradict or complete a cell."""

import re

from motcua.ground.kernel.text import clean

from ..vocabulary import LimitUnit
from .content import Limit

UNITS: dict[str, LimitUnit] = {
    "ngày làm việc": LimitUnit.WORKING_DAY,
    "ngày": LimitUnit.DAY,
    "giờ làm việc": LimitUnit.HOUR,
    "giờ": LimitUnit.HOUR,
    "tháng": LimitUnit.MONTH,
}
_COUNT = r"(?P<count>\d{1,4})(?:\s*\([^()\d]{2,40}\))?"
_UNIT = rf"(?P<unit>{'|'.join(UNITS)})(?!\s+\d)(?!\w)"
_MENTION = re.compile(rf"(?<![\d/.,]){_COUNT}\s*{_UNIT}", re.IGNORECASE)
_OPENING = (
    r"(?:[-+–•*]\s*)?(?:thời (?:hạn|gian)(?: (?:giải quyết|thực hiện|xử lý|trả kết quả))*\s*:?\s*(?:là\s+)?)?"
    r"(?:trong (?:thời hạn|thời gian|vòng)\s+)?(?:(?:là\s+)?(?:không quá|tối đa|chậm nhất|không vượt quá)\s+)*"
)
_START_OF_CLOCK = r"(?:\s*,?\s*(?:kể từ|từ|sau khi|tính từ)\s[^.;:\n]{3,160})?[.;]?"
_SENTENCE = re.compile(rf"{_OPENING}{_COUNT}\s*{_UNIT}{_START_OF_CLOCK}", re.IGNORECASE)
_NO_LIMIT = re.compile(r"không quy định (?:về )?thời (?:hạn|gian)", re.IGNORECASE)


def mentioned(text: str) -> tuple[Limit, ...]:
    """Return every different limit that a text mentions, in order; dates and same-day wording are not among them."""
    found: dict[tuple[int, LimitUnit], Limit] = {}
    for match in _MENTION.finditer(clean(text)):
        value, unit = int(match["count"]), UNITS[match["unit"].lower()]
        if value:
            found.setdefault((value, unit), Limit(value=value, unit=unit, text=match[0]))
    return tuple(found.values())


def sole_limit(text: str) -> Limit | None:
    """Return the limit of a text that says nothing else: ``05 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ``."""
    line = clean(text)
    found = _SENTENCE.fullmatch(line)
    if found is None or int(found["count"]) == 0:
        return None
    return Limit(value=int(found["count"]), unit=UNITS[found["unit"].lower()], text=line)


def says_no_limit(text: str) -> bool:
    """Return whether the text says that no time limit is set."""
    return bool(_NO_LIMIT.search(clean(text)))
