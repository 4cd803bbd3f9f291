"""The figures' desk: what a unit received, resolved and has open in a period, and the dossiers behind each number."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.casework.dossiers.queries import record
from motcua.casework.dossiers.vocabulary import Permission, Status
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotFound
from motcua.steering.indicators.queries import figures, journal
from motcua.steering.indicators.queries import rows as behind
from motcua.steering.indicators.rules import index766, measures, petitions
from motcua.steering.indicators.rules.measures import INDEX, MEASURES, Measure, of_index
from motcua.steering.indicators.rules.windows import OF_PETITIONS
from motcua.steering.indicators.services import folding
from motcua.steering.indicators.vocabulary import Count, Side, Source

from ..choices import term, whole
from ..session.request import StaffRequest, needs
from . import sectors
from .asked import MOST_ID, Asked, decided, offered, read, units

_PAGE = 50
_INDEX = "766."
_BLOCKS = (
    (
        "Tiếp nhận",
        ((Count.CARRIED, 0), (Count.RECEIVED, 0), (Count.RECEIVED_ONLINE, 1), (Count.RECEIVED_DIRECT, 1),
         (Count.RECEIVED_POSTAL, 1)),
    ),
    (
        "Đã giải quyết",
        ((Count.RESOLVED, 0), (Count.RESOLVED_EARLY, 1), (Count.RESOLVED_ON_TIME, 1), (Count.RESOLVED_LATE, 1),
         (Count.RESOLVED_LATE_SORRY, 2)),
    ),
    (
        "Đang giải quyết",
        ((Count.OPEN, 0), (Count.OPEN_ON_TIME, 1), (Count.OPEN_LATE, 1), (Count.OPEN_LATE_SORRY, 2)),
    ),
    ("Trong số đó và ngoài ra", ((Count.WITHDRAWN, 0), (Count.STOPPED, 0), (Count.REJECTED, 0), (Count.DECLINED, 0))),
)  # fmt: skip


@require_safe
@needs(Permission.VIEW_AGENCY)
def period(request: StaffRequest) -> HttpResponse:
    """Show the counts of a period, and that they add up."""
    today = clock.now().date()
    asked = read(request, today)
    counts = figures.report(asked.scope, asked.period, today=today)
    told = Source.DOSSIERS in figures.sources_in(asked.scope, asked.period, today=today)
    context = {
        "nav": "figures",
        "asked": asked,
        "told": told,
        "units": units(asked),
        "periods": offered(today, asked.period),
        "blocks": [(name, [_row(asked, count, depth, counts) for count, depth in rows]) for name, rows in _BLOCKS],
        "sums": tuple(counts[one] for one in (Count.CARRIED, Count.RECEIVED, Count.RESOLVED, Count.OPEN)),
        "behind": len(journal.dossiers_behind(after=journal.newest() - folding.WINDOW)),
        "over": asked.period.last < today,
    }
    return page(request, "office/indicators/period.html", context)


@require_safe
@needs(Permission.VIEW_AGENCY)
def rows(request: StaffRequest) -> HttpResponse:
    """List the dossiers of which a figure consists: above its line, below it, or what it lost."""
    today = clock.now().date()
    (asked, said), after = decided(request, read(request, today)), whole(request.GET.get("sau", ""), MOST_ID) or 0
    code, side = request.GET.get("so", ""), term(Side, request.GET.get("phan", ""), Side.PART)
    measure = _measure(code)
    if measure is None or (side is not Side.PART and not measure.whole):
        raise NotFound("Không có số liệu này. Mở lại trang số liệu rồi chọn một con số.")
    sector, procedures = None, None
    if name := request.GET.get("linh-vuc", ""):
        sector = sectors.named(name, asked, (*measure.part, *measure.less, *measure.whole), today)
        procedures, said = sector.procedures, {**said, "linh-vuc": sector.key}
    of, period = asked.scope, asked.period
    found = behind.of_measure(
        measure, side, of, period, today=today, procedures=procedures, after=after, limit=_PAGE + 1
    )
    twice = behind.taken_twice(measure, of, period, today=today, procedures=procedures)
    counts = sector.counts if sector else figures.report(of, period, today=today)
    value = measures.value(measure, counts, figures.sources_in(of, period, today=today))
    here = {"so": code, **({} if side is Side.PART else {"phan": side.value}), **said}
    context = {
        "nav": "figures",
        "asked": asked,
        "measure": measure,
        "side": side,
        "sector": sector.name if sector else "",
        "total": value.rows(side, twice),
        "figure": value.on(side),
        "twice": 0 if side is Side.WHOLE else twice,
        "lines": [(line, Status(line.status).label) for line in record.lines(found[:_PAGE])],
        "petitions": tuple(map(petitions.said, found[:_PAGE])) if measure.part[0] in OF_PETITIONS else (),
        "first": asked.address("rows", **here) if after else "",
        "next": asked.address("rows", **here, sau=str(found[_PAGE - 1])) if len(found) > _PAGE else "",
        "sides": [(one, one.label, asked.address("rows", so=code, phan=one.value, **said)) for one in Side],
        "back": _back(asked, code, sector is not None),
    }
    return page(request, "office/indicators/rows.html", context)


def _back(asked: Asked, code: str, of_sector: bool) -> tuple[str, str]:
    """Return the page a number stands on, and what it is called."""
    if code.startswith(_INDEX):
        return asked.address("index"), "Chỉ số 766"
    return (asked.address("dashboard"), "trang điều hành") if of_sector else (asked.address("period"), "trang số liệu")


def _measure(code: str) -> Measure | None:
    """Return a measure that consists of things which can be listed; None for a sum of hours, or no measure."""
    name = code.removeprefix(_INDEX)
    if code.startswith(_INDEX) and name in INDEX:
        label = next((one.name for one in index766.QD766_2022.indicators if one.code == name), name)
        return of_index(name, f"{name} {label}")
    found = MEASURES.get(code)
    return None if found is None or Count.ELAPSED_HOURS in found.part else found


def _row(asked: Asked, count: Count, depth: int, counts: Mapping[Count, int]) -> dict[str, Any]:
    return {
        "label": count.label,
        "number": counts[count],
        "depth": depth,
        "href": asked.address("rows", so=count.value),
        "bad": count in (Count.OPEN_LATE, Count.RESOLVED_LATE),
    }
