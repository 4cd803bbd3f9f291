"""Reports and the dossiers behind their numbers as files, streamed; never sniffed, never cached."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotFound
from motcua.steering.reports.queries import kept, restatement, tables
from motcua.steering.reports.services import exports, ordering

from ..session.request import StaffRequest, needs
from . import sheet
from .views import READERS

_FORMATS = "Danh sách tải được ở dạng XLSX, CSV."
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@require_safe
@needs(*READERS)
def report(request: StaffRequest, report_id: int, kind: str) -> HttpResponseBase:
    """Give a report as PDF, spreadsheet or CSV."""
    view = kept.report(report_id, by=request.actor, at=clock.now())
    name = f"{view.form.name.replace('/', '-')} {view.period.key} {view.agency.short_name}"
    match kind:
        case "csv":
            return _streamed(exports.csv_of_report(view), name, kind)
        case "xlsx":
            return _streamed(exports.xlsx_of_report(view), name, kind)
        case "pdf":
            return _streamed([exports.pdf_of_report(view)], name, kind)
        case _:
            raise NotFound("Báo cáo tải được ở dạng PDF, XLSX, CSV.")


@require_safe
@needs(*READERS)
def dossiers(request: StaffRequest, report_id: int, kind: str) -> HttpResponseBase:
    """Give the dossiers behind a number of a report: as CSV however many, as XLSX as many as one waits for."""
    at = clock.now()
    view = kept.report(report_id, by=request.actor, at=at)
    line, column = request.GET.get("dong", ""), request.GET.get("cot", "")
    name = f"Hồ sơ {view.period.key} {view.agency.short_name}"
    if kind == "csv":
        return _streamed(exports.csv_of_dossiers(view, line, column, by=request.actor, at=at), name, kind)
    if kind != "xlsx":
        raise NotFound(_FORMATS)
    now = tables.current(view.form, view.scope, view.period, today=at.date())
    if (now.number(line, view.form.place(column)) or 0) > ordering.AT_ONCE:
        return _too_long(request, sheet.address(view, line, column))
    return _streamed(exports.xlsx_of_dossiers(view, line, column, by=request.actor, at=at), name, kind)


@require_safe
@needs(*READERS)
def moved(request: StaffRequest, report_id: int, kind: str) -> HttpResponseBase:
    """Give all dossiers that moved a number of a report, where they are found while one waits."""
    at = clock.now()
    view = kept.report(report_id, by=request.actor, at=at)
    line, column = request.GET.get("dong", ""), request.GET.get("cot", "")
    name = f"Hồ sơ làm số thay đổi {view.period.key} {view.agency.short_name}"
    if kind not in ("csv", "xlsx"):
        raise NotFound(_FORMATS)
    if restatement.changed(view, line, column, today=at.date()) > restatement.AT_ONCE:
        return _too_long(request, sheet.address(view, line, column))
    make = exports.csv_of_moved if kind == "csv" else exports.xlsx_of_moved
    return _streamed(make(view, line, column, by=request.actor, at=at), name, kind)


def _too_long(request: StaffRequest, address: str) -> HttpResponse:
    messages.info(request, "Danh sách này dài, nên tệp được ghi ở nền. Bấm “Ghi tệp” ở trang này.")
    return HttpResponseRedirect(address)


def _streamed(content: Iterable[str | bytes], name: str, kind: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(content, content_type=_TYPES[kind])
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}") or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if kind != "csv":
        response.headers["Content-Encoding"] = "identity"  # compressed already
    return response
