"""The counter: from the procedure to the receipt in the citizen's hand."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.casework.dossiers.queries import detail, habits, submitted
from motcua.casework.dossiers.queries.papers import texts
from motcua.casework.dossiers.rules.derivation import reason
from motcua.casework.dossiers.services import intake as services
from motcua.casework.dossiers.vocabulary import Form, PartyRole, Permission, Status
from motcua.casework.procedures.queries import catalogue, search
from motcua.casework.procedures.vocabulary import Channel
from motcua.doors.web.ui.answers import fragment, page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotFound, Refusal

from ..keys import key_of
from ..qr import svg
from ..session.request import StaffRequest, needs
from . import ways
from .forms import Intake, read
from .people import fill_in
from .sheet import complaints, sheet

_LATELY = timedelta(days=90)
_TOP = 12


@require_safe
@needs(Permission.RECEIVE)
def choose(request: StaffRequest) -> HttpResponse:
    """Show what is received here, the most frequent first; or what a search finds."""
    at, query, den = clock.now(), request.GET.get("q", "").strip(), _den(request)
    today = at.date()
    agency_id = request.actor.agency_id or 0
    if query:
        hits = search.find(query, on=today, top=_TOP, agency_id=agency_id)
        if hits and hits[0].code == query:
            return HttpResponseRedirect(reverse("reception:intake", args=[query]) + (f"?den={den}" if den else ""))
        sectors = {line.code: line.sector for line in catalogue.offered(agency_id, today)}
        lines = [(hit.code, hit.name, sectors.get(hit.code, "")) for hit in hits]
    else:
        often = habits.most_received(agency_id, since=today - _LATELY)
        offered = sorted(catalogue.offered(agency_id, today), key=lambda line: -often.get(line.code, 0))
        lines = [(line.code, line.name, line.sector) for line in offered]
    context = {
        "nav": "recv",
        "query": query,
        "lines": lines,
        "today": today,
        "den": den,
        "ways": ways.ways_in(submitted.counts(agency_id, at=at), den=den),
    }
    return page(request, "office/reception/choose.html", context, block="found")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RECEIVE)
def intake(request: StaffRequest, procedure: str) -> HttpResponse:
    """Show the form of a procedure; take the dossier in."""
    at, form = clock.now(), form_of(request, procedure)
    if request.method != "POST":
        return page_of(request, form)
    errors = complaints(form, at.date())
    if form.channel is Channel.ONLINE:
        errors["channel"] = "Hồ sơ nộp hộ trực tuyến ghi vào danh sách chờ nhận trước, rồi nhận ở đó."
    if errors:
        return page_of(request, form, errors=errors)
    try:
        received = services.accept(form.submission(), by=request.actor, at=at, key=key_of(request))
    except Refusal as no:
        return page_of(request, form, errors=no.fields, refusal=no)
    return _see_other(reverse("reception:done", args=[received.code]))


@require_POST
@needs(Permission.RECEIVE)
def fill(request: StaffRequest, procedure: str) -> HttpResponse:
    """Put what a card's QR code says, or an earlier declaration, into the fields of the parties."""
    form, said = fill_in(form_of(request, procedure), by=request.actor, at=clock.now())
    return page_of(request, form, block="parties", said=said)


@require_POST
@needs(Permission.RECEIVE)
def terms(request: StaffRequest, procedure: str) -> HttpResponse:
    """Show papers, fee and due time for another case or way in."""
    form = form_of(request, procedure)
    if not request.headers.get("HX-Request"):
        return page_of(request, form)
    context = context_of(request, form) | {"oob": True}
    parts = [fragment(request, "office/reception/intake.html", context, block=block) for block in ("papers", "promise")]
    return HttpResponse("".join(parts))


