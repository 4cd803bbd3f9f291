"""Acting seats by themselves: somebody at the post of another for a time, with all it may do or a part."""

from collections.abc import Mapping
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Invalid, NotFound
from motcua.people.agencies.queries import establishment
from motcua.people.agencies.queries import substitution as reads
from motcua.people.agencies.rules.substitution import Scope, Seating, said
from motcua.people.agencies.services import substitution
from motcua.people.agencies.vocabulary import DocumentType

from ..keys import key_of
from ..session.request import StaffRequest
from .forms import SpanForm, errors_of, usual_span
from .parts import WORDS, arranged, nav_of, see_other


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
        return _substitute_page(request, post_id, usual_span(at))
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


def _sheet(request: StaffRequest, post_id: int) -> establishment.PostSheet:
    sheet = establishment.post(post_id, on=clock.now().date())
    if sheet is None:
        raise NotFound("Vị trí này không có hoặc đã đóng. Chọn lại trong cơ quan.")
    arranged(request, sheet.agency_id)
    return sheet


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
