"""Messages to people that have not arrived: why, attempt by attempt, and the button that sends them again."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages as said
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Invalid, NotFound, Refusal
from motcua.ground.kernel.identifiers import mask
from motcua.ground.notifications.queries import messages as queries
from motcua.ground.notifications.queries.messages import MessageView
from motcua.ground.notifications.services import delivery
from motcua.ground.notifications.vocabulary import Channel, State
from motcua.people.agencies.vocabulary import Permission

from ..choices import whole
from ..session.request import StaffRequest, needs
from . import places

_VARIABLES = {Channel.SMS: "MOTCUA_SMS_URL", Channel.EMAIL: "MOTCUA_EMAIL_URL"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A message with its address half hidden."""

    message: MessageView
    address: str


@require_safe
@needs(Permission.ADMINISTER)
def stuck(request: StaffRequest) -> HttpResponse:
    """Show the messages that wait for somebody to look, all or those in one state."""
    state = next((one for one in queries.STUCK if one == request.GET.get("nhom", "")), None)
    after = whole(request.GET.get("sau", ""))
    found, counts = queries.stuck(state, after=after), queries.stuck_counts()
    tabs = [("", "Tất cả", sum(counts.values()))]
    tabs += [(one.value, one.label, counts.get(one, 0)) for one in queries.STUCK]
    context = {
        "nav": "notices",
        "key": uuid4().hex,
        "lines": [Line(message=row, address=_hidden(row)) for row in found.rows],
        "tabs": [(word, text, number, _address(word)) for word, text, number in tabs],
        "shown": state.value if state else "",
        "missing": [(channel.label, _VARIABLES[channel]) for channel in queries.without_sender()],
        "first": _address(state) if after is not None else "",
        "next": _address(state, found.after) if found.after else "",
        "able": [row.id for row in found.rows if row.may_go_again],
        "here_after": "" if after is None else str(after),
    }
    return page(request, "office/notices/messages.html", context)


@require_safe
@needs(Permission.ADMINISTER)
def message(request: StaffRequest, message_id: int) -> HttpResponse:
    """Show what happened to one message, attempt by attempt; what it says stays between sender and recipient."""
    found = queries.message(message_id)
    if found is None or found.channel is Channel.STAFF:
        raise NotFound("Tin này không có. Chọn lại trong danh sách tin chưa gửi được.")
    context = {
        "nav": "notices",
        "key": uuid4().hex,
        "message": found,
        "address": _hidden(found),
        "attempts": queries.attempts(message_id),
        "place": places.name_of(found.subject),
        "place_address": places.address_or_none(found.subject),
    }
    return page(request, "office/notices/message.html", context)


@require_POST
@needs(Permission.ADMINISTER)
def resend(request: StaffRequest) -> HttpResponse:
    """Put the chosen messages back into the queue; those that cannot go are told with the reason."""
    at, key = clock.now(), request.POST.get("idempotency_key", "")
    values = request.POST.getlist("listed") if "all" in request.POST else request.POST.getlist("pick")
    picked = dict.fromkeys(number for value in values if (number := whole(value)) is not None)
    if not picked:
        raise Invalid("Chưa chọn tin nào. Bấm “Gửi lại” ở cuối dòng của tin cần gửi.")
    done, reasons = 0, Counter[str]()
    for message_id in list(picked)[: queries.PAGE]:
        try:
            delivery.resend(message_id, by=request.actor, at=at, key=key)
            done += 1
        except Refusal as no:
            reasons[no.sentence] += 1
    if done:
        said.success(request, f"Đã đưa {done} tin vào hàng chờ gửi lại.")
    for sentence, count in reasons.items():
        said.error(request, f"{count} tin chưa gửi lại được: {sentence}")
    response = HttpResponseRedirect(_address(request.POST.get("nhom", ""), request.POST.get("sau", "")))
    response.status_code = 303
    return response


def _address(state: State | str | None, after: str = "") -> str:
    query = urlencode({name: value for name, value in {"nhom": state or "", "sau": after}.items() if value})
    return f"{reverse('notices:messages')}{'?' if query else ''}{query}"


def _hidden(found: MessageView) -> str:
    """Return enough of an address to tell it apart: the last four digits, or the first letter and the host."""
    if found.channel is Channel.EMAIL:
        name, _, host = found.address.rpartition("@")
        return f"{name[:1]}•••@{host}" if name else ""
    return mask(found.address) if found.channel is Channel.SMS else ""
