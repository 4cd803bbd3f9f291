"""Everyday words: list, search, add, take out, put back."""

import re
from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from motcua.casework.procedures import policies
from motcua.casework.procedures.queries import words as reads
from motcua.casework.procedures.services import words as services
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Invalid, NotAllowed
from motcua.ground.kernel.text import clean

from ..session.request import StaffRequest

COMMON, OWN = "common", "own"
_BREAK = re.compile(r"[\s,;]+")


@require_safe
def words(request: StaffRequest) -> HttpResponse:
    """Show the words in use, with a form to add one."""
    return _list(request, {"whose": OWN})


@require_POST
def add(request: StaffRequest) -> HttpResponse:
    """Add a phrase to the common list or the agency's own."""
    codes = [code for code in _BREAK.split(request.POST.get("codes", "")) if code]
    agency_id = None if request.POST.get("whose") == COMMON else request.actor.agency_id
    phrase, expansion = request.POST.get("phrase", ""), request.POST.get("expansion", "")
    try:
        services.add(phrase, expansion=expansion, codes=codes, agency_id=agency_id, by=request.actor, at=clock.now())
    except Invalid as no:
        return _list(request, request.POST.dict(), errors=no.fields)
    messages.success(request, f"Đã thêm “{clean(phrase)}”. Tìm kiếm hiểu từ này ngay.")
    return _see_other(f"{reverse('words:list')}?{urlencode({'q': clean(phrase)})}")


@require_POST
def remove(request: StaffRequest, word_id: int) -> HttpResponse:
    """Take a phrase out of use; the next page offers to put it back."""
    services.remove(word_id, by=request.actor, at=clock.now())
    query = {"q": clean(request.POST.get("q", ""))[:100], "whose": request.POST.get("shown", ""), "removed": word_id}
    return _see_other(f"{reverse('words:list')}?{urlencode({name: value for name, value in query.items() if value})}")


def _list(
    request: StaffRequest, values: Mapping[str, object], *, errors: Mapping[str, str] | None = None
) -> HttpResponse:
    today, own = clock.now().date(), request.actor.agency_id
    may_common = policies.may_keep_words(request.actor, None, on=today)
    may_own = policies.may_keep_words(request.actor, own, on=today)
    if not (may_common or may_own):
        raise NotAllowed("Vị trí của ông/bà chưa được giao quyền sửa từ thường gọi. Liên hệ quản trị đơn vị.")
    text, whose = clean(request.GET.get("q", ""))[:100], request.GET.get("whose", "")
    asked = request.GET.get("page", "")
    shown = reads.page(
        agency_id=own, whose=whose, text=text, number=int(asked) if asked.isdecimal() and len(asked) < 6 else 1
    )
    gone = request.GET.get("removed", "")

    def address(of: int) -> str:
        query = {"q": text, "whose": whose, "page": of}
        return "?" + urlencode({name: value for name, value in query.items() if value})

    context = {
        "nav": "catalogue",
        "page": shown,
        "text": text,
        "whose": whose,
        "own": own,
        "may_common": may_common,
        "may_own": may_own,
        "removed": reads.removed(int(gone)) if gone.isdecimal() and len(gone) < 12 else None,
        "previous": address(shown.number - 1) if shown.number > 1 else "",
        "next": address(shown.number + 1) if shown.number < shown.pages else "",
        "values": values,
        "errors": errors or {},
        "key": uuid4().hex,
    }
    return page(request, "office/words/list.html", context, status=422 if errors else 200)


def _see_other(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
