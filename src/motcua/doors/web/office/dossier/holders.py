"""Who held a dossier when, and where its papers are: the ledger of possession on a page of its own."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.casework.dossiers.queries import possession
from motcua.casework.dossiers.rules.possession import Holder, Span
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.worktime import WorkCalendar

from ..handover import where
from ..handover.views import CARRIES
from ..session.request import StaffRequest
from ..timing import calendar_around, working_time
from .views import address, found

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One span: who, in which step, from when to when, for how much working time."""

    name: str
    step: str
    since: datetime
    until: datetime
    length: str
    lasts: bool


@require_safe
def holders(request: StaffRequest, code: str) -> HttpResponse:
    """Show the holders of a dossier, oldest first, and what of a lateness each answers for."""
    at = clock.now()
    dossier = found(code, request, at)
    spans = possession.spans(dossier.id, at=at)
    names = possession.names(spans)
    calendar = calendar_around(dossier.agency_id, at)
    late, parts = possession.lateness(dossier.id, at=at)
    steps = {step.key: step.name for step in dossier.definition.activities} if dossier.definition else {}
    context = {
        "nav": "work",
        "dossier": dossier,
        "back": address(code, request),
        "lines": [_line(span, names, steps, calendar, at) for span in spans],
        "sums": _sums(spans, names),
        "late": _minutes(late, calendar, at),
        "parts": [
            (names.get(holder, holder.kind.label), _minutes(part, calendar, at)) for holder, part in _most(parts)
        ],
        "paper_bags": where.bags(dossier.id, at),
        "may_carry": bool(request.permissions & {*CARRIES}),
    }
    return page(request, "office/dossier/holders.html", context)


def _line(span: Span, names: dict[Holder, str], steps: dict[str, str], calendar: WorkCalendar, at: datetime) -> Line:
    return Line(
        name=names[span.holder],
        step=steps.get(span.activity, ""),
        since=span.since,
        until=span.until,
        length=working_time(span.since, span.until, calendar) or "ngoài giờ làm việc",
        lasts=span.until >= at,
    )


def _sums(spans: tuple[Span, ...], names: dict[Holder, str]) -> list[tuple[str, str]]:
    """Return how long each holder held it in all, the longest first: the sum is the life of the dossier."""
    total: dict[str, timedelta] = {}
    for span in spans:
        total[names[span.holder]] = total.get(names[span.holder], timedelta()) + (span.until - span.since)
    return [(name, _said(length)) for name, length in sorted(total.items(), key=lambda pair: -pair[1])]


def _most(parts: dict[Holder, int]) -> list[tuple[Holder, int]]:
    return sorted(parts.items(), key=lambda pair: (-pair[1], pair[0].ref))


def _said(length: timedelta) -> str:
    days, rest = length.days, length - timedelta(days=length.days)
    hours, minutes = rest // timedelta(hours=1), rest % timedelta(hours=1) // _MINUTE
    said = [f"{days} ngày" if days else "", f"{hours} giờ" if hours else "", f"{minutes} phút" if minutes else ""]
    return " ".join(part for part in said if part) or "dưới một phút"


def _minutes(minutes: int, calendar: WorkCalendar, at: datetime) -> str:
    """Return opening minutes as people say them, "" for none."""
    whole = calendar.full_day_minutes(clock.local(at).date()) or 1
    days, rest = divmod(minutes, whole)
    hours, left = divmod(rest, 60)
    said = [f"{days} ngày làm việc" if days else "", f"{hours} giờ" if hours else "", f"{left} phút" if left else ""]
    return " ".join(part for part in said if part)
