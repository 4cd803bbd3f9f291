"""Where a dossier is, by its code: status and dates, never a name."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from motcua.bureau.surveys import queries as surveys
from motcua.bureau.surveys import services as rating
from motcua.bureau.surveys.vocabulary import Satisfaction
from motcua.casework.dossiers.queries import groups, public
from motcua.casework.dossiers.rules import lifecycle
from motcua.casework.dossiers.rules.qr import dossier_code
from motcua.casework.dossiers.vocabulary import Status
from motcua.doors.web.ui import errors
from motcua.doors.web.ui.throttle import seconds_to_wait
from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import CITIZEN
from motcua.ground.kernel.errors import Invalid
from motcua.steering.forecasts import queries as forecasts

from .. import words

PER_MINUTE = 60
_CODE = re.compile(r"(?=.*\d)[0-9A-Z][0-9A-Z./-]{5,58}[0-9A-Z]")
_DASHES = re.compile(r"\s*[\u2010-\u2015\u2212-]\s*")
_LEVELS = (
    (Satisfaction.VERY, gettext_lazy("Rất hài lòng")),
    (Satisfaction.YES, gettext_lazy("Hài lòng")),
    (Satisfaction.NO, gettext_lazy("Không hài lòng")),
)

_TONES = {
    "late": "late",
    "supplement": "waiting",
    "finance": "waiting",
    "declined": "declined",
    "answered": "declined",
    "withdrawn": "ended",
    "stopped": "ended",
    "answer-returned": "ended",
    "mirrored": "ended",
}
_FIELDS = {"comment": "gop-y"}


@require_safe
@cache_control(private=True, no_store=True)
def track(request: HttpRequest) -> HttpResponse:
    """Show the form, or the dossier of a code."""
    typed = request.GET.get("ma", "")
    if not typed.strip():
        return _form(request)
    at = clock.now()
    if wait := seconds_to_wait(request, "track", limit=PER_MINUTE, at=at):
        return errors.too_many(request, retry_after=wait)
    code = readable_code(typed)
    if code is None:
        return _form(
            request,
            typed=typed,
            error=_("Mã này chưa đúng dạng. Mã hồ sơ giống H99.24-261110-0047, in trên giấy hẹn."),
            status=422,
        )
    dossier = public.track(code, at=at)
    if dossier is None:
        return _form(request, typed=code, unknown=True, status=404)
    return _dossier(request, dossier, at=at)


@require_POST
def rate(request: HttpRequest) -> HttpResponse:
    """Take the rating of a returned dossier."""
    at = clock.now()
    if wait := seconds_to_wait(request, "track", limit=PER_MINUTE, at=at):
        return errors.too_many(request, retry_after=wait)
    code = readable_code(request.POST.get("ma", "")) or ""
    level, comment = request.POST.get("muc", ""), request.POST.get("gop-y", "")
    dossier = public.track(code, at=at)
    if dossier is None:
        return _form(request, typed=code, unknown=True, status=404)
    wrong = {} if level in set(Satisfaction) else {"muc": _("Chọn một mức hài lòng")}
    if not wrong:
        try:
            rating.rate(
                code, Satisfaction(level), comment, by=CITIZEN, at=at, key=request.POST.get("idempotency_key", "")
            )
        except Invalid as no:
            wrong = {_FIELDS.get(name, name): sentence for name, sentence in no.fields.items()}
    if wrong:
        given = {"errors": wrong, "level": level, "comment": comment}
        return _dossier(request, dossier, at=at, given=given, status=422)
    messages.success(request, _("Đã ghi ý kiến của ông/bà. Cảm ơn ông/bà."))
    return redirect(f"{reverse('portal:track')}?ma={code}")


def readable_code(typed: str) -> str | None:
    """Return the code in what was typed, pasted or scanned; None where there is none."""
    code = _DASHES.sub("-", dossier_code(typed[:2000])).upper().replace(" ", "")
    return code if _CODE.fullmatch(code) else None


def _form(
    request: HttpRequest, *, typed: str = "", error: str = "", unknown: bool = False, status: int = 200
) -> HttpResponse:
    context = {"nav": "track", "typed": typed[:80], "error": error, "unknown": unknown}
    return render(request, "portal/track/form.html", context, status=status)


def _dossier(
    request: HttpRequest,
    dossier: public.PublicView,
    *,
    at: datetime,
    given: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    returned = dossier.status is Status.RETURNED
    context = {
        "nav": "track",
        "dossier": dossier,
        "word": words.status_words(dossier.status, dossier.flag),
        "kind": _kind(dossier, at),
        "tone": _TONES.get(_kind(dossier, at), "running"),
        "promises": [(made, words.PROMISED[made.kind]) for made in dossier.promises],
        "pauses": [(pause, words.PAUSED[pause.cause]) for pause in dossier.pauses],
        "legs": groups.public_legs(dossier.code, at=at) if dossier.grouped else (),
        "pace": forecasts.pace(dossier.procedure_code, dossier.agency_id) if _kind(dossier, at) == "running" else None,
        "at": at,
        "rating": returned and not surveys.rated(dossier.id),
        "levels": [(level.value, str(text)) for level, text in _LEVELS],
        "key": uuid4().hex,
        "given": given or {},
    }
    return render(request, "portal/track/dossier.html", context, status=status)


def _kind(dossier: public.PublicView, at: datetime) -> str:
    """Return which answer the page opens with."""
    if dossier.mirrored:
        return "mirrored"
    if dossier.status in lifecycle.RUNNING:
        if dossier.pause:
            return "paused"
        if dossier.reappointed and dossier.due_at and not _has_passed(dossier.due_at, at):
            return "extended"
        return "late" if dossier.late else "running"
    if dossier.rejected:
        return "answered" if dossier.status is Status.COMPLETED else "answer-returned"
    return {
        Status.REGISTERED: "submitted",
        Status.COMPLETED: "ready",
        Status.RETURNED: "returned",
        Status.DECLINED: "declined",
        Status.SUPPLEMENT: "supplement",
        Status.FINANCE: "finance",
        Status.WITHDRAWN: "withdrawn",
    }.get(dossier.status, "stopped")


def _has_passed(due_at: datetime, at: datetime) -> bool:
    """Tell whether the day of a promise is over: a result of that day is still on time."""
    return clock.local(at).date() > clock.local(due_at).date()
