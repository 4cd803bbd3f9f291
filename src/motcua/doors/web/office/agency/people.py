"""People in service: find them, see their seats, renew passwords, lock and unlock accounts."""

from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotFound, Refusal
from motcua.ground.kernel.text import clean
from motcua.people.agencies.queries import people as reads
from motcua.people.agencies.services import accounts
from motcua.people.agencies.vocabulary import Permission

from ..keys import key_of
from ..session.request import StaffRequest, needs
from .parts import number_of, see_other


@require_safe
@needs(Permission.ADMINISTER)
def people(request: StaffRequest) -> HttpResponse:
    """Show everybody with an account, by name; or those who match."""
    text = clean(request.GET.get("q", ""))[:100]
    shown = reads.page(on=clock.now().date(), text=text, number=number_of(request.GET.get("page", "")))

    def address(of: int) -> str:
        return "?" + urlencode({"q": text, "page": of} if text else {"page": of})

    context = {
        "nav": "agency",
        "page": shown,
        "text": text,
        "previous": address(shown.number - 1) if shown.number > 1 else "",
        "next": address(shown.number + 1) if shown.number < shown.pages else "",
    }
    return page(request, "office/agency/people.html", context)


@require_safe
@needs(Permission.ADMINISTER)
def person(request: StaffRequest, account_id: int) -> HttpResponse:
    """Show one colleague: account, seats he has and had."""
    return _sheet(request, account_id)


@require_POST
@needs(Permission.ADMINISTER)
def renew_password(request: StaffRequest, account_id: int) -> HttpResponse:
    """Give a temporary password to somebody who forgot his."""
    who = _person(account_id)
    try:
        handed = accounts.renew_password(
            account_id,
            by=request.actor,
            at=clock.now(),
            forget_factors="forget_factors" in request.POST,
            key=key_of(request),
        )
    except Refusal as no:
        return _refused(request, account_id, no)
    context = {"nav": "agency", "handed": handed, "name": who.name, "email": who.email, "post": None}
    return page(request, "office/agency/handed.html", context)


@require_POST
@needs(Permission.ADMINISTER)
def lock(request: StaffRequest, account_id: int) -> HttpResponse:
    """Lock an account at once."""
    who = _person(account_id)
    try:
        accounts.close_account(account_id, by=request.actor, at=clock.now(), key=key_of(request))
    except Refusal as no:
        return _refused(request, account_id, no)
    messages.success(request, f"Đã khóa tài khoản của {who.name}; phiên đang mở hết hiệu lực ngay.")
    return see_other(reverse("agency:person", args=[account_id]))


@require_POST
@needs(Permission.ADMINISTER)
def unlock(request: StaffRequest, account_id: int) -> HttpResponse:
    """Let a locked account log in again."""
    who = _person(account_id)
    accounts.reopen_account(account_id, by=request.actor, at=clock.now(), key=key_of(request))
    messages.success(request, f"Đã mở khóa tài khoản của {who.name}.")
    return see_other(reverse("agency:person", args=[account_id]))


def _person(account_id: int) -> reads.PersonLine:
    who = reads.person(account_id, on=clock.now().date())
    if who is None:
        raise NotFound("Không có người này trong danh sách cán bộ.")
    return who


def _refused(request: StaffRequest, account_id: int, no: Refusal) -> HttpResponse:
    if no.status != 422:
        raise no
    return _sheet(request, account_id, said=no.sentence)


def _sheet(request: StaffRequest, account_id: int, *, said: str = "") -> HttpResponse:
    who = _person(account_id)
    context = {
        "nav": "agency",
        "who": who,
        "is_self": who.staff_id == request.actor.staff_id,
        "forget": "forget_factors" in request.POST,
        "said": said,
        "key": uuid4().hex,
    }
    return page(request, "office/agency/person.html", context, status=422 if said else 200)
