"""One deed for many rows: a preview of who is skipped and why, then each by its own service, told one by one."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from motcua.casework.dossiers import policies
from motcua.casework.dossiers.queries import selection
from motcua.casework.dossiers.queries.selection import Chosen
from motcua.casework.dossiers.services import processing
from motcua.casework.dossiers.vocabulary import Act
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Invalid, Refusal
from motcua.people.agencies.queries import organisation
from motcua.tools.workflow import queries as workflow
from motcua.tools.workflow.queries import OutcomeView

from ..choices import whole
from ..session.request import StaffRequest
from . import listing
from .listing import Listing

TITLES = {"take": "Nhận việc", "assign": "Giao việc", "release": "Trả về hàng chờ chung", "complete": "Chuyển bước"}
_REPORT = "bulk_report"
_MOST = 50
_ONE_BY_ONE = frozenset({Act.RETURN, Act.REJECT})
"""Effects of ways out that are done on the dossier's own page: a hand, an answer that says no."""
_GONE = "Bước này vừa có người khác làm, hoặc không thuộc phạm vi của vị trí đang dùng."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """What will be done and what is skipped: pairs of a row and the reason."""

    ready: tuple[Chosen, ...]
    skipped: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """A way that ``count`` of the rows have. ``value``: what the form sends, the same for the same way only."""

    value: str
    label: str
    target_name: str
    count: int


@require_POST
def bulk(request: StaffRequest) -> HttpResponse:
    """Preview a deed for the ticked rows, or do it."""
    at, act = clock.now(), request.POST.get("act", "")
    shown = listing.read(QueryDict(request.POST.get("ds", "")))
    if act not in TITLES:
        raise Invalid("Chọn việc cần làm với các hồ sơ đã đánh dấu.")
    picked = _picked(request.POST)
    if not picked:
        raise Invalid("Chưa đánh dấu hồ sơ nào. Đánh dấu ở đầu dòng rồi chọn việc.")
    rows = selection.chosen(
        [item for _, item in picked], by=request.actor, words=request.permissions, role_ids=request.role_ids
    )
    outcome = request.POST.get("outcome", "")
    sorted_ = _sort(rows, picked, act, outcome, request)
    if "confirmed" not in request.POST and (act != "take" or sorted_.skipped):
        return _preview(request, act, rows, sorted_, shown, at)
    try:
        do = _deed(act, request, at)
    except Invalid as no:
        return _preview(request, act, rows, sorted_, shown, at, refusal=no)
    done, failed = [], list(sorted_.skipped)
    for row in sorted_.ready:
        try:
            do(row)
            done.append(row.code)
        except Refusal as no:
            failed.append((row.code, no.sentence))
    request.session[_REPORT] = {"act": act, "done": done, "failed": failed, "ds": shown.query}
    return _see_other(reverse("inbox:report"))


@require_safe
def report(request: StaffRequest) -> HttpResponse:
    """Say what the last bulk deed did, one by one."""
    said = request.session.get(_REPORT)
    if not said:
        return HttpResponseRedirect(reverse("inbox:list"))
    back = listing.read(QueryDict(said["ds"]))
    return page(
        request,
        "office/inbox/report.html",
        {"nav": "work", "title": TITLES[said["act"]], "done": said["done"], "failed": said["failed"], "back": back},
    )


def _picked(posted: QueryDict) -> list[tuple[str, int]]:
    found = {}
    for value in posted.getlist("pick"):
        item, _, code = str(value).partition("~")
        if item.isdecimal() and len(item) <= 18 and code:
            found[int(item)] = code[:80]
    return [(code, item) for item, code in found.items()][:_MOST]


def _sort(
    rows: Sequence[Chosen], picked: Sequence[tuple[str, int]], act: str, outcome: str, request: StaffRequest
) -> Sorted:
    found = {row.item_id for row in rows}
    skipped = [(code, _GONE) for code, item in picked if item not in found]
    ready = []
    for row in rows:
        if reason := _why_not(row, act, outcome, request):
            skipped.append((row.code, reason))
        else:
            ready.append(row)
    return Sorted(ready=tuple(ready), skipped=tuple(skipped))


