"""The dossier's number: a pattern that is data, a place in the day's register that is law."""

from datetime import date

from motcua.people.agencies.rules.numbers import FIELD

from ..errors import RegisterFull

_LAST = 9999


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
