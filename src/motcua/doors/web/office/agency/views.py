"""Agencies: the tree, founding, particulars, closing."""

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.casework.dossiers.queries import closures as needs_of
from motcua.casework.dossiers.rules.numbering import dossier_number
from motcua.casework.dossiers.services import closures
from motcua.casework.procedures.queries import offers
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Invalid, Refusal
from motcua.ground.kernel.text import clean
from motcua.people.agencies.queries import establishment, organisation
from motcua.people.agencies.queries.organisation import AgencyView
from motcua.people.agencies.rules import numbers
from motcua.people.agencies.services import organisation as services
from motcua.people.agencies.vocabulary import AgencyKind, Permission

from ..keys import key_of
from ..session.request import StaffRequest, needs
from .forms import AgencyForm, agency_values, options
from .parts import living, number_of, see_other

_EXAMPLE = 7


@require_safe
@needs(Permission.ADMINISTER)
def agencies(request: StaffRequest) -> HttpResponse:
    """Show the tree of agencies, those that match, or those that were closed."""
    text, closed = clean(request.GET.get("q", ""))[:100], request.GET.get("state") == "closed"
    lines = establishment.tree(on=clock.now().date(), text=text, closed=closed)
    pages = max(1, -(-len(lines) // establishment.PAGE))
    number = min(max(number_of(request.GET.get("page", "")), 1), pages)
    first = (number - 1) * establishment.PAGE

    def address(of: int) -> str:
        query = {"q": text, "state": "closed" if closed else "", "page": of}
        return "?" + urlencode({name: value for name, value in query.items() if value})

    context = {
        "nav": "agency",
        "lines": lines[first : first + establishment.PAGE],
        "total": len(lines),
        "text": text,
        "closed": closed,
        "kinds": dict(AgencyKind.choices()),
        "previous": address(number - 1) if number > 1 else "",
        "next": address(number + 1) if number < pages else "",
        "current": f"Trang {number} trong {pages}",
    }
    return page(request, "office/agency/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ADMINISTER)
def found(request: StaffRequest) -> HttpResponse:
    """Found an agency."""
    if request.method != "POST":
        parent = request.GET.get("parent", "")
        return _form(request, None, {"number_pattern": numbers.DEFAULT, "parent_id": parent, "receives": ""})
    form = AgencyForm(request.POST)
    errors = {} if form.is_valid() else form.complaints()
    if not errors:
        said = form.particulars()
        try:
            agency_id = services.found(
                form.cleaned_data["code"],
                said.name,
                said.kind,
                short_name=said.short_name,
                parent_id=said.parent_id,
                receives=said.receives,
                address=said.address,
                phone=said.phone,
                email=said.email,
                feedback_address=said.feedback_address,
                number_pattern=said.number_pattern,
                by=request.actor,
                at=clock.now(),
                key=key_of(request),
            )
        except Invalid as no:
            errors = no.fields
        else:
            messages.success(request, f"Đã lập {clean(said.name)}. Mở vị trí rồi bổ nhiệm người vào.")
            return see_other(reverse("agency:sheet", args=[agency_id]))
    return _form(request, None, request.POST.dict(), errors=errors)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ADMINISTER)
def amend(request: StaffRequest, agency_id: int) -> HttpResponse:
    """Change what is said of an agency."""
    agency = living(agency_id)
    if request.method != "POST":
        return _form(request, agency, agency_values(agency))
    form = AgencyForm(request.POST)
    errors = {} if form.is_valid() else form.complaints()
    if not errors:
        seen, at, key = request.POST.get("seen", ""), clock.now(), key_of(request)
        try:
            services.amend(agency_id, form.particulars(), by=request.actor, at=at, seen=seen, key=key)
        except Invalid as no:
            errors = no.fields
        else:
            messages.success(request, "Đã ghi thông tin cơ quan.")
            return see_other(reverse("agency:sheet", args=[agency_id]))
    return _form(request, agency, request.POST.dict(), errors=errors)


@require_safe
@needs(Permission.ADMINISTER)
def number(request: StaffRequest) -> HttpResponse:
    """Say what the first numbers of a day would look like by the pattern being typed."""
    context = {"example": _example(request.GET.get("code", ""), request.GET.get("number_pattern", ""))}
    return page(request, "office/agency/number.html", context)


@require_safe
@needs(Permission.ADMINISTER)
def sheet(request: StaffRequest, agency_id: int) -> HttpResponse:
    """Show an agency: particulars, posts with their people, how many procedures it receives."""
    agency, today = living(agency_id), clock.now().date()
    context = {
        "nav": "agency",
        "agency": agency,
        "kind": AgencyKind(agency.kind).label,
        "posts": establishment.posts(agency_id, on=today),
        "roles": {role.code: role.name for role in establishment.roles()},
        "offered": len({line.code for line in offers.of_agency(agency_id, on=today)}),
        "example": _example(agency.code, agency.number_pattern),
        "today": today,
    }
    return page(request, "office/agency/sheet.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ADMINISTER)
def close(request: StaffRequest, agency_id: int) -> HttpResponse:
    """Say what still stands in the way; close the agency."""
    agency, at = living(agency_id), clock.now()
    said = ""
    if request.method == "POST":
        try:
            closures.close_agency(agency_id, by=request.actor, at=at, key=key_of(request))
        except Refusal as no:
            if no.status != 422:
                raise
            said = no.sentence
        else:
            messages.success(request, f"Đã đóng {agency.name}. Hồ sơ và số liệu cũ vẫn còn.")
            return see_other(reverse("agency:list"))
    context = {
        "nav": "agency",
        "agency": agency,
        "offered": offers.reaching(agency_id, since=at.date()),
        "dossiers": needs_of.needing(agency_id),
        "posts": len(establishment.posts(agency_id, on=at.date())),
        "said": said,
        "key": uuid4().hex,
    }
    return page(request, "office/agency/close.html", context, status=422 if said else 200)


def _form(
    request: StaffRequest,
    agency: AgencyView | None,
    values: Mapping[str, object],
    *,
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    above = organisation.agencies(on=clock.now().date())
    code = agency.code if agency else str(values.get("code", ""))
    context = {
        "nav": "agency",
        "agency": agency,
        "values": values,
        "seen": request.POST.get("seen", "") or (agency.stamp if agency else ""),
        "kinds": [("", "Chọn loại cơ quan"), *AgencyKind.choices()],
        "parents": options((unit for unit in above if not agency or unit.id != agency.id), "Không có, đứng đầu"),
        "example": _example(code, str(values.get("number_pattern", ""))),
        "errors": errors or {},
        "key": uuid4().hex,
    }
    return page(request, "office/agency/form.html", context, status=422 if errors else 200)


def _example(code: str, pattern: str) -> tuple[bool, str]:
    """Return whether dossiers can be numbered by the pattern, and the example or what is wrong."""
    pattern = clean(pattern)
    if flaw := numbers.flaw(pattern):
        return False, flaw
    return True, dossier_number(pattern, clean(code).upper() or "000.00.15.H40", clock.now().date(), _EXAMPLE)
