"""Periods of figures: days, weeks, months, quarters, halves, years of the calendar, and spans whose ends are chosen.

Law: 766/QĐ-TTg (month, quarter, year); 01/2020/TT-VPCP (quarterly and yearly reports, whose closing day may lie within
a month, hence the span).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from ..vocabulary import PeriodKind

_QUARTERS = ("I", "II", "III", "IV")
_KEY = re.compile(r"(\d{4})(?:-(?:Q([1-4])|H([12])|W(\d{2})|(\d{2})(?:-(\d{2}))?))?")
_MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF: 6, PeriodKind.YEAR: 12}
_DAYS = {PeriodKind.DAY: 1, PeriodKind.WEEK: 7}
_DAY = timedelta(days=1)
_YEARS = (1990, 2999)


@dataclass(frozen=True, slots=True)
class Period:
    """One period: its kind and its first day; ``until`` the last day of a span, else None."""

    kind: PeriodKind
    first: date
    until: date | None = None

    def __post_init__(self) -> None:
        if (self.kind is PeriodKind.RANGE) != (self.until is not None) or (self.until and self.until < self.first):
            raise ValueError(f"{self.first} to {self.until} is no {self.kind}")

    @property
    def last(self) -> date:
        """Return its last day."""
        return self.until or _begin(self.first, self.kind, 1) - _DAY

    @property
    def key(self) -> str:
        """Return ``2026-11-27``, ``2026-W48``, ``2026-11``, ``2026-Q4``, ``2026-H2``, ``2026``; of a span both days."""
        first, week = self.first, self.first.isocalendar()
        return {
            PeriodKind.DAY: first.isoformat(),
            PeriodKind.WEEK: f"{week.year}-W{week.week:02}",
            PeriodKind.MONTH: f"{first:%Y-%m}",
            PeriodKind.QUARTER: f"{first.year}-Q{self._quarter}",
            PeriodKind.HALF: f"{first.year}-H{self._half}",
            PeriodKind.YEAR: f"{first.year}",
            PeriodKind.RANGE: f"{first.isoformat()}..{self.until}",
        }[self.kind]

    @property
    def label(self) -> str:
        """Return “Tháng 11/2026”, “Quý IV/2026”."""
        first, week = self.first, self.first.isocalendar()
        return {
            PeriodKind.DAY: f"Ngày {first:%d/%m/%Y}",
            PeriodKind.WEEK: f"Tuần {week.week}/{week.year}",
            PeriodKind.MONTH: f"Tháng {first:%m/%Y}",
            PeriodKind.QUARTER: f"Quý {_QUARTERS[self._quarter - 1]}/{first.year}",
            PeriodKind.HALF: f"Sáu tháng {'đầu' if self._half == 1 else 'cuối'} năm {first.year}",
            PeriodKind.YEAR: f"Năm {first.year}",
            PeriodKind.RANGE: f"Từ ngày {first:%d/%m/%Y} đến ngày {self.last:%d/%m/%Y}",
        }[self.kind]

    @property
    def _quarter(self) -> int:
        return (self.first.month + 2) // 3

    @property
    def _half(self) -> int:
        return (self.first.month + 5) // 6

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def shifted(self, by: int) -> "Period":
        """Return the period so many later, or earlier; a span moves by its own length."""
        if self.until:
            length = (self.until - self.first + _DAY) * by
            return Period(self.kind, self.first + length, self.until + length)
        return Period(self.kind, _begin(self.first, self.kind, by))

    def a_year_before(self) -> "Period | None":
        """Return the same period of the year before; None for a week, a span or before the calendar."""
        steps = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.HALF: 2, PeriodKind.YEAR: 1}.get(self.kind)
        return self.shifted(-steps) if steps and self.first.year > 1 else None

    def months(self) -> tuple["Period", ...]:
        """Return the months of which it consists; () for days, weeks and spans."""
        count = _MONTHS.get(self.kind, 0)
        return tuple(Period(PeriodKind.MONTH, _begin(self.first, PeriodKind.MONTH, place)) for place in range(count))

    def days(self) -> tuple["Period", ...]:
        """Return its days."""
        length = (self.last - self.first).days + 1
        return tuple(Period(PeriodKind.DAY, self.first + timedelta(days=place)) for place in range(length))


def containing(kind: PeriodKind, day: date) -> Period:
    """Return the period of a kind that a day lies in.

    Raises  ValueError for a span, whose ends are chosen
    """
    if kind is PeriodKind.WEEK:
        return Period(kind, day - timedelta(days=day.weekday()))
    months = _MONTHS.get(kind)
    if months is None:
        return Period(kind, day)
    return Period(kind, date(day.year, (day.month - 1) // months * months + 1, 1))


def parse(key: str) -> Period:
    """Return the period of a key.

    Raises  ValueError where it is none
    """
    try:
        found = _parse(key)
        found.shifted(1)
    except OverflowError as beyond:
        raise ValueError(f"{key} is beyond the calendar") from beyond
    if not _YEARS[0] <= found.first.year <= found.last.year <= _YEARS[1]:
        raise ValueError(f"{key} is beyond any figures")
    return found


def _parse(key: str) -> Period:
    first, dots, last = key.partition("..")
    if dots:
        return Period(PeriodKind.RANGE, date.fromisoformat(first), date.fromisoformat(last))
    found = _KEY.fullmatch(key)
    if found is None:
        raise ValueError(f"{key} is no period")
    year, quarter, half, week, month, day = (int(part) if part else None for part in found.groups())
    if year is None:
        raise ValueError(f"{key} is no period")
    if quarter is not None:
        return Period(PeriodKind.QUARTER, date(year, quarter * 3 - 2, 1))
    if half is not None:
        return Period(PeriodKind.HALF, date(year, half * 6 - 5, 1))
    if week is not None:
        return Period(PeriodKind.WEEK, date.fromisocalendar(year, week, 1))
    kind = PeriodKind.YEAR if month is None else PeriodKind.MONTH if day is None else PeriodKind.DAY
    return Period(kind, date(year, 1 if month is None else month, 1 if day is None else day))


def _begin(first: date, kind: PeriodKind, by: int) -> date:
    """Return the first day of the period so many later; ValueError beyond the calendar."""
    months = _MONTHS.get(kind)
    if months is None:
        return first + timedelta(days=by * _DAYS[kind])
    place = first.year * 12 + first.month - 1 + by * months
    return date(place // 12, place % 12 + 1, 1)
