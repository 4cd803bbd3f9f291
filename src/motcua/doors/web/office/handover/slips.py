"""One hand-over slip: packed, sent, received, signed."""

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from motcua.casework.dossiers.queries import slips as queries
from motcua.casework.dossiers.queries.slips import SlipView
from motcua.casework.dossiers.rules import barcodes
from motcua.casework.dossiers.services import arrivals
from motcua.casework.dossiers.services import slips as services
from motcua.casework.dossiers.services.slips import Dispatch
from motcua.casework.dossiers.vocabulary import Carrier, LineState, Permission, SlipState
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotFound, Refusal
from motcua.ground.kernel.text import clean

from ..choices import term
from ..keys import key_of
from ..qr import svg
from ..session.request import StaffRequest, needs
from .sheet import TONES, see_other, tabs
from .views import CARRIES

_HERE = {SlipState.DRAFT: "give", SlipState.SENT: "under_way", SlipState.CLOSED: "under_way"}


@require_safe
@needs(*CARRIES)
def slip(request: StaffRequest, slip_id: int) -> HttpResponse:
    """Show a slip as its side may work on it."""
    return _page(request, _slip(request, slip_id))


@require_safe
@needs(*CARRIES)
def printed(request: StaffRequest, slip_id: int) -> HttpResponse:
    """Show a slip that was sent for printing, with its code and the numbers of its bags."""
    found = _slip(request, slip_id)
    if found.state is SlipState.DRAFT:
        raise NotFound("Phiếu chưa gửi thì chưa có số. Gửi phiếu rồi in.")
    context = {"slip": found, "lines": queries.lines(slip_id), "qr": svg(barcodes.slip_qr(found.token))}
    return page(request, "office/handover/print.html", context)


@require_POST
@needs(*CARRIES)
def add(request: StaffRequest, slip_id: int) -> HttpResponse:
    """Put the scanned bag into the slip."""
    scanned, anyway = clean(request.POST.get("scan", "")), bool(request.POST.get("anyway"))
    try:
        token = services.add(slip_id, scanned, by=request.actor, at=clock.now(), anyway=anyway)
    except Refusal as no:
        return _again(request, slip_id, no)
    return see_other("slip", slip_id, vua=token)


@require_POST
@needs(*CARRIES)
def take_out(request: StaffRequest, slip_id: int) -> HttpResponse:
    """Take a bag out of the slip."""
    services.take_out(slip_id, clean(request.POST.get("token", "")), by=request.actor, at=clock.now())
    return see_other("slip", slip_id)


@require_POST
@needs(*CARRIES)
def discard(request: StaffRequest, slip_id: int) -> HttpResponse:
    """Drop a slip that was not sent."""
    services.discard(slip_id, by=request.actor, at=clock.now())
    messages.success(request, "Đã bỏ phiếu đang xếp. Các bộ giấy vẫn ở đây.")
    return see_other("give")


@require_POST
@needs(*CARRIES)
def send(request: StaffRequest, slip_id: int) -> HttpResponse:
    """Send the batch."""
    dispatch = Dispatch(
        carrier=term(Carrier, request.POST.get("carrier", ""), Carrier.OWN),
        carried_by=clean(request.POST.get("carried_by", "")),
        bag=clean(request.POST.get("bag", "")),
    )
    try:
        number = services.send(slip_id, dispatch, by=request.actor, at=clock.now(), key=key_of(request))
    except Refusal as no:
        return _again(request, slip_id, no)
    messages.success(request, f"Đã gửi phiếu {number}. In phiếu kèm theo bì hồ sơ.")
    return see_other("slip", slip_id)


@require_POST
@needs(*CARRIES)
def scan(request: StaffRequest, slip_id: int) -> HttpResponse:
    """Take a scan while a slip is received, or an answer of the sender that a bag is still there."""
    scanned, damage = clean(request.POST.get("scan", "")), clean(request.POST.get("damage", ""))
    found = _slip(request, slip_id)
    receiving = found.receiver_id == request.actor.agency_id
    try:
        moved = arrivals.arrive(
            scanned,
            by=request.actor,
            at=clock.now(),
            slip_id=slip_id if receiving else None,
            damage=damage,
            key=key_of(request),
        )
    except Refusal as no:
        return _again(request, slip_id, no)
    return see_other("slip", slip_id, vua=moved.token)


@require_POST
@needs(*CARRIES)
def miss(request: StaffRequest, slip_id: int) -> HttpResponse:
    """Say that the bags not scanned are not there."""
    try:
        tokens = [clean(token) for token in request.POST.getlist("token")]
        missed = services.miss(slip_id, tokens, by=request.actor, at=clock.now(), key=key_of(request))
    except Refusal as no:
        return _again(request, slip_id, no)
    messages.warning(request, f"Đã báo thiếu {len(missed)} bộ. Nơi gửi sẽ tìm và trả lời trên phiếu này.")
    return see_other("slip", slip_id)


@require_POST
@needs(*CARRIES)
def lose(request: StaffRequest, slip_id: int) -> HttpResponse:
    """Write a bag off as lost."""
    token, reason = clean(request.POST.get("token", "")), request.POST.get("reason", "")
    try:
        arrivals.lose(slip_id, token, reason, by=request.actor, at=clock.now(), key=key_of(request))
    except Refusal as no:
        return _again(request, slip_id, no)
    messages.warning(request, f"Đã ghi thất lạc bộ {barcodes.spaced(token)}. Quét lại ở bất cứ đâu là tìm thấy.")
    return see_other("slip", slip_id)


@require_POST
@needs(*CARRIES)
def close(request: StaffRequest, slip_id: int) -> HttpResponse:
    """Sign as the receiver."""
    try:
        differences = services.close(slip_id, by=request.actor, at=clock.now(), key=key_of(request))
    except Refusal as no:
        return _again(request, slip_id, no)
    said = f"Đã ký nhận, {differences} bộ có chênh lệch." if differences else "Đã ký nhận đủ."
    messages.success(request, said)
    return see_other("slip", slip_id)


def _again(request: StaffRequest, slip_id: int, refusal: Refusal) -> HttpResponse:
    """Show the slip as it is now, with why not and what was typed."""
    return _page(request, _slip(request, slip_id), refusal=refusal)


def _slip(request: StaffRequest, slip_id: int) -> SlipView:
    found = queries.slip(slip_id, by=request.actor, at=clock.now())
    if found is None:
        raise NotFound("Không có phiếu này ở cơ quan ông/bà. Quét lại mã trên phiếu, hoặc chọn trong danh sách.")
    return found


def _page(request: StaffRequest, found: SlipView, *, refusal: Refusal | None = None) -> HttpResponse:
    lines, mine = queries.lines(found.id), request.actor.agency_id
    just = next((line for line in lines if line.token == request.GET.get("vua")), None)
    receiving, sending = found.receiver_id == mine, found.sender_id == mine
    context = tabs(request, "take" if receiving else _HERE[found.state]) | {
        "slip": found,
        "lines": lines,
        "tones": TONES,
        "just": just,
        "receiving": receiving and found.state is SlipState.SENT,
        "packing": sending and found.state is SlipState.DRAFT,
        "watching": sending and found.state is SlipState.SENT,
        "awaited": [line for line in lines if line.state is LineState.ON_WAY],
        "may_lose": Permission.APPROVE in request.permissions,
        "carriers": Carrier.choices(),
        "refusal": refusal,
        "errors": dict(refusal.fields) if refusal else {},
        "typed": request.POST if refusal else {},
    }
    return page(request, "office/handover/slip.html", context, status=refusal.status if refusal else 200)
