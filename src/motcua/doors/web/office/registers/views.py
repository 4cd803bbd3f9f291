"""The follow-up register: choose unit and year, see the sums, have the volumes printed, take the lines along."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_POST, require_safe

from motcua.casework.dossiers import policies
from motcua.casework.dossiers.queries.papers import register
from motcua.casework.dossiers.rules.forms.register import COLUMNS, VOLUME_LINES, cells
from motcua.casework.dossiers.services import registers
from motcua.casework.dossiers.vocabulary import Form, Permission
from motcua.doors.web.ui.answers import page
from motcua.doors.web.ui.files import file_response
from motcua.ground.audit import services as audit
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotAllowed, NotFound
from motcua.people.agencies.queries import organisation as agencies
from motcua.people.agencies.queries.organisation import AgencyView
from motcua.steering.reports.services import books, ordering
from motcua.tools.documents import queries as documents

from ..choices import whole
from ..session.request import StaffRequest, needs

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_STALLED_MINUTES = 10


@require_safe
@needs(Permission.VIEW_AGENCY)
def year(request: StaffRequest) -> HttpResponse:
    """Show the sums of a year and its newest printing."""
    at = clock.now()
    units = _units(request, at)
    unit = _chosen(request, units)
    years = register.years(unit.id) or (at.year,)
    shown = whole(request.GET.get("year", ""), at.year) or years[0]
    book = register.newest(unit.id, shown)
    context = {
        "nav": "figures",
        "units": [(one.id, one.name) for one in units],
        "unit": unit,
        "years": [(one, str(one)) for one in dict.fromkeys((*years, shown))],
        "year": shown,
        "sums": register.totals(unit.id, shown),
        "book": book,
        "stalled": bool(
            book and book.finished_at is None and (at - book.asked_at).total_seconds() > _STALLED_MINUTES * 60
        ),
        "volume_lines": VOLUME_LINES,
        "at_once": ordering.AT_ONCE,
        "here": _address(unit.id, shown),
    }
    return page(request, "office/registers/year.html", context, block="printing" if _asks_block(request) else "")


@require_POST
@needs(Permission.VIEW_AGENCY)
def order(request: StaffRequest) -> HttpResponse:
    """Have the volumes of a year printed; asked twice, the printing under way goes on."""
    agency_id, wanted = whole(request.POST.get("agency", "")), whole(request.POST.get("year", ""), most=9999)
    registers.order(agency_id or 0, wanted or 0, by=request.actor, at=clock.now())
    messages.success(request, f"Đang in sổ năm {wanted}. Từng quyển hiện ra ở trang này khi in xong.")
    response = HttpResponseRedirect(_address(agency_id or 0, wanted or 0))
    response.status_code = 303
    return response


@require_safe
@needs(Permission.VIEW_AGENCY)
def table(request: StaffRequest, agency_id: int, year: int, kind: str) -> HttpResponseBase:
    """Give the lines of a year: as CSV however many, as XLSX as many as one waits for; that is written down."""
    at = clock.now()
    if not policies.may_keep_register(request.actor, agency_id, at=at):
        raise NotAllowed("Sổ này do đơn vị khác giữ.")
    if year not in register.years(agency_id):
        raise NotFound("Năm này nơi này chưa nhận hồ sơ nào. Chọn lại năm.")
    unit = agencies.agency(agency_id)
    if kind not in _TYPES:
        raise NotFound("Sổ tải được ở dạng CSV, XLSX.")
    if kind == "xlsx" and register.count(agency_id, year, until=at) > ordering.AT_ONCE:
        messages.info(request, "Sổ này dài, nên XLSX được ghi ở nền. Bấm “Ghi tệp XLSX” ở trang này.")
        return HttpResponseRedirect(_address(agency_id, year))
    audit.looked(f"agency:{agency_id}", f"register_{kind}:{year}", by=request.actor, at=at)
    response = StreamingHttpResponse(_content(agency_id, year, at, kind), content_type=_TYPES[kind])
    name = f"Sổ theo dõi hồ sơ {year} {unit.short_name}.{kind}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@needs(Permission.VIEW_AGENCY)
def order_table(request: StaffRequest, agency_id: int, year: int) -> HttpResponse:
    """Have the lines of a year written into a spreadsheet, which nobody waits for."""
    made = ordering.order_register(agency_id, year, by=request.actor, at=clock.now())
    return HttpResponseRedirect(reverse("reports:spreadsheet", args=[made]), status=303)


@require_safe
@needs(Permission.VIEW_AGENCY)
def volume(request: StaffRequest, book_id: int, number: int) -> HttpResponseBase:
    """Open one printed volume; that it was opened is written down."""
    at, subject = clock.now(), f"register:{book_id}"
    filed = documents.rendered(subject, Form.REGISTER.value, str(number))
    if filed is None:
        raise NotFound("Quyển này chưa in xong. Xem lại trang sổ theo dõi.")
    stored = documents.open_version(filed.version_id, by=request.actor, at=at)
    audit.looked(subject, f"open_volume:{number}", by=request.actor, at=at)
    return file_response(stored, inline=True)


def _units(request: StaffRequest, at: datetime) -> tuple[AgencyView, ...]:
    """Return whose registers the actor may see: his own unit's, or that of every counter."""
    own = agencies.agency(request.actor.agency_id or 0)
    if Permission.VIEW_ALL not in request.permissions:
        return (own,)
    counters = agencies.agencies(on=at.date(), receiving=True)
    return counters or (own,)


def _chosen(request: StaffRequest, units: tuple[AgencyView, ...]) -> AgencyView:
    wanted = whole(request.GET.get("agency", ""))
    own = next((unit for unit in units if unit.id == request.actor.agency_id), units[0])
    if wanted is None:
        return own
    found = next((unit for unit in units if unit.id == wanted), None)
    if found is None:
        raise NotAllowed("Sổ này do đơn vị khác giữ.")
    return found


def _asks_block(request: StaffRequest) -> bool:
    return bool(request.headers.get("HX-Request"))


def _address(agency_id: int, year: int) -> str:
    return f"{reverse('registers:year')}?{urlencode({'agency': agency_id, 'year': year})}"


def _content(agency_id: int, year: int, at: datetime, kind: str) -> Iterator[str] | Iterator[bytes]:
    """Yield the lines in a format, in constant memory; no cell is taken for a formula."""
    lines = (cells(line) for line in register.every(agency_id, year, until=at))
    if kind == "csv":
        return books.csv_of(chain([COLUMNS], lines))
    return books.chunks(books.xlsx_of_rows(COLUMNS, lines, name=f"Sổ {year}"))
