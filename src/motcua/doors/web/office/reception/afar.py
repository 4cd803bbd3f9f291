"""What is not received at once: an envelope, a submission for somebody, and what was brought incomplete."""

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from motcua.casework.dossiers.services import submissions
from motcua.casework.dossiers.vocabulary import Permission, SupplementReason
from motcua.casework.procedures.vocabulary import Channel
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Refusal

from ..keys import key_of
from ..session.request import StaffRequest, needs
from . import notice
from .forms import Intake
from .sheet import complaints, wanted
from .views import context_of, form_of, page_of, see_other

_AT_COUNTER = (
    "Người nộp đang ở quầy thì nhận, yêu cầu bổ sung hoặc từ chối ngay. "
    "Ghi chờ nhận chỉ dành cho phong bì bưu chính và nộp hộ trực tuyến."
)


@require_POST
@needs(Permission.RECEIVE)
def record(request: StaffRequest, procedure: str) -> HttpResponse:
    """Register an envelope, or what is submitted online for somebody; whether it is taken in is decided later."""
    at, form = clock.now(), form_of(request, procedure)
    errors = complaints(form, at.date(), papers=False)
    if form.channel is Channel.IN_PERSON:
        errors["channel"] = _AT_COUNTER
    if errors:
        return page_of(request, form, errors=errors)
    try:
        done = submissions.submit(form.submission(), by=request.actor, at=at, key=key_of(request))
    except Refusal as no:
        return page_of(request, form, errors=no.fields, refusal=no)
    messages.success(request, f"Đã ghi hồ sơ {done.code}. Chưa tính thời hạn; quyết định nhận ở trang này.")
    return see_other("reception:submitted", done.code)


@require_POST
@needs(Permission.RECEIVE)
def ask(request: StaffRequest, procedure: str) -> HttpResponse:
    """Write down what was brought, and ask for the rest in one notice."""
    at, form = clock.now(), form_of(request, procedure)
    if "back" in request.POST:
        return page_of(request, form)
    if errors := complaints(form, at.date(), papers=False):
        return page_of(request, form, errors=errors)
    if "confirmed" not in request.POST:
        return _asking(request, form, notice.proposed(form.papers, wanted(form.papers, form.submission().papers)))
    said = notice.read(request.POST, form.papers)
    try:
        done = submissions.submit_and_ask(
            form.submission(), said.notice(), by=request.actor, at=at, key=key_of(request)
        )
    except Refusal as no:
        return _asking(request, form, said, no)
    messages.success(request, f"Đã ghi hồ sơ {done.code} và yêu cầu bổ sung.")
    return see_other("reception:submitted", done.code)


def _asking(
    request: StaffRequest, form: Intake, said: notice.NoticeForm, refusal: Refusal | None = None
) -> HttpResponse:
    errors = said.complaints(refusal.fields) if refusal else {}
    context = context_of(request, form) | {
        "notice": said,
        "reasons": SupplementReason.choices(),
        "entries": notice.ENTRIES,
        "errors": errors,
        "refusal": refusal if not errors else None,
    }
    return page(request, "office/reception/ask.html", context, status=refusal.status if refusal else 200)
