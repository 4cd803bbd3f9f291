"""Time limits as the published texts write them."""

import re

from motcua.ground.kernel.text import clean, fold

from ..vocabulary import LimitUnit
from .content import Limit

_UNITS = {
    "ngay lam viec": LimitUnit.WORKING_DAY,
    "ngay": LimitUnit.DAY,
    "gio": LimitUnit.HOUR,
    "gio lam viec": LimitUnit.HOUR,
    "thang": LimitUnit.MONTH,
}
_BEFORE = r"(?:(?:toi da|khong qua|trong thoi han|trong vong|trong) )*"
_NUMBER = r"(?P<number>[0-9]{1,3})(?: ?\([a-z ]+\))?"
_AFTER = r"(?:,? (?:ke )?tu (?:ngay|khi) nhan (?:duoc |du )*ho so(?: day du)?(?:,? hop le)?)?"
_COUNTED = re.compile(rf"{_BEFORE}{_NUMBER} ?(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))}){_AFTER}[.;]?")
# “ngay” (at once) and “ngày” (day) differ by a mark alone, so these are read with their marks
_SAME_DAY = re.compile(
    r"(?:(?:trả |giải quyết )?(?:ngay )?trong (?:01 |1 )?ngày(?: làm việc)?|ngay|giải quyết ngay|trả ngay|trong ngay)"
    r"(?: (?:khi|sau khi|trong ngày) (?:tiếp )?nhận (?:được |đủ )*hồ sơ(?: hợp lệ)?)?[.;]?"
)


def parse_limit(text: str) -> Limit | None:
    """Return the limit that a text states, None where it states none or could mean two things.

    “07 Ngày làm việc”, “15 Ngày”, “8 Giờ”, “02 tháng”, “trong ngày” in any case, Unicode form and spacing. A bare
    number, a fraction, a range and a zero are None: whoever imports them flags them with their text.
    """
    line = clean(text)
    if _SAME_DAY.fullmatch(line.lower()):
        return Limit(value=1, unit=LimitUnit.SAME_DAY, text=line)
    found = _COUNTED.fullmatch(fold(line))
    if found is None or not int(found["number"]):
        return None
    return Limit(value=int(found["number"]), unit=_UNITS[found["unit"]], text=line)
