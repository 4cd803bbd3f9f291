"""Posts and who sits there: open, change, close; appoint, end."""

from collections.abc import Mapping, Sequence
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from motcua.casework.dossiers.services import closures
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Invalid, NotFound, Refusal
from motcua.people.agencies.queries import establishment
from motcua.people.agencies.queries.establishment import PostSheet, Sitter
from motcua.people.agencies.queries.organisation import AgencyView
from motcua.people.agencies.services import accounts, organisation
from motcua.people.agencies.services import posts as services
from motcua.people.agencies.vocabulary import Permission

from ..keys import key_of
from ..session.request import StaffRequest, needs
from .forms import KNOWN, LATER, NEW, NOW, AppointForm, EndForm, errors_of
from .parts import WORDS, living, see_other


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ADMINISTER)
def open_post(request: StaffRequest, agency_id: int) -> HttpResponse:
    """Open a post at an agency."""
    agency = living(agency_id)
    if request.method != "POST":
        return _form(request, agency)
    title, roles = request.POST.get("title", ""), request.POST.getlist("roles")
    try:
        post_id = organisation.open_post(agency_id, title, roles, by=request.actor, at=clock.now(), key=key_of(request))
    except Invalid as no:
        return _form(request, agency, title=title, roles=roles, errors=no.fields)
    messages.success(request, "Đã mở vị trí. Bổ nhiệm người vào vị trí này.")
    return see_other(reverse("agency:appoint", args=[post_id]))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ADMINISTER)
def post(request: StaffRequest, post_id: int) -> HttpResponse:
    """Show a post; change its title and roles."""
    sheet = _post(post_id)
    agency = living(sheet.agency_id)
    if request.method != "POST":
        return _form(request, agency, sheet, title=sheet.title, roles=sheet.roles)
    title, roles, seen = request.POST.get("title", ""), request.POST.getlist("roles"), request.POST.get("seen", "")
    try:
        services.change(post_id, title, roles, by=request.actor, at=clock.now(), seen=seen, key=key_of(request))
    except Refusal as no:
        if no.status != 422:
            raise
        return _form(request, agency, sheet, title=title, roles=roles, errors=no.fields or {"roles": no.sentence})
    messages.success(request, "Đã ghi vị trí. Quyền mới có hiệu lực ngay.")
    return see_other(reverse("agency:sheet", args=[agency.id]))


@require_POST
@needs(Permission.ADMINISTER)
def close(request: StaffRequest, post_id: int) -> HttpResponse:
    """Close a post that nobody sits at."""
    sheet = _post(post_id)
    try:
        closures.close_post(post_id, by=request.actor, at=clock.now(), key=key_of(request))
    except Refusal as no:
        if no.status != 422:
            raise
        errors = {"close": no.sentence}
        return _form(request, living(sheet.agency_id), sheet, title=sheet.title, roles=sheet.roles, errors=errors)
    messages.success(request, f"Đã đóng vị trí {sheet.title}.")
    return see_other(reverse("agency:sheet", args=[sheet.agency_id]))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ADMINISTER)
def appoint(request: StaffRequest, post_id: int) -> HttpResponse:
    """Appoint somebody: a new colleague with an account of his own, or one who has an account."""
    sheet, at = _post(post_id), clock.now()
    if request.method != "POST":
        known = request.GET.get("email", "")
        values = {"who": KNOWN if known else NEW, "email": known, "start": at.date().isoformat()}
        return _appoint_page(request, sheet, values)
    form = AppointForm(request.POST)
    if not form.is_valid():
        return _appoint_page(request, sheet, request.POST.dict(), errors=errors_of(form))
    given = form.cleaned_data
    if given["start"] < at.date():
        errors = {"start": "Ngày bắt đầu sớm nhất là hôm nay."}
        return _appoint_page(request, sheet, request.POST.dict(), errors=errors)
    acting = {"by": request.actor, "at": at, "start": given["start"], "key": key_of(request)}
    try:
        if given["who"] == KNOWN:
            accounts.appoint_known(given["email"], post_id, **acting)
        else:
            handed = accounts.appoint_new(given["email"], given["name"], post_id, **acting)
    except Invalid as no:
        return _appoint_page(request, sheet, request.POST.dict(), errors=no.fields)
    if given["who"] == NEW:
        context = {"nav": "agency", "handed": handed, "name": given["name"], "email": given["email"], "post": sheet}
        return page(request, "office/agency/handed.html", context)
    messages.success(request, f"Đã bổ nhiệm vào {sheet.title}, từ {given['start']:%d/%m/%Y}.")
    return see_other(reverse("agency:sheet", args=[sheet.agency_id]))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ADMINISTER)
