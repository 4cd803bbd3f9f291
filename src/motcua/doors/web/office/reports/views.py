"""The reports' desk: lists by period, form and state; one report."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from motcua.casework.dossiers.vocabulary import Permission as Dossiers
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.text import clean
from motcua.steering.indicators.rules import periods
from motcua.steering.reports.queries import consolidation, exports, kept
from motcua.steering.reports.rules import forms
from motcua.steering.reports.vocabulary import Permission, State

from ..choices import whole
from ..session.request import StaffRequest, needs
from . import sheet

READERS = (Dossiers.VIEW_AGENCY, *Permission)
_PAGE = 50


@require_safe
@needs(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """Show the reports the actor may read, the newest first."""
    at = clock.now()
    chosen = {name: clean(request.GET.get(asked, "")) for name, asked in _FILTERS.items()}
    before = whole(request.GET.get("truoc", ""))
    units = kept.readable(by=request.actor, at=at)
    found = kept.listing(units, before=before, limit=_PAGE + 1, **chosen)
    said = {asked: chosen[name] for name, asked in _FILTERS.items() if chosen[name]}
    here = reverse("reports:list")
    context = {
        "nav": "figures",
        "lines": [(line, sheet.tone(line.state)) for line in found[:_PAGE]],
        "chosen": chosen,
        "forms": [("", "Mọi biểu"), *((one.code, one.name) for one in forms.offered())],
        "periods": [
            ("", "Mọi kỳ"),
            *((key, periods.parse(key).label) for key in kept.used(units)),
        ],
        "states": [("", "Mọi trạng thái"), *State.choices()],
        "first": f"{here}?{urlencode(said)}" if before else "",
        "next": f"{here}?{urlencode({**said, 'truoc': str(found[_PAGE - 1].id)})}" if len(found) > _PAGE else "",
        "sees_figures": Dossiers.VIEW_AGENCY in request.permissions,
        "may_prepare": Permission.PREPARE in request.permissions,
        "orders": bool(exports.of_person(by=request.actor, limit=1)),
        "collects": bool(consolidation.reporters(request.actor.agency_id or 0, on=at.date())),
    }
    return page(request, "office/reports/list.html", context)


@require_safe
@needs(*READERS)
def one(request: StaffRequest, report_id: int) -> HttpResponse:
    """Show one report as it was taken, what the figures say since, and what may be done with it."""
    at = clock.now()
    return sheet.shown(request, kept.report(report_id, by=request.actor, at=at), at)


_FILTERS = {"form": "bieu", "period": "ky", "state": "trang-thai"}
