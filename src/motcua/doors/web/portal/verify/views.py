"""Is this paper ours? Compares what its QR code says with what the system knows; shows nothing personal."""

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.casework.dossiers.queries import public
from motcua.casework.dossiers.rules import qr
from motcua.doors.web.ui import errors
from motcua.doors.web.ui.throttle import seconds_to_wait
from motcua.ground.kernel import clock

from .. import words
from ..track.views import PER_MINUTE, readable_code

_LONGEST = 2000


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest) -> HttpResponse:
    """Show the form, or what can be said of a code. Sent by POST, for the text of a QR code may identify a party."""
    text = (request.POST.get("giay", "") if request.method == "POST" else request.GET.get("ma", ""))[:_LONGEST]
    if request.method != "POST" and not text:
        return _page(request)
    at = clock.now()
    if wait := seconds_to_wait(request, "track", limit=PER_MINUTE, at=at):
        return errors.too_many(request, retry_after=wait)
    code = readable_code(text)
    if code is None:
        return _page(
            request,
            text=text,
            error=_("Chưa đọc được mã hồ sơ. Quét lại mã QR ở góc trên bên trái của giấy, hoặc gõ mã hồ sơ."),
            status=422,
        )
    dossier = public.track(code, at=at)
    if dossier is None:
        return _page(request, text=text, code=code, unknown=True, status=404)
    return _page(request, text=text, code=code, dossier=dossier)


def _page(
    request: HttpRequest,
    *,
    text: str = "",
    error: str = "",
    code: str = "",
    unknown: bool = False,
    dossier: public.PublicView | None = None,
    status: int = 200,
) -> HttpResponse:
    said = qr.parse(text) if "=" in text else {}
    context = {
        "nav": "verify",
        "text": text,
        "error": error,
        "code": code,
        "unknown": unknown,
        "dossier": dossier,
        "word": words.status_words(dossier.status, dossier.flag) if dossier else "",
        "document": said.get("gt", ""),
        "differences": differences(said, dossier) if dossier else (),
    }
    return render(request, "portal/verify/paper.html", context, status=status)


def differences(said: Mapping[str, str], dossier: public.PublicView) -> tuple[str, ...]:
    """Return what the paper says otherwise than the system; empty where all agrees or nothing was said."""
    found = []
    if "tt" in said and said["tt"] != dossier.procedure_code:
        found.append(_("Mã thủ tục trên giấy khác với hồ sơ này."))
    if (
        "han" in said
        and dossier.due_at
        and _minute(said["han"]) != clock.local(dossier.due_at).strftime("%Y-%m-%dT%H:%M")
    ):
        earlier = {clock.local(made.due_at).strftime("%Y-%m-%dT%H:%M") for made in dossier.promises}
        found.append(
            _("Ngày hẹn trên giấy là ngày đã hẹn trước đây; nay đã hẹn ngày khác.")
            if _minute(said["han"]) in earlier
            else _("Ngày hẹn trên giấy không phải ngày nào đã hẹn cho hồ sơ này.")
        )
    if (
        "tg" in said
        and dossier.received_at
        and _minute(said["tg"]) < clock.local(dossier.received_at).strftime("%Y-%m-%dT%H:%M")
    ):
        found.append(_("Giấy ghi thời điểm trước khi hồ sơ được nhận."))
    return tuple(found)


def _minute(text: str) -> str:
    try:
        return clock.local(datetime.fromisoformat(text)).strftime("%Y-%m-%dT%H:%M")
    except ValueError:
        return text
