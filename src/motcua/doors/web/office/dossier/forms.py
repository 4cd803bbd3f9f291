"""The page of an act: what it will do, its fields, one button. A refusal gives the page back with what was typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.casework.dossiers.services.acts import Done
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotAllowed, NotFound, Refusal

from ..keys import key_of
from ..session.request import StaffRequest
from .case import Asked, Case, Written, case_of
from .views import address, found, thread


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An act's page as somebody has it before him.

    typed    what he sent, empty at first
    about_id the enquiry or the letter that the address names
    key      of what was sent
    """

    case: Case
    typed: QueryDict
    about_id: int | None = None
    key: str = ""

    @property
    def code(self) -> str:
        """Return the dossier's code."""
        return self.case.dossier.code

    def text(self, name: str) -> str:
        """Return what was typed into a field."""
        return self.typed.get(name, "")

    @property
    def about(self) -> Asked:
        """Return the enquiry that the address names."""
        found_ = next((row for row in self.case.told.enquiries if row.pk == self.about_id), None)
        if found_ is None:
            raise NotFound("Không có việc hỏi ý kiến hay xác minh này trong hồ sơ.")
        return found_

    @property
    def letter(self) -> Written:
        """Return the letter that the address names."""
        found_ = next((row for row in self.case.told.letters if row.pk == self.about_id), None)
        if found_ is None:
            raise NotFound("Hồ sơ này không có thư xin lỗi đó.")
        return found_


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """An act that has a page of its own.

    template  of its fields, extends ``office/dossier/act.html``
    lead      what happens when it is done
    may       refuses where it cannot be done now
    shown     what the template is given besides
    just      name under which the dossier offers to take it back, "" where it cannot be
    grave     it cannot be taken back: the page confirms
    takes     it takes a step that another agency only offered
    """

    title: str
    button: str
    template: str
    may: Callable[[Opened], None]
    do: Callable[[Opened], Done]
    said: str
    lead: str = ""
    shown: Callable[[Opened], Mapping[str, Any]] = lambda _: {}
    just: str = ""
    grave: bool = False
    takes: bool = False


def view_of(deed: Deed) -> Callable[..., HttpResponse]:
    """Return the view of an act: its form, and the act when the form is sent."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def act(request: StaffRequest, code: str, about_id: int | None = None) -> HttpResponse:
        opened = _open(request, code, about_id)
        if request.method != "POST":
            deed.may(opened)
            return _form(request, deed, opened)
        if "more" in request.POST:
            return _form(request, deed, opened)
        try:
            deed.do(opened)
        except NotFound:
            raise
        except Refusal as no:
            return _form(request, deed, _open(request, code, about_id), no)
        messages.success(request, deed.said)
        return _on(request, code, deed)

    return act


def _open(request: StaffRequest, code: str, about_id: int | None) -> Opened:
    at = clock.now()
    posted = request.POST if request.method == "POST" else QueryDict()
    case = case_of(found(code, request, at), by=request.actor, at=at)
    return Opened(case=case, typed=posted, about_id=about_id, key=key_of(request))


def _form(request: StaffRequest, deed: Deed, opened: Opened, refusal: Refusal | None = None) -> HttpResponse:
    errors = refusal.fields if refusal else {}
    context = {
        "nav": "work",
        "key": uuid4().hex,
        "thread": thread(request, opened.case.dossier),
        "back": address(opened.code, request),
        "deed": deed,
        "opened": opened,
        "dossier": opened.case.dossier,
        "typed": opened.typed,
        "errors": errors,
        "refusal": refusal if refusal and not errors else None,
        **deed.shown(opened),
    }
    return page(request, deed.template, context, status=refusal.status if refusal else 200)


def _on(request: StaffRequest, code: str, deed: Deed) -> HttpResponse:
    """Lead back to the dossier, or to the worklist where it has left the actor's sight."""
    try:
        found(code, request, clock.now())
        target = address(code, request, just=deed.just)
    except NotAllowed:
        target = reverse("inbox:list")
    response = HttpResponseRedirect(target)
    response.status_code = 303
    return response
