"""Units of one kind beside each other: communes with communes, departments with departments."""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.casework.dossiers.vocabulary import Permission
from motcua.doors.web.ui import charts
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.text import lower_first
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.steering.indicators.queries import beside, figures, ranking, telling
from motcua.steering.indicators.rules import measures, periods
from motcua.steering.indicators.rules.measures import MEASURES
from motcua.steering.indicators.rules.periods import Period
from motcua.steering.indicators.rules.ranking import LEAST, Standing, apart, ranked
from motcua.steering.indicators.vocabulary import Count, Level, PeriodKind, Source

from ..choices import whole
from ..session.request import StaffRequest, needs
from . import words
from .asked import Asked, of_unit, offered, read, side_of

_PAGE, _MONTHS, _MOST = 100, 12, 10**6
_KINDS = {"xa": "Xã, phường, đặc khu", "so": "Sở, ban, ngành"}
_OF_COMMUNES = (AgencyKind.COMMUNE,)
_OF_DEPARTMENTS = (AgencyKind.DEPARTMENT, AgencyKind.LAND_OFFICE, AgencyKind.TAX, AgencyKind.POLICE)
_SORTS: dict[str, tuple[str, Callable[[Standing], Any]]] = {
    "diem": ("Điểm", lambda one: -(one.points or 0)),
    "thay-doi": ("So kỳ trước", lambda one: -(one.change if one.change is not None else -1000)),
    "ho-so": ("Hồ sơ", lambda one: -one.handled),
    "dung-han": ("Đúng hạn", lambda one: -(one.on_time if one.on_time is not None else -1)),
    "qua-han": ("Quá hạn", lambda one: -one.late),
    "so-hoa": ("Số hóa", lambda one: -(one.digitised if one.digitised is not None else -1)),
}


@require_safe
@needs(Permission.VIEW_ALL)
def of_units(request: StaffRequest) -> HttpResponse:
    """Rank the units of a kind in a period, by any of the columns."""
    at = clock.now()
    today = at.date()
    asked = read(request, today)
    kind = request.GET.get("nhom", "") if request.GET.get("nhom", "") in _KINDS else "xa"
    sort = request.GET.get("sap", "") if request.GET.get("sap", "") in _SORTS else "diem"
    after = whole(request.GET.get("sau", ""), _MOST) or 0
    peers, last = peers_of(asked, kind), min(asked.period.last, today)
    newest = periods.containing(PeriodKind.MONTH, last)
    months = [newest.shifted(place - _MONTHS + 1) for place in range(_MONTHS)]
    told = figures.series_by_competent(asked.scope, [asked.period, asked.period.shifted(-1), *months], today=today)
    now, before, *trend = (ranking.grouped(counts, peers) for counts in told)
    near = beside.of(asked.unit.id if asked.unit else None, asked.lineage, asked.period, today=today, scope=asked.scope)
    level = Level.COMMUNE if kind == "xa" else Level.DEPARTMENT
    found = ranking.standings(now, before, level, asked.period, told=near.told, today=today)
    places = {one.unit_id: place for place, one in enumerate(ranked(found), start=1)}
    order = sorted(ranked(found), key=_SORTS[sort][1])
    lines = _trends(dict(zip(months, trend, strict=True)), near.told, today)

    def here(**more: str) -> str:
        return asked.address("ranking", nhom=kind, **more)

    context = {
        "nav": "figures",
        "asked": asked,
        "at": at,
        "over": asked.period.last < today,
        "units": [],
        "periods": offered(today, asked.period),
        "kind": kind,
        "kinds": [(key, text, asked.address("ranking", nhom=key)) for key, text in _KINDS.items()],
        "sort": sort,
        "sorts": [(key, text, here(sap=key)) for key, (text, _) in _SORTS.items()],
        "rows": [_row(asked, places[one.unit_id], one, lines) for one in order[after : after + _PAGE]],
        "apart": [_row(asked, 0, one, lines) for one in apart(found)] if not after else [],
        "total": len(order),
        "least": LEAST,
        "target": words.target(MEASURES["on_time_rate"], near.targets),
        "before": lower_first(asked.period.shifted(-1).label),
        "first": here(sap=sort) if after else "",
        "next": here(sap=sort, sau=str(after + _PAGE)) if len(order) > after + _PAGE else "",
    }
    return page(request, "office/indicators/ranking.html", context)


def peers_of(asked: Asked, kind: str) -> dict[int, int]:
    """Return {agency: the unit it is or belongs to} of the units of a kind below what is asked for.

    A department of a commune is ranked with its commune, not with the departments of the province.
    """
    ids = asked.ids or tuple(asked.tree.units)
    found: dict[int, int] = {}
    for one in ids:
        commune = asked.tree.nearest(one, AgencyKind.COMMUNE)
        if kind == "xa" and commune is not None:
            found[one] = commune
        elif kind == "so" and commune is None:
            own = next((place for k in _OF_DEPARTMENTS if (place := asked.tree.nearest(one, k)) is not None), None)
            if own is not None:
                found[one] = own
    return found


def _trends(
    trend: Mapping[Period, Mapping[int, Mapping[Count, int]]], told: Mapping[Source, date], today: date
) -> dict[int, list[float | None]]:
    """Return {unit: how much was returned in time, month by month}."""
    measure = MEASURES["on_time_rate"]
    found: dict[int, list[float | None]] = {}
    for month, units in trend.items():
        known = telling.known_in(told, month, today=today)
        for unit, counts in units.items():
            ratio = measures.value(measure, counts, known).number
            found.setdefault(unit, []).append(None if ratio is None else float(ratio))
    return found


def _row(asked: Asked, place: int, one: Standing, trends: dict[int, list[float | None]]) -> dict[str, Any]:
    trend = trends.get(one.unit_id, [])
    known = [ratio for ratio in trend if ratio is not None]
    said = f"12 tháng, thấp nhất {words.percent(min(known))}, cao nhất {words.percent(max(known))}" if known else ""
    return {
        **standing(asked, one),
        "place": place,
        "address": of_unit(asked, one.unit_id, "dashboard"),
        "spark": charts.spark(trend),
        "trend": said,
    }


def standing(asked: Asked, one: Standing) -> dict[str, Any]:
    """Return how a unit stands as a table writes it; each number opens its dossiers, the points their indicators."""

    def opens(code: str, **more: str) -> str:
        return of_unit(asked, one.unit_id, "rows", so=code, **more)

    def share(code: str, ratio: Fraction | None) -> tuple[str, str]:
        return ("–", "") if ratio is None else (words.percent(ratio), opens(code, phan=side_of(ratio)))

    return {
        "name": words.place(asked.tree.name(one.unit_id)),
        "points": words.points(one.points, 1) if one.points is not None else "–",
        "points_href": "" if one.points is None else of_unit(asked, one.unit_id, "index"),
        "width": round(float(one.points or 0), 1),
        "change": None if one.change is None else round(float(one.change), 1),
        "handled": (one.handled, opens(Count.HANDLED.value)),
        "on_time": share("on_time_rate", one.on_time),
        "late": (one.late, opens(Count.OPEN_LATE.value)),
        "digitised": share("digitised_rate", one.digitised),
    }
