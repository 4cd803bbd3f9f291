"""The queue of what has no receipt yet: seen like a page of answers, then taken in, asked for, or declined."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from motcua.casework.dossiers.queries import detail, submitted
from motcua.casework.dossiers.queries.detail import DossierView
from motcua.casework.dossiers.queries.submitted import Row, Stage
from motcua.casework.dossiers.rules import completeness, deadlines
from motcua.casework.dossiers.rules.deadlines import Chip
from motcua.casework.dossiers.rules.lifecycle import ASKED_BEFORE, REGISTERED, State
from motcua.casework.dossiers.services import intake, submissions, supplements
from motcua.casework.dossiers.services.acts import Done
from motcua.casework.dossiers.vocabulary import (
    Flag,
    PartyKind,
    PartyRole,
    Permission,
    ReturnMethod,
    SupplementReason,
)
from motcua.casework.procedures.vocabulary import Channel
from motcua.doors.web.ui.answers import page
from motcua.ground.audit import services as audit
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Invalid, NotAllowed, NotFound, Refusal
from motcua.ground.kernel.worktime import WorkCalendar

from ..choices import term
from ..keys import key_of
from ..session.request import StaffRequest, needs
from ..timing import calendar_around, working_time
from . import forms, notice
from .sheet import wanted
from .views import see_other
from .ways import ways_in

_SOON_MINUTES = 120
_VIA = {Channel.IN_PERSON: "Tại quầy", Channel.POSTAL: "Bưu chính", Channel.ONLINE: "Trực tuyến"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the queue with what is said about it."""

    row: Row
    chip: Chip
    via: str


@require_safe
@needs(Permission.RECEIVE)
def listing(request: StaffRequest) -> HttpResponse:
    """Show what waits for a decision, or for its applicant, the most urgent first."""
    at, agency_id = clock.now(), request.actor.agency_id or 0
    stage, after = term(Stage, request.GET.get("cho", ""), Stage.DECIDE), request.GET.get("sau", "")
    found = submitted.page(stage, agency_id, after=after)
    counts = submitted.counts(agency_id, at=at)
    calendar = calendar_around(agency_id, at)
    context = {
        "nav": "recv",
        "ways": ways_in(counts, stage=stage),
        "stage": stage,
        "lines": [Line(row=row, chip=chip(stage, row.by_when, calendar, at), via=_via(row)) for row in found.rows],
        "late": counts.decide_late if stage is Stage.DECIDE else counts.applicant_late,
        "total": counts.decide if stage is Stage.DECIDE else counts.applicant,
        "first": _address(stage) if after else "",
        "next": _address(stage, found.after) if found.after else "",
    }
    return page(request, "office/reception/waiting.html", context, block="rows")


@require_safe
@needs(Permission.RECEIVE)
def page_of(request: StaffRequest, code: str) -> HttpResponse:
    """Show one of them: parties, papers, and what may be done; once it is decided, the dossier itself."""
    dossier = _found(request, code)
    if _state(dossier) not in (REGISTERED, ASKED_BEFORE):
        return HttpResponseRedirect(reverse("dossier:page", args=[dossier.code]))
    return _show(request, dossier)


@require_POST
@needs(Permission.RECEIVE)
def reveal(request: StaffRequest, code: str) -> HttpResponse:
    """Show the identification numbers of the parties; that they were looked at is written down first."""
    dossier = _found(request, code)
    audit.looked(f"dossier:{dossier.id}", "reveal_id", by=request.actor, at=clock.now())
    return _show(request, dossier, revealed=True)


@require_POST
@needs(Permission.RECEIVE)
def accept(request: StaffRequest, code: str) -> HttpResponse:
    """Take it in; its number, its clock and its first step begin now."""
    dossier = _found(request, code)
    form = _papers(dossier, request)

    def deed(at: datetime) -> Done:
        if flaws := form.flaws():
            raise Invalid("Xem lại: " + " ".join(flaws.values()), fields=flaws)
        seen = form.submission().papers
        return submissions.accept(dossier.code, seen, by=request.actor, at=at, key=key_of(request))

    return _do(request, dossier, deed, lambda done: see_other("reception:done", done.code))


