"""How the province serves: what came, what was done in time, what is late now; by month and by unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.ground.kernel import clock
from motcua.steering.indicators.queries import public, values
from motcua.steering.indicators.queries.figures import Scope
from motcua.steering.indicators.queries.public import Month
from motcua.steering.indicators.rules import disclosure, periods
from motcua.steering.indicators.rules.disclosure import Shown
from motcua.steering.indicators.rules.measures import MEASURES, Measure, Value
from motcua.steering.indicators.rules.periods import Period
from motcua.steering.indicators.vocabulary import Count, PeriodKind

from . import words
from .fresh import five_minutes

MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A month of everything. ``width``: of its bar, in hundredths of the longest that is written out."""

    name: str
    running: bool
    received: str
    width: int
    resolved: str
    online: str = "–"
    on_time: str = "–"
    late: str = "–"
    time: str = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """A unit in a month, or a month of a unit, as everybody may read it."""

    name: str
    code: str
    received: str
    online: str
    resolved: str
    on_time: str
    late: str
    open_late: str
    sorry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Defined:
    """A measure with what it means, in the reader's language; its ``basis`` is a text of Vietnamese law."""

    code: str
    name: str
    meaning: str
    measure: Measure


@five_minutes(shared=False)
def overview(request: HttpRequest) -> HttpResponse:
    """Show this month so far, twelve months, and the units in one month that is over."""
    at = clock.now()
    today = clock.local(at).date()
    months = public.closed(today, MONTHS)
    chosen = _chosen(request.GET.get("thang", ""), months)
    told, found = public.units(months, today=today, at=at)
    counts = next((one.counts for one in found if one.period == chosen), {})
    listed = [(one, counts[one.id]) for one in told.units.values() if one.id in counts] if len(counts) > 1 else []
    context = {
        **_everything(found, today),
        "nav": "figures",
        "at": at,
        "chosen": chosen,
        "months": [(one.key, words.month(one)) for one in reversed(months)],
        "units": [_unit_row(one.name, one.code, written) for one, written in listed],
        "defined": defined(),
    }
    return render(request, "portal/figures/overview.html", context)


@five_minutes(shared=False)
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """Show twelve months of one unit."""
    at = clock.now()
    today = clock.local(at).date()
    told, found = public.units(public.closed(today, MONTHS), today=today, at=at)
    one = told.by_code(code)
    if one is None or len(told.units) < 2:
        raise Http404
    rows = [_unit_row(words.month(month.period), "", month.counts.get(one.id, {})) for month in reversed(found)]
    context = {
        "nav": "figures",
        "at": at,
        "unit": one,
        "rows": rows,
        "defined": defined(),
    }
    return render(request, "portal/figures/unit.html", context)


def defined() -> list[Defined]:
    """Return the measures that are told, with what the dictionary says of them."""
    return [
        Defined(code=code, name=str(name), meaning=str(words.MEANINGS[code]), measure=MEASURES[code])
        for code, name in words.NAMES.items()
    ]


def _everything(months: Sequence[Month], today: date) -> Mapping[str, object]:
    """Return the rows of all units together: of the month that runs the totals only, lest a day be given away."""
    running = periods.containing(PeriodKind.MONTH, today)
    codes = ["received", "resolved", "hours_each"]
    *told, now = values.series(Scope(), [*(one.period for one in months), running], today=today, codes=codes)
    most = max([now["received"].part or 0, *(one.sums[Count.RECEIVED].number or 0 for one in months)])
    rows = [_row(month, one, most) for month, one in zip(months, told, strict=True)]
    rows.append(
        Row(
            name=words.month(running),
            running=True,
            received=words.value(now["received"]),
            width=_width(now["received"].part or 0, most),
            resolved=words.value(now["resolved"]),
        )
    )
    return {
        "running": running,
        "rows": list(reversed(rows)),
        "now": {code: words.value(now[code]) for code in ("received", "resolved")},
    }


def _row(month: Month, told: Mapping[str, Value], most: int) -> Row:
    row = _unit_row(words.month(month.period), "", month.sums)
    received, hours = month.sums[Count.RECEIVED], told["hours_each"]
    return Row(
        name=row.name,
        running=False,
        received=row.received,
        width=_width(received.number or 0, most),
        online=row.online,
        resolved=row.resolved,
        on_time=row.on_time,
        late=row.open_late,
        time=words.time(public.average(month, hours)),
    )


def _width(count: int, most: int) -> int:
    return round(100 * count / most) if most else 0


def _unit_row(name: str, code: str, counts: Mapping[Count, Shown]) -> UnitRow:
    nothing = not counts
    return UnitRow(
        name=name,
        code=code,
        received=words.shown(counts.get(Count.RECEIVED)),
        online="–" if nothing else words.share(disclosure.share(counts[Count.RECEIVED_ONLINE], counts[Count.RECEIVED])),
        resolved=words.shown(counts.get(Count.RESOLVED)),
        on_time="–"
        if nothing
        else words.share(disclosure.share(counts[Count.RESOLVED_LATE], counts[Count.RESOLVED], rest=True)),
        late=words.shown(counts.get(Count.RESOLVED_LATE)),
        open_late=words.shown(counts.get(Count.OPEN_LATE)),
        sorry=words.shown(counts.get(Count.OPEN_LATE_SORRY)),
    )


def _chosen(key: str, months: Sequence[Period]) -> Period | None:
    """Return the month that is asked for, the newest one without a wish.

    Raises  Http404 for one that is not told
    """
    if not key:
        return months[-1] if months else None
    for one in months:
        if one.key == key:
            return one
    raise Http404
