"""Scores that another system published, by a form or a file; kept beside ours, flagged where they do not add up."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from motcua.doors.web.ui.answers import page
from motcua.doors.web.ui.typography import number
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Invalid
from motcua.people.agencies.queries.tree import Unit
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.steering.indicators import policies
from motcua.steering.indicators.queries import scores as kept
from motcua.steering.indicators.queries.scores import Entered
from motcua.steering.indicators.rules import periods, score_files
from motcua.steering.indicators.services import scores
from motcua.steering.indicators.services.scores import Score, Taken
from motcua.steering.indicators.vocabulary import Group, PeriodKind, Permission

from ..choices import whole
from ..session.request import StaffRequest, needs
from .asked import MOST_ID, address

_PORTAL = "Cổng Dịch vụ công quốc gia"
_MOST_BYTES = 1_000_000
_OFFERED = ((PeriodKind.MONTH, 13), (PeriodKind.QUARTER, 5), (PeriodKind.YEAR, 3))


@require_GET
@needs(Permission.SCORES)
def of_others(request: StaffRequest) -> HttpResponse:
    """Show what was entered, with a form for one score and one for a file."""
    first = {"unit": request.GET.get("don-vi", ""), "period": request.GET.get("ky", ""), "origin": _PORTAL}
    return _page(request, first)


@require_POST
@needs(Permission.SCORES)
def enter(request: StaffRequest) -> HttpResponse:
    """Keep one score."""
    typed = {name: value for name, value in request.POST.dict().items() if isinstance(value, str)}
    faults: dict[str, str] = {}
    said = _score(typed, faults)
    if not faults and said is not None:
        try:
            scores.enter(said, by=request.actor, at=clock.now())
        except Invalid as no:
            faults = no.fields
    if faults or said is None:
        return _page(request, typed, faults)
    messages.success(request, f"Đã ghi điểm công bố {number(float(said.total), 2)}.")
    return _see_other(f"{address('scores', said.unit_id, periods.parse(said.period))}#da-nhap")


@require_POST
@needs(Permission.SCORES)
def take(request: StaffRequest) -> HttpResponse:
    """Enter many scores from a file, or from lines that were pasted or mended."""
    text, faults = _text(request)
    typed = {"origin": _PORTAL, "file_origin": request.POST.get("file_origin", ""), "lines": text}
    if faults:
        return _page(request, typed, faults)
    try:
        taken = scores.take(text, typed["file_origin"], by=request.actor, at=clock.now())
    except Invalid as no:
        return _page(request, typed, {"file_origin": no.fields.get("origin", no.sentence)})
    if taken.entered:
        messages.success(request, f"Đã ghi {taken.entered} điểm công bố.")
    if taken.left:
        return _page(request, typed, taken=taken)
    if not taken.entered:
        messages.info(request, f"{taken.known} dòng đã có từ trước, không có gì mới để ghi.")
    return _see_other(f"{reverse('indicators:scores')}#da-nhap")


def _text(request: StaffRequest) -> tuple[str, dict[str, str]]:
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile):
        text = str(request.POST.get("lines", ""))
        return text, {} if text.strip() else {"file": "Chọn tệp, hoặc dán các dòng vào ô bên dưới."}
    if (sent.size or 0) > _MOST_BYTES:
        return "", {"file": "Tệp lớn hơn 1 MB. Chia thành nhiều tệp."}
    try:
        return sent.read().decode("utf-8-sig"), {}
    except UnicodeDecodeError:
        return "", {"file": "Tệp không phải UTF-8. Lưu lại ở dạng CSV UTF-8 rồi chọn lại."}


def _score(typed: Mapping[str, str], faults: dict[str, str]) -> Score | None:
    """Return the score that was typed; ``faults`` takes what cannot be read."""
    published_on = total = None
    try:
        published_on = date.fromisoformat(typed.get("published_on", ""))
    except ValueError:
        faults["published_on"] = "Chọn ngày công bố."
    groups: dict[Group, Decimal] = {}
    for name in ("total", *Group):
        wrong: list[str] = []
        label = "Tổng" if name == "total" else Group(name).label
        value = score_files.points(typed.get(str(name), ""), label, wrong, needed=name == "total")
        if wrong:
            faults[str(name)] = wrong[0]
        elif name == "total":
            total = value
        elif value is not None:
            groups[Group(name)] = value
    unit_id = whole(typed.get("unit", ""), MOST_ID)
    if unit_id is None:
        faults["unit"] = "Chọn đơn vị."
    if published_on is None or total is None or unit_id is None:
        return None
    return Score(
        unit_id=unit_id,
        period=typed.get("period", ""),
        published_on=published_on,
        total=total,
        groups=groups,
        origin=typed.get("origin", ""),
    )


def _page(
    request: StaffRequest, typed: Mapping[str, str], faults: Mapping[str, str] | None = None, taken: Taken | None = None
) -> HttpResponse:
    today = clock.now().date()
    around, ids = policies.realm(request.actor, on=today)
    found = {one: around.units[one] for one in ids}
    before = whole(request.GET.get("truoc", ""), MOST_ID) or 2**62
    rows = kept.newest(tuple(found), before=before)
    context = {
        "nav": "scores" if "dossiers.view_agency" not in request.permissions else "figures",
        "units": [(one.id, one.name) for one in sorted(found.values(), key=_place) if one.kind != AgencyKind.CENTRE],
        "periods": _periods(today),
        "groups": [(group.value, group.label) for group in Group],
        "typed": typed,
        "errors": faults or {},
        "taken": taken,
        "header": ",".join(score_files.HEADER),
        "rows": [_row(one, found) for one in rows[: kept.PAGE]],
        "first": reverse("indicators:scores") if before < 2**62 else "",
        "next": f"{reverse('indicators:scores')}?truoc={rows[kept.PAGE - 1].published.id}"
        if len(rows) > kept.PAGE
        else "",
    }
    return page(request, "office/indicators/scores.html", context, status=422 if faults or taken else 200)


def _place(one: Unit) -> tuple[bool, str]:
    return one.kind != AgencyKind.PROVINCE, one.name


def _periods(today: date) -> list[tuple[str, str]]:
    newest = [(periods.containing(kind, today), number) for kind, number in _OFFERED]
    return [(one.key, one.label) for now, many in newest for one in (now.shifted(-back) for back in range(many))]


def _row(one: Entered, found: Mapping[int, Unit]) -> dict[str, Any]:
    said, unit = one.published, None if one.unit_id is None else found.get(one.unit_id)
    period = periods.parse(said.period)
    return {
        "unit": unit.short_name if unit else "Tất cả đơn vị",
        "period": period.label,
        "total": number(float(said.score.total), 2),
        "sum": number(float(said.score.sum), 2) if said.score.groups else "",
        "on": said.published_on,
        "origin": said.origin,
        "faults": [fault.sentence for fault in one.faults],
        "address": f"{address('index', one.unit_id, period)}#doi-chieu",
    }


def _see_other(there: str) -> HttpResponse:
    response = HttpResponseRedirect(there)
    response.status_code = 303
    return response
