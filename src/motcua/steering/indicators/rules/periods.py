"""Periods of figures: a day, a month, a quarter, a year of the calendar, each with a key that sorts and reads.

Law: 766/QĐ-TTg (month, quarter, year); 01/2020/TT-VPCP (quarterly and yearly reports).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from ..vocabulary import PeriodKind

_QUARTERS = ("I", "II", "III", "IV")
_KEY = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(\d{2})(?:-(\d{2}))?))?")
_MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Period:
    """One period: its kind and its first day."""

    kind: PeriodKind
    first: date

    @property
    def last(self) -> date:
        """Return its last day."""
        return _begin(self.first, self.kind, 1) - timedelta(days=1)

    @property
    def key(self) -> str:
        """Return ``2026-11-27``, ``2026-11``, ``2026-Q4`` or ``2026``."""
        match self.kind:
            case PeriodKind.DAY:
                return self.first.isoformat()
            case PeriodKind.MONTH:
                return f"{self.first:%Y-%m}"
            case PeriodKind.QUARTER:
                return f"{self.first.year}-Q{self._quarter}"
            case PeriodKind.YEAR:
                return f"{self.first.year}"

    @property
    def label(self) -> str:
        """Return “Tháng 11/2026”, “Quý IV/2026”."""
        match self.kind:
            case PeriodKind.DAY:
                return f"Ngày {self.first:%d/%m/%Y}"
            case PeriodKind.MONTH:
                return f"Tháng {self.first:%m/%Y}"
            case PeriodKind.QUARTER:
                return f"Quý {_QUARTERS[self._quarter - 1]}/{self.first.year}"
            case PeriodKind.YEAR:
                return f"Năm {self.first.year}"

    @property
    def _quarter(self) -> int:
        return (self.first.month + 2) // 3

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def shifted(self, by: int) -> "Period":
        """Return the period so many later, or earlier."""
        return Period(self.kind, _begin(self.first, self.kind, by))

    def months(self) -> tuple["Period", ...]:
        """Return the months of which it consists; () for a day."""
        count = _MONTHS.get(self.kind, 0)
        return tuple(Period(PeriodKind.MONTH, _begin(self.first, PeriodKind.MONTH, place)) for place in range(count))

    def days(self) -> tuple["Period", ...]:
        """Return its days."""
        length = (self.last - self.first).days + 1
        return tuple(Period(PeriodKind.DAY, self.first + timedelta(days=place)) for place in range(length))


def containing(kind: PeriodKind, day: date) -> Period:
    """Return the period of a kind that a day lies in."""
    months = _MONTHS.get(kind)
    if months is None:
        return Period(kind, day)
    return Period(kind, date(day.year, (day.month - 1) // months * months + 1, 1))


def parse(key: str) -> Period:
    """Return the period of a key.

    Raises  ValueError where it is none
    """
    found = _KEY.fullmatch(key)
    if found is None:
        raise ValueError(f"{key} is no period")
    year, quarter, month, day = (int(part) if part else 0 for part in found.groups())
    if quarter:
        return Period(PeriodKind.QUARTER, date(year, quarter * 3 - 2, 1))
    kind = PeriodKind.DAY if day else PeriodKind.MONTH if month else PeriodKind.YEAR
    return Period(kind, date(year, month or 1, day or 1))


def _begin(first: date, kind: PeriodKind, by: int) -> date:
    """Return the first day of the period so many later; ValueError beyond the calendar."""
    months = _MONTHS.get(kind)
    if months is None:
        return first + timedelta(days=by)
    place = first.year * 12 + first.month - 1 + by * months
    return date(place // 12, place % 12 + 1, 1)
