"""How the figures' desk writes numbers, and how it says that one is more or less than another."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from motcua.doors.web.ui.typography import number
from motcua.steering.indicators.rules.aims import AIMS
from motcua.steering.indicators.rules.measures import Measure
from motcua.steering.indicators.rules.scoring import shown
from motcua.steering.indicators.vocabulary import Direction, Unit

NOBODY = "chưa có số"
_BOUNDS = {Unit.PERCENT: "%", Unit.HOURS: " giờ", Unit.DOSSIERS: " hồ sơ"}


def said(value: Fraction | None, unit: Unit) -> str:
    """Return ``96,4%``, ``4.812``, ``12,5``; “chưa có số” where there is none."""
    if value is None:
        return NOBODY
    if unit is Unit.PERCENT:
        return percent(value)
    return number(round(float(value), 1))


def percent(ratio: Fraction | float | None) -> str:
    """Return ``96,4%``."""
    return NOBODY if ratio is None else f"{number(round(float(ratio) * 100, 1))}%"


def points(value: Fraction | None, places: int = 2) -> str:
    """Return ``12,30``, half up; “chưa có số” where there is none."""
    rounded = shown(value)
    if rounded is None or value is None:
        return NOBODY
    if places == 2:
        return number(float(rounded), 2)
    tenths = (value * 10 + Fraction(1, 2)) // 1
    return number(tenths / 10, 1)


def beside(now: int | None, before: int | None, called: str, *, over: bool) -> str:
    """Return “ít hơn tháng 10/2026: 260”; of a period that is not over only what the other was."""
    if before is None:
        return f"{called}: {NOBODY}"
    if not over or now is None:
        return f"{called}: {number(before)}"
    if now == before:
        return f"bằng {called}"
    return f"{'nhiều' if now > before else 'ít'} hơn {called}: {number(abs(now - before))}"


def target(measure: Measure, targets: Mapping[str, object]) -> str:
    """Return “mục tiêu 95%”, “mục tiêu không quá 5”; "" where nothing is set."""
    wanted = targets.get(measure.code)
    if wanted is None:
        return ""
    most = "không quá " if measure.better is Direction.DOWN else ""
    unit = "%" if measure.unit is Unit.PERCENT else ""
    return f"mục tiêu {most}{number(float(str(wanted)))}{unit}"


def place(name: str) -> str:
    """Return the name of a commune as a table of communes shows it: “Xã Yên Trúc” of “UBND xã Yên Trúc”."""
    short = name.removeprefix("UBND ")
    return short[:1].upper() + short[1:]


def aim(code: str, value: Decimal | None) -> str:
    """Return ``ít nhất 95%``, ``không quá 5 hồ sơ``."""
    if value is None:
        return "bỏ chỉ tiêu"
    one = AIMS.get(code)
    if one is None:
        return number(float(value))
    bound = "không quá" if one.better is Direction.DOWN else "ít nhất"
    return f"{bound} {number(float(value))}{_BOUNDS[one.unit]}"
