"""What is done with reports, each by a form of its own."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Invalid, NotFound
from motcua.people.agencies.queries import organisation as agencies
from motcua.steering.indicators.rules import periods
from motcua.steering.indicators.rules.periods import Period
from motcua.steering.indicators.vocabulary import PeriodKind
from motcua.steering.reports.queries import kept
from motcua.steering.reports.rules import forms
from motcua.steering.reports.services import acts, preparing
from motcua.steering.reports.vocabulary import Act, Permission

from ..keys import key_of
from ..session.request import StaffRequest, needs
from . import sheet
from .views import READERS

OFFERED = (
    (PeriodKind.MONTH, 13), (PeriodKind.QUARTER, 5), (PeriodKind.HALF, 3), (PeriodKind.YEAR, 3), (PeriodKind.WEEK, 8),
)  # fmt: skip
_DONE: Mapping[Act, str] = {
    Act.RETAKE: "Đã lấy lại số liệu. Báo cáo chờ kiểm tra.",
    Act.CHECK: "Đã ghi nhận kiểm tra. Báo cáo chờ ký.",
    Act.SIGN: "Đã ký. Số liệu của báo cáo từ nay không đổi.",
    Act.SEND: "Đã gửi báo cáo.",
    Act.ACCEPT: "Đã chốt báo cáo.",
    Act.RETURN: "Đã trả lại báo cáo cho đơn vị gửi.",
    Act.REVISE: "Đã lập bản chỉnh lý từ số liệu hiện nay; bản đã ký giữ nguyên.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PREPARE)
def new(request: StaffRequest) -> HttpResponse:
    """Choose form and period; prepare the report of the actor's own unit."""
    at = clock.now()
    if request.method != "POST":
        return _form(request, at, {})
    typed = {name: request.POST.get(name, "").strip() for name in ("bieu", "ky", "tu", "den")}
    try:
        period = chosen_period(typed)
        made = preparing.prepare(
            typed["bieu"], period, request.actor.agency_id or 0, by=request.actor, at=at, key=key_of(request)
        )
    except Invalid as no:
        return _form(request, at, typed, no.fields)
    messages.success(request, "Đã lập báo cáo. Đối chiếu số liệu, rồi chuyển người khác kiểm tra.")
    return HttpResponseRedirect(reverse("reports:one", args=[made]), status=303)


@require_POST
@needs(*READERS)
def act(request: StaffRequest, report_id: int, deed: str) -> HttpResponse:
    """Do one act with a report; what is missing is asked for on its page."""
    at = clock.now()
    wanted = sheet.DEEDS.get(deed)
    if wanted is None:
        raise NotFound("Không có việc này. Mở lại báo cáo.")
    view = kept.report(report_id, by=request.actor, at=at)
    typed = {name: request.POST.get(name, "") for name in ("reason", "recipient", "seen", "idempotency_key")}
    try:
        _require_confirmed(wanted, request)
        done = _doing(wanted, typed)(report_id, by=request.actor, at=at, key=key_of(request))
    except Invalid as no:
        fields = {f"{wanted.value}-{name}": said for name, said in no.fields.items()} or {"deeds": no.sentence}
        return sheet.shown(request, view, at, errors=fields, typed={**typed, "deed": wanted.value})
    messages.success(request, _DONE[wanted])
    return HttpResponseRedirect(reverse("reports:one", args=[done]), status=303)


def _require_confirmed(wanted: Act, request: StaffRequest) -> None:
    if wanted is Act.SIGN and request.POST.get("confirmed") != "1":
        raise Invalid("Xác nhận trước khi ký.", fields={"confirmed": "Đánh dấu là đã đối chiếu, rồi ký"})


def chosen_period(typed: Mapping[str, str]) -> Period:
    """Return the period of a form: a span where its days are given, else the one chosen.

    Raises  Invalid
    """
    if typed.get("tu") or typed.get("den"):
        try:
            return period_of(f"{typed['tu']}..{typed['den']}")
        except ValueError as wrong:
            said = "Ghi đủ hai ngày, ngày đầu trước ngày cuối"
            raise Invalid(f"{said}.", fields={"tu": said}) from wrong
    try:
        return period_of(typed.get("ky", ""))
    except ValueError as wrong:
        raise Invalid("Chọn kỳ báo cáo.", fields={"ky": "Chọn kỳ báo cáo"}) from wrong


def period_of(key: str) -> Period:
    """Return the period of a key.

    Raises  ValueError where it is none, or the calendar ends with it
    """
    try:
        period = periods.parse(key)
        period.shifted(1)
    except OverflowError as wrong:
        raise ValueError(f"the calendar ends with {key}") from wrong
    return period


def offered_periods(today: date, *, shift: int = 1) -> list[tuple[str, str]]:
    """Return the newest periods of each kind as choices; ``shift``: how many before this one the newest is."""
    newest = [(periods.containing(kind, today), number) for kind, number in OFFERED]
    return [
        (one.key, one.label) for now, number in newest for one in (now.shifted(-shift - back) for back in range(number))
    ]


def _form(
    request: StaffRequest, at: datetime, typed: Mapping[str, str], errors: Mapping[str, str] | None = None
) -> HttpResponse:
    told = {"period": "ky", **{name: name for name in ("tu", "ky")}}
    context: dict[str, Any] = {
        "nav": "figures",
        "unit": agencies.agency(request.actor.agency_id or 0),
        "forms": [(one.code, f"{one.name}: {one.title}") for one in forms.offered()],
        "periods": offered_periods(at.date()),
        "typed": dict(typed),
        "errors": {told.get(name, name): said for name, said in (errors or {}).items()},
        "key": request.POST.get("idempotency_key") or uuid4().hex,
    }
    return page(request, "office/reports/new.html", context, status=422 if errors else 200)


def _doing(wanted: Act, typed: Mapping[str, str]) -> Callable[..., int]:
    """Return the service of an act, given what was typed."""
    services: Mapping[Act, Callable[..., int]] = {
        Act.RETAKE: preparing.retake,
        Act.CHECK: partial(acts.check, seen=typed["seen"]),
        Act.SIGN: partial(acts.sign, seen=typed["seen"]),
        Act.SEND: partial(acts.send, recipient=typed["recipient"]),
        Act.ACCEPT: acts.accept,
        Act.RETURN: partial(acts.give_back, reason=typed["reason"]),
        Act.REVISE: partial(preparing.revise, reason=typed["reason"]),
    }
    return services[wanted]
