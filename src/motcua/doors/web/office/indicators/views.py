"""The figures' desk: what a unit received, resolved and has open in a period, and the dossiers behind each number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from motcua.casework.dossiers.queries import record
from motcua.casework.dossiers.vocabulary import Permission, Status
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotFound
from motcua.people.agencies.queries.organisation import AgencyView
from motcua.steering.indicators.queries import figures, journal, scopes
from motcua.steering.indicators.queries import rows as behind
from motcua.steering.indicators.queries.figures import Scope
from motcua.steering.indicators.rules import index766, periods, scoring
from motcua.steering.indicators.rules.periods import Period
from motcua.steering.indicators.rules.scoring import Figure, Scorecard
from motcua.steering.indicators.services import folding
from motcua.steering.indicators.vocabulary import Count, Group, PeriodKind

from ..choices import whole
from ..session.request import StaffRequest, needs
from .units import ALL, unit_of, units_offered

_PAGE = 50
_MOST_ID = 2**62
_OFFERED = ((PeriodKind.MONTH, 13), (PeriodKind.QUARTER, 5), (PeriodKind.YEAR, 3))
_BLOCKS = (
    (
        "Tiếp nhận",
        ((Count.CARRIED, 0), (Count.RECEIVED, 0), (Count.RECEIVED_ONLINE, 1), (Count.RECEIVED_DIRECT, 1),
         (Count.RECEIVED_POSTAL, 1)),
    ),
    (
        "Đã giải quyết",
        ((Count.RESOLVED, 0), (Count.RESOLVED_EARLY, 1), (Count.RESOLVED_ON_TIME, 1), (Count.RESOLVED_LATE, 1),
         (Count.RESOLVED_LATE_SORRY, 2)),
    ),
    (
        "Đang giải quyết",
        ((Count.OPEN, 0), (Count.OPEN_ON_TIME, 1), (Count.OPEN_LATE, 1), (Count.OPEN_LATE_SORRY, 2)),
    ),
    ("Trong số đó và ngoài ra", ((Count.WITHDRAWN, 0), (Count.STOPPED, 0), (Count.REJECTED, 0), (Count.DECLINED, 0))),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose figures of which period. ``unit`` None: of the whole installation."""

    unit: AgencyView | None
    period: Period
    scope: Scope

    def address(self, name: str, **more: str) -> str:
        """Return the address of a page about the same."""
        said = {"don-vi": self.unit.id if self.unit else ALL, "ky": self.period.key, **more}
        return f"{reverse(f'indicators:{name}')}?{urlencode(said)}"


@require_safe
@needs(Permission.VIEW_AGENCY)
def period(request: StaffRequest) -> HttpResponse:
    """Show the counts of a period, that they add up, and what of the service index they tell."""
    today = clock.now().date()
    asked = _asked(request, today)
    counts = figures.report(asked.scope, asked.period, today=today)
    card = _scorecard(asked, counts)
    context = {
        "nav": "figures",
        "asked": asked,
        "units": units_offered(request, today),
        "periods": _offered(today),
        "blocks": [(name, [_row(asked, count, depth, counts) for count, depth in rows]) for name, rows in _BLOCKS],
        "sums": tuple(counts[one] for one in (Count.CARRIED, Count.RECEIVED, Count.RESOLVED, Count.OPEN)),
        "behind": len(journal.dossiers_behind(after=journal.newest() - folding.WINDOW)),
        "over": asked.period.last < today,
        "groups": [(group.label, scoring.shown(card.group(group)), card.most(group)) for group in Group],
        "lines": [(line, scoring.shown(line.points)) for line in card.lines if line.figure],
        "kept": [asked.address("rows", so=one.value) for one in (Count.HANDLED_ON_TIME, Count.HANDLED)],
        "formulas": card.formulas,
    }
    return page(request, "office/indicators/period.html", context)


@require_safe
@needs(Permission.VIEW_AGENCY)
def rows(request: StaffRequest) -> HttpResponse:
    """List the dossiers of which a count consists."""
    today = clock.now().date()
    asked, after = _asked(request, today), whole(request.GET.get("sau", ""), _MOST_ID) or 0
    try:
        count = Count(request.GET.get("so", ""))
    except ValueError as wrong:
        raise NotFound("Không có số liệu này. Mở lại trang số liệu rồi chọn một con số.") from wrong
    found = behind.behind_figure(count, asked.scope, asked.period, today=today, after=after, limit=_PAGE + 1)
    context = {
        "nav": "figures",
        "asked": asked,
        "count": count,
        "total": figures.report(asked.scope, asked.period, today=today)[count],
        "lines": [(line, Status(line.status).label) for line in record.lines(found[:_PAGE])],
        "first": asked.address("rows", so=count.value) if after else "",
        "next": asked.address("rows", so=count.value, sau=str(found[_PAGE - 1])) if len(found) > _PAGE else "",
        "back": asked.address("period"),
    }
    return page(request, "office/indicators/rows.html", context)


def _asked(request: StaffRequest, today: date) -> Asked:
    """Return what is asked for: the actor's own unit and this month where nothing is said.

    Raises  NotAllowed for another unit than one's own, NotFound for what is no period.
    """
    unit = unit_of(request)
    try:
        chosen = periods.parse(request.GET.get("ky", "") or f"{today:%Y-%m}")
    except ValueError as wrong:
        raise NotFound("Không có kỳ này. Chọn lại kỳ trong danh sách.") from wrong
    return Asked(unit=unit, period=chosen, scope=scopes.of_unit(unit))


def _offered(today: date) -> list[tuple[str, str]]:
    """Return the newest periods of each kind, as choices."""
    newest = [(periods.containing(kind, today), number) for kind, number in _OFFERED]
    return [(one.key, one.label) for now, number in newest for one in (now.shifted(-back) for back in range(number))]


def _row(asked: Asked, count: Count, depth: int, counts: Mapping[Count, int]) -> dict[str, Any]:
    return {
        "label": count.label,
        "number": counts[count],
        "depth": depth,
        "href": asked.address("rows", so=count.value),
        "bad": count in (Count.OPEN_LATE, Count.RESOLVED_LATE),
    }


def _scorecard(asked: Asked, counts: Mapping[Count, int]) -> Scorecard:
    """Return the service index as far as these counts tell it; what nobody counts yet has no number."""
    told = {"2.1": Figure(counts[Count.HANDLED_ON_TIME], counts[Count.HANDLED])}
    level = scopes.with_level(asked.unit)[1]
    return scoring.score(index766.in_force(max(asked.period.last, date(2022, 8, 1))), told, level)
