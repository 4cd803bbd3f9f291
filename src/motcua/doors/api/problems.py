"""Every “no” of the API in one shape: RFC 9457 ``application/problem+json`` with ``code``, ``source``, ``errors``."""

from collections.abc import Callable, Mapping
from json import dumps
from typing import Any

import structlog
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from motcua.ground.kernel.errors import Refusal

_log = structlog.get_logger("motcua.api")
_RETRY_SECONDS = 60
_TITLES = {
    400: "Yêu cầu chưa đọc được",
    401: "Chưa đăng nhập",
    403: "Không được phép",
    404: "Không tìm thấy",
    405: "Không dùng được cách gọi này",
    409: "Người khác vừa sửa",
    413: "Nội dung quá lớn",
    422: "Chưa làm được",
    429: "Chờ một chút",
    500: "Lỗi của hệ thống",
    503: "Tạm thời không phục vụ được",
}
_SENTENCES = {
    400: "Nội dung gửi lên không phải JSON đọc được. Kiểm tra cú pháp và mã hóa UTF-8.",
    401: "Gửi kèm thẻ truy cập còn hiệu lực: “Authorization: Bearer …”.",
    404: "Không có địa chỉ này trong giao diện lập trình. Xem /api/v1/openapi.json.",
    405: "Địa chỉ này có, nhưng không nhận phương thức vừa dùng. Xem tiêu đề Allow.",
    413: "Nội dung vượt mức nhận được. Gửi tệp bằng multipart/form-data, mỗi lần một tệp.",
    500: "Hệ thống gặp lỗi khi làm việc này. Lỗi đã được ghi lại; gửi lại với cùng Idempotency-Key là an toàn.",
    503: "Cơ sở dữ liệu tạm thời không trả lời. Gửi lại sau với cùng Idempotency-Key.",
}
_FLAWS = {
    "missing": "Thiếu thông tin này.",
    "extra_forbidden": "Không có thông tin này; xem lại tên.",
    "string_type": "Cần một chuỗi chữ.",
    "string_too_short": "Ngắn quá mức nhận được.",
    "string_too_long": "Dài quá mức nhận được.",
    "int_type": "Cần một số nguyên.",
    "int_parsing": "Cần một số nguyên.",
    "int_from_float": "Cần một số nguyên.",
    "bool_type": "Cần true hoặc false.",
    "bool_parsing": "Cần true hoặc false.",
    "list_type": "Cần một danh sách.",
    "dict_type": "Cần một đối tượng JSON.",
    "model_attributes_type": "Cần một đối tượng JSON.",
    "json_invalid": "Không phải JSON.",
    "greater_than_equal": "Nhỏ hơn mức nhận được.",
    "less_than_equal": "Lớn hơn mức nhận được.",
    "too_long": "Danh sách dài quá mức nhận được.",
}


class Problem(Schema):
    """A refusal or a fault (RFC 9457). ``source``: the rule that says no; ``errors``: a sentence for each field."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    source: str = ""
    errors: dict[str, str] = {}


def problem(
    status: int,
    detail: str = "",
    *,
    code: str = "",
    source: str = "",
    errors: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Return the answer that says no."""
    code = code or f"http_{status}"
    body = {
        "type": f"urn:motcua:problem:{code}",
        "title": _TITLES.get(status, "Chưa làm được"),
        "status": status,
        "detail": detail or _SENTENCES.get(status, ""),
        "code": code,
        "source": source,
        "errors": dict(errors or {}),
    }
    return HttpResponse(
        dumps(body, ensure_ascii=False), status=status, content_type="application/problem+json", headers=headers
    )


def answer_all(api: NinjaAPI) -> None:
    """Answer everything that can leave an operation of this API."""
    answers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        Refusal: _refusal,
        ValidationError: _invalid,
        AuthenticationError: _unknown_caller,
        HttpError: lambda _request, error: problem(error.status_code),
        Http404: lambda _request, _error: problem(404),
        RequestDataTooBig: lambda _request, _error: problem(413),
        SuspiciousOperation: lambda _request, _error: problem(400),
        UnreadablePostError: lambda _request, _error: problem(400),
        OperationalError: _away,
        InterfaceError: _away,
        Exception: _fault,
    }
    for kind, answer in answers.items():
        api.add_exception_handler(kind, answer)


def not_allowed(allowed: str) -> HttpResponse:
    """405, with the methods that are."""
    return problem(405, headers={"Allow": allowed})


def too_many(wait_seconds: int) -> HttpResponse:
    """429, with the seconds to wait."""
    return problem(
        429,
        f"Địa chỉ này đã hỏi quá nhiều lần trong một phút. Hỏi lại sau {wait_seconds} giây.",
        headers={"Retry-After": str(wait_seconds)},
    )


def _refusal(_request: HttpRequest, no: Refusal) -> HttpResponse:
    return problem(no.status, no.sentence, code=no.code, source=no.source, errors=no.fields)


def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors: dict[str, str] = {}
    for flaw in error.errors:
        errors.setdefault(_place(flaw["loc"]), _sentence(flaw))
    said = " ".join(f"{place}: {sentence}" for place, sentence in list(errors.items())[:10])
    return problem(422, f"Xem lại: {said}", code="invalid", errors=errors)


def _place(loc: tuple[str | int, ...]) -> str:
    """Return ``owner.born_on`` for a field of the body, ``Idempotency-Key`` for a header."""
    inner = loc[2:] if loc[0] == "body" and len(loc) > 2 else loc[1:]
    return ".".join(str(part) for part in inner) or str(loc[0])


def _sentence(flaw: Mapping[str, Any]) -> str:
    kind, context = str(flaw["type"]), flaw.get("ctx") or {}
    if kind in ("enum", "literal_error"):
        return f"Chọn một trong: {str(context.get('expected', '')).replace(' or ', ', ')}."
    if kind == "value_error":
        return str(context.get("error", "Giá trị không hợp lệ."))
    if kind.startswith(("datetime", "timezone")):
        return "Ghi thời điểm dạng 2026-11-24T09:30+07:00."
    if kind.startswith("date"):
        return "Ghi ngày dạng 2026-11-24."
    return _FLAWS.get(kind, "Giá trị không hợp lệ.")


def _unknown_caller(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    return problem(401, code="not_authenticated", headers={"WWW-Authenticate": 'Bearer realm="motcua"'})


def _away(_request: HttpRequest, _error: Exception) -> HttpResponse:
    _log.error("database_away")
    return problem(503, code="database_away", headers={"Retry-After": str(_RETRY_SECONDS)})


def _fault(request: HttpRequest, error: Exception) -> HttpResponse:
    """Log where it broke, never what was sent: bodies and messages of the database hold names."""
    _log.error("fault", method=request.method, route=_route(request), kind=type(error).__name__, trace=_trace(error))
    return problem(500)


def _route(request: HttpRequest) -> str:
    return request.resolver_match.route if request.resolver_match else ""


def _trace(error: Exception) -> list[str]:
    frames, here = [], error.__traceback__
    while here:
        frames.append(f"{here.tb_frame.f_code.co_filename.rpartition('/')[2]}:{here.tb_lineno}")
        here = here.tb_next
    return frames[-8:]
