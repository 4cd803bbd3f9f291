"""A year as a sheet of twelve months, for the eye; every mark has its word."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from motcua.ground.kernel.worktime import OFF, DayKind, WorkCalendar
from motcua.people.agencies.queries.calendars import DayView

MARKS = {"off": "nghỉ", "worked": "làm bù", "half": "nửa ngày", "doubt": "dự kiến", "held": "chưa áp dụng"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One date: ``kind`` is a class of the style sheet, ``words`` what a screen reader says."""

    on: date
    kind: str
    words: str
    special: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """Weeks of seven; None where the month does not reach."""

    number: int
    weeks: tuple[tuple[Cell | None, ...], ...]


def months(year: int, calendar: WorkCalendar, rows: Sequence[DayView]) -> tuple[Month, ...]:
    """Return the twelve months; of several rows for a date the last, nearest to the unit, is shown."""
    row_of = {row.on: row for row in rows}
    return tuple(
        Month(
            number=number,
            weeks=tuple(
                tuple(_cell(day, calendar, row_of.get(day)) if day.month == number else None for day in week)
                for week in Calendar().monthdatescalendar(year, number)
            ),
        )
        for number in range(1, 13)
    )


def _cell(day: date, calendar: WorkCalendar, row: DayView | None) -> Cell:
    kind = _kind(day, calendar, row)
    words = [f"{day:%d/%m/%Y}", MARKS.get(kind, "")]
    if row is not None:
        words.append(row.note)
    return Cell(on=day, kind=kind, words=", ".join(word for word in words if word), special=row is not None)


def _kind(day: date, calendar: WorkCalendar, row: DayView | None) -> str:
    if row is None:
        return "" if calendar.is_workday(day) else "rest"
    if not row.active:
        return "" if row.confirmed else "held"
    if row.kind in OFF:
        return "off" if row.confirmed else "doubt"
    return {DayKind.COMP_WORK: "worked", DayKind.HALF_DAY: "half"}.get(row.kind, "")
