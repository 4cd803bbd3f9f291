"""Spreadsheets too long to wait for: order one, see how far it is, take it along, order it again."""

from collections.abc import Callable, Mapping

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotFound
from motcua.steering.reports.queries import exports
from motcua.steering.reports.queries.exports import ExportView
from motcua.steering.reports.services import ordering
from motcua.steering.reports.vocabulary import ExportKind, ExportState

from ..session.request import StaffRequest, needs
from . import sheet
from .views import READERS

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ORDERS: Mapping[str, Callable[..., int]] = {
    ExportKind.DOSSIERS.value: ordering.order_dossiers,
    ExportKind.MOVED.value: ordering.order_moved,
}
_TONES = {ExportState.READY: "jade", ExportState.FAILED: "red", ExportState.WRITING: "blue"}


@require_safe
@needs(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """Show what the actor has ordered of late."""
    found = [(one, _TONES.get(one.state, "")) for one in exports.of_person(by=request.actor)]
    context = {"nav": "figures", "lines": found, "days": exports.KEPT.days}
    return page(request, "office/reports/spreadsheets.html", context)


@require_POST
@needs(*READERS)
def order(request: StaffRequest, report_id: int) -> HttpResponse:
    """Have the dossiers behind a number, or those that moved it, written into a spreadsheet."""
    wanted = _ORDERS.get(request.POST.get("gi", ""))
    if wanted is None:
        raise NotFound("Không có danh sách này. Mở lại báo cáo rồi chọn một con số.")
    line, column = request.POST.get("dong", ""), request.POST.get("cot", "")
    return _seen(wanted(report_id, line, column, by=request.actor, at=clock.now()))


@require_safe
@needs(*READERS)
def one(request: StaffRequest, export_id: int) -> HttpResponse:
    """Show how far a spreadsheet is."""
    view = exports.export(export_id, by=request.actor, at=clock.now())
    context = {
        "nav": "figures",
        "file": view,
        "here": reverse("reports:spreadsheet", args=[view.id]),
        "back": _back(view),
        "days": exports.KEPT.days,
    }
    block = "progress" if request.headers.get("HX-Request") else ""
    return page(request, "office/reports/spreadsheet.html", context, block=block)


@require_POST
@needs(*READERS)
def again(request: StaffRequest, export_id: int) -> HttpResponse:
    """Order a spreadsheet anew that failed or is gone."""
    return _seen(ordering.again(export_id, by=request.actor, at=clock.now()))


@require_safe
@needs(*READERS)
def take(request: StaffRequest, export_id: int) -> HttpResponseBase:
    """Give the file, to who ordered it and may still read it."""
    opened = ordering.taken(export_id, by=request.actor, at=clock.now())
    response = StreamingHttpResponse(opened.chunks, content_type=_TYPE)
    response.headers["Content-Length"] = str(opened.size)
    response.headers["Content-Disposition"] = content_disposition_header(True, opened.name) or "attachment"
    response.headers["Content-Encoding"] = "identity"  # compressed already
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _seen(export_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("reports:spreadsheet", args=[export_id]), status=303)


def _back(view: ExportView) -> tuple[str, str]:
    """Return (where it was ordered from, its name)."""
    if view.kind is ExportKind.REGISTER:
        return f"{reverse('registers:year')}?agency={view.agency_id}&year={view.year}", "Sổ theo dõi hồ sơ"
    return sheet.address_of(view.report_id or 0, view.line, view.column), "Hồ sơ của một số"
