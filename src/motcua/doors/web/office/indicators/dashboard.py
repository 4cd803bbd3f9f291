"""The leader's page: how a unit serves, where dossiers lie too long, how units stand beside each other."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.casework.dossiers.queries.late import Age, HeldLate
from motcua.casework.dossiers.vocabulary import Permission
from motcua.doors.web.ui import charts
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.text import lower_first
from motcua.steering.indicators.rules.ranking import LEAST, Standing, ranked
from motcua.steering.indicators.vocabulary import Count

from ..session.request import StaffRequest, needs
from . import panels, picture, words
from .asked import Asked, of_unit, offered, read, side_of, units
from .picture import Picture
from .ranking import standing
from .sectors import Sector, grouped

_HOLDERS, _RANKED = 8, 9
_LATE = (Age.FEW, Age.SEVERAL, Age.MANY)
_CHANNELS = (Count.RECEIVED_ONLINE, Count.RECEIVED_DIRECT, Count.RECEIVED_POSTAL)


@require_safe
@needs(Permission.VIEW_AGENCY)
def dashboard(request: StaffRequest) -> HttpResponse:
    """Show how a unit serves in a period."""
    at = clock.now()
    asked = read(request, at.date())
    seen = picture.read(asked, at=at)
    context = {
        "nav": "figures",
        "asked": asked,
        "at": at,
        "units": units(asked),
        "periods": offered(at.date(), asked.period),
        "numbers": panels.numbers(seen),
        "score": panels.score(seen),
        "months": panels.twelve_months(seen),
        "late": sum(one.total for one in seen.overdue),
        "holders": holders(asked, seen.overdue),
        "before": lower_first(asked.period.shifted(-1).label),
        "ranked": [_rank(asked, place, one) for place, one in enumerate(ranked(seen.communes)[:_RANKED], start=1)],
        "communes": len(seen.communes),
        "least": LEAST,
        "sectors": sectors(seen),
        "channels": channels(seen),
        "over": seen.is_over,
    }
    return page(request, "office/indicators/dashboard.html", context)


def holders(asked: Asked, found: tuple[HeldLate, ...]) -> list[dict[str, Any]]:
    """Return who holds most of what is late, and the others together."""
    first, rest = found[:_HOLDERS], found[_HOLDERS:]
    rows: list[tuple[str, dict[str, str], HeldLate]] = [(one.name, {"giu": str(one.agency_id)}, one) for one in first]
    if rest:
        others = HeldLate(
            agency_id=0,
            name="",
            few=sum(one.few for one in rest),
            several=sum(one.several for one in rest),
            many=sum(one.many for one in rest),
            unsorry=sum(one.unsorry for one in rest),
        )
        rows.append((f"{len(rest)} nơi còn lại", {}, others))
    most = max((one.total for _, _, one in rows), default=0)
    return [
        {
            "name": name,
            "address": asked.address("late", **there) if there else "",
            "numbers": (one.few, one.several, one.many),
            "addresses": [asked.address("late", **there, tre=age.value) for age in _LATE] if there else [],
            "total": one.total,
            "parts": charts.stack((one.few, one.several, one.many), most),
        }
        for name, there, one in rows
    ]


def _rank(asked: Asked, place: int, one: Standing) -> dict[str, Any]:
    return {
        **standing(asked, one),
        "place": place,
        "address": of_unit(asked, one.unit_id, "dashboard"),
    }


def sectors(seen: Picture) -> list[dict[str, Any]]:
    """Return the fields with most dossiers: how many came, how many were kept, how many are late; each opens them."""
    return [_sector(seen, one) for one in grouped(seen.held, seen.by_procedure)]


def _sector(seen: Picture, one: Sector) -> dict[str, Any]:
    on_time = seen.value("on_time_rate", one.counts).number

    def opens(code: str, **more: str) -> str:
        return seen.asked.address("rows", so=code, **more, **{"linh-vuc": one.key})

    return {
        "name": one.name,
        "numbers": [
            (label, one.counts[count], opens(count.value))
            for label, count in (("Nhận", Count.RECEIVED), ("Đã giải quyết", Count.RESOLVED))
        ],
        "on_time": words.percent(on_time),
        "on_time_href": "" if on_time is None else opens("on_time_rate", phan=side_of(on_time)),
        "late": one.counts[Count.OPEN_LATE],
        "late_href": opens(Count.OPEN_LATE.value),
    }


def channels(seen: Picture) -> list[dict[str, Any]]:
    """Return how dossiers came in."""
    received = seen.value("received").part
    if received is None:
        return []
    return [
        {
            "name": one.label.rpartition(", ")[2],
            "number": seen.counts[one],
            "share": words.percent(seen.counts[one] / received if received else None),
            "width": round(seen.counts[one] / received * 100, 1) if received else 0,
            "address": seen.asked.address("rows", so=one.value),
        }
        for one in _CHANNELS
    ]
