"""The State's days off and the days made up for them: what was decided, and what to propose until it is.

Offices work Monday to Friday. A holiday is listed even on a weekend: an office that opens on Saturdays closes on it.
Law: Bộ luật Lao động 2019, Điều 112 khoản 1 (eleven days), khoản 3 (the Prime Minister fixes Tết and the second
National Day), Điều 111 khoản 3 (a weekly day off on a holiday is made up on the next working day); until 2020: Bộ luật
Lao động 2012, Điều 115 and Điều 110.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from motcua.ground.kernel.worktime import DayKind

from . import lunar
from .official_days import CODE_2012, CODE_2019, DECIDED

NEW_YEAR = "Tết Dương lịch"
TET = "Tết Nguyên đán"
HUNG_KINGS = "Giỗ Tổ Hùng Vương"
VICTORY = "Ngày Chiến thắng"
LABOUR = "Quốc tế Lao động"
NATIONAL = "Quốc khánh"
CULTURE = "Ngày Văn hóa Việt Nam"
CULTURE_SINCE = 2026
CULTURE_BASIS = "Nghị quyết 80-NQ/TW ngày 7/1/2026"

_DAY = timedelta(days=1)
_FIVE_DAYS_OF_TET = range(-1, 4)
# weekday of 2 September → the adjacent day off, which lengthens or makes the weekend; as decided every year 2021–2026
_SECOND_NATIONAL_DAY = {0: 3, 1: 1, 2: 1, 3: 3, 4: 1, 5: 1, 6: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalDay:
    """One row of the national calendar.

    decision   the document that fixes the day; "" while none is published
    confirmed  False: our proposal, to be confirmed by an administrator
    active     False: kept with its note, counts for nothing
    """

    on: date
    kind: DayKind
    note: str
    decision: str = ""
    confirmed: bool = True
    active: bool = True


def days_of(year: int) -> tuple[NationalDay, ...]:
    """Return the decided days of the year, or the proposal where none is shipped, in order of date."""
    return decided(year) or propose(year)


def decided(year: int) -> tuple[NationalDay, ...]:
    """Return the official days of a shipped year (2018–2026), () for another."""
    rows = [
        NationalDay(on=day, kind=kind, note=note, decision=decision)
        for first, last, kind, note, decision in DECIDED.get(year, ())
        for day in _span(date.fromisoformat(first), date.fromisoformat(last))
    ]
    return tuple(sorted([*rows, *_culture_day(year)] if rows else [], key=lambda row: row.on))


def propose(year: int) -> tuple[NationalDay, ...]:
    """Return the days off that the law gives the year, unconfirmed, in order of date; swaps are never guessed.

    Tết: the last day of the old lunar year and the first four of the new one.
    """
    holidays = _holidays(year)
    law = CODE_2019 if year >= 2021 else CODE_2012
    rows = [
        NationalDay(on=day, kind=DayKind.HOLIDAY, note=note, decision=law, confirmed=False)
        for day, note in holidays.items()
    ]
    taken = set(holidays)
    for day, note in sorted(holidays.items()):
        if day.weekday() >= 5:
            made_up = _next_working(day, taken)
            taken.add(made_up)
            rows.append(
                NationalDay(on=made_up, kind=DayKind.COMP_OFF, note=f"Nghỉ bù {note}", decision=law, confirmed=False)
            )
    return tuple(sorted([*rows, *_culture_day(year)], key=lambda row: row.on))


def _holidays(year: int) -> dict[date, str]:
    tet = lunar.tet(year)
    holidays = {
        date(year, 1, 1): NEW_YEAR,
        **{tet + _DAY * step: TET for step in _FIVE_DAYS_OF_TET},
        lunar.hung_kings(year): HUNG_KINGS,
        date(year, 4, 30): VICTORY,
        date(year, 5, 1): LABOUR,
        date(year, 9, 2): NATIONAL,
    }
    if year >= 2021:
        holidays[date(year, 9, _SECOND_NATIONAL_DAY[date(year, 9, 2).weekday()])] = NATIONAL
    return holidays


def _culture_day(year: int) -> Iterator[NationalDay]:
    if year >= CULTURE_SINCE:
        yield NationalDay(
            on=date(year, 11, 24),
            kind=DayKind.HOLIDAY,
            note=CULTURE,
            decision=CULTURE_BASIS,
            confirmed=False,
            active=False,
        )


def _next_working(day: date, taken: set[date]) -> date:
    while day.weekday() >= 5 or day in taken:
        day += _DAY
    return day


def _span(first: date, last: date) -> Iterator[date]:
    for step in range((last - first).days + 1):
        yield first + _DAY * step
