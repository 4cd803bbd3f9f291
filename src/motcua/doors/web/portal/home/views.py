"""The front page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from motcua.casework.procedures.queries import catalogue, life_events
from motcua.ground.kernel import clock

from ..counters import all_counters

_COUNTERS = 4
_SECTORS = 12
_OFTEN = (
    (_("Khai sinh"), "khai sinh"),
    (_("Chứng thực bản sao"), "chứng thực bản sao"),
    (_("Sang tên sổ đỏ"), "sang tên sổ đỏ"),
    (_("Mở hộ kinh doanh"), "mở hộ kinh doanh"),
    (_("Xác nhận độc thân"), "xác nhận độc thân"),
)


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show the search, the way to a dossier, life events, counters and sectors."""
    at = clock.now()
    sectors = catalogue.sectors(at.date())
    counters = all_counters(at)
    return render(
        request,
        "portal/home/front.html",
        {
            "nav": "home",
            "often": _OFTEN,
            "events": life_events.life_events(on=at.date()),
            "sectors": sorted(sectors, key=lambda row: -row[1])[:_SECTORS],
            "procedures": sum(count for _name, count in sectors),
            "counters": counters[:_COUNTERS],
            "more_counters": max(len(counters) - _COUNTERS, 0),
        },
    )
