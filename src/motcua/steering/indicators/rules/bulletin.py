"""The morning bulletin: six lines about a unit at seven o'clock of a working day, and a seventh when a week begins.

The same figures give the same words. Nobody's name stands in it: a dossier is a number, its holder a unit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

from motcua.ground.kernel.worktime import WorkCalendar

from ..vocabulary import Matter
from .measures import Value

BEGINS, ENDS = time(7), time(11)
"""The bulletin goes out between these; a worker that slept through the morning sends no old news at noon."""
LONG = 10
_DAY = timedelta(days=1)
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days a bulletin is about.

    day       the bulletin's own; what is late is late at its beginning
    previous  the working day before
    long_ago  what was late at its end and still is has been late for more than ten working days
    """

    day: date
    previous: date
    long_ago: date

    @property
    def yesterday(self) -> date:
        """Return the day before."""
        return self.day - _DAY

    @property
    def opens_a_week(self) -> bool:
        """Tell whether the day is the first working day of its week."""
        return self.previous.isocalendar()[:2] != self.day.isocalendar()[:2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cheapest:
    """Where a tenth of a point of the service index costs least, as `advice` has it: so many more dossiers."""

    code: str
    name: str
    needed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a bulletin says, in figures.

    lost, most  points of the index that are lost this month, of those that have a number; None: nothing has
    holder      the unit that holds most of what is newly late, with how many; "" where nothing is
    handled     dossiers the unit has to do with at all
    week        received, resolved and on time in the week before; None: not told today
    """

    days: Days
    received: int
    online: int
    due: int
    late: int
    long: int
    no_letter: int
    new: int
    holder: str
    holder_new: int
    handled: int
    lost: Decimal | None
    most: int
    cheapest: Cheapest | None
    week: tuple[int, int, Value] | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``matter``: what its dossiers are listed under, None: nothing; ``index``: it is of the index."""

    text: str
    matter: Matter | None = None
    more: Matter | None = None
    index: bool = False


def is_time(at: datetime) -> bool:
    """Tell whether bulletins go out at a moment of Vietnam's clock."""
    return BEGINS <= at.time() < ENDS


def days_of(day: date, calendar: WorkCalendar) -> Days:
    """Return the days a bulletin is about."""
    previous = day - _DAY
    while not calendar.is_workday(previous):
        previous -= _DAY
    long_ago = day
    while calendar.workdays_between(long_ago - _DAY, day) <= LONG:
        long_ago -= _DAY
    return Days(day=day, previous=previous, long_ago=long_ago)


def title(day: date, unit: str) -> str:
    """Return “Bản tin sáng thứ Sáu 27/11/2026, UBND xã Tân Hòa”."""
    return f"Bản tin sáng {_WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}, {unit}"


def lines(told: Told) -> tuple[Line, ...]:
    """Return the lines; a single one where there is nothing to tell."""
    if not (told.received or told.handled or told.due or told.late):
        return (Line(f"Không tiếp nhận hồ sơ nào {_since(told.days)}, không có hồ sơ nào đang giải quyết."),)
    found = [_received(told), _due(told), _late(told), _letters(told), _points(told), _new(told)]
    if told.week is not None:
        found.append(_week(*told.week))
    return tuple(found)


def text(told: Sequence[tuple[Line, str]], *, ending: str) -> str:
    """Return a bulletin as a letter.

    told     lines, each with the address of its list, "" for none
    ending   the last paragraph
    """
    numbered = (
        f"{place}. {line.text}" + (f"\n   {address}" if address else "")
        for place, (line, address) in enumerate(told, start=1)
    )
    return "\n".join([*numbered, "", ending])


def _received(told: Told) -> Line:
    if not told.received:
        return Line(f"Không tiếp nhận hồ sơ nào {_since(told.days)}.")
    online = f", {number(told.online)} trực tuyến" if told.online else ""
    return Line(f"Tiếp nhận {_since(told.days)}: {number(told.received)} hồ sơ{online}.", Matter.RECEIVED)


def _due(told: Told) -> Line:
    if not told.due:
        return Line("Không có hồ sơ nào phải trả hôm nay.")
    return Line(f"Phải trả hôm nay: {number(told.due)} hồ sơ.", Matter.DUE)


def _late(told: Told) -> Line:
    if not told.late:
        return Line("Không có hồ sơ nào đang quá hạn.")
    if not told.long:
        return Line(f"Đang quá hạn: {number(told.late)} hồ sơ, không hồ sơ nào quá {LONG} ngày làm việc.", Matter.LATE)
    long = f"{number(told.long)} quá {LONG} ngày làm việc"
    return Line(f"Đang quá hạn: {number(told.late)} hồ sơ, trong đó {long}.", Matter.LATE, Matter.LONG)


def _letters(told: Told) -> Line:
    if not told.late:
        return Line("Không có thư xin lỗi nào phải gửi.")
    if not told.no_letter:
        return Line("Hồ sơ đang quá hạn nào cũng đã có thư xin lỗi.")
    return Line(f"Quá hạn mà chưa có thư xin lỗi: {number(told.no_letter)} hồ sơ.", Matter.NO_LETTER)


def _points(told: Told) -> Line:
    if told.lost is None:
        return Line("Chỉ số 766 tháng này: chưa có số.")
    said = f"Chỉ số 766 tháng này: mất {_points_of(told.lost)} trên {told.most} điểm đã có số"
    if told.cheapest is None:
        return Line(f"{said}.", index=True)
    one = told.cheapest
    return Line(
        f"{said}; dễ lấy lại nhất là {one.code} {one.name}, thêm {number(one.needed)} hồ sơ được 0,1 điểm.",
        index=True,
    )


def _new(told: Told) -> Line:
    if not told.new:
        return Line("Không có hồ sơ nào mới quá hạn.")
    held = f"nhiều nhất ở {told.holder}: {number(told.holder_new)}"
    return Line(f"Mới quá hạn: {number(told.new)} hồ sơ, {held}.", Matter.NEW)


def _week(received: int, resolved: int, on_time: Value) -> Line:
    if not resolved or on_time.number is None:
        return Line(f"Tuần trước: tiếp nhận {number(received)}, không giải quyết xong hồ sơ nào.")
    ratio = percent(on_time.number)
    return Line(f"Tuần trước: tiếp nhận {number(received)}, xong {number(resolved)}, đúng hoặc trước hạn {ratio}.")


def _since(days: Days) -> str:
    if days.previous == days.yesterday:
        return "hôm qua"
    return f"từ {_WEEKDAYS[days.previous.weekday()]} {days.previous:%d/%m} đến hôm qua"


def number(count: int) -> str:
    """Return ``4.812``."""
    return f"{count:,}".replace(",", ".")


def percent(ratio: Fraction) -> str:
    """Return ``96,4%``."""
    return f"{round(float(ratio) * 100, 1):.1f}".removesuffix(".0").replace(".", ",") + "%"


def _points_of(points: Decimal) -> str:
    return f"{points:.2f}".replace(".", ",")