@require_POST
@needs(Permission.RECEIVE)
def ask(request: StaffRequest, code: str) -> HttpResponse:
    """Ask its applicant for everything that is missing, in one notice."""
    dossier = _found(request, code)
    said = notice.read(request.POST, dossier.papers)

    def deed(at: datetime) -> Done:
        return supplements.ask(dossier.code, said.notice(), by=request.actor, at=at, key=key_of(request))

    def after(done: Done) -> HttpResponse:
        messages.success(request, f"Đã yêu cầu bổ sung hồ sơ {done.code}.")
        return see_other("reception:submitted", done.code)

    return _do(request, dossier, deed, after, names=said.complaints, said=said)


@require_POST
@needs(Permission.RECEIVE)
def supply(request: StaffRequest, code: str) -> HttpResponse:
    """Take in what was asked for; the decision is awaited again."""
    dossier = _found(request, code)
    asked = submitted.asked(dossier.id)
    if asked is None:
        return see_other("reception:submitted", dossier.code)
    answer = notice.read_answer(request.POST, asked)

    def deed(at: datetime) -> Done:
        if flaws := answer.flaws():
            raise Invalid("Xem lại: " + " ".join(flaws.values()), fields=flaws)
        return supplements.supply(
            dossier.code, answer.seen(), answer.note, by=request.actor, at=at, key=key_of(request)
        )

    def after(done: Done) -> HttpResponse:
        messages.success(request, "Đã nhận đủ phần bổ sung. Quyết định nhận ở trang này.")
        return see_other("reception:submitted", done.code)

    return _do(request, dossier, deed, after, answer=answer)


@require_POST
@needs(Permission.DECLINE)
def decline(request: StaffRequest, code: str) -> HttpResponse:
    """Decline it in writing."""
    dossier = _found(request, code)
    reason, basis = request.POST.get("reason", ""), request.POST.get("basis", "")

    def deed(at: datetime) -> Done:
        return submissions.decline(dossier.code, reason, basis, by=request.actor, at=at, key=key_of(request))

    typed = {"reason": reason, "basis": basis}
    return _do(request, dossier, deed, lambda done: see_other("reception:done", done.code), typed=typed)


def chip(stage: Stage, by_when: datetime, calendar: WorkCalendar, at: datetime) -> Chip:
    """Return the clock of a decision in office hours, or of the applicant in days."""
    if stage is Stage.APPLICANT:
        shown = deadlines.chip(at, by_when, calendar)
        if shown.kind == "late":
            return Chip(kind="late", text=shown.text.replace("Quá hạn", "Quá hạn bổ sung"))
        return Chip(kind="paused", text=f"Chờ đến {clock.local(by_when):%d/%m}")
    length = working_time(at, by_when, calendar)
    if at > by_when:
        return Chip(kind="late", text=f"Quá {length}" if length else "Vừa quá giờ")
    soon = calendar.open_minutes_between(at, by_when) <= _SOON_MINUTES
    return Chip(kind="soon" if soon else "ok", text=f"Còn {length}" if length else "Đến giờ")


def _do(
    request: StaffRequest,
    dossier: DossierView,
    deed: Callable[[datetime], Done],
    after: Callable[[Done], HttpResponse],
    *,
    names: Callable[[Mapping[str, str]], dict[str, str]] = dict,
    **kept: Any,
) -> HttpResponse:
    """Do it; a refusal comes back to the same page with what was typed, unless the dossier waits no more."""
    try:
        return after(deed(clock.now()))
    except Refusal as no:
        if _state(_found(request, dossier.code)) not in (REGISTERED, ASKED_BEFORE):
            raise
        return _show(request, dossier, refusal=no, errors=names(no.fields), **kept)


