"""Whose figures of which period a caller asks for, and what every answer says of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from ninja import Query, Schema

from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Invalid, NotFound
from motcua.ground.kernel.text import clean
from motcua.people.agencies.queries import organisation
from motcua.people.agencies.queries.organisation import AgencyView
from motcua.steering.indicators import policies
from motcua.steering.indicators.queries import journal, scopes
from motcua.steering.indicators.queries.figures import Scope
from motcua.steering.indicators.rules import periods
from motcua.steering.indicators.rules.periods import Period
from motcua.steering.indicators.services import folding
from motcua.steering.indicators.vocabulary import Level, PeriodKind

from ..actors import Request
from ..problems import Problem

REFUSALS = {401: Problem, 403: Problem, 404: Problem, 422: Problem}
_EVERYTHING = "all"

AgencyCode = Annotated[str, Query(max_length=35, description="An agency's code; \"all\"; the caller's own without.")]
PeriodKey = Annotated[
    str, Query(max_length=24, description="2026, 2026-H2, 2026-Q4, 2026-11, 2026-W48, 2026-11-27, or day..day")
]


class About(Schema):
    """Whose figures of which period.

    ``of``: what they ``received``, what they have to decide (``competent``), or ``all``; ``as_of``: the day at whose
    end they stand; ``over``: the period is; ``behind``: dossiers of which the newest acts are not counted yet.
    """

    agency: str | None
    of: str
    period: str
    label: str
    first: date
    last: date
    as_of: date
    over: bool
    read_at: datetime
    behind: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose figures of which period, as of when; ``unit`` None: everybody's."""

    unit: AgencyView | None
    scope: Scope
    level: Level
    period: Period
    at: datetime

    @property
    def today(self) -> date:
        """Return the day of the question."""
        return self.at.date()

    @property
    def of(self) -> str:
        """Return which dossiers are counted."""
        return "all" if self.unit is None else "received" if scopes.is_counter(self.unit) else "competent"

    def about(self) -> dict[str, Any]:
        """Return what every answer says of the question."""
        period = self.period
        return {
            "agency": self.unit.code if self.unit else None,
            "of": self.of,
            "period": period.key,
            "label": period.label,
            "first": period.first,
            "last": period.last,
            "as_of": min(period.last, self.today),
            "over": period.last < self.today,
            "read_at": clock.local(self.at),
            "behind": len(journal.dossiers_behind(after=journal.newest() - folding.WINDOW)),
        }


def ask(request: Request, code: str, key: str) -> Asked:
    """Return what is asked for: the caller's own unit and this month where nothing is said.

    Raises  NotAllowed for another unit than one's own, NotFound where there is none, Invalid for what is no period
    """
    at, by = clock.now(), request.auth
    unit = _unit(request, clean(code), at)
    policies.require_figures(by, unit.id if unit else None, on=at)
    today = clock.local(at)
    try:
        period = periods.parse(clean(key)) if key else periods.containing(PeriodKind.MONTH, today.date())
        _ = period.last, period.shifted(-1)
    except (ValueError, OverflowError) as wrong:
        sentence = "Ghi kỳ dạng 2026, 2026-H2, 2026-Q4, 2026-11, 2026-W48 hoặc 2026-11-27."
        raise Invalid(sentence, fields={"period": sentence}) from wrong
    if period.first > today.date():
        sentence = f"Kỳ này bắt đầu ngày {period.first:%d/%m/%Y}, chưa có số liệu."
        raise Invalid(sentence, fields={"period": sentence})
    scope, level = scopes.with_level(unit)
    return Asked(unit=unit, scope=scope, level=level, period=period, at=today)


def _unit(request: Request, code: str, at: datetime) -> AgencyView | None:
    if code == _EVERYTHING:
        return None
    if not code:
        return organisation.agency(request.auth.agency_id or 0)
    unit = organisation.agency_by_code(code)
    if unit is None:
        policies.require_figures(request.auth, None, on=at)  # who may see one unit learns of no other
        raise NotFound(f"Không có cơ quan nào mang mã {code[:40]}.")
    return unit
