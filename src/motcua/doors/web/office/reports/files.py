"""Reports and the dossiers behind their numbers as files, streamed; never sniffed, never cached."""

from collections.abc import Iterable

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotFound
from motcua.steering.reports.queries import kept
from motcua.steering.reports.services import exports

from ..session.request import StaffRequest, needs
from .views import READERS

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
    """Give the dossiers behind a number of a report, however many."""
    at = clock.now()
    view = kept.report(report_id, by=request.actor, at=at)
    line, column = request.GET.get("dong", ""), request.GET.get("cot", "")
    name = f"Hồ sơ {view.period.key} {view.agency.short_name}"
    match kind:
        case "csv":
            found: Iterable[str | bytes] = exports.csv_of_dossiers(view, line, column, by=request.actor, at=at)
        case "xlsx":
            found = exports.xlsx_of_dossiers(view, line, column, by=request.actor, at=at)
        case _:
            raise NotFound("Danh sách tải được ở dạng XLSX, CSV.")
    return _streamed(found, name, kind)


def _streamed(content: Iterable[str | bytes], name: str, kind: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(content, content_type=_TYPES[kind])
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}") or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if kind != "csv":
        response.headers["Content-Encoding"] = "identity"  # compressed already
    return response
