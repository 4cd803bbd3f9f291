"""The way in, the post one works from, how the pages look."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.casework.dossiers.vocabulary import Permission as Dossiers
from motcua.casework.procedures.vocabulary import Permission as Procedures
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel.errors import NotAllowed
from motcua.people.agencies.vocabulary import Permission as Agencies

from .middleware import LOOK, POST
from .request import StaffRequest

_YEAR = 365 * 24 * 3600


@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """Open the desk the post works at."""
    permissions = request.permissions
    if permissions & {Dossiers.VIEW, Dossiers.WORK}:
        return HttpResponseRedirect(reverse("inbox:list"))
    if Agencies.ADMINISTER in permissions:
        return HttpResponseRedirect(reverse("agency:list"))
    name = "catalogue:list" if Procedures.REVIEW in permissions else "calendar:year"
    return HttpResponseRedirect(reverse(name))


@require_POST
def switch(request: StaffRequest) -> HttpResponse:
    """Work from another of one's posts."""
    known = {str(post_id): post_id for post_id, _ in request.frame.posts}
    chosen = known.get(request.POST.get("post", ""))
    if chosen is None:
        raise NotAllowed("Ông/bà không giữ vị trí này. Chọn một vị trí trong danh sách.")
    request.session[POST] = chosen
    return _see_other(reverse("session:home"))


@require_http_methods(["GET", "POST"])
def preferences(request: StaffRequest) -> HttpResponse:
    """Choose how dense the lists are and whether single keys act."""
    if request.method == "GET":
        return page(request, "office/session/preferences.html", {"next": _next(request.GET.get("next", ""), request)})
    words = [
        *(["comfortable"] if request.POST.get("density") == "comfortable" else []),
        *([] if request.POST.get("keys") else ["no-keys"]),
    ]
    messages.success(request, "Đã lưu tùy chọn trên máy này.")
    response = _see_other(_next(request.POST.get("next", ""), request) or reverse("session:preferences"))
    response.set_cookie(
        LOOK,
        ".".join(words),
        max_age=_YEAR,
        path="/office/",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _next(address: str, request: HttpRequest) -> str:
    return address if url_has_allowed_host_and_scheme(address, {request.get_host()}) else ""


def _see_other(address: str) -> HttpResponseRedirect:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
