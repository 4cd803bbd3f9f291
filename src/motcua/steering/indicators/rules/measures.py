"""The one dictionary of measures: name, what is divided by what, unit, which way is better, whose law it is.

Screens, reports, exports and the interface take names and values from here; a count of dossiers is a measure by itself,
a ratio names the counts above and below the line, so that every figure opens the dossiers it is made of.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ..vocabulary import Count, Direction, Side, Source, Unit
from .meanings import BTP, KSTT, MEANINGS, QD766, RATINGS, SINCE
from .scoring import Figure
from .windows import OF_PETITIONS, OF_THE_TOLD, source

_GOOD = frozenset({Count.RESOLVED_EARLY, Count.RESOLVED_ON_TIME, Count.HANDLED_ON_TIME, Count.UNBLAMED, Count.PLEASED})
_BAD = frozenset(
    {
        Count.RESOLVED_LATE,
        Count.OPEN_LATE,
        Count.UNKEPT,
        Count.RESOLVED_UNKEPT,
        Count.BLAMED,
        Count.PETITIONS_OVERDUE,
        Count.PETITIONS_SETTLED_LATE,
        Count.PETITIONS_DISLIKED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure.

    part, less   counts that are added and taken away above the line
    whole        counts below the line; () for a number that is no ratio
    meaning      what a count counts, a sentence; "" where the formula says it
    valid_to     last day it means this, None: still
    """

    code: str
    name: str
    unit: Unit
    better: Direction
    basis: str
    part: tuple[Count, ...]
    less: tuple[Count, ...] = ()
    whole: tuple[Count, ...] = ()
    meaning: str = ""
    valid_to: date | None = None

    @property
    def valid_from(self) -> date:
        """Return the first day it means this: since its text holds."""
        return SINCE[self.basis]

    @property
    def sources(self) -> frozenset[Source]:
        """Return who has to have told something for it to have a number."""
        return frozenset(source(count) for count in (*self.part, *self.less, *self.whole))

    @property
    def formula(self) -> str:
        """Return the formula in words."""
        above = " + ".join(count.label for count in self.part)
        above += "".join(f" − {count.label}" for count in self.less)
        below = " + ".join(count.label for count in self.whole)
        return f"({above}) ÷ ({below})" if below else above


@dataclass(frozen=True, slots=True)
class Value:
    """What a measure is: ``number`` None where it has none, with the counts it came from.

    A ratio of unit percent is between 0 and 1.
    """

    number: Fraction | None
    part: int | None
    whole: int | None

    def on(self, side: Side) -> int | None:
        """Return the number of a side; None where it has none."""
        if self.part is None:
            return None
        whole = self.whole or 0
        return {Side.PART: self.part, Side.WHOLE: whole, Side.LOST: whole - self.part}[side]

    def rows(self, side: Side, twice: int) -> int | None:
        """Return how many rows stand on a side: one that the number takes away twice is one row."""
        number = self.on(side)
        return None if number is None else number + {Side.PART: twice, Side.WHOLE: 0, Side.LOST: -twice}[side]

    @property
    def figure(self) -> Figure | None:
        """Return the ratio as the index takes it."""
        if self.part is None or self.whole is None:
            return None
        return Figure(min(max(self.part, 0), self.whole), self.whole)


def value(measure: Measure, counts: Mapping[Count, int], known: frozenset[Source]) -> Value:
    """Return a measure from the counts of a period.

    known   who had told anything by then: without its source a measure has no number, which is not zero; nor has a
            ratio of units of which its source tells nothing, though it tells of others
    """
    if not measure.sources <= known or any(map(counts.get, _untold(measure, counts))):
        return Value(None, None, None)
    part = sum(counts.get(one, 0) for one in measure.part) - sum(counts.get(one, 0) for one in measure.less)
    if not measure.whole:
        return Value(Fraction(part), part, None)
    whole = sum(counts.get(one, 0) for one in measure.whole)
    return Value(Fraction(part, whole) if whole else None, part, whole)


def _untold(measure: Measure, counts: Mapping[Count, int]) -> Iterator[Count]:
    """Yield what there is of all units where the measure is about those a source told of, and these have none."""
    return (OF_THE_TOLD[one][0] for one in measure.whole if one in OF_THE_TOLD and not counts.get(one, 0))


def _count(count: Count) -> Measure:
    better = Direction.UP if count in _GOOD else Direction.DOWN if count in _BAD else Direction.NEITHER
    unit = Unit.PETITIONS if count in OF_PETITIONS else Unit.HOURS if count is Count.ELAPSED_HOURS else Unit.DOSSIERS
    said, basis = MEANINGS[count]
    return Measure(
        code=count.value, name=count.label, unit=unit, better=better, basis=basis, part=(count,), meaning=said
    )


def _ratio(code: str, name: str, part: tuple[Count, ...], whole: Count, basis: str = QD766) -> Measure:
    return Measure(code=code, name=name, unit=Unit.PERCENT, better=Direction.UP, basis=basis, part=part, whole=(whole,))


