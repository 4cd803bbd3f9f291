"""The lists of the desk: what goes, what is under way, what comes, what is not where the work is."""

from collections import defaultdict
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from motcua.casework.dossiers.queries import slips as queries
from motcua.casework.dossiers.queries import twin
from motcua.casework.dossiers.queries.slips import PAGE, SlipView
from motcua.casework.dossiers.services import arrivals, slips
from motcua.casework.dossiers.vocabulary import MoveCause, Permission, SlipState
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Refusal
from motcua.ground.kernel.text import clean
from motcua.people.agencies.queries import organisation as agencies

from ..choices import term, whole
from ..keys import key_of
from ..session.request import StaffRequest, needs
from .sheet import SAID, bag_lines, see_other, tabs

MOST = 200
CARRIES = (Permission.WORK, Permission.RECEIVE, Permission.RETURN)


@require_safe
@needs(*CARRIES)
def give(request: StaffRequest) -> HttpResponse:
    """Show the bags that other agencies wait for, by agency, the most urgent first."""
    return _give(request)


@require_POST
@needs(*CARRIES)
def pack(request: StaffRequest) -> HttpResponse:
    """Put the picked bags, or the one that was scanned, into the slip for the agency that waits."""
    at, scanned = clock.now(), clean(request.POST.get("scan", ""))
    receiver = whole(request.POST.get("receiver", "")) or 0
    try:
        if receiver:
            slip_id, token = slips.pack(receiver, request.POST.getlist("pick"), by=request.actor, at=at), ""
        else:
            slip_id, token = slips.pack_scanned(scanned, by=request.actor, at=at)
    except Refusal as no:
        return _give(request, refusal=no, typed={"scan": scanned})
    return see_other("slip", slip_id, **({"vua": token} if token else {}))


@require_safe
@needs(*CARRIES)
def under_way(request: StaffRequest) -> HttpResponse:
    """Show the slips this agency has sent, those on their way or those that are signed."""
    return _slips(request, "under_way", queries.outgoing)


@require_safe
@needs(*CARRIES)
def take(request: StaffRequest) -> HttpResponse:
    """Show the slips that are coming, and take a scan of whatever came."""
    return _slips(request, "take", queries.incoming)


@require_POST
@needs(*CARRIES)
def scan(request: StaffRequest) -> HttpResponse:
    """Take a scan: a slip is opened, a bag is here from now on."""
    scanned = clean(request.POST.get("scan", ""))
    if (slip_id := queries.slip_id(scanned)) is not None:
        return see_other("slip", slip_id)
    try:
        moved = arrivals.arrive(scanned, by=request.actor, at=clock.now(), key=key_of(request))
    except Refusal as no:
        return _slips(request, "take", queries.incoming, refusal=no, typed={"scan": scanned})
    if moved.slip_id is not None and moved.cause is MoveCause.ARRIVED:
        return see_other("slip", moved.slip_id, vua=moved.token)
    return see_other("take", vua=moved.token, vi=moved.cause)


@require_safe
@needs(*CARRIES)
def apart(request: StaffRequest) -> HttpResponse:
    """Show the open divergences that concern this agency; all of them to who sees all dossiers."""
    at = clock.now()
    every = Permission.VIEW_ALL in request.permissions
    halves = twin.divergences(None if every else request.actor.agency_id, limit=MOST + 1)
    context = tabs(request, "apart") | {
        "lines": bag_lines(halves[:MOST], at),
        "more": len(halves) > MOST,
        "mine": request.actor.agency_id,
    }
    return page(request, "office/handover/apart.html", context)


@require_safe
@needs(*CARRIES)
def open_slip(request: StaffRequest) -> HttpResponse:
    """Open the slip whose number was scanned; without one, the list."""
    slip_id = queries.slip_id(clean(request.GET.get("scan", "")))
    return see_other("slip", slip_id) if slip_id is not None else see_other("under_way")


def _give(
    request: StaffRequest, *, refusal: Refusal | None = None, typed: dict[str, str] | None = None
) -> HttpResponse:
    at, agency_id = clock.now(), request.actor.agency_id or 0
    halves = twin.to_hand_over(agency_id)
    groups: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for line in bag_lines(halves[:MOST], at):
        wanted = line.half.wanted
        groups[line.wanted, (wanted[1] or 0) if wanted else 0].append(line)
    others = [agency for agency in agencies.agencies(on=at.date()) if agency.id != agency_id]
    context = tabs(request, "give") | {
        "groups": sorted(groups.items()),
        "more": max(len(halves) - MOST, 0),
        "drafts": queries.drafts(agency_id),
        "back": bag_lines(twin.to_give_back(agency_id), at),
        "others": [(agency.id, agency.short_name) for agency in others],
        "refusal": refusal,
        "typed": typed or {},
    }
    return page(request, "office/handover/give.html", context, status=refusal.status if refusal else 200)


def _slips(
    request: StaffRequest,
    here: str,
    asked: Any,
    *,
    refusal: Refusal | None = None,
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    before, closed = whole(request.GET.get("truoc", "")), bool(request.GET.get("xong"))
    state = SlipState.CLOSED if closed else SlipState.SENT
    found: tuple[SlipView, ...] = asked(request.actor.agency_id or 0, before=before, state=state)
    cause = term(MoveCause, request.GET.get("vi", ""), MoveCause.SENT)
    just = twin.of_tokens([token]) if (token := clean(request.GET.get("vua", ""))) else {}
    context = tabs(request, here) | {
        "rows": found[:PAGE],
        "next": found[PAGE - 1].id if len(found) > PAGE else 0,
        "first": before is not None,
        "closed": closed,
        "refusal": refusal,
        "typed": typed or {},
        "just": next(iter(just.values()), None) if cause in SAID else None,
        "said": SAID.get(cause),
    }
    return page(request, f"office/handover/{here}.html", context, status=refusal.status if refusal else 200)
