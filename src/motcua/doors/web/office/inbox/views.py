"""The worklist: most urgent first, fifty rows a page, the same address for everybody who may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.casework.dossiers.queries import search, worklists
from motcua.casework.dossiers.queries.worklists import Filters, Row, Tab
from motcua.casework.dossiers.rules import chips, deadlines
from motcua.casework.dossiers.rules.chips import Said
from motcua.casework.dossiers.rules.deadlines import Chip
from motcua.casework.dossiers.rules.qr import dossier_code
from motcua.casework.dossiers.vocabulary import Permission
from motcua.casework.procedures.vocabulary import Channel
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotAllowed
from motcua.ground.kernel.worktime import WorkCalendar

from ..session.request import StaffRequest
from ..timing import calendar_around, working_time
from . import listing
from .listing import Listing

_CHANNELS = {Channel.IN_PERSON: "Quầy", Channel.ONLINE: "Trực tuyến", Channel.POSTAL: "Bưu điện"}
_TITLES = {
    Tab.MINE: "Hồ sơ cần tôi xử lý",
    Tab.LATE: "Hồ sơ của tôi đã quá hạn",
    Tab.TODAY: "Hồ sơ của tôi hạn hôm nay",
    Tab.SOON: "Hồ sơ của tôi còn 1–2 ngày",
    Tab.POOL: "Hồ sơ chưa ai nhận",
    Tab.OFFERED: "Hồ sơ bàn giao chờ nhận",
    Tab.ASKED: "Ý kiến hỏi đến cơ quan",
    Tab.LETTERS: "Thư xin lỗi chờ tôi duyệt",
    Tab.LATE_ALL: "Hồ sơ quá hạn của toàn tỉnh",
    Tab.WAITING: "Hồ sơ chờ người dân",
    Tab.RETURN: "Hồ sơ chờ trả kết quả",
    Tab.UNIT: "Hồ sơ của cả đơn vị",
    Tab.DONE: "Việc tôi xong hôm nay",
}
_OTHERS = {Tab.UNIT, Tab.POOL, Tab.RETURN, Tab.OFFERED, Tab.ASKED, Tab.LETTERS, Tab.LATE_ALL}
_RARE = {Tab.OFFERED, Tab.ASKED, Tab.LETTERS, Tab.WAITING}
"""Tabs that are left out while they hold nothing; their addresses stay."""
_TOP = 50
_ANY = {Permission.VIEW, Permission.WORK, *listing.WIDE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row with what is said about it. ``series`` and ``serial``: the code in two parts, the first may be hidden.

    left   until when it has to be taken, where it was handed over and was not
    """

    row: Row
    chip: Chip
    note: str
    bad: bool
    left: Chip | None
    series: str
    serial: str
    held: str
    via: str
    mine: bool


@require_safe
def worklist(request: StaffRequest) -> HttpResponse:
    """Show one list."""
    _may_read(request)
    at, shown = clock.now(), listing.read(request.GET)
    if shown.tab in _shut(request):
        raise NotAllowed("Vị trí của ông/bà chỉ xem hồ sơ được giao. Mở nhóm “Cần tôi xử lý”.")
    return page(request, "office/inbox/list.html", context(request, shown, at), block="rows")


@require_safe
def find(request: StaffRequest) -> HttpResponse:
    """Look everywhere by code, QR text, number, telephone or name; a code alone opens its dossier."""
    _may_read(request)
    at, text = clock.now(), request.GET.get("q", "").strip()
    found = search.find(text, by=request.actor, at=at, top=_TOP) if text else ()
    code = dossier_code(text).upper()
    if len(found) == 1 and (found[0].code.upper() == code or _ends_with(found[0].code, code)):
        return HttpResponseRedirect(reverse("dossier:page", args=[found[0].code]))
    calendar = calendar_around(request.actor.agency_id, at)
    lines = [(row, chips.said(at, row.standing, calendar) if row.standing else None) for row in found]
    said = {"nav": "work", "search_text": text, "lines": lines, "most": len(found) >= _TOP}
    return page(request, "office/inbox/found.html", said)


