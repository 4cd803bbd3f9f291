"""The morning bulletin as a page to read and to print, the dossiers behind its lines, and who wants it by mail."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from motcua.casework.dossiers.queries import record
from motcua.casework.dossiers.vocabulary import Permission, Status
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotFound
from motcua.people.agencies.queries import organisation as agencies
from motcua.people.agencies.queries.organisation import AgencyView
from motcua.steering.indicators import policies
from motcua.steering.indicators.queries import bulletin as queries
from motcua.steering.indicators.rules import bulletin as rules
from motcua.steering.indicators.services import bulletins
from motcua.steering.indicators.vocabulary import Matter

from ..choices import whole
from ..session.request import StaffRequest, needs
from .addresses import of_index

_PAGE = 50
_MOST_ID = 2**62
_BACK = timedelta(days=31)


@require_safe
@needs(Permission.VIEW_AGENCY)
def bulletin(request: StaffRequest) -> HttpResponse:
    """Show the lines of a day, each with its list."""
    at = clock.local(clock.now())
    unit, day = _asked(request, at)
    told = queries.told(unit, day)
    chosen = queries.chosen(request.actor.staff_id or 0, request.actor.post_id or 0)
    context = {
        "nav": "figures",
        "unit": unit,
        "day": day,
        "at": at,
        "is_today": day == at.date(),
        "is_workday": queries.is_workday(unit.id, day),
        "title": rules.title(day, unit.short_name),
        "lines": [_line(line, unit, day) for line in rules.lines(told)],
        "index": of_index(unit.id, day),
        "wanted": policies.reads_by_default(request.permissions) if chosen is None else chosen,
        "own": unit.id == request.actor.agency_id,
        "key": uuid4().hex,
    }
    return page(request, "office/indicators/bulletin.html", context)


@require_safe
@needs(Permission.VIEW_AGENCY)
def rows(request: StaffRequest) -> HttpResponse:
    """List the dossiers of one line."""
    unit, day = _asked(request, clock.local(clock.now()))
    wanted, after = request.GET.get("viec", ""), whole(request.GET.get("sau", ""), _MOST_ID) or 0
    matter = next((one for one in Matter if one == wanted), None)
    if matter is None:
        raise NotFound("Bản tin không có việc này. Mở lại bản tin rồi chọn một dòng.")
    found = queries.listed(matter, unit, day, after=after, limit=_PAGE + 1)
    context = {
        "nav": "figures",
        "unit": unit,
        "day": day,
        "matter": matter,
        "lines": [(line, Status(line.status).label) for line in record.lines(found[:_PAGE])],
        "first": _address("bulletin_rows", unit, day, viec=matter.value) if after else "",
        "next": _address("bulletin_rows", unit, day, viec=matter.value, sau=str(found[_PAGE - 1]))
        if len(found) > _PAGE
        else "",
        "back": _address("bulletin", unit, day),
    }
    return page(request, "office/indicators/bulletin_rows.html", context)


@require_POST
@needs(Permission.VIEW_AGENCY)
def choose(request: StaffRequest) -> HttpResponse:
    """Take down whether the bulletin is wanted by mail at this post."""
    wanted = request.POST.get("nhan") == "1"
    bulletins.choose(wanted, by=request.actor, at=clock.now(), key=request.POST.get("idempotency_key", ""))
    said = "sẽ được gửi qua thư lúc 07:00 các ngày làm việc" if wanted else "không gửi qua thư cho ông/bà nữa"
    messages.success(request, f"Bản tin sáng {said}.")
    response = HttpResponseRedirect(reverse("indicators:bulletin"))
    response.status_code = 303
    return response


def _asked(request: StaffRequest, at: datetime) -> tuple[AgencyView, date]:
    """Return whose bulletin of which day is asked for: one's own unit's of today where nothing is said.

    Raises  NotAllowed for another unit than one's own, NotFound for what is no unit or no day of the last month
    """
    wanted = request.GET.get("don-vi", "")
    unit_id = whole(wanted, _MOST_ID) if wanted else request.actor.agency_id
    policies.require_figures(request.actor, unit_id or 0, on=at, words=request.permissions)
    unit = next(iter(agencies.by_ids([unit_id or 0])), None)
    if unit is None:
        raise NotFound("Không có đơn vị này. Mở lại bản tin của đơn vị mình.")
    try:
        day = date.fromisoformat(request.GET.get("ngay", "") or at.date().isoformat())
    except ValueError as wrong:
        raise NotFound("Không có ngày này. Mở lại bản tin hôm nay.") from wrong
    if not at.date() - _BACK <= day <= at.date():
        raise NotFound("Bản tin chỉ xem lại được trong 31 ngày. Xem số liệu theo kỳ ở trang số liệu.")
    return unit, day


def _line(line: rules.Line, unit: AgencyView, day: date) -> tuple[str, str, str, bool]:
    """Return (text, address of its list, address of the longest late, it is of the index)."""
    first, second = (
        _address("bulletin_rows", unit, day, viec=one.value) if one else "" for one in (line.matter, line.more)
    )
    return line.text, first, second, line.index


def _address(name: str, unit: AgencyView, day: date, **more: str) -> str:
    said = {"don-vi": str(unit.id), "ngay": day.isoformat(), **more}
    return f"{reverse(f'indicators:{name}')}?{urlencode(said)}"