def _show(
    request: StaffRequest,
    dossier: DossierView,
    *,
    refusal: Refusal | None = None,
    errors: Mapping[str, str] | None = None,
    revealed: bool = False,
    **kept: Any,
) -> HttpResponse:
    at = clock.now()
    asked = submitted.asked(dossier.id) if _state(dossier) == ASKED_BEFORE else None
    stage, row = (Stage.APPLICANT if asked else Stage.DECIDE), dossier.dossier
    by_when = asked.answer_by if asked else row.accept_by
    form = _papers(dossier, request if request.method == "POST" and not revealed else None)
    lacking = wanted(form.papers, form.submission().papers)
    context = {
        "nav": "recv",
        "dossier": dossier,
        "chip": chip(stage, by_when, calendar_around(dossier.agency_id, at), at) if by_when else None,
        "by_when": by_when,
        "via": _VIA.get(Channel(row.channel), ""),
        "method": ReturnMethod(row.return_method).label if row.return_method else "",
        "parties": [(PartyRole(party.role), party, PartyKind(party.kind)) for party in dossier.parties],
        "case": next((case.name for case in dossier.version.content.cases if case.key == row.case), ""),
        "form": form,
        "papers": [paper for paper in form.papers if not paper.on_file],
        "on_file": [paper for paper in form.papers if paper.on_file],
        "lacking": completeness.missing(form.papers, form.submission().papers),
        "scanned": {paper.key for paper in dossier.papers if paper.document_id},
        "notice": notice.proposed(dossier.papers, lacking),
        "reasons": SupplementReason.choices(),
        "entries": notice.ENTRIES,
        "asked": asked,
        "answer": notice.AnswerForm({}, asked) if asked else None,
        "typed": {},
        "open": request.resolver_match.url_name if request.resolver_match else "",
        "may_decline": Permission.DECLINE in request.permissions,
        "promised": None if asked else _promise(dossier, at),
        "revealed": revealed,
        "errors": dict(errors or {}),
        "refusal": refusal if not errors else None,
        "key": uuid4().hex,
    }
    context |= {("notice" if name == "said" else name): value for name, value in kept.items()}
    return page(request, "office/reception/submitted.html", context, status=refusal.status if refusal else 200)


def _papers(dossier: DossierView, posted_by: StaffRequest | None) -> forms.Intake:
    posts_papers = posted_by is not None and any(name.startswith("paper.") for name in posted_by.POST)
    return forms.of_dossier(
        dossier.papers,
        dossier.version.content,
        agency_id=dossier.agency_id,
        procedure=dossier.version.code,
        case=dossier.dossier.case,
        posted=posted_by.POST if posted_by is not None and posts_papers else None,
    )


def _promise(dossier: DossierView, at: datetime) -> intake.Promise | Refusal:
    """Return what would be promised now, or why nothing can be."""
    row = dossier.dossier
    try:
        offer, terms = intake.terms_of(row.version_id, dossier.agency_id, row.channel, row.case, at)
        return intake.promised(offer, terms, dossier.agency_id, at)
    except Refusal as no:
        return no


def _found(request: StaffRequest, code: str) -> DossierView:
    dossier = detail.view(code, by=request.actor, at=clock.now())
    if dossier is None:
        raise NotFound(f"Không có hồ sơ {code}. Xem lại mã, hoặc tìm ở ô tìm kiếm phía trên.")
    if dossier.agency_id != request.actor.agency_id:
        raise NotAllowed("Việc này làm tại nơi tiếp nhận của hồ sơ.")
    return dossier


def _state(dossier: DossierView) -> State:
    return State(dossier.status, Flag(dossier.dossier.flag))


def _via(row: Row) -> str:
    return "Nộp hộ" if row.on_behalf else _VIA.get(Channel(row.channel), "")


def _address(stage: Stage, after: str = "") -> str:
    query = urlencode({name: value for name, value in (("cho", stage), ("sau", after)) if value})
    return f"{reverse('reception:waiting')}?{query}"