@require_POST
@needs(Permission.DECLINE)
def decline(request: StaffRequest, procedure: str) -> HttpResponse:
    """Ask for reason and legal basis; then decline in writing."""
    at, form = clock.now(), form_of(request, procedure)
    if "back" in request.POST:
        return page_of(request, form)
    errors = complaints(form, at.date(), papers=False)
    if errors:
        return page_of(request, form, errors=errors)
    context = context_of(request, form)
    if "confirmed" not in request.POST:
        return page(request, "office/reception/decline.html", context)
    try:
        declined = services.decline(
            form.submission(), form.value("reason"), form.value("basis"), by=request.actor, at=at, key=key_of(request)
        )
    except Refusal as no:
        context |= {"errors": no.fields, "refusal": no if not no.fields else None}
        return page(request, "office/reception/decline.html", context, status=no.status)
    return _see_other(reverse("reception:done", args=[declined.code]))


@require_safe
@needs(Permission.RECEIVE)
def done(request: StaffRequest, code: str) -> HttpResponse:
    """Show what was just done, what happens next and when, and the paper to print."""
    dossier = detail.view(code, by=request.actor, at=clock.now())
    if dossier is None:
        raise NotFound(f"Không có hồ sơ {code}. Xem lại mã, hoặc tìm ở ô tìm kiếm phía trên.")
    if dossier.dossier.received_at is None and dossier.status is not Status.DECLINED:
        return HttpResponseRedirect(reverse("reception:submitted", args=[code]))
    if dossier.status is Status.DECLINED:
        said = texts.of(dossier.id, Form.REFUSAL)
        return page(request, "office/reception/declined.html", {"nav": "recv", "dossier": dossier, "said": said})
    said = texts.of(dossier.id, Form.RECEIPT)
    context = {
        "nav": "recv",
        "dossier": dossier,
        "said": said,
        "reason": reason(dossier.dossier.due_why),
        "qr": svg(said["qr"]),
        "submitter": dossier.party(PartyRole.SUBMITTER),
    }
    return page(request, "office/reception/done.html", context)


def form_of(request: StaffRequest, procedure: str) -> Intake:
    """Return the form of a procedure as posted; before that empty, but for the way in. Raises NotFound."""
    agency_id = request.actor.agency_id or 0
    offer = catalogue.offer(procedure, agency_id, on=clock.now().date())
    if offer is None:
        raise NotFound("Đơn vị không tiếp nhận thủ tục này hôm nay. Chọn thủ tục khác hoặc báo quản trị danh mục.")
    posted = (
        request.POST if request.method == "POST" else QueryDict(f"channel={_den(request)}" if _den(request) else "")
    )
    return read(posted, offer.version.content, agency_id=agency_id, procedure=procedure)


def _den(request: StaffRequest) -> str:
    """Return how the dossier comes in, where it is not brought: ``postal``, ``online``."""
    return next((channel for channel in (Channel.POSTAL, Channel.ONLINE) if channel == request.GET.get("den")), "")


def context_of(request: StaffRequest, form: Intake) -> dict[str, Any]:
    """Return what every page of the form is given."""
    return {
        "nav": "recv",
        "form": form,
        "key": uuid4().hex,
        "errors": {},
        "may_decline": Permission.DECLINE in request.permissions,
        **sheet(form, at=clock.now()),
    }


def page_of(
    request: StaffRequest,
    form: Intake,
    *,
    errors: Mapping[str, str] | None = None,
    refusal: Refusal | None = None,
    said: Mapping[str, str] | None = None,
    block: str = "",
) -> HttpResponse:
    """Return the form with what was typed, and everything that is wrong with it."""
    status = refusal.status if refusal else 422 if errors else 200
    context = context_of(request, form) | {
        "errors": dict(errors or {}),
        "refusal": refusal if refusal and not errors else None,
        "said": said or {},
    }
    return page(request, "office/reception/intake.html", context, block=block, status=status)


def see_other(name: str, code: str) -> HttpResponse:
    """Lead on to a page of a dossier after a deed."""
    return _see_other(reverse(name, args=[code]))


def _see_other(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
