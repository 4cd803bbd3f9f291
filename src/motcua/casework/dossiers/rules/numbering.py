"""The dossier's number: a pattern that is data, a place in the day's register that is law."""

import re
from datetime import date

from motcua.people.agencies.rules.numbers import FIELD

from ..errors import RegisterFull

_LAST = 9999
_SIGNS = {"yymmdd": r"\d{6}", "yyyymmdd": r"\d{8}", "seq": r"\d+"}


def dossier_number(pattern: str, unit: str, received_on: date, serial: int) -> str:
    """Return the dossier number, e.g. "000.00.15.H40-250701-0007".

    pattern  e.g. "{org}-{yymmdd}-{seq:04}"; each agency has its own
    unit     agency identifier, e.g. "000.00.15.H40"
    serial   place in that day's register, 1-9999
    Raises   RegisterFull once the day's 9999 numbers are spent.
    Law      01/2018/TT-VPCP, Điều 19 khoản 1.
    """
    if not 1 <= serial <= _LAST:
        raise RegisterFull(unit, received_on)
    values = {"org": unit, "yymmdd": f"{received_on:%y%m%d}", "yyyymmdd": f"{received_on:%Y%m%d}", "seq": str(serial)}
    return FIELD.sub(lambda field: values[field[1]].rjust(int(field[2] or 0), "0"), pattern)


def may_come(pattern: str, unit: str, code: str) -> bool:
    """Tell whether the unit numbers so, on whatever day and in whatever series: nobody else may take such a number."""
    signs = {**_SIGNS, "org": re.escape(unit)}
    between = [re.escape(text) for text in FIELD.sub("\n", pattern).split("\n")]
    fields = [signs[field[1]] for field in FIELD.finditer(pattern)]
    shape = between[0] + "".join(field + text for field, text in zip(fields, between[1:], strict=True))
    return re.fullmatch(f"{shape}(-[A-Z]+)?", code, re.IGNORECASE) is not None
