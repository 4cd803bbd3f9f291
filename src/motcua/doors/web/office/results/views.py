"""Results: which wait at the counter, and how one reaches the citizen's hand."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.bureau.surveys import queries as surveys
from motcua.casework.dossiers import policies
from motcua.casework.dossiers.queries import detail, rulesets, search, uncollected
from motcua.casework.dossiers.queries.detail import DossierView
from motcua.casework.dossiers.queries.search import Found
from motcua.casework.dossiers.queries.uncollected import Row
from motcua.casework.dossiers.rules import chips, deadlines
from motcua.casework.dossiers.services import results
from motcua.casework.dossiers.services.results import Receipt
from motcua.casework.dossiers.vocabulary import IdentityCheck, PartyRole, Permission, ReturnMethod, Status
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotFound, Refusal
from motcua.ground.kernel.text import clean
from motcua.ground.kernel.worktime import WorkCalendar
from motcua.tools.documents import queries as documents

from ..choices import term, whole
from ..qr import svg
from ..session.request import StaffRequest, needs
from ..timing import calendar_around, working_time

_SAID = {
    Status.DECLINED: "Không được tiếp nhận.",
    Status.SUPPLEMENT: "Đang chờ người nộp bổ sung.",
    Status.FINANCE: "Đang chờ người nộp thực hiện nghĩa vụ tài chính.",
    Status.WITHDRAWN: "Người nộp đã rút.",
    Status.STOPPED: "Đã dừng giải quyết.",
    Status.REGISTERED: "Chưa tiếp nhận.",
}
_LONG = "lau"
_FIELDS = ("recipient", "relation", "identity_check", "id_last4", "method")


@require_safe
@needs(Permission.RETURN)
def waiting(request: StaffRequest) -> HttpResponse:
    """Show the results that wait here; or what a code, a scanned receipt or a telephone number finds."""
    at, text = clock.now(), clean(request.GET.get("q", ""))
    found = search.find(text, by=request.actor, at=at) if text else ()
    ready = [row for row in found if row.status is Status.COMPLETED]
    if len(ready) == 1 and len(found) == 1:
        return HttpResponseRedirect(reverse("results:hand_over", args=[ready[0].code]))
    first = min(rulesets.in_force(clock.local(at).date()).parameters.uncollected_days)
    only_long, after = request.GET.get("cho") == _LONG, request.GET.get("sau", "")
    shown = uncollected.page(by=request.actor, at=at, first=first, only_long=only_long, after=after)
    calendar = calendar_around(request.actor.agency_id, at)
    lines = [(row, chips.said(at, row.standing, calendar).chip, _waited(row, at, calendar)) for row in shown.rows]
    context = {
        "nav": "give",
        "text": text,
        "found": ready,
        "others": [_elsewhere(row) for row in found if row.status is not Status.COMPLETED],
        "lines": () if text else lines,
        "views": (
            ("Tất cả", _address(), shown.every, not only_long),
            (f"Chưa đến nhận, từ {first} ngày", _address(cho=_LONG), shown.long, only_long),
        ),
        "only_long": only_long,
        "total": shown.long if only_long else shown.every,
        "next": _address(cho=_LONG if only_long else "", sau=shown.after) if shown.after else "",
        "first": _address(cho=_LONG if only_long else "") if after else "",
    }
    return page(request, "office/results/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RETURN)
def hand_over(request: StaffRequest, code: str) -> HttpResponse:
    """Record who took the result and how he was known."""
    at, dossier = clock.now(), _dossier(request, code)
    if request.method != "POST":
        if dossier.status is Status.RETURNED:
            return HttpResponseRedirect(reverse("results:done", args=[code]))
        policies.may_return(dossier)
        return _form(request, dossier)
    typed = {name: clean(request.POST.get(name, "")) for name in _FIELDS}
    receipt = Receipt(
        recipient=typed["recipient"],
        relation=typed["relation"],
        identity_check=term(IdentityCheck, typed["identity_check"], IdentityCheck.CARD),
        id_last4=typed["id_last4"],
        method=term(ReturnMethod, typed["method"], ReturnMethod.COUNTER),
    )
    try:
        results.hand_over(
            code,
            receipt,
            by=request.actor,
            at=at,
            key=request.POST.get("idempotency_key", ""),
            item_id=whole(request.POST.get("item", "")),
        )
    except Refusal as no:
        return _form(request, dossier, typed=typed, refusal=no)
    response = HttpResponseRedirect(reverse("results:done", args=[code]))
    response.status_code = 303
    return response


@require_safe
@needs(Permission.RETURN)
def done(request: StaffRequest, code: str) -> HttpResponse:
    """Say that it is done, late or early, and offer the citizen the rating."""
    dossier = _dossier(request, code)
    if dossier.status is not Status.RETURNED:
        return HttpResponseRedirect(reverse("results:hand_over", args=[code]))
    address = _rating_address(request, code)
    context = {
        "nav": "give",
        "dossier": dossier,
        "checked": IdentityCheck(dossier.handover.identity_check).label if dossier.handover else "",
        "verdict": _verdict(dossier),
        "address": address,
        "qr": svg(address),
        "rated": surveys.rated(dossier.id),
    }
    return page(request, "office/results/done.html", context)


def _form(
    request: StaffRequest, dossier: DossierView, *, typed: dict[str, str] | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    submitter = dossier.party(PartyRole.SUBMITTER)
    held = dossier.dossier
    values = typed or {
        "recipient": submitter.name if submitter else "",
        "identity_check": IdentityCheck.CARD,
        "method": held.return_method or ReturnMethod.COUNTER,
    }
    errors = refusal.fields if refusal else {}
    context: dict[str, Any] = {
        "nav": "give",
        "key": uuid4().hex,
        "dossier": dossier,
        "submitter": submitter,
        "owner": dossier.party(PartyRole.OWNER),
        "files": {
            filed.document_id: filed for filed in documents.of_subject(f"dossier:{dossier.id}", purpose="result")
        },
        "values": values,
        "errors": errors,
        "refusal": refusal if refusal and not errors else None,
        "ready": dossier.status is Status.COMPLETED,
        "verdict": _verdict(dossier),
        "checks": IdentityCheck.choices(),
        "methods": ReturnMethod.choices(),
    }
    return page(request, "office/results/hand_over.html", context, status=refusal.status if refusal else 200)


def _dossier(request: StaffRequest, code: str) -> DossierView:
    dossier = detail.view(code, by=request.actor, at=clock.now())
    if dossier is None:
        raise NotFound(f"Không có hồ sơ {code}. Xem lại mã trên giấy hẹn.")
    return dossier


def _verdict(dossier: DossierView) -> deadlines.Chip | None:
    held = dossier.dossier
    if held.due_at is None or held.completed_at is None:
        return None
    calendar = calendar_around(dossier.agency_id, held.completed_at)
    counts = rulesets.of_dossier(held.ruleset_id, held.registered_on).parameters.extension_counts_on_time
    due_at = held.due_at if counts else held.legal_due_at or held.due_at
    return deadlines.chip(held.completed_at, due_at, calendar, held.completed_at)


def _elsewhere(row: Found) -> tuple[Found, str]:
    if row.status is Status.RETURNED:
        return row, "Đã trả kết quả."
    if row.status in _SAID:
        return row, _SAID[row.status]
    return row, "Chưa có kết quả."


def _waited(row: Row, at: datetime, calendar: WorkCalendar) -> str:
    """Return how long a result waits: in days of the calendar, on its first day in opening time."""
    if row.waited_days > 0:
        return f"{row.waited_days} ngày"
    return working_time(row.ready_at, at, calendar) or "vừa xong"


def _address(**parts: str) -> str:
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in parts.items() if value})
    return f"{reverse('results:list')}{'?' if query else ''}{query.urlencode()}"


def _rating_address(request: StaffRequest, code: str) -> str:
    query = QueryDict(mutable=True)
    query["ma"] = code
    path = f"/tra-cuu/?{query.urlencode()}"
    site = settings.PORTAL_ADDRESS
    if not site:
        return request.build_absolute_uri(path)
    return f"{site if '://' in site else f'https://{site}'}{path}"
