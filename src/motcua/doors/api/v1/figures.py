"""Figures: the dictionary of measures, their values and series, the rows behind each, the service index of a unit."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated

from ninja import Field, Query, Router, Schema

from motcua.casework.dossiers.queries import record
from motcua.casework.dossiers.vocabulary import Status
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Invalid, NotFound
from motcua.steering.indicators.queries import rows as behind
from motcua.steering.indicators.queries import values
from motcua.steering.indicators.rules import periods, petitions
from motcua.steering.indicators.rules.measures import MEASURES, Measure, Value
from motcua.steering.indicators.rules.windows import OF_PETITIONS
from motcua.steering.indicators.vocabulary import PeriodKind, Side

from ..actors import Caller, Request
from ..problems import Problem
from .asking import REFUSALS, About, AgencyCode, PeriodKey, ask

router = Router(tags=["figures"], auth=Caller())
_MOST_PERIODS, _PAGE, _MOST_ROWS = 60, 100, 500
_LISTED = {"elapsed_hours": "completed", "hours_each": "completed"}
"""What is no number of dossiers lists those it was added up from."""
_SERIES = (PeriodKind.DAY, PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.YEAR)

Codes = Annotated[list[str], Query(max_length=len(MEASURES), description="codes of measures; all of them without")]


class MeasureSeen(Schema):
    """A measure. ``part`` − ``less`` over ``whole``, each a sum of counts; no ``whole``: a number that is no ratio.

    meaning   of a count in a sentence; "" where the formula says it
    """

    code: str
    name: str
    unit: str
    unit_label: str
    better: str
    basis: str
    formula: str
    meaning: str
    part: list[str]
    less: list[str]
    whole: list[str]
    valid_from: date
    valid_to: date | None


class ValueSeen(Schema):
    """A value. ``number`` null: nobody tells it yet, which is not 0; a ratio in percent is between 0 and 1.

    ``part`` and ``whole`` are the exact counts it is made of.
    """

    code: str
    number: float | None
    part: int | None
    whole: int | None


class Values(About):
    """Measures of a period."""

    values: list[ValueSeen]


class Point(Schema):
    """One period of a series."""

    period: str
    label: str
    over: bool
    values: list[ValueSeen]


class Series(Schema):
    """Measures over periods that follow each other, oldest first."""

    agency: str | None
    of: str
    points: list[Point]


class Row(Schema):
    """One dossier by its code, or one petition: ``petition:17``, once forwarded ``petition:17#2``; nothing personal."""

    code: str
    status: str
    status_label: str
    due_at: datetime | None


class Rows(About):
    """Rows behind one side of a measure.

    total   how many there are, null where the measure has no number
    twice   so many of them the number counts twice (what indicator 5.4 takes away for lateness and for blame)
    next    send as ``after``, absent at the end
    """

    measure: str
    side: Side
    total: int | None
    twice: int = 0
    items: list[Row]
    next: str | None = None


@router.get("figures/measures", response={200: list[MeasureSeen], 401: Problem, 403: Problem}, operation_id="measures")
def dictionary(request: Request) -> list[MeasureSeen]:
    """Return the dictionary: every measure with its formula, unit, direction and legal source."""
    del request
    return [measure_seen(one) for one in MEASURES.values()]


@router.get("figures/values", response={200: Values, **REFUSALS}, operation_id="figures")
def measured(request: Request, period: PeriodKey = "", agency: AgencyCode = "", measures: Codes = []) -> Values:  # noqa: B006 - ninja reads the default
    """Return measures of a unit in a period; of one that is not over, as they stand at the end of today."""
    asked, codes = ask(request, agency, period), _codes(measures)
    found = values.of(asked.scope, asked.period, today=asked.today, codes=codes)
    return Values(**asked.about(), values=_seen(found))


