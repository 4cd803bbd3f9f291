"""The pages that say no: polite, specific, with a way on. They read no table and lose nothing that was typed."""

import sys
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from motcua.ground.kernel.errors import Refusal

from .typed import texts

STAFF = "/office/"
MACHINES = "/api/"
_RETRY_SECONDS = 60
_LOGGED_OUT = "logged_out"


def refusal(request: HttpRequest, no: Refusal) -> HttpResponse:
    """Return the page (to htmx the notice) of a refusal, with its own status."""
    return _page(request, no.status, no.sentence, fields=no.fields, source=no.source, code=no.code)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what came cannot be read at all."""
    del exception
    return _page(request, 400, _("Yêu cầu gửi đến không đọc được. Mở lại trang trước và thử lại."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not with these rights."""
    del exception
    return _page(request, 403, _("Tài khoản này chưa được giao quyền mở trang vừa chọn."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was open too long, or cookies are off."""
    del reason
    sentence = _(
        "Trang này mở đã lâu hoặc trình duyệt chặn cookie, nên biểu mẫu chưa gửi được. Mở lại trang rồi gửi lại."
    )
    return _page(request, 403, sentence, code="form_expired")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page."""
    del exception
    return _page(request, 404, _("Không có trang ở địa chỉ này. Địa chỉ có thể gõ sai hoặc trang đã chuyển đi."))


def too_many(request: HttpRequest, *, retry_after: int) -> HttpResponse:
    """429: too many questions from one place."""
    sentence = _("Máy này đã hỏi quá nhiều lần trong một phút. Chờ %(seconds)s giây rồi tra cứu lại.")
    response = _page(request, 429, sentence % {"seconds": retry_after})
    response.headers["Retry-After"] = str(retry_after)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; 503 when the fault is a database that does not answer."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unavailable(request)
    return _page(
        request, 500, _("Hệ thống gặp lỗi khi làm việc này. Lỗi đã được ghi lại; dữ liệu đã lưu trước đó vẫn còn.")
    )


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: the database is away; nothing was written."""
    response = _page(
        request, 503, _("Cơ sở dữ liệu tạm thời không trả lời. Việc vừa làm chưa được ghi; thử lại sau một phút.")
    )
    response.headers["Retry-After"] = str(_RETRY_SECONDS)
    return response


def _page(
    request: HttpRequest,
    status: int,
    sentence: str,
    *,
    fields: Mapping[str, str] | None = None,
    source: str = "",
    code: str = "",
) -> HttpResponse:
    staff = _is_staff(request)
    back = _back(request, staff=staff)
    context = {
        "status": status,
        "title": _titles().get(status, _("Chưa làm được")),
        "sentence": sentence,
        "fields": dict(fields or {}),
        "source": source,
        "code": code or f"http_{status}",
        "typed": texts(request.POST) if request.method == "POST" and status != 404 else (),
        "back": back,
        "log_in": _log_in(request, back) if code == _LOGGED_OUT else "",
        "layout": "ui/staff.html" if staff else "ui/citizen.html",
        "staff": staff,
    }
    if request.headers.get("HX-Request"):
        response = HttpResponse(render_to_string("ui/refusal_notice.html", context, request), status=status)
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#loi", "innerHTML"
        return response
    return HttpResponse(render_to_string("ui/refusal.html", context, request), status=status)


def _titles() -> dict[int, str]:
    return {
        400: _("Yêu cầu chưa đọc được"),
        403: _("Không được phép"),
        404: _("Không tìm thấy"),
        409: _("Người khác vừa sửa"),
        422: _("Chưa làm được"),
        429: _("Chờ một chút"),
        500: _("Lỗi của hệ thống"),
        503: _("Tạm thời không phục vụ được"),
    }


def _is_staff(request: HttpRequest) -> bool:
    if request.path.startswith(STAFF):
        return True
    try:
        reverse("portal:home")
    except NoReverseMatch:
        return True
    return False


def _log_in(request: HttpRequest, back: str) -> str:
    """Return the log-in that leads on to the page of the form; its own address where the form is sent to its page."""
    after = request.get_full_path() if back == STAFF else urlsplit(back)._replace(scheme="", netloc="").geturl()
    return f"{settings.LOGIN_URL}?{urlencode({'next': after})}"


def _back(request: HttpRequest, *, staff: bool) -> str:
    referer = request.headers.get("Referer", "")
    if (
        referer
        and url_has_allowed_host_and_scheme(referer, {request.get_host()})
        and not referer.endswith(request.path)
    ):
        return referer
    return STAFF if staff else settings.FORCE_SCRIPT_NAME or "/"