def _fewer(code: str, name: str, part: tuple[Count, ...], less: tuple[Count, ...]) -> Measure:
    return Measure(code=code, name=name, unit=Unit.DOSSIERS, better=Direction.DOWN, basis=BTP, part=part, less=less)


_IN_TIME = (Count.RESOLVED_EARLY, Count.RESOLVED_ON_TIME)
_NO_LETTER = "quá hạn, chưa có thư xin lỗi"
_OTHERS = (
    _ratio("on_time_rate", "Trả đúng hoặc trước hạn", _IN_TIME, Count.RESOLVED, KSTT),
    _ratio("kept_rate", "Xử lý trước hạn, đúng hạn", (Count.HANDLED_ON_TIME,), Count.HANDLED),
    _ratio("online_rate", "Hồ sơ nộp trực tuyến", (Count.RECEIVED_ONLINE,), Count.RECEIVED),
    _ratio("e_result_rate", "Kết quả điện tử", (Count.RESULT_FILED,), Count.COMPLETED_COPIES),
    _ratio("digitised_rate", "Số hóa hồ sơ", (Count.DIGITISED,), Count.RECEIVED_COPIES),
    _ratio("reused_rate", "Tái sử dụng dữ liệu", (Count.REUSED,), Count.RECEIVED_COPIES),
    _ratio("fee_online_rate", "Thanh toán trực tuyến", (Count.FEE_PAID_ONLINE,), Count.FEE_DUE),
    _ratio("pleased_rate", "Người dân hài lòng", (Count.PLEASED,), Count.RATED, RATINGS),
    _ratio("rated_rate", "Hồ sơ được đánh giá", (Count.RATED,), Count.RESOLVED_RATINGS, RATINGS),
    _ratio("synced_rate", "Đồng bộ lên Cổng quốc gia", (Count.SYNCED,), Count.RECEIVED_SYNC),
    _fewer(
        "late_no_letter",
        "Quá hạn, chưa có thư xin lỗi",
        (Count.RESOLVED_LATE, Count.OPEN_LATE),
        (Count.RESOLVED_LATE_SORRY, Count.OPEN_LATE_SORRY),
    ),
    _fewer(
        "resolved_late_no_letter",
        f"Đã giải quyết, {_NO_LETTER}",
        (Count.RESOLVED_LATE,),
        (Count.RESOLVED_LATE_SORRY,),
    ),
    _fewer("open_late_no_letter", f"Đang giải quyết, {_NO_LETTER}", (Count.OPEN_LATE,), (Count.OPEN_LATE_SORRY,)),
    _fewer("fee_paid_offline", "Đã nộp phí, lệ phí trực tiếp", (Count.FEE_PAID,), (Count.FEE_PAID_ONLINE,)),
    Measure(
        code="received_offline",
        name="Tiếp nhận trong kỳ, trực tiếp và bưu chính",
        unit=Unit.DOSSIERS,
        better=Direction.NEITHER,
        basis=KSTT,
        part=(Count.RECEIVED_DIRECT, Count.RECEIVED_POSTAL),
    ),
    Measure(
        code="hours_each",
        name="Thời gian giải quyết trung bình, không kể chờ người nộp",
        unit=Unit.HOURS,
        better=Direction.DOWN,
        basis=QD766,
        part=(Count.ELAPSED_HOURS,),
        whole=(Count.COMPLETED,),
    ),
)
INDEX: Mapping[str, tuple[Count, Count]] = {
    "1.4": (Count.SYNCED, Count.RECEIVED_SYNC),
    "2.1": (Count.HANDLED_ON_TIME, Count.HANDLED),
    "3.3": (Count.RECEIVED_ONLINE, Count.RECEIVED),
    "3.6": (Count.FEE_PAID_ONLINE, Count.FEE_DUE),
    "4.1": (Count.RESULT_FILED, Count.COMPLETED_COPIES),
    "4.2": (Count.DIGITISED, Count.RECEIVED_COPIES),
    "4.3": (Count.REUSED, Count.RECEIVED_COPIES),
    "4.4": (Count.STORED, Count.RECEIVED_COPIES),
    "4.5b": (Count.CITIZEN_DATA, Count.RECEIVED_APPLICANTS),
    "5.2": (Count.PETITIONS_ON_TIME, Count.PETITIONS_HANDLED),
    "5.3": (Count.PETITIONS_GOOD, Count.PETITIONS_HANDLED),
    "5.4": (Count.UNBLAMED, Count.HANDLED_RATINGS),
}
"""The indicators of the service index that are a ratio of two counts; the others count procedures or units."""

MEASURES: Mapping[str, Measure] = {one.code: one for one in (*map(_count, Count), *_OTHERS)}


def of_index(code: str, name: str = "") -> Measure:
    """Return an indicator of the index that is a ratio of counts as a measure."""
    part, whole = INDEX[code]
    return _ratio(f"766.{code}", name, (part,), whole)
