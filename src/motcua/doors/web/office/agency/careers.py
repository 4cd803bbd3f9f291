"""Movers and leavers: their open work is asked about first, then one act."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.casework.dossiers.queries import holdings
from motcua.casework.dossiers.services import reassignment
from motcua.casework.dossiers.services.reassignment import Work
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotFound, Refusal
from motcua.people.agencies.queries import establishment, organisation, people
from motcua.people.agencies.vocabulary import Permission

from ..keys import key_of
from ..session.request import StaffRequest, needs
from .forms import errors_of
from .giving import EVEN, HOWS, STAY, Row, confirm_page, moves_of, reported, rows_of, sent_moves

_HOWS = ((STAY, "Để ở vị trí", "Người khác đang giữ vị trí đó làm tiếp."), *HOWS)
_LATER = "later"


class MoveForm(forms.Form):
    """To which post, from which day."""

    post = forms.IntegerField(error_messages={"required": "Chọn vị trí mới.", "invalid": "Chọn vị trí mới."})
    start = forms.DateField(
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"required": "Ghi ngày bắt đầu.", "invalid": "Ghi ngày theo dạng ngày/tháng/năm."},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ADMINISTER)
def move(request: StaffRequest, appointment_id: int) -> HttpResponse:
    """Move somebody from one post to another: form, look again, done."""
    at = clock.now()
    found = establishment.appointment(appointment_id, on=at.date())
    if found is None:
        raise NotFound("Bổ nhiệm này không có hoặc đã kết thúc. Xem lại danh sách vị trí.")
    sitter, sheet = found
    rows = rows_of(request, holdings.at_posts([sheet.id]), without=[sheet.id])
    posts = _posts(sheet.id, at.date())
    context = {"sitter": sitter, "post": sheet, "rows": rows, "posts": posts}
    if request.method != "POST":
        return _page(
            request,
            "move",
            context,
            {"start": at.date().isoformat(), "how": EVEN if any(row.may_give for row in rows) else STAY},
        )
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _page(request, "move", context, request.POST.dict(), errors=errors_of(form))
    given, back = form.cleaned_data, reverse("agency:move", args=[appointment_id])
    moves = moves_of(rows, request.POST.get("how", STAY), request.POST)
    if "confirmed" not in request.POST:
        return confirm_page(
            request,
            rows,
            moves,
            title=f"Điều chuyển {sitter.name}",
            facts=(
                ("Từ vị trí", f"{sheet.title}, {sheet.agency_name}"),
                ("Sang vị trí", dict(posts).get(given["post"], "")),
                ("Từ ngày", f"{given['start']:%d/%m/%Y}"),
            ),
            button="Điều chuyển" + (f" và giao {len(moves)} việc" if moves else ""),
            back=("Quay lại, chưa làm gì", back),
        )
    agencies = tuple(sorted({sheet.agency_id} | {row.held.agency_id for row in rows}))
    work = Work(moves=sent_moves(request.POST), agencies=agencies, later=_LATER in request.POST)
    start = None if given["start"] == at.date() else given["start"]
    try:
        done = reassignment.move(
            appointment_id, given["post"], work, by=request.actor, at=at, start=start, key=key_of(request)
        )
    except Refusal as no:
        return _refused(request, "move", context, no)
    onward = ("Xem người này", reverse("agency:person", args=[sitter.account_id]))
    return reported(request, f"Đã điều chuyển {sitter.name}", done.moved, back=onward, orphaned=done.orphaned)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ADMINISTER)
def leave(request: StaffRequest, account_id: int) -> HttpResponse:
    """Let somebody leave the service: form, look again, done."""
    at = clock.now()
    who = people.person(account_id, on=at.date())
    if who is None:
        raise NotFound("Không có người này trong danh sách cán bộ.")
    seats = [seat for seat in who.seats if not seat.is_over]
    posts = [seat.post_id for seat in seats]
    rows = rows_of(request, holdings.at_posts(posts), without=posts)
    context = {"who": who, "seats": seats, "rows": rows}
    if request.method != "POST":
        return _page(request, "leave", context, {"how": _first(rows)})
    moves = moves_of(rows, request.POST.get("how", STAY), request.POST)
    if "confirmed" not in request.POST:
        return confirm_page(
            request,
            rows,
            moves,
            title=f"{who.name} thôi việc",
            facts=(
                ("Tài khoản", who.email),
                ("Vị trí kết thúc", "; ".join(f"{seat.title}, {seat.agency_name}" for seat in seats)),
                ("Hiệu lực", "Ngay khi xác nhận: phiên đang mở và mã truy cập mất hiệu lực ở lần bấm kế tiếp."),
            ),
            button="Cho thôi việc" + (f" và giao {len(moves)} việc" if moves else ""),
            danger=True,
            back=("Quay lại, chưa làm gì", reverse("agency:leave", args=[account_id])),
        )
    agencies = tuple(sorted({seat.agency_id for seat in seats} | {row.held.agency_id for row in rows}))
    work = Work(moves=sent_moves(request.POST), agencies=agencies, later=_LATER in request.POST)
    try:
        done = reassignment.leave(account_id, work, by=request.actor, at=at, key=key_of(request))
    except Refusal as no:
        return _refused(request, "leave", context, no)
    onward = ("Xem người này", reverse("agency:person", args=[account_id]))
    return reported(request, f"Đã cho thôi việc: {who.name}", done.moved, back=onward, orphaned=done.orphaned)


def _first(rows: Sequence[Row]) -> str:
    return EVEN if any(row.may_give for row in rows) else STAY


def _posts(without: int, today: date) -> list[tuple[int, str]]:
    units = {unit.id: unit.short_name for unit in organisation.agencies(on=today)}
    return [(post_id, f"{title}, {units[agency]}") for post_id, title, agency in _open(units) if post_id != without]


def _open(units: Mapping[int, str]) -> list[tuple[int, str, int]]:
    return sorted(establishment.open_posts(list(units)), key=lambda post: (units[post[2]], post[1]))


def _refused(request: StaffRequest, name: str, context: Mapping[str, Any], no: Refusal) -> HttpResponse:
    if no.status != 422:
        raise no
    errors = no.fields or {"how" if no.code == "would_orphan" else "form": no.sentence}
    return _page(request, name, context, request.POST.dict(), errors=errors)


def _page(
    request: StaffRequest,
    name: str,
    context: Mapping[str, Any],
    values: Mapping[str, object],
    *,
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    shown = {
        "nav": "agency",
        "values": values,
        "hows": _HOWS,
        "how": values.get("how", STAY),
        "later": _LATER in request.POST,
        "typed": request.POST,
        "may_give": any(row.may_give for row in context["rows"]),
        "errors": errors or {},
        "key": uuid4().hex,
        **context,
    }
    return page(request, f"office/agency/{name}.html", shown, status=422 if errors else 200)
