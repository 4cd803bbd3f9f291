"""What the leader's page is made of, read in as few statements as it has panels."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from motcua.casework.dossiers.queries import late as lateness
from motcua.casework.dossiers.queries.late import HeldLate
from motcua.casework.procedures.queries.authority import Held
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.steering.indicators.queries import beside, figures, index, ranking, telling
from motcua.steering.indicators.queries.beside import Beside
from motcua.steering.indicators.queries.index import Counted
from motcua.steering.indicators.rules import measures, periods
from motcua.steering.indicators.rules.measures import MEASURES, Value
from motcua.steering.indicators.rules.periods import Period
from motcua.steering.indicators.rules.ranking import Standing
from motcua.steering.indicators.rules.scoring import Scorecard
from motcua.steering.indicators.vocabulary import Count, Level, PeriodKind

from .asked import Asked

_MONTHS = 12
_OF_SECTORS = (
    Count.RECEIVED,
    Count.RESOLVED,
    Count.RESOLVED_EARLY,
    Count.RESOLVED_ON_TIME,
    Count.OPEN_LATE,
    Count.HANDLED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A unit in a period, and what it is compared with.

    counts, before   of the period, of the one before
    by_unit          {id of the competent agency: counts} of the period
    months           the twelve months up to its end
    communes         how the communes below stand; () for a unit without any
    overdue          who holds what is late now, whatever the period
    is_over          the period has ended
    """

    asked: Asked
    counts: Counter[Count]
    before: Counter[Count]
    by_unit: Mapping[int, Counter[Count]]
    by_procedure: Mapping[str, Counter[Count]]
    months: tuple[tuple[Period, Counter[Count]], ...]
    held: tuple[Held, ...]
    beside: Beside
    card: Scorecard
    communes: tuple[Standing, ...]
    overdue: tuple[HeldLate, ...]
    is_over: bool
    at: datetime

    def value(self, code: str, counts: Mapping[Count, int] | None = None) -> Value:
        """Return a measure of the period, of all its counts or of some."""
        return measures.value(MEASURES[code], self.counts if counts is None else counts, self.beside.known)

    def was(self, code: str) -> Value:
        """Return a measure of the period before."""
        return self.value_in(self.asked.period.shifted(-1), code, self.before)

    def value_in(self, period: Period, code: str, counts: Mapping[Count, int]) -> Value:
        """Return a measure of counts of another period, by what had been told by its end."""
        known = telling.known_in(self.beside.told, period, today=self.at.date())
        return measures.value(MEASURES[code], counts, known)

    def target(self, code: str) -> float | None:
        """Return what a ratio is to reach, of 0 to 1; None where nothing is set."""
        percent = self.beside.targets.get(code)
        return None if percent is None else float(percent) / 100


def read(asked: Asked, *, at: datetime) -> Picture:
    """Read all of it."""
    today, scope, period = at.date(), asked.scope, asked.period
    now, earlier = figures.series_by_competent(scope, [period, period.shifted(-1)], today=today)
    newest = periods.containing(PeriodKind.MONTH, min(period.last, today))
    months = [newest.shifted(place - _MONTHS + 1) for place in range(_MONTHS)]
    near = beside.of(asked.unit.id if asked.unit else None, asked.lineage, period, today=today, scope=asked.scope)
    counted = Counted(
        by_competent=now,
        of_procedures=index.by_procedure(scope, period, today=today, also=_OF_SECTORS),
        held=index.held(scope, on=min(period.last, today)),
        known=near.known,
    )
    communes = communes_of(asked)
    return Picture(
        asked=asked,
        counts=figures.summed(now.values()),
        before=figures.summed(earlier.values()),
        by_unit=now,
        by_procedure=counted.of_procedures.now,
        months=tuple(zip(months, figures.series(scope, months, today=today, only=_OF_SECTORS), strict=True)),
        held=counted.held,
        beside=near,
        card=index.of(counted, asked.level, period, today=today),
        communes=ranking.standings(
            ranking.grouped(now, communes),
            ranking.grouped(earlier, communes),
            Level.COMMUNE,
            period,
            told=near.told,
            today=today,
        ),
        overdue=lateness.by_holder(scope.competent_ids, at=at, agency_ids=scope.agency_ids),
        is_over=period.last < today,
        at=at,
    )


def communes_of(asked: Asked) -> dict[int, int]:
    """Return {agency: the commune it is or belongs to} of all below a unit that has several communes below it."""
    if asked.level is not Level.PROVINCE:
        return {}
    ids = asked.ids or tuple(asked.tree.units)
    found = {one: asked.tree.nearest(one, AgencyKind.COMMUNE) for one in ids}
    return {one: commune for one, commune in found.items() if commune is not None}
