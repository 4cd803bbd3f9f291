"""Is this paper ours? Compares what its QR code says with what the system knows; shows nothing personal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.casework.dossiers.queries import public
from motcua.casework.dossiers.queries.papers import proof, register
from motcua.casework.dossiers.queries.papers.proof import Proof
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
    said = qr.parse(text) if "=" in text else {}
    if said.get("so") and not said.get("ma"):
        return _of_book(request, text, said)
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


def _of_book(request: HttpRequest, text: str, said: Mapping[str, str]) -> HttpResponse:
    """Say whether a volume of a register is ours; a paper about many dossiers names its own number."""
    found = register.by_number(said["so"])
    if found is None:
        return _page(request, text=text, code=said["so"], unknown=True, status=404)
    agency, year, printed_at = found
    book = {"agency": agency.name, "year": year, "number": said["so"], "printed_at": printed_at}
    return _page(request, text=text, code=said["so"], book=book)


def _page(
    request: HttpRequest,
    *,
    text: str = "",
    error: str = "",
    code: str = "",
    unknown: bool = False,
    dossier: public.PublicView | None = None,
    book: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    said = qr.parse(text) if "=" in text else {}
    known = proof.of(dossier.code, said.get("gt", ""), _minute(said.get("tg", ""))) if dossier else None
    context = {
        "nav": "verify",
        "text": text,
        "error": error,
        "code": code,
        "unknown": unknown,
        "dossier": dossier,
        "word": words.status_words(dossier.status, dossier.flag) if dossier else "",
        "document": said.get("gt", ""),
        "book": book,
        "proof": known,
        "differences": differences(said, dossier, known) if dossier else (),
    }
    return render(request, "portal/verify/paper.html", context, status=status)


def differences(said: Mapping[str, str], dossier: public.PublicView, known: Proof | None) -> tuple[str, ...]:
    """Return what the paper says otherwise than the system; empty where all agrees or nothing was said."""
    found = _of_paper(known) if known else []
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
        known is None
        and "tg" in said
        and dossier.received_at
        and _minute(said["tg"]) < clock.local(dossier.received_at).strftime("%Y-%m-%dT%H:%M")
    ):
        found.append(_("Giấy ghi thời điểm trước khi hồ sơ được nhận."))
    return tuple(found)


def _of_paper(known: Proof) -> list[str]:
    if not known.known:
        return [_("Hệ thống chưa ghi giấy tên “%(title)s” cho hồ sơ này.") % {"title": known.title}]
    if known.issued_at is None:
        return [_("Thời điểm trên giấy khác với thời điểm hệ thống đã lập giấy này.")]
    return [_("Giấy này đã được cấp lại, bản mới thay bản này.")] if known.replaced else []


def _minute(text: str) -> str:
    try:
        return clock.local(datetime.fromisoformat(text)).strftime("%Y-%m-%dT%H:%M")
    except ValueError:
        return text
