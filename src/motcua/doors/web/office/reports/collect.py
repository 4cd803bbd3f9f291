"""By when the units under one owe it reports, who has sent them, and whether their sum is its own count."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.clock import VIETNAM
from motcua.ground.kernel.errors import Invalid, NotFound
from motcua.people.agencies.queries import organisation as agencies
from motcua.steering.indicators.rules.periods import Period
from motcua.steering.reports.queries import consolidation
from motcua.steering.reports.rules import forms, sheets
from motcua.steering.reports.services import deadlines as services
from motcua.steering.reports.vocabulary import Permission, Subject, Submission

from ..keys import key_of
from ..session.request import StaffRequest, needs
from .acts import chosen_period, offered_periods, period_of
from .views import READERS

TONES = {Submission.IN_TIME: "jade", Submission.LATE: "gold", Submission.RETURNED: "red", Submission.MISSING: ""}
_CLOSING = time(17, 0)
_TO_REMIND = (Submission.MISSING, Submission.RETURNED, Submission.LATE, Submission.IN_TIME)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*READERS)
def deadlines(request: StaffRequest) -> HttpResponse:
    """Show the deadlines of the actor's unit with who has sent; set one."""
    at = clock.now()
    if request.method != "POST":
        return _list(request, at, {})
    typed = {name: request.POST.get(name, "").strip() for name in ("bieu", "ky", "tu", "den", "han")}
    try:
        period, due_at = chosen_period(typed), _due_at(typed["han"])
        mine = request.actor.agency_id or 0
        services.announce(typed["bieu"], period, mine, due_at, by=request.actor, at=at, key=key_of(request))
    except Invalid as no:
        names = {"due_at": "han"}
        fields = {names.get(name, name): said for name, said in no.fields.items()} or {"bieu": no.sentence}
        return _list(request, at, typed, fields)
    messages.success(request, f"Đã đặt hạn nộp {due_at:%H:%M ngày %d/%m/%Y}.")
    return HttpResponseRedirect(reverse("reports:consolidated", args=[typed["bieu"], period.key]), status=303)


@require_safe
@needs(*READERS)
def consolidated(request: StaffRequest, form: str, period: str) -> HttpResponse:
    """Show who under the actor's unit has sent a report, and the sum of what was sent beside its own count."""
    at = clock.now()
    asked = _period(period)
    wanted = forms.in_force(form, on=asked.last)
    unit = agencies.agency(request.actor.agency_id or 0)
    context: dict[str, Any] = {
        "nav": "figures",
        "unit": unit,
        "form": wanted,
        "period": asked,
        "tones": TONES,
        "now": at,
    }
    if wanted.subject is Subject.CATALOGUE:
        due_at, units = consolidation.standing(unit.id, wanted, asked)
        context |= {"due_at": due_at, "units": _missing_first(units), "tally": _tally(units), "all": None}
    else:
        whole = consolidation.consolidated(unit.id, wanted, asked, today=at.date())
        context |= {
            "due_at": whole.due_at,
            "units": _missing_first(whole.units),
            "tally": whole.tally(),
            "all": whole,
            "head": sheets.head(wanted),
            "numbered": sheets.numbered(wanted),
            "sums": _sums(whole),
            "named": _named(whole),
        }
    return page(request, "office/reports/consolidated.html", context)


def _list(
    request: StaffRequest, at: datetime, typed: Mapping[str, str], errors: Mapping[str, str] | None = None
) -> HttpResponse:
    mine = request.actor.agency_id or 0
    context = {
        "nav": "figures",
        "unit": agencies.agency(mine),
        "lines": consolidation.tallies(mine),
        "units": consolidation.reporters(mine, on=at.date()),
        "may_set": Permission.COLLECT in request.permissions,
        "forms": [(one.code, f"{one.name}: {one.title}") for one in forms.offered()],
        "periods": offered_periods(at.date(), shift=0),
        "typed": dict(typed),
        "errors": dict(errors or {}),
        "key": request.POST.get("idempotency_key") or uuid4().hex,
        "now": at,
    }
    return page(request, "office/reports/deadlines.html", context, status=422 if errors else 200)


def _sums(whole: consolidation.Consolidation) -> list[tuple[str, str, tuple[int | None, ...]]]:
    """Return (kind, name, numbers) of the lines of the table: each unit as it reported, the rest, sum, count."""
    sent = [("unit", _called(one), one.cells) for one in whole.units if one.cells is not None]
    return [
        *sent,
        ("unit", "Do chính đơn vị tổng hợp giải quyết", whole.rest),
        ("sum", "Cộng các báo cáo đã nộp", whole.sum),
        ("sum", "Số đếm của đơn vị tổng hợp", whole.whole),
        ("sum", "Chênh lệch", whole.differs),
    ]


def _called(one: consolidation.UnitReport) -> str:
    """Return a unit, with the revision that is counted where that is not the one it sent last."""
    if not one.counts_earlier:
        return one.unit.name
    return f"{one.unit.name}, {'bản đầu' if one.revision == 1 else f'bản chỉnh lý lần {one.revision - 1}'}"


def _named(whole: consolidation.Consolidation) -> list[tuple[str, str, list[str]]]:
    """Return (column, by how much, units that differ in it) of every column in which the sum is not the count."""
    found = []
    for place, (column, by) in enumerate(zip(whole.form.columns, whole.differs, strict=True)):
        units = [_differing(one, place) for one in whole.units if one.differs[place]]
        if by or units:
            said = sheets.NO_NUMBER if by is None else f"{by:+d}" if by else "0"
            found.append((": ".join((*column.groups, column.header)), said, units))
    return found


def _differing(one: consolidation.UnitReport, place: int) -> str:
    """Return a unit with by how much it differs in a column, and which side of it has no number."""
    missing = ""
    if one.own[place] is None:
        missing = " (nay chưa có số)"
    elif one.cells and one.cells[place] is None:
        missing = " (báo cáo chưa có số)"
    return f"{one.unit.short_name} {one.differs[place]:+d}{missing}"


def _missing_first(units: tuple[consolidation.UnitReport, ...]) -> list[consolidation.UnitReport]:
    """Return the units, those that have to be reminded before the others."""
    return sorted(units, key=lambda one: _TO_REMIND.index(one.submission))


def _tally(units: tuple[consolidation.UnitReport, ...]) -> dict[Submission, int]:
    return {one: sum(unit.submission is one for unit in units) for one in Submission}


def _due_at(typed: str) -> datetime:
    try:
        day = date.fromisoformat(typed)
    except ValueError as wrong:
        raise Invalid("Chọn ngày hạn nộp.", fields={"due_at": "Chọn ngày hạn nộp"}) from wrong
    return datetime.combine(day, _CLOSING, VIETNAM)


def _period(key: str) -> Period:
    try:
        return period_of(key)
    except ValueError as wrong:
        raise NotFound("Không có kỳ này. Chọn lại kỳ trong danh sách.") from wrong
