"""The page of one dossier."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from motcua.casework.dossiers.queries import detail
from motcua.casework.dossiers.queries.detail import DossierView
from motcua.doors.web.ui.answers import page
from motcua.ground.audit import services as audit
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotAllowed, NotFound, Refusal

from ..groups.parts import together
from ..inbox import listing
from ..inbox.listing import Listing
from ..session.request import StaffRequest
from ..timing import calendar_around
from .case import case_of
from .sheet import sheet

JUST_DONE = ("take", "assign", "release", "pause")
"""Deeds that can be taken back; the page offers it right after them."""
_LONGEST_SOURCE = 900  # quoted once more it still fits an address


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The way through the list the dossier was opened from.

    place   its place on that page, 0 where it left it; ``size``: rows of the page
    beyond  address of the list's next page, where there is one
    """

    listing: Listing
    place: int
    size: int
    beyond: str
    previous: str
    next: str


@require_safe
def page_of(request: StaffRequest, code: str) -> HttpResponse:
    """Show the dossier."""
    return show(request, code)


@require_POST
def reveal(request: StaffRequest, code: str) -> HttpResponse:
    """Show the identification numbers of the parties; that they were looked at is written down first."""
    at = clock.now()
    dossier = found(code, request, at)
    if dossier.asked_only:
        raise NotAllowed("Cơ quan được hỏi ý kiến chỉ xem tên các bên. Cần thêm thì hỏi nơi đang giải quyết hồ sơ.")
    audit.looked(f"dossier:{dossier.id}", "reveal_id", by=request.actor, at=at)
    return show(request, code, revealed=True, block="people")


def found(code: str, request: StaffRequest, at: datetime) -> DossierView:
    """Return the dossier, if the actor may see it. Raises NotFound, NotAllowed."""
    dossier = detail.view(code, by=request.actor, at=at)
    if dossier is None:
        raise NotFound(f"Không có hồ sơ {code}. Xem lại mã, hoặc tìm ở ô tìm kiếm phía trên.")
    return dossier


def show(
    request: StaffRequest,
    code: str,
    *,
    refusal: Refusal | None = None,
    typed: Mapping[str, Any] | None = None,
    revealed: bool = False,
    block: str = "",
) -> HttpResponse:
    """Return the page; after a refusal with what was typed still in its fields."""
    at = clock.now()
    dossier = found(code, request, at)
    just = request.GET.get("vua", "") if request.method == "GET" else ""
    context = {
        "nav": "work",
        "search_text": "",
        "key": uuid4().hex,
        "keys": [uuid4().hex for _ in range(9)],
        "ds": _source(request),
        "query": _query(request),
        "thread": thread(request, dossier),
        "scannable": [(paper.key, paper.name[:90]) for paper in dossier.papers if not paper.not_applicable],
        "way": _way(request, dossier, at),
        "refusal": refusal,
        "errors": refusal.fields if refusal else {},
        "typed": typed or {},
        "revealed": revealed,
        "just": just if just in JUST_DONE else "",
        **sheet(case_of(dossier, by=request.actor, at=at)),
        **together(dossier, by=request.actor, at=at),
    }
    return page(request, "office/dossier/page.html", context, block=block, status=refusal.status if refusal else 200)


def address(code: str, request: StaffRequest, *, just: str = "") -> str:
    """Return the page's address, keeping the list it was opened from."""
    return reverse("dossier:page", args=[code]) + _query(request, just=just)


def thread(request: StaffRequest, dossier: DossierView) -> dict[str, str]:
    """Return what every form of the page carries: the step that was seen, and the list to come back to."""
    source = _source(request)
    return {"item": str(dossier.item_id or "")} | ({"ds": source} if source is not None else {})


def _source(request: StaffRequest) -> str | None:
    posted = request.POST if request.method == "POST" else request.GET
    source = posted.get("ds")
    return source if source is None or len(source) <= _LONGEST_SOURCE else ""


def _query(request: StaffRequest, *, just: str = "") -> str:
    """Return what an address ends in that keeps the list, "" where there is none."""
    query = QueryDict(mutable=True)
    if (source := _source(request)) is not None:
        query["ds"] = source
    if just:
        query["vua"] = just
    return f"?{query.urlencode()}" if query else ""


def _way(request: StaffRequest, dossier: DossierView, at: datetime) -> Way | None:
    source = _source(request)
    if source is None:
        return None
    opened = listing.read(QueryDict(source))
    calendar = calendar_around(request.actor.agency_id, at)
    found_there = listing.rows(opened, request.desk, at=at, calendar=calendar)
    codes = [row.code for row in found_there.rows]
    here = codes.index(dossier.code) if dossier.code in codes else -1
    following = codes[here + 1 :] if here >= 0 else codes
    return Way(
        listing=opened,
        place=here + 1,
        size=len(codes),
        beyond=opened.past(found_there.after).address if found_there.after else "",
        previous=codes[here - 1] if here > 0 else "",
        next=following[0] if following else "",
    )
