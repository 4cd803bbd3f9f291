"""Niêm yết: what each unit receives, in what time and for how much, fit for a notice board.

Law: 63/2010/NĐ-CP, Điều 17 and 24; 20/2008/NĐ-CP, Điều 4 (where to send remarks and proposals stands beside the list).
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from motcua.casework.procedures.queries import catalogue
from motcua.doors.web.ui.typography import sort_key
from motcua.ground.kernel import clock
from motcua.people.agencies.queries import organisation

from ..catalogue.facts import facts_of, name_of
from ..counters import all_counters, counter_of


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """Show the units that receive dossiers."""
    return render(request, "portal/posting/units.html", {"nav": "posting", "counters": all_counters(clock.now())})


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """Show the list that one unit posts."""
    at = clock.now()
    agency = organisation.agency_by_code(code)
    if agency is None or not agency.receives:
        raise Http404
    english = translation.get_language() == "en"
    by_sector: dict[str, list[dict[str, object]]] = {}
    for view in catalogue.views(on=at.date(), agency_id=agency.id):
        row = {
            "code": view.code,
            "name": name_of(view, english=english),
            "version": view,
            "rows": facts_of(view.content).rows,
        }
        by_sector.setdefault(view.sector, []).append(row)
    context = {
        "nav": "posting",
        "unit": counter_of(agency, at),
        "parent": agency.parent_name,
        "sectors": sorted(by_sector.items(), key=lambda pair: sort_key(pair[0])),
        "count": sum(len(rows) for rows in by_sector.values()),
        "at": at,
    }
    return render(request, "portal/posting/unit.html", context)
