"""Which procedures an agency receives, who decides them, by which process, from which day."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.casework.procedures import policies
from motcua.casework.procedures.errors import DateTaken
from motcua.casework.procedures.queries import catalogue, search
from motcua.casework.procedures.queries import offers as reads
from motcua.casework.procedures.rules.offering import decided_by
from motcua.casework.procedures.services import offers as services
from motcua.casework.procedures.services import seeding
from motcua.casework.procedures.services.offers import Offering
from motcua.casework.procedures.vocabulary import Level
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Invalid, NotFound
from motcua.ground.kernel.text import clean
from motcua.people.agencies.queries import organisation
from motcua.people.agencies.queries.organisation import AgencyView
from motcua.tools.workflow import queries as workflow

from ..keys import key_of
from ..session.request import StaffRequest
from .forms import DayForm, OfferForm, errors_of, options
from .parts import living, see_other
from .seeds import groups, suggested

_TOP = 12


@require_safe
def receiving(request: StaffRequest) -> HttpResponse:
    """Show the agencies with a counter, and how many procedures each receives."""
    today = clock.now().date()
    policies.require_offer(request.actor, on=today)
    counts = reads.counts(on=today)
    units = [(unit, counts.get(unit.id, 0)) for unit in organisation.agencies(on=today, receiving=True)]
    return page(request, "office/agency/receiving.html", {"nav": _nav(request), "units": units})


@require_safe
def offered(request: StaffRequest, agency_id: int) -> HttpResponse:
    """Show what an agency receives now and will."""
    return _list(request, _receiver(request, agency_id))


@require_POST
def stop(request: StaffRequest, agency_id: int) -> HttpResponse:
    """Stop receiving the ticked procedures from a day on."""
    agency, at = _receiver(request, agency_id), clock.now()
    form, codes = DayForm(request.POST), list(dict.fromkeys(request.POST.getlist("code")))
    errors = {} if form.is_valid() else errors_of(form)
    if not codes:
        errors["codes"] = "Đánh dấu ít nhất một thủ tục trong bảng."
    if not errors:
        day = form.cleaned_data["day"]
        last_day = day - timedelta(days=1)
        try:
            services.stop_offering(
                codes, agency_id=agency_id, last_day=last_day, by=request.actor, at=at, key=key_of(request)
            )
        except Invalid as no:
            errors = {"day": no.sentence}
        else:
            messages.success(
                request, f"Thôi tiếp nhận {len(codes)} thủ tục từ {day:%d/%m/%Y}. Hồ sơ đang làm vẫn tiếp tục."
            )
            return see_other(reverse("agency:offers", args=[agency_id]))
    return _list(request, agency, chosen=codes, errors=errors)


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: StaffRequest, agency_id: int) -> HttpResponse:
    """Find a procedure in the catalogue, then say who decides it here and by which process."""
    agency, at = _receiver(request, agency_id), clock.now()
    code = clean(request.GET.get("code", ""))
    if request.method != "POST":
        if code:
            return _offer_page(request, agency, code, {"valid_from": at.date().isoformat()})
        query = clean(request.GET.get("q", ""))[:200]
        hits = search.find(query, on=at.date(), top=_TOP) if query else ()
        here = {line.code for line in reads.of_agency(agency_id, on=at.date())} if hits else set()
        context = {"nav": _nav(request), "agency": agency, "query": query, "hits": hits, "here": here}
        return page(request, "office/agency/find.html", context, block="found")
    form = OfferForm(request.POST)
    errors = {} if form.is_valid() else errors_of(form)
    if not errors and form.cleaned_data["valid_from"] < at.date():
        errors["valid_from"] = "Ngày bắt đầu sớm nhất là hôm nay."
    if not errors:
        try:
            services.offer(code, agency_id=agency_id, by=request.actor, at=at, key=key_of(request), **form.cleaned_data)
        except Invalid as no:
            errors = no.fields
        except DateTaken as no:
            errors = {"valid_from": no.sentence}
        else:
            messages.success(request, f"Đã giao tiếp nhận {code} từ {form.cleaned_data['valid_from']:%d/%m/%Y}.")
            return see_other(reverse("agency:offers", args=[agency_id]))
    return _offer_page(request, agency, code, request.POST.dict(), errors=errors)


@require_http_methods(["GET", "HEAD", "POST"])
def offer_many(request: StaffRequest, agency_id: int) -> HttpResponse:
    """Let the agency receive the seed procedures of a level at once."""
    agency, at = _receiver(request, agency_id), clock.now()
    level = next((one for one in Level if one == request.GET.get("level")), Level.COMMUNE)
    seeds = catalogue.views(on=at.date(), codes=tuple(seeding.processes()))
    standing = {line.code: line for line in reads.of_agency(agency_id, on=at.date(), codes=tuple(seeding.processes()))}
    shown = groups(agency, seeds, level, standing, _agencies(), request.POST if request.method == "POST" else None)
    errors: dict[str, str] = {}
    form = DayForm(request.POST or None)
    if request.method == "POST":
        errors = {} if form.is_valid() else errors_of(form)
        for group in shown:
            if group.chosen and group.competent_id is None:
                errors[group.field] = f"Chọn cơ quan quyết định: {group.label.lower()}."
        if not any(group.chosen for group in shown):
            errors["codes"] = "Đánh dấu ít nhất một thủ tục."
        if not errors and form.cleaned_data["day"] < at.date():
            errors["day"] = "Ngày bắt đầu sớm nhất là hôm nay."
    if request.method == "POST" and not errors:
        wanted = [
            Offering(code=line.code, competent_id=group.competent_id or 0, process=line.process)
            for group in shown
            for line in group.lines
            if line.code in group.chosen
        ]
        day = form.cleaned_data["day"]
        try:
            services.offer_many(
                wanted, agency_id=agency_id, valid_from=day, by=request.actor, at=at, key=key_of(request)
            )
        except DateTaken as no:
            errors = {"day": no.sentence}
        else:
            messages.success(request, f"Đã giao tiếp nhận {len(wanted)} thủ tục từ {day:%d/%m/%Y}.")
            return see_other(reverse("agency:offers", args=[agency_id]))
    context = {
        "nav": _nav(request),
        "agency": agency,
        "level": level,
        "levels": [(one.value, one.label) for one in Level],
        "groups": shown,
        "day": request.POST.get("day", at.date().isoformat()),
        "errors": errors,
        "key": uuid4().hex,
    }
    return page(request, "office/agency/offer_many.html", context, status=422 if errors else 200)


def _receiver(request: StaffRequest, agency_id: int) -> AgencyView:
    policies.require_offer(request.actor, on=clock.now().date())
    agency = living(agency_id)
    if not agency.receives:
        raise Invalid(f"{agency.name} chưa có quầy tiếp nhận. Đánh dấu “Tiếp nhận hồ sơ” ở thông tin cơ quan trước.")
    return agency


def _agencies() -> tuple[AgencyView, ...]:
    return organisation.agencies(on=clock.now().date())


def _nav(request: StaffRequest) -> str:
    return "agency" if any(key == "agency" for key, _, _ in request.frame.navs) else "catalogue"


def _list(
    request: StaffRequest,
    agency: AgencyView,
    *,
    chosen: list[str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    today = clock.now().date()
    context = {
        "nav": _nav(request),
        "agency": agency,
        "lines": reads.of_agency(agency.id, on=today),
        "processes": dict(workflow.newest_names()),
        "today": today,
        "chosen": chosen or [],
        "day": request.POST.get("day", ""),
        "errors": errors or {},
        "key": uuid4().hex,
    }
    return page(request, "office/agency/offers.html", context, status=422 if errors else 200)


def _offer_page(
    request: StaffRequest,
    agency: AgencyView,
    code: str,
    values: Mapping[str, object],
    *,
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    today = clock.now().date()
    found = catalogue.listing(on=today, codes=(code,))
    if not found:
        raise NotFound(f"Danh mục không có thủ tục {code} đang áp dụng. Tìm lại theo tên.")
    (now,) = reads.of_agency(agency.id, on=today, codes=(code,))[:1] or (None,)
    process = seeding.processes().get(code, "")
    units = _agencies()
    first = {"competent_id": suggested(agency, units, decided_by(process)) or "", "process": process}
    standing = {"competent_id": now.competent_id, "process": now.process} if now else {}
    context = {
        "nav": _nav(request),
        "agency": agency,
        "procedure": found[0],
        "now": now,
        "suggested": process,
        "values": values if request.method == "POST" else {**first, **standing, **values},
        "agencies": options(units, "Chọn cơ quan"),
        "processes": [("", "Chọn quy trình"), *workflow.newest_names()],
        "errors": errors or {},
        "key": uuid4().hex,
    }
    return page(request, "office/agency/offer.html", context, status=422 if errors else 200)
