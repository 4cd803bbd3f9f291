"""What the pages of this desk show of bags: names, due chips, what a scan meant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from motcua.casework.dossiers.queries import slips
from motcua.casework.dossiers.queries import twin as queries
from motcua.casework.dossiers.queries.twin import Half
from motcua.casework.dossiers.rules import barcodes, deadlines, twin
from motcua.casework.dossiers.rules.deadlines import Chip
from motcua.casework.dossiers.vocabulary import LineState, MoveCause, SetKind, Whereabouts
from motcua.people.agencies.queries import organisation as agencies

from ..session.request import StaffRequest
from ..timing import working_time

TONES = {
    LineState.ARRIVED: "jade",
    LineState.DAMAGED: "gold",
    LineState.SURPLUS: "gold",
    LineState.ASTRAY: "gold",
    LineState.KEPT: "blue",
    LineState.MISSING: "red",
    LineState.LOST: "red",
}
SAID = {
    MoveCause.ARRIVED: ("jade", "Đã nhận, khớp phiếu."),
    MoveCause.ASTRAY: ("gold", "Bộ này gửi cho cơ quan khác, đến nhầm đây. Chuyển tiếp ở trang Giao."),
    MoveCause.SURPLUS: ("gold", "Bộ này không có trong phiếu nào. Đã ghi là đang ở đây."),
    MoveCause.KEPT: ("blue", "Bộ này vẫn còn ở đây. Đã trả lời nơi nhận trên phiếu."),
    MoveCause.FOUND: ("jade", "Đã tìm thấy bộ ghi thất lạc."),
    MoveCause.TAKEN_IN: ("jade", "Đã nhận giấy của người nộp."),
    MoveCause.GIVEN_BACK: ("jade", "Đã trả giấy cho người nộp."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BagLine:
    """A bag on a list. ``chip``: until when it must go; apart: how long it has been elsewhere than it belongs."""

    half: Half
    chip: Chip | None
    where: str
    wanted: str
    apart: str

    @property
    def number(self) -> str:
        """Return the number of the bag as people read it."""
        return barcodes.spaced(self.half.token)

    @property
    def kind(self) -> str:
        """Return what is in it, where it is not simply the papers."""
        return self.half.kind.label if self.half.kind is SetKind.RESULT else ""


def bag_lines(halves: Sequence[Half], at: datetime) -> tuple[BagLine, ...]:
    """Return the lines of a list of bags that are elsewhere than they belong, the order kept."""
    since = queries.apart_since(halves)
    receiving = {half.receiving_id for half in halves}
    calendars = queries.calendars_for(receiving | {half.agency_id for half in halves if half.agency_id}, at)
    names = names_of([half.agency_id for half in halves] + [half.wanted[1] for half in halves if half.wanted])
    lines = []
    for half in halves:
        calendar = calendars[half.agency_id or half.receiving_id]
        began = since.get(half.token)
        due = twin.send_by(began, calendar, half.rules.cutoff) if began and half.place is Whereabouts.AGENCY else None
        wanted = half.wanted
        lines.append(
            BagLine(
                half=half,
                chip=deadlines.chip(at, due, calendar) if due else None,
                where=place_of(half, names),
                wanted=(names.get(wanted[1] or 0, "") or "Người nộp") if wanted else "",
                apart=working_time(began, at, calendar) if began else "",
            )
        )
    return tuple(lines)


def place_of(half: Half, names: dict[int, str]) -> str:
    """Return where a bag is, in words: ``VPĐK Yên Trúc``, ``Đang chuyển``."""
    if half.place is Whereabouts.AGENCY:
        return names.get(half.agency_id or 0, "")
    if half.place is Whereabouts.ARCHIVE:
        return f"Lưu tại {names.get(half.agency_id or 0, '')}"
    return half.place.label


def names_of(agency_ids: Iterable[int | None]) -> dict[int, str]:
    """Return {id: short name} of agencies."""
    return {agency.id: agency.short_name for agency in agencies.by_ids([one for one in agency_ids if one])}


def tabs(request: StaffRequest, here: str) -> dict[str, object]:
    """Return what the head of every page of this desk takes: the tabs with their counts."""
    agency_id = request.actor.agency_id or 0
    out, into = slips.counts(agency_id)
    to_give, diverging = queries.counts(agency_id)
    numbers = {"give": to_give, "under_way": out, "take": into, "apart": diverging}
    texts = {"give": "Giao", "under_way": "Đang đi", "take": "Nhận", "apart": "Giấy chưa khớp"}
    return {
        "nav": "paper",
        "key": uuid4().hex,
        "tab": here,
        "tabs": [(name, text, reverse(f"handover:{name}"), numbers[name]) for name, text in texts.items()],
    }


def see_other(name: str, *args: object, **query: str) -> HttpResponse:
    """Send the browser to the page that shows what was done."""
    address = reverse(f"handover:{name}", args=args)
    response = HttpResponseRedirect(f"{address}?{urlencode(query)}" if query else address)
    response.status_code = 303
    return response
