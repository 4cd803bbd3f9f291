"""Whose figures of which period a page is asked for, and what else may be chosen."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from django.urls import reverse
from django.utils.http import urlencode

from motcua.casework.dossiers.vocabulary import Permission
from motcua.ground.kernel.errors import NotAllowed, NotFound
from motcua.people.agencies.queries import tree
from motcua.people.agencies.queries.tree import Tree, Unit
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.steering.indicators.queries import scopes
from motcua.steering.indicators.queries.figures import Scope
from motcua.steering.indicators.rules import periods
from motcua.steering.indicators.rules.periods import Period
from motcua.steering.indicators.vocabulary import Level, PeriodKind, Side

from ..choices import whole
from ..session.request import StaffRequest

ALL = "tat-ca"
MOST_ID = 2**62
_DECIDED = "tham-quyen"
_OFFERED = ((PeriodKind.DAY, 7), (PeriodKind.MONTH, 13), (PeriodKind.QUARTER, 5), (PeriodKind.YEAR, 3))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose figures of which period. ``unit`` None: of the whole installation.

    tree   the organisation, as far as the actor may see figures of it
    wide   he may see those of every unit
    reads  he may open the dossiers behind them
    """

    unit: Unit | None
    period: Period
    scope: Scope
    tree: Tree
    wide: bool
    reads: bool

    def address(self, name: str, **more: str) -> str:
        """Return the address of a page about the same."""
        return address(name, self.unit.id if self.unit else None, self.period, **more)

    @property
    def ids(self) -> tuple[int, ...] | None:
        """Return the unit and all under it; None for the whole installation."""
        return self.tree.below(self.unit.id) if self.unit else None

    @property
    def lineage(self) -> tuple[int, ...]:
        """Return the unit and those above it, the nearest first; the topmost one for the whole installation."""
        if self.unit:
            return self.tree.lineage(self.unit.id)
        return tuple(one.id for one in self.tree.units.values() if one.kind == AgencyKind.PROVINCE)[:1]

    @property
    def level(self) -> Level:
        """Return the level at which the unit is scored."""
        if self.unit is None or self.unit.kind == AgencyKind.PROVINCE:
            return Level.PROVINCE
        return Level.DEPARTMENT if self.tree.nearest(self.unit.id, AgencyKind.COMMUNE) is None else Level.COMMUNE

    @property
    def called(self) -> str:
        """Return what the unit is called."""
        return self.unit.name if self.unit else "Tất cả đơn vị"


def address(name: str, unit_id: int | None, period: Period, **more: str) -> str:
    """Return the address of a page of the desk about a unit (None: all) and a period."""
    said = {"don-vi": ALL if unit_id is None else unit_id, "ky": period.key, **more}
    return f"{reverse(f'indicators:{name}')}?{urlencode(said)}"


def of_unit(asked: Asked, unit_id: int, name: str, **more: str) -> str:
    """Return the address of a page about a unit that is compared with others; "" where the actor may not open it.

    Units are compared by what they decide, so the rows of one that answers for what it takes in are asked for so.
    """
    if not asked.wide:
        return ""
    unit = asked.tree.units.get(unit_id)
    if name == "rows" and unit is not None and scopes.is_counter(unit):
        more["theo"] = _DECIDED
    return address(name, unit_id, asked.period, **more)


def decided(request: StaffRequest, asked: Asked) -> tuple[Asked, dict[str, str]]:
    """Return what is asked for by what a unit decides, where the address says so, and how an address says it."""
    if request.GET.get("theo") != _DECIDED or asked.ids is None:
        return asked, {}
    return replace(asked, scope=Scope.competent(*asked.ids)), {"theo": _DECIDED}


def side_of(ratio: Fraction | None) -> str:
    """Return what the number of a ratio opens: what it lost; all of them where nothing is lost."""
    return (Side.LOST if ratio is not None and ratio < 1 else Side.WHOLE).value


def read(request: StaffRequest, today: date, *, also: Collection[int] = ()) -> Asked:
    """Return what is asked for: the actor's own unit and this month where nothing is said.

    also    units he may ask for besides his own
    Raises  NotAllowed for another unit than one's own, NotFound for what is no unit or no period
    """
    own, wide = request.actor.agency_id or 0, Permission.VIEW_ALL in request.permissions
    wanted = request.GET.get("don-vi", "")
    if not wide and wanted not in ("", str(own)) and whole(wanted, MOST_ID) not in also:
        raise NotAllowed("Số liệu này là của đơn vị khác.")
    found = tree.of(None if wide or also else own, on=today)
    chosen = None if wanted == ALL else found.units.get(own if wanted == "" else whole(wanted, MOST_ID) or 0)
    if chosen is None and wanted != ALL:
        raise NotFound("Không có đơn vị này. Chọn lại.")
    return Asked(
        unit=chosen,
        period=_period(request, today),
        scope=scope_of(found, chosen),
        tree=found,
        wide=wide,
        reads=Permission.VIEW_AGENCY in request.permissions,
    )


def scope_of(found: Tree, unit: Unit | None) -> Scope:
    """Return whose dossiers are a unit's: a counter's what it took in, another's what it and those below decide."""
    if unit is None:
        return Scope()
    below = found.below(unit.id)
    return Scope.received_by(*below) if scopes.is_counter(unit) else Scope.competent(*below)


def _period(request: StaffRequest, today: date) -> Period:
    try:
        chosen = periods.parse(request.GET.get("ky", "") or f"{today:%Y-%m}")
        chosen.shifted(-1)
        chosen.last  # noqa: B018 - beyond the calendar both raise
    except (ValueError, OverflowError) as wrong:
        raise NotFound("Không có kỳ này. Chọn lại kỳ trong danh sách.") from wrong
    if chosen.first > today:
        raise NotFound(f"Kỳ này bắt đầu ngày {chosen.first:%d/%m/%Y}, chưa có số liệu. Chọn kỳ đã qua, hoặc kỳ này.")
    return chosen


def units(asked: Asked) -> list[tuple[str, str]]:
    """Return whose figures the actor may see, as choices; none where it is his own unit only."""
    if not asked.wide:
        return []
    found = [one for one in asked.tree.units.values() if one.is_open]
    places = sorted(found, key=lambda one: (_rank(one), one.name))
    return [(ALL, "Tất cả đơn vị"), *((str(one.id), one.name) for one in places)]


def _rank(unit: Unit) -> int:
    return next((place for place, kind in enumerate(AgencyKind) if kind == unit.kind), len(AgencyKind))


def offered(today: date, chosen: Period) -> list[tuple[str, str]]:
    """Return the newest periods of each kind, and the one that is shown, as choices."""
    newest = [(periods.containing(kind, today), number) for kind, number in _OFFERED]
    found = [(one.key, one.label) for now, number in newest for one in (now.shifted(-back) for back in range(number))]
    return found if any(key == chosen.key for key, _ in found) else [(chosen.key, chosen.label), *found]
