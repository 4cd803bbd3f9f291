"""Somebody is away for a time: who acts for him, who takes his work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.casework.dossiers.queries import holdings
from motcua.casework.dossiers.services import reassignment
from motcua.casework.dossiers.services.reassignment import Away, Work
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Invalid, NotFound
from motcua.people.agencies import policies
from motcua.people.agencies.queries import people
from motcua.people.agencies.queries import substitution as reads
from motcua.people.agencies.queries.people import PersonLine, Seat
from motcua.people.agencies.rules.substitution import Seating, said, span_flaws
from motcua.people.agencies.vocabulary import AbsenceReason

from ..choices import whole
from ..keys import key_of
from ..session.request import StaffRequest
from .forms import SpanForm, errors_of, usual_span
from .giving import HOWS, STAY, Row, confirm_page, moves_of, reported, rows_of, sent_moves
from .parts import nav_of

_HOWS = ((STAY, "Để ở vị trí", "Người làm thay hoặc người cùng giữ vị trí làm tiếp."), *HOWS)


class AwayForm(SpanForm):
    """When somebody is away and why."""

    reason = forms.TypedChoiceField(
        choices=AbsenceReason.choices(), coerce=AbsenceReason, error_messages={"required": "Chọn lý do."}
    )
    decision_no = forms.CharField(required=False, max_length=200)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostOf:
    """A post of the absent one: ``others`` sit there too, ``choices`` could act, so much is ``waiting`` there."""

    seat: Seat
    others: tuple[str, ...]
    choices: tuple[tuple[object, str], ...]
    waiting: int


@require_http_methods(["GET", "HEAD", "POST"])
def away(request: StaffRequest, account_id: int) -> HttpResponse:
    """Record that somebody is away, with who acts for him and where his work goes: form, look again, done."""
    who, seats = _person(request, account_id)
    at = clock.now()
    held = holdings.at_posts([seat.post_id for seat in seats])
    rows = rows_of(request, held, without=[seat.post_id for seat in seats])
    if request.method != "POST":
        return _away_page(request, who, seats, rows, {**usual_span(at), "how": STAY})
    form = AwayForm(request.POST)
    errors = {} if form.is_valid() else errors_of(form)
    if not errors:
        given = form.cleaned_data
        errors = span_flaws(given["starts_at"], given["ends_at"], at=at, backwards=True)
    if errors:
        return _away_page(request, who, seats, rows, request.POST.dict(), errors=errors)
    seatings = _seatings(request, who, seats, form)
    plan = Away(
        staff_id=who.staff_id,
        starts_at=given["starts_at"],
        ends_at=given["ends_at"],
        reason=given["reason"],
        substitutes=seatings,
    )
    if "confirmed" not in request.POST:
        moves = moves_of(rows, request.POST.get("how", STAY), request.POST)
        return confirm_page(
            request,
            rows,
            moves,
            title=f"Ghi nghỉ: {who.name}",
            facts=_facts(who, seats, plan),
            warnings=_warnings(request, seats, plan, {move.item_id for move in moves}, rows, at),
            button="Ghi nghỉ" + (f" và giao {len(moves)} việc" if moves else ""),
            back=("Quay lại, chưa ghi gì", reverse("agency:away", args=[account_id])),
        )
    agencies = tuple(sorted({seat.agency_id for seat in seats} | {row.held.agency_id for row in rows}))
    work = Work(moves=sent_moves(request.POST), agencies=agencies)
    try:
        done = reassignment.go_away(plan, work, by=request.actor, at=at, key=key_of(request))
    except Invalid as no:
        return _away_page(request, who, seats, rows, request.POST.dict(), errors=_by_field(no.fields))
    back = (f"Về {seats[0].agency_name}", reverse("agency:team_of", args=[seats[0].agency_id]))
    return reported(request, f"Đã ghi nghỉ: {who.name}", done.moved, back=back, orphaned=done.orphaned)


def _person(request: StaffRequest, account_id: int) -> tuple[PersonLine, tuple[Seat, ...]]:
    """Return somebody with those of his seats that the actor arranges."""
    at = clock.now()
    who = people.person(account_id, on=at.date())
    if who is None:
        raise NotFound("Không có người này trong danh sách cán bộ.")
    running = [seat for seat in who.seats if not seat.is_over]
    mine = tuple(seat for seat in running if policies.may_arrange(request.actor, seat.agency_id, on=at))
    if not mine:
        raise NotFound("Người này không giữ vị trí nào ở đơn vị do ông/bà sắp xếp.")
    return who, mine


def _seatings(request: StaffRequest, who: PersonLine, seats: Sequence[Seat], form: AwayForm) -> tuple[Seating, ...]:
    given = form.cleaned_data
    chosen = [(seat, whole(request.POST.get(f"sub-{seat.post_id}", ""))) for seat in seats]
    return tuple(
        Seating(
            post_id=seat.post_id,
            holder_id=who.staff_id,
            staff_id=staff_id,
            starts_at=given["starts_at"],
            ends_at=given["ends_at"],
            decision_no=given["decision_no"],
        )
        for seat, staff_id in chosen
        if staff_id is not None
    )


def _posts(seats: Sequence[Seat], who: PersonLine, rows: Sequence[Row]) -> list[PostOf]:
    at = clock.now()
    teams = {agency_id: reads.team(agency_id, at=at) for agency_id in {seat.agency_id for seat in seats}}
    found = []
    for seat in seats:
        sitters = next((post.sitters for post in teams[seat.agency_id] if post.id == seat.post_id), ())
        others = tuple(one.name for one in sitters if one.staff_id != who.staff_id and one.is_here)
        there = [one.staff_id for one in sitters]
        choices = reads.candidates(seat.agency_id, at=at, without=[*there, who.staff_id])
        waiting = sum(row.held.post_id == seat.post_id for row in rows)
        found.append(PostOf(seat=seat, others=others, choices=(("", "Không cử ai"), *choices), waiting=waiting))
    return found


def _facts(who: PersonLine, seats: Sequence[Seat], plan: Away) -> tuple[tuple[str, str], ...]:
    titles = {seat.post_id: seat.title for seat in seats}
    acting = [
        (f"Làm thay ở {titles[one.post_id]}", next((n for pk, n in _candidates(seats) if pk == one.staff_id), ""))
        for one in plan.substitutes
    ]
    decision = plan.substitutes[0].decision_no if plan.substitutes else ""
    return (
        ("Người nghỉ", who.name),
        ("Từ", said(plan.starts_at)),
        ("Đến", said(plan.ends_at)),
        ("Lý do", plan.reason.label),
        *acting,
        ("Văn bản", decision),
    )


def _candidates(seats: Sequence[Seat]) -> list[tuple[int, str]]:
    at = clock.now()
    return [one for agency_id in {seat.agency_id for seat in seats} for one in reads.candidates(agency_id, at=at)]


def _warnings(
    request: StaffRequest, seats: Sequence[Seat], plan: Away, moving: set[int], rows: Sequence[Row], at: datetime
) -> list[str]:
    del request
    found = []
    if plan.starts_at > at and moving:
        found.append("Việc được giao đi ngay khi xác nhận, không đợi đến lúc bắt đầu nghỉ.")
    acted = {one.post_id for one in plan.substitutes}
    teams = {agency_id: reads.team(agency_id, at=at) for agency_id in {seat.agency_id for seat in seats}}
    for seat in seats:
        sitters = next((post.sitters for post in teams[seat.agency_id] if post.id == seat.post_id), ())
        alone = not any(one.is_here and one.staff_id != plan.staff_id for one in sitters)
        left = [row for row in rows if row.held.post_id == seat.post_id and row.held.item_id not in moving]
        if left and alone and seat.post_id not in acted:
            found.append(f"{len(left)} việc ở {seat.title} sẽ không ai làm được trong thời gian nghỉ.")
    return found


def _by_field(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the service's complaints by the fields of this form: those of a substitute name its post."""
    found: dict[str, str] = {}
    for name, sentence in fields.items():
        base, _, post = name.partition("-")
        found[f"sub-{post}" if post and base in ("staff_id", "holder_id") else base] = sentence
    return found


def _away_page(
    request: StaffRequest,
    who: PersonLine,
    seats: Sequence[Seat],
    rows: Sequence[Row],
    values: Mapping[str, object],
    *,
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    context = {
        "nav": nav_of(request),
        "who": who,
        "seats": seats,
        "posts": _posts(seats, who, rows),
        "rows": rows,
        "reasons": [("", "Chọn lý do"), *AbsenceReason.choices()],
        "values": values,
        "hows": _HOWS,
        "how": values.get("how", STAY),
        "typed": request.POST,
        "may_give": any(row.may_give for row in rows),
        "errors": errors or {},
        "key": uuid4().hex,
    }
    return page(request, "office/agency/away.html", context, status=422 if errors else 200)
