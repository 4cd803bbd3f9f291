"""Somebody is away for a time: who acts for him, who takes his work. Acting seats by themselves too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django import forms
from django.contrib import messages
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
from motcua.people.agencies.queries import establishment, people
from motcua.people.agencies.queries import substitution as reads
from motcua.people.agencies.queries.people import PersonLine, Seat
from motcua.people.agencies.rules.substitution import Scope, Seating, said, span_flaws
from motcua.people.agencies.services import substitution
from motcua.people.agencies.vocabulary import AbsenceReason, DocumentType

from ..choices import whole
from ..keys import key_of
from ..session.request import StaffRequest
from .forms import errors_of
from .giving import HOWS, STAY, Row, confirm_page, moves_of, reported, rows_of, sent_moves
from .parts import WORDS, arranged, nav_of, see_other

_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"]
_JUST = timedelta(minutes=15)
_EVENING = 17
_HOWS = ((STAY, "Để ở vị trí", "Người làm thay hoặc người cùng giữ vị trí làm tiếp."), *HOWS)
_WRONG = {"required": "Ghi ngày và giờ.", "invalid": "Ghi theo dạng ngày/tháng/năm giờ:phút."}


class SpanForm(forms.Form):
    """From one moment up to another."""

    starts_at = forms.DateTimeField(input_formats=_FORMATS, error_messages=_WRONG)
    ends_at = forms.DateTimeField(input_formats=_FORMATS, error_messages=_WRONG)

    def clean_starts_at(self) -> datetime:
        """Take “just now” for now: minutes pass while a form is filled in."""
        given: datetime = clock.local(self.cleaned_data["starts_at"])
        now = clock.now()
        return now if now - _JUST < given <= now else given

    def clean_ends_at(self) -> datetime:
        """Return the end in Vietnamese time."""
        return clock.local(self.cleaned_data["ends_at"])


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
        return _away_page(request, who, seats, rows, _usual(at))
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


class SubstituteForm(SpanForm):
    """Who acts for whom, by which decision."""

    holder_id = forms.IntegerField(error_messages={"required": "Chọn người được thay."})
    staff_id = forms.IntegerField(error_messages={"required": "Chọn người làm thay."})
    decision_no = forms.CharField(required=False)
    basis = forms.CharField(required=False)
    procedures = forms.CharField(required=False)


@require_http_methods(["GET", "HEAD", "POST"])
def substitute(request: StaffRequest, post_id: int) -> HttpResponse:
    """Seat somebody at a post of another for a time, with all it may do or a part."""
    at = clock.now()
    if request.method != "POST":
        return _substitute_page(request, post_id, _usual(at))
    form = SubstituteForm(request.POST)
    if not form.is_valid():
        return _substitute_page(request, post_id, request.POST.dict(), errors=errors_of(form))
    given = form.cleaned_data
    codes = [code.strip() for code in given["procedures"].replace(";", ",").split(",")]
    scope = Scope(
        permissions=tuple(request.POST.getlist("permissions")),
        documents=tuple(request.POST.getlist("documents")),
        procedures=tuple(code for code in codes if code),
    )
    named = ("holder_id", "staff_id", "starts_at", "ends_at", "decision_no", "basis")
    seating = Seating(post_id=post_id, scope=scope, **{name: given[name] for name in named})
    try:
        substitution.seat_substitute(seating, by=request.actor, at=at, key=key_of(request))
    except Invalid as no:
        return _substitute_page(request, post_id, request.POST.dict(), errors=no.fields)
    messages.success(request, f"Đã cử người làm thay từ {said(seating.starts_at)} đến {said(seating.ends_at)}.")
    return see_other(reverse("agency:team_of", args=[_sheet(request, post_id).agency_id]))


def _person(request: StaffRequest, account_id: int) -> tuple[PersonLine, tuple[Seat, ...]]:
    """Return somebody with those of his seats that the actor arranges."""
    at = clock.now()
    who = people.person(account_id, on=at.date())
    if who is None:
        raise NotFound("Không có người này trong danh sách cán bộ.")
    running = [seat for seat in who.seats if not seat.is_over and seat.valid_from <= at.date()]
    mine = tuple(seat for seat in running if policies.may_arrange(request.actor, seat.agency_id, on=at))
    if not mine:
        raise NotFound("Người này không giữ vị trí nào ở đơn vị do ông/bà sắp xếp.")
    return who, mine


def _sheet(request: StaffRequest, post_id: int) -> establishment.PostSheet:
    sheet = establishment.post(post_id, on=clock.now().date())
    if sheet is None:
        raise NotFound("Vị trí này không có hoặc đã đóng. Chọn lại trong cơ quan.")
    arranged(request, sheet.agency_id)
    return sheet


def _usual(at: datetime) -> dict[str, str]:
    evening = at.replace(hour=_EVENING, minute=0)
    until = evening if at < evening else evening + timedelta(days=1)
    return {"starts_at": f"{at:%Y-%m-%dT%H:%M}", "ends_at": f"{until:%Y-%m-%dT%H:%M}", "how": STAY}


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
        "errors": errors or {},
        "key": uuid4().hex,
    }
    return page(request, "office/agency/away.html", context, status=422 if errors else 200)


def _substitute_page(
    request: StaffRequest, post_id: int, values: Mapping[str, object], *, errors: Mapping[str, str] | None = None
) -> HttpResponse:
    sheet, at = _sheet(request, post_id), clock.now()
    (post,) = [one for one in reads.team(sheet.agency_id, at=at) if one.id == post_id]
    holders = [(one.staff_id, one.name) for one in post.sitters if not one.acting_for]
    roles = {role.code: role for role in establishment.roles()}
    words = sorted({word for code in sheet.roles for word in roles[code].permissions})
    candidates = reads.candidates(sheet.agency_id, at=at, without=[pk for pk, _ in holders])
    context = {
        "nav": nav_of(request),
        "post": sheet,
        "holders": holders,
        "values": {"holder_id": holders[0][0] if holders else "", **values},
        "candidates": [("", "Chọn người làm thay"), *candidates],
        "permissions": [(word, WORDS.get(word, word)) for word in words],
        "documents": DocumentType.choices(),
        "chosen": request.POST,
        "errors": errors or {},
        "key": uuid4().hex,
    }
    return page(request, "office/agency/substitute.html", context, status=422 if errors else 200)
