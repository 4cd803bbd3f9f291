"""The catalogue desk: find drafts, read what changed and what is unsure, put it right, publish."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.casework.procedures import policies
from motcua.casework.procedures.errors import DateTaken, OpenFlags
from motcua.casework.procedures.queries import review
from motcua.casework.procedures.services import publishing
from motcua.casework.procedures.services import review as desk
from motcua.casework.procedures.vocabulary import FeeKind, LimitUnit, VersionState
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import NotAllowed, NotFound, Refusal

from ..choices import whole
from ..keys import key_of
from .forms import NO_LIMIT, DecisionForm, FilterForm, LimitForm, fee_forms, fee_values
from .wording import SOURCES, place_label

_MOST_FEES = 12


@require_GET
def drafts(request: HttpRequest) -> HttpResponse:
    """Show the versions of a state, narrowed by flags, sector, source and words."""
    _reviewer(request)
    return _list(request)


@require_POST
def publish_many(request: HttpRequest) -> HttpResponse:
    """Publish the chosen drafts under one decision; those that cannot be are named with the reason."""
    by, at = _reviewer(request), clock.now()
    form = DecisionForm(request.POST)
    codes = tuple(dict.fromkeys(request.POST.getlist("code")))[: review.PAGE]
    errors = _errors(form) | ({} if codes else {"codes": "Đánh dấu ít nhất một thủ tục trong bảng."})
    if errors:
        return _list(request, errors=errors)
    key = key_of(request)
    done, kept = 0, []
    for code in codes:
        try:
            publishing.publish(
                code, form.decision(), by=by, at=at, key=f"{key}-{code}", with_flags=form.cleaned_data["with_flags"]
            )
            done += 1
        except Refusal as refusal:
            kept.append(refusal.sentence)
    if done:
        messages.success(request, f"Đã công bố {done} thủ tục theo {form.cleaned_data['number']}.")
    for sentence in kept:
        messages.warning(request, sentence)
    return _see_other(reverse("catalogue:list"))


@require_GET
def version(request: HttpRequest, version_id: int) -> HttpResponse:
    """Show one version: what is unsure, what it changes, its history."""
    _reviewer(request)
    return _sheet(request, version_id)


@require_POST
def settle(request: HttpRequest, version_id: int) -> HttpResponse:
    """Confirm the ticked flags, or the one whose button was pressed."""
    by, at = _reviewer(request), clock.now()
    chosen = [number for sent in request.POST.getlist("flag") if (number := whole(sent)) is not None]
    if not chosen:
        return _sheet(request, version_id, errors={"flags": "Đánh dấu ít nhất một chỗ đã xem."})
    count = desk.settle_all(version_id, chosen, by=by, at=at)
    messages.success(request, f"Đã ghi nhận {count} chỗ là đúng như đang đọc.")
    return _see_other(reverse("catalogue:version", args=[version_id]))


@require_http_methods(["GET", "POST"])
def row(request: HttpRequest, version_id: int, row: int) -> HttpResponse:
    """Correct the limit or the fees of one row of a draft."""
    by, at = _reviewer(request), clock.now()
    if request.method == "GET":
        return _row_page(request, version_id, row)
    if request.POST.get("cell") == "limit":
        form = LimitForm(request.POST)
        if not form.is_valid():
            return _row_page(request, version_id, row, limit=request.POST.dict(), errors=_errors(form))
        desk.correct_limit(version_id, row, form.limit(), by=by, at=at)
        messages.success(request, f"Đã ghi thời hạn của dòng {row + 1}.")
        return _see_other(reverse("catalogue:version", args=[version_id]))
    lines = fee_forms(request.POST, _fee_count(request))
    errors = {f"{line.prefix}-{name}": sentence for line in lines for name, sentence in _errors(line).items()}
    if errors:
        sent = tuple({name: line[name].value() for name in line.fields} for line in lines)
        return _row_page(request, version_id, row, fees=sent, errors=errors)
    desk.correct_fees(version_id, row, [line.fee() for line in lines if not line.is_empty], by=by, at=at)
    messages.success(request, f"Đã ghi phí, lệ phí của dòng {row + 1}.")
    return _see_other(reverse("catalogue:version", args=[version_id]))


@require_POST
def publish(request: HttpRequest, version_id: int) -> HttpResponse:
    """Publish the draft under a decision."""
    by, at = _reviewer(request), clock.now()
    sheet = _found(version_id)
    form = DecisionForm(request.POST)
    if errors := _errors(form):
        return _sheet(request, version_id, sent=request.POST.dict(), errors=errors)
    if review.newest(sheet.version.code) != version_id and sheet.version.state is VersionState.DRAFT:
        newer = {"number": "Thủ tục này có bản nháp mới hơn. Xem và công bố bản đó, hoặc bỏ nó trước."}
        return _sheet(request, version_id, sent=request.POST.dict(), errors=newer)
    try:
        publishing.publish(
            sheet.version.code,
            form.decision(),
            by=by,
            at=at,
            key=key_of(request),
            with_flags=form.cleaned_data["with_flags"],
            seen=request.POST.get("seen", ""),
        )
    except DateTaken as no:
        return _sheet(request, version_id, sent=request.POST.dict(), errors={"on": no.sentence})
    except OpenFlags as no:
        return _sheet(request, version_id, sent=request.POST.dict(), errors={"with_flags": no.sentence})
    messages.success(request, f"Đã công bố {sheet.version.code}, áp dụng từ {form.cleaned_data['on']:%d/%m/%Y}.")
    return _see_other(reverse("catalogue:version", args=[version_id]))


@require_POST
def withdraw(request: HttpRequest, version_id: int) -> HttpResponse:
    """End the published version under a decision."""
    by, at = _reviewer(request), clock.now()
    sheet = _found(version_id)
    form = DecisionForm(request.POST)
    if errors := _errors(form):
        return _sheet(request, version_id, sent=request.POST.dict(), errors=errors)
    try:
        publishing.withdraw(sheet.version.code, form.decision(), by=by, at=at, key=key_of(request))
    except DateTaken as no:
        return _sheet(request, version_id, sent=request.POST.dict(), errors={"on": no.sentence})
    messages.success(
        request, f"Đã bãi bỏ {sheet.version.code}: không nhận hồ sơ từ {form.cleaned_data['on']:%d/%m/%Y}."
    )
    return _see_other(reverse("catalogue:version", args=[version_id]))


@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, version_id: int) -> HttpResponse:
    """Ask, then set the draft aside."""
    by, at = _reviewer(request), clock.now()
    sheet = _found(version_id)
    if request.method == "GET":
        return page(request, "office/catalogue/discard.html", {"nav": "catalogue", "version": sheet.version})
    desk.discard(version_id, by=by, at=at)
    messages.success(request, f"Đã bỏ bản nháp số {sheet.version.number} của {sheet.version.code}.")
    return _see_other(reverse("catalogue:list"))


def _list(request: HttpRequest, *, errors: Mapping[str, str] | None = None) -> HttpResponse:
    form = FilterForm(request.GET)
    form.is_valid()
    given = form.cleaned_data
    filters = review.Filters(
        state=VersionState(given.get("state") or VersionState.DRAFT),
        flags=given.get("flags") or "",
        sector=given.get("sector") or "",
        source=given.get("source") or "",
        text=given.get("q") or "",
    )
    sectors, sources = review.choices()
    shown = review.page(filters, on=clock.now().date(), number=given.get("page") or 1)
    counts = review.counts()
    context = {
        "nav": "catalogue",
        "filters": filters,
        "page": shown,
        "states": [(state.value, state.label, counts.get(state.value, 0)) for state in VersionState],
        "flagged": counts["flagged"],
        "sectors": sectors,
        "sources": [(source, SOURCES.get(source, source)) for source in sources],
        "source_names": SOURCES,
        "previous": _page_address(given, shown.number - 1) if shown.number > 1 else "",
        "next": _page_address(given, shown.number + 1) if shown.number < shown.pages else "",
        "sent": request.POST.dict() if errors else {},
        "chosen": request.POST.getlist("code") if errors else [],
        "errors": errors or {},
        "key": uuid4().hex,
    }
    return page(request, "office/catalogue/list.html", context, status=422 if errors else 200)


def _sheet(
    request: HttpRequest,
    version_id: int,
    *,
    sent: Mapping[str, object] | None = None,
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    sheet = _found(version_id)
    terms = sheet.version.content.terms
    context = {
        "nav": "catalogue",
        "sheet": sheet,
        "version": sheet.version,
        "draft": sheet.version.state is VersionState.DRAFT,
        "open": [(flag, place_label(flag.field, terms)) for flag in sheet.flags if not flag.settled_at],
        "settled": [(flag, place_label(flag.field, terms)) for flag in sheet.flags if flag.settled_at],
        "history": review.history(sheet.version.code),
        "source": SOURCES.get(sheet.version.source, sheet.version.source),
        "today": clock.now().date(),
        "sent": sent or {},
        "errors": errors or {},
        "key": uuid4().hex,
    }
    return page(request, "office/catalogue/version.html", context, status=422 if errors else 200)


def _row_page(
    request: HttpRequest,
    version_id: int,
    row: int,
    *,
    limit: Mapping[str, object] | None = None,
    fees: tuple[Mapping[str, Any], ...] = (),
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    sheet = _found(version_id)
    if row >= len(sheet.version.content.terms):
        raise NotFound("Bản nháp không có dòng này; có thể nguồn vừa được nhập lại. Quay lại thủ tục để xem.")
    terms = sheet.version.content.terms[row]
    now = {"value": terms.limit.value, "unit": terms.limit.unit.value} if terms.limit else {"value": "", "unit": ""}
    context = {
        "nav": "catalogue",
        "version": sheet.version,
        "draft": sheet.version.state is VersionState.DRAFT,
        "row": row,
        "terms": terms,
        "flags": [flag for flag in sheet.flags if flag.row == row and not flag.settled_at],
        "limit": limit or now,
        "fees": fees or fee_values(terms.fees),
        "units": [("", "Chọn đơn vị"), *LimitUnit.choices(), (NO_LIMIT, "không quy định thời hạn")],
        "kinds": FeeKind.choices(),
        "errors": errors or {},
    }
    return page(request, "office/catalogue/row.html", context, status=422 if errors else 200)


def _fee_count(request: HttpRequest) -> int:
    return whole(request.POST.get("count", ""), _MOST_FEES) or 0


def _found(version_id: int) -> review.Sheet:
    sheet = review.sheet(version_id, on=clock.now().date())
    if sheet is None:
        raise NotFound("Không có phiên bản này. Tìm lại trong danh mục thủ tục.")
    return sheet


def _reviewer(request: HttpRequest) -> Actor:
    actor = getattr(request, "actor", None)
    if not isinstance(actor, Actor):
        raise NotAllowed("Đăng nhập bằng tài khoản cán bộ để xem danh mục thủ tục.")
    policies.require_review(actor, on=clock.now().date())
    return actor


def _errors(form: Form) -> dict[str, str]:
    return {name: str(sentences[0]) for name, sentences in form.errors.items()}


def _page_address(given: Mapping[str, object], number: int) -> str:
    query = {name: value for name, value in given.items() if value and name != "page"}
    return f"{reverse('catalogue:list')}?{urlencode({**query, 'page': number})}"


def _see_other(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