def _ends_with(code: str, typed: str) -> bool:
    return search.is_short(typed) and code.upper().endswith(f"-{typed}")


def context(request: StaffRequest, shown: Listing, at: datetime) -> dict[str, Any]:
    """Return what the page of a list is given."""
    calendar = calendar_around(request.actor.agency_id, at)
    found = listing.rows(shown, request.desk, at=at, calendar=calendar)
    procedures, activities = worklists.choices(by=request.actor)
    counts = worklists.counts(listing.reader(request.desk), at=at, soon=chips.soon_until(at, calendar))
    shut = _shut(request) | {tab for tab in _RARE if not counts.get(tab) and tab is not shown.tab}
    tabs = [(tab, shown.at_tab(tab).address, counts.get(tab, 0)) for tab in Tab if tab not in shut]
    return {
        "nav": "work",
        "key": uuid4().hex,
        "at": at,
        "listing": shown,
        "title": _TITLES[shown.tab],
        "tabs": tabs,
        "fuller": _fuller(tabs),
        "lines": [_line(row, request, calendar, at) for row in found.rows],
        "next": shown.past(found.after).address if found.after else "",
        "procedures": procedures,
        "activities": activities,
        "channels": tuple(_CHANNELS.items()),
        "may_assign": Permission.ASSIGN in request.permissions,
        "may_work": Permission.WORK in request.permissions,
        "may_receive": Permission.RECEIVE in request.permissions,
        "nearest": _nearest(request, shown, at, calendar) if not found.rows else None,
        "total": counts.get(shown.tab, 0),
    }


def _shut(request: StaffRequest) -> set[Tab]:
    """Return the lists that the actor's post may not see."""
    wide, every = request.permissions & listing.WIDE, Permission.VIEW_ALL in request.permissions
    return {tab for tab, open_ in ((Tab.UNIT, wide), (Tab.LATE_ALL, every)) if not open_}


def _fuller(tabs: Sequence[tuple[Tab, str, int]]) -> tuple[Tab, str, int] | None:
    """Return the fullest list beside one's own work, the whole unit before an equal one; None if all are empty."""
    filled = (entry for entry in tabs if entry[0] in _OTHERS and entry[2])
    return max(filled, key=lambda entry: (entry[2], entry[0] is Tab.UNIT), default=None)


def _may_read(request: StaffRequest) -> None:
    if not request.permissions & _ANY:
        raise NotAllowed("Vị trí của ông/bà không xem hồ sơ. Chọn vị trí khác, hoặc liên hệ quản trị đơn vị.")


def _line(row: Row, request: StaffRequest, calendar: WorkCalendar, at: datetime) -> Line:
    series, dash, serial = row.code.partition("-")
    said = _said(row, calendar, at)
    return Line(
        row=row,
        chip=said.chip,
        note=said.note,
        bad=said.bad,
        left=deadlines.chip(at, row.accept_by, calendar) if row.accept_by else None,
        series=series + dash if dash else "",
        serial=serial if dash else row.code,
        held=working_time(row.opened_at, at, calendar),
        via=_CHANNELS.get(Channel(row.channel), ""),
        mine=row.post_id is not None and row.post_id == request.actor.post_id,
    )


def _said(row: Row, calendar: WorkCalendar, at: datetime) -> Said:
    """Return what the list says of a row's clock; of a question, of the time for its answer."""
    if row.question:
        return Said(chip=deadlines.chip(at, row.due_at, calendar))
    return chips.said(at, row.standing, calendar)


def _nearest(request: StaffRequest, shown: Listing, at: datetime, calendar: WorkCalendar) -> Row | None:
    """Return the most urgent dossier of one's own, to go on with where the list is empty."""
    if shown.tab is Tab.MINE and shown.filters == Filters():
        return None
    found = listing.rows(Listing(), request.desk, at=at, calendar=calendar)
    return found.rows[0] if found.rows else None