def _why_not(row: Chosen, act: str, outcome: str, request: StaffRequest) -> str:
    try:
        match act:
            case "take":
                policies.may_hold(row)
                if row.item_post_id == request.actor.post_id:
                    return "Ông/bà đang giữ bước này rồi."
                if row.item_post_id is not None:
                    return "Đã giao cho vị trí khác."
            case "assign":
                policies.may_assign(row)
            case "release":
                if row.item_post_id is None:
                    return "Chưa ai giữ, đang ở hàng chờ chung."
                if row.item_post_id != request.actor.post_id:
                    policies.may_assign(row)
            case _:
                return _why_not_complete(row, outcome, request)
    except Refusal as no:
        return no.sentence
    return ""


def _why_not_complete(row: Chosen, outcome: str, request: StaffRequest) -> str:
    policies.may_work(row, request.actor)
    if not _ways(row):
        return "Đang chờ trả kết quả: làm ở bàn Trả kết quả."
    if not outcome:
        return ""
    way = _ways(row).get(outcome)
    if way is None:
        return f"Bước “{row.activity_name}” không có cách chuyển đã chọn."
    if way.effect == Act.COMPLETE and not row.has_result:
        return "Chưa có kết quả: gắn tệp hoặc ghi số văn bản trước."
    return ""


def _ways(row: Chosen) -> dict[str, OutcomeView]:
    """Return the ways out of the row's step by what the form sends for them."""
    return {_value(way): way for way in workflow.outcomes(row.activity_id) if way.effect not in _ONE_BY_ONE}


def _value(way: OutcomeView) -> str:
    """Return what tells a way from another: steps share outcome names, and label and target are what was read."""
    return f"{way.outcome}~{way.effect}~{way.target_name}~{way.label}"


def _deed(act: str, request: StaffRequest, at: datetime) -> Callable[[Chosen], object]:
    by, key = request.actor, request.POST.get("idempotency_key", "")
    outcome, note = (request.POST.get(name, "") for name in ("outcome", "note"))
    post = whole(request.POST.get("post", ""))

    def own(row: Chosen) -> str:
        return f"{key}:{row.item_id}" if key else ""

    if act == "take":
        return lambda row: processing.take(row.code, by=by, at=at, key=own(row), item_id=row.item_id)
    if act == "release":
        return lambda row: processing.release(row.code, by=by, at=at, key=own(row), item_id=row.item_id)
    if act == "assign":
        if post is None:
            raise Invalid("Chọn vị trí nhận việc.", fields={"post": "Chọn vị trí nhận việc."})
        return lambda row: processing.assign(row.code, post, by=by, at=at, key=own(row), item_id=row.item_id)
    if not outcome:
        raise Invalid("Chọn cách chuyển.", fields={"outcome": "Chọn cách chuyển."})

    def move(row: Chosen) -> object:
        way = _ways(row)[outcome]  # rows without it were sorted out
        return processing.complete(row.code, way.outcome, note, by=by, at=at, key=own(row), item_id=row.item_id)

    return move


def _preview(
    request: StaffRequest,
    act: str,
    rows: Sequence[Chosen],
    sorted_: Sorted,
    shown: Listing,
    at: datetime,
    *,
    refusal: Refusal | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "nav": "work",
        "act": act,
        "title": TITLES[act],
        "rows": rows,
        "ready": sorted_.ready,
        "skipped": sorted_.skipped,
        "back": shown,
        "key": uuid4().hex,
        "outcomes": _common(sorted_.ready) if act == "complete" else (),
        "posts": _posts(sorted_.ready, at) if act == "assign" else (),
        "typed": request.POST,
        "errors": refusal.fields if refusal else {},
    }
    return page(request, "office/inbox/bulk.html", context, status=refusal.status if refusal else 200)


def _common(rows: Sequence[Chosen]) -> list[WayOut]:
    """Return the ways out of these rows' steps, the one that most have first."""
    found: dict[str, OutcomeView] = {}
    counted: Counter[str] = Counter()
    for row in rows:
        ways = _ways(row)
        found |= ways
        counted.update(ways.keys())
    return [
        WayOut(value=value, label=found[value].label, target_name=found[value].target_name, count=count)
        for value, count in counted.most_common()
    ]


def _posts(rows: Sequence[Chosen], at: datetime) -> list[tuple[int, str]]:
    places = {(row.item_agency_id, row.item_role_id) for row in rows}
    able: set[int] = set()
    for agency_id, role_id in places:
        able |= processing.posts_for(agency_id, role_id, at)
    found = [
        post for agency_id in {place[0] for place in places} for post in organisation.posts(agency_id, on=at.date())
    ]
    return [(post.id, f"{', '.join(post.staff)} ({post.title})") for post in found if post.id in able]


def _see_other(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