@router.get("figures/series", response={200: Series, **REFUSALS}, operation_id="figures_series")
def over_time(
    request: Request,
    kind: PeriodKind = PeriodKind.MONTH,
    until: PeriodKey = "",
    count: Annotated[int, Field(ge=1, le=_MOST_PERIODS)] = 12,
    agency: AgencyCode = "",
    measures: Codes = [],  # noqa: B006 - ninja reads the default
) -> Series:
    """Return measures of the last ``count`` periods of a kind, up to the one in which ``until`` begins."""
    if kind not in _SERIES:
        raise Invalid("Chuỗi số liệu theo ngày, tuần, tháng, quý, sáu tháng hoặc năm.", fields={"kind": "Chọn lại."})
    asked, codes = ask(request, agency, until), _codes(measures)
    last = periods.containing(kind, asked.period.first if until else asked.today)
    try:
        wanted = [last.shifted(-back) for back in reversed(range(count))]
    except (ValueError, OverflowError) as wrong:
        raise Invalid("Chuỗi này bắt đầu trước lịch.", fields={"count": "Nhỏ hơn."}) from wrong
    found = values.series(asked.scope, wanted, today=asked.today, codes=codes)
    points = [
        Point(period=one.key, label=one.label, over=one.last < asked.today, values=_seen(said))
        for one, said in zip(wanted, found, strict=True)
    ]
    return Series(agency=asked.unit.code if asked.unit else None, of=asked.of, points=points)


@router.get("figures/rows", response={200: Rows, **REFUSALS}, operation_id="figures_rows")
def rows(
    request: Request,
    measure: str,
    period: PeriodKey = "",
    agency: AgencyCode = "",
    side: Side = Side.PART,
    after: Annotated[str, Query(pattern=r"^\d{0,18}$")] = "",
    limit: Annotated[int, Field(ge=1, le=_MOST_ROWS)] = _PAGE,
) -> Rows:
    """Return the dossiers behind a measure: above its line (``part``), below (``whole``), or ``lost``, the rest."""
    asked, (code,) = ask(request, agency, period), _codes([measure])
    one = MEASURES[_LISTED.get(code, code)]
    if side is not Side.PART and not one.whole:
        raise Invalid("Số liệu này không phải tỷ lệ, chỉ có phần “part”.", fields={"side": "Chọn part."})
    found = behind.of_measure(
        one, side, asked.scope, asked.period, today=asked.today, after=int(after or 0), limit=limit + 1
    )
    value = values.of(asked.scope, asked.period, today=asked.today, codes=[one.code])[one.code]
    twice = 0 if side is Side.WHOLE else behind.taken_twice(one, asked.scope, asked.period, today=asked.today)
    return Rows(
        **asked.about(),
        measure=code,
        side=side,
        total=value.rows(side, twice),
        twice=twice,
        items=_petitions(found[:limit]) if one.part[0] in OF_PETITIONS else _dossiers(found[:limit]),
        next=str(found[limit - 1]) if len(found) > limit else None,
    )


def _codes(wanted: Sequence[str]) -> tuple[str, ...]:
    unknown = [one for one in wanted if one not in MEASURES]
    if unknown:
        said = f"Không có số liệu {', '.join(one[:40] for one in unknown[:5])}. Xem GET /api/v1/figures/measures."
        raise NotFound(said)
    return tuple(dict.fromkeys(wanted))


def measure_seen(one: Measure) -> MeasureSeen:
    """Return a measure as the interface says it."""
    return MeasureSeen(
        code=one.code,
        name=one.name,
        unit=one.unit.value,
        unit_label=one.unit.label,
        better=one.better.value,
        basis=one.basis,
        formula=one.formula,
        meaning=one.meaning,
        part=[count.value for count in one.part],
        less=[count.value for count in one.less],
        whole=[count.value for count in one.whole],
        valid_from=one.valid_from,
        valid_to=one.valid_to,
    )


def _seen(found: Mapping[str, Value]) -> list[ValueSeen]:
    return [
        ValueSeen(
            code=code,
            number=None if one.number is None else float(one.number),
            part=one.part,
            whole=one.whole,
        )
        for code, one in found.items()
    ]


def _dossiers(ids: Sequence[int]) -> list[Row]:
    return [
        Row(
            code=line.code,
            status=line.status,
            status_label=Status(line.status).label,
            due_at=clock.local(line.due_at) if line.due_at else None,
        )
        for line in record.lines(ids)
    ]


def _petitions(ids: Sequence[int]) -> list[Row]:
    return [Row(code=f"petition:{petitions.said(one)}", status="", status_label="", due_at=None) for one in ids]
