"""A bag and its owner: papers taken in, papers given back, the label of a bag."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.casework.dossiers.queries import detail, twin
from motcua.casework.dossiers.rules import barcodes
from motcua.casework.dossiers.services import papersets
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotFound, Refusal
from motcua.ground.kernel.text import clean

from ..keys import key_of
from ..qr import svg
from ..session.request import StaffRequest, needs
from .sheet import see_other, tabs
from .views import CARRIES


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*CARRIES)
def take_in(request: StaffRequest) -> HttpResponse:
    """Take papers over from the applicant, into their bag or a new one."""
    if request.method != "POST":
        return _form(request, "take_in")
    scanned = clean(request.POST.get("scan", ""))
    try:
        moved = papersets.take_in(scanned, by=request.actor, at=clock.now(), key=key_of(request))
    except Refusal as no:
        return _form(request, "take_in", refusal=no, typed=scanned)
    return see_other("label", moved.token, vua=moved.cause)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*CARRIES)
def give_back(request: StaffRequest) -> HttpResponse:
    """Give a bag back to the applicant."""
    if request.method != "POST":
        return _form(request, "give_back", typed=clean(request.GET.get("scan", "")))
    scanned = clean(request.POST.get("scan", ""))
    try:
        moved = papersets.give_back(scanned, by=request.actor, at=clock.now(), key=key_of(request))
    except Refusal as no:
        return _form(request, "give_back", refusal=no, typed=scanned)
    return see_other("take", vua=moved.token, vi=moved.cause)


@require_safe
@needs(*CARRIES)
def label(request: StaffRequest, token: str) -> HttpResponse:
    """Show the label of a bag, to be printed and stuck on."""
    half = twin.of_tokens([token]).get(token)
    if half is None or detail.view(half.code, by=request.actor, at=clock.now()) is None:
        raise NotFound("Không có bộ giấy này. Xem lại mã trên bì.")
    context = {
        "nav": "paper",
        "half": half,
        "number": barcodes.spaced(token),
        "qr": svg(barcodes.label(token, half.code)),
        "taken_in": bool(request.GET.get("vua")),
    }
    return page(request, "office/handover/label.html", context)


def _form(request: StaffRequest, way: str, *, refusal: Refusal | None = None, typed: str = "") -> HttpResponse:
    context = tabs(request, "take") | {"way": way, "refusal": refusal, "typed": typed}
    return page(request, "office/handover/owner.html", context, status=refusal.status if refusal else 200)
