"""The notices that lie on a post: unread first, urgent before others, fifty a page."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Invalid
from motcua.ground.notifications.queries import notices as queries
from motcua.ground.notifications.queries.notices import Notice
from motcua.ground.notifications.services import notices as services
from motcua.ground.notifications.vocabulary import Urgency
from motcua.people.agencies.vocabulary import Permission

from ..choices import whole
from ..session.request import StaffRequest
from . import places


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A notice with what is said about it. ``place``: what its page shows, "" where there is none."""

    notice: Notice
    is_urgent: bool
    place: str


@require_safe
def notices(request: StaffRequest) -> HttpResponse:
    """Show a page of the post's notices."""
    after = request.GET.get("sau", "")
    found = queries.of_post(request.actor.post_id or 0, after=after)
    unread = request.desk.unread
    context = {
        "nav": "notices",
        "key": uuid4().hex,
        "lines": [_line(notice) for notice in found.rows],
        "unread": unread,
        "many": unread >= queries.MOST_COUNTED,
        "newest": found.newest,
        "after": after,
        "first": reverse("notices:list") if after else "",
        "next": _address(found.after) if found.after else "",
        "at": clock.now(),
        "may_resend": Permission.ADMINISTER in request.permissions,
    }
    return page(request, "office/notices/list.html", context)


@require_POST
def read(request: StaffRequest) -> HttpResponse:
    """Mark one notice as read."""
    notice_id = whole(request.POST.get("pick", ""))
    if notice_id is None:
        raise Invalid("Chưa chọn thông báo nào. Mở lại danh sách thông báo rồi chọn.")
    services.read(notice_id, by=request.actor, at=clock.now())
    return _see_other(_address(request.POST.get("sau", "")))


@require_POST
def read_all(request: StaffRequest) -> HttpResponse:
    """Mark as read all that were there when the page was shown."""
    until = whole(request.POST.get("until", ""))
    if until is None:
        raise Invalid("Trang này đã cũ. Mở lại danh sách thông báo rồi đánh dấu lại.")
    count = services.read_all(by=request.actor, at=clock.now(), until=until)
    messages.success(request, f"Đã đánh dấu {count} thông báo là đã đọc.")
    return _see_other(reverse("notices:list"))


@require_POST
def open_subject(request: StaffRequest, notice_id: int) -> HttpResponse:
    """Mark a notice as read and go to what it is about."""
    subject = services.read(notice_id, by=request.actor, at=clock.now())
    return _see_other(places.address_of(subject) or reverse("notices:list"))


def _line(notice: Notice) -> Line:
    return Line(notice=notice, is_urgent=notice.urgency is Urgency.URGENT, place=places.name_of(notice.subject))


def _address(after: str) -> str:
    return f"{reverse('notices:list')}{'?' if after else ''}{urlencode({'sau': after}) if after else ''}"


def _see_other(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