def end(request: StaffRequest, appointment_id: int) -> HttpResponse:
    """End an appointment, at once or after a day."""
    at = clock.now()
    found = establishment.appointment(appointment_id, on=at.date())
    if found is None:
        raise NotFound("Bổ nhiệm này không có hoặc đã kết thúc. Xem lại danh sách vị trí.")
    sitter, sheet = found
    if request.method != "POST":
        return _end_page(request, sitter, sheet, {"when": NOW})
    form = EndForm(request.POST)
    if not form.is_valid():
        return _end_page(request, sitter, sheet, request.POST.dict(), errors=errors_of(form))
    last_day = form.cleaned_data["last_day"]
    try:
        services.end_appointment(appointment_id, by=request.actor, at=at, last_day=last_day, key=key_of(request))
    except Refusal as no:
        if no.status != 422:
            raise
        return _end_page(request, sitter, sheet, request.POST.dict(), errors=no.fields or {"when": no.sentence})
    when = f"sau ngày {last_day:%d/%m/%Y}" if form.cleaned_data["when"] == LATER else "ngay bây giờ"
    messages.success(request, f"{sitter.name} thôi giữ vị trí {sheet.title} {when}.")
    return see_other(reverse("agency:sheet", args=[sheet.agency_id]))


def _post(post_id: int) -> PostSheet:
    sheet = establishment.post(post_id, on=clock.now().date())
    if sheet is None:
        raise NotFound("Vị trí này không có hoặc đã đóng. Chọn lại trong cơ quan.")
    return sheet


def _form(
    request: StaffRequest,
    agency: AgencyView,
    sheet: PostSheet | None = None,
    *,
    title: str = "",
    roles: Sequence[str] = (),
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    choices = [
        (role.code, role.name, ", ".join(WORDS.get(word, word).lower() for word in role.permissions))
        for role in establishment.roles()
    ]
    context = {
        "nav": "agency",
        "agency": agency,
        "post": sheet,
        "title": title,
        "chosen": roles,
        "choices": choices,
        "seen": request.POST.get("seen", "") or (sheet.stamp if sheet else ""),
        "errors": errors or {},
        "key": uuid4().hex,
    }
    return page(request, "office/agency/post.html", context, status=422 if errors else 200)


def _appoint_page(
    request: StaffRequest, sheet: PostSheet, values: Mapping[str, object], *, errors: Mapping[str, str] | None = None
) -> HttpResponse:
    context = {
        "nav": "agency",
        "post": sheet,
        "values": values,
        "choices": [
            (NEW, "Người mới", "Mở tài khoản, cấp mật khẩu tạm để giao tận tay."),
            (KNOWN, "Người đã có tài khoản", "Giữ thêm vị trí này; đăng nhập như cũ rồi chọn vị trí ở góc phải."),
        ],
        "errors": errors or {},
        "key": uuid4().hex,
    }
    return page(request, "office/agency/appoint.html", context, status=422 if errors else 200)


def _end_page(
    request: StaffRequest,
    sitter: Sitter,
    sheet: PostSheet,
    values: Mapping[str, object],
    *,
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    context = {
        "nav": "agency",
        "sitter": sitter,
        "post": sheet,
        "values": values,
        "choices": [
            (NOW, "Ngay bây giờ", "Đang đăng nhập cũng mất quyền của vị trí này ở lần bấm kế tiếp."),
            (LATER, "Hết một ngày", "Vẫn làm việc đến hết ngày ghi dưới đây."),
        ],
        "errors": errors or {},
        "key": uuid4().hex,
    }
    return page(request, "office/agency/end.html", context, status=422 if errors else 200)
