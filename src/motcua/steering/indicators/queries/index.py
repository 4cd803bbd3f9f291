"""The service index of a unit in a period: counts of dossiers, of procedures, of units, brought to one scorecard."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from motcua.casework.procedures.queries import authority
from motcua.casework.procedures.queries.authority import Held
from motcua.ground.kernel.clock import local
from motcua.people.agencies.queries import calendars

from ..rules import index766, measures, periods, scoring
from ..rules.measures import INDEX
from ..rules.periods import Period
from ..rules.scoring import Figure, Scorecard
from ..vocabulary import Count, Level, PeriodKind, Source
from . import figures
from .figures import Scope

_USED = (Count.RECEIVED_ONLINE, Count.FEE_PAID_ONLINE, Count.CITIZEN_DATA)
_PUBLIC_WITHIN = 5
_LONGEST_BREAK = timedelta(days=40)


def scorecard(
    scope: Scope,
    level: Level,
    period: Period,
    *,
    today: date,
    chosen: str = "",
    counted: Counter[Count] | None = None,
) -> Scorecard:
    """Return the index of a period; of one that is not over, as of today.

    scope    what the unit and those under it are competent for
    chosen   code of the formula set an installation decided for; the one in force on the last day else
    counted  the counts of the period, where the caller has them
    """
    last = min(period.last, today)
    known = figures.sources(until=last)
    counts = figures.report(scope, period, today=today) if counted is None else counted
    by_procedure = figures.by_procedure(scope, period, today=today, only=_USED)
    held = authority.held(scope.competent_ids, on=last)
    told = {
        **of_counts(counts, known),
        **_of_catalogue(held, period),
        **_of_procedures(held, by_procedure, known),
        "3.5": _ever_online(scope, held, last, today, known),
        **_of_units(scope, period, today, known),
    }
    return scoring.score(index766.in_force(max(last, index766.BEGAN), chosen), told, level)


def scorecards(scope: Scope, level: Level, period: Period, *, today: date, chosen: str = "") -> dict[int, Scorecard]:
    """Return {id of the competent agency: its index as far as counts of dossiers tell it}: for ranking, in one read."""
    last = min(period.last, today)
    known = figures.sources(until=last)
    formulas = index766.in_force(max(last, index766.BEGAN), chosen)
    found = figures.by_competent(scope, period, today=today)
    return {one: scoring.score(formulas, of_counts(counts, known), level) for one, counts in found.items()}


def of_counts(counts: Mapping[Count, int], known: frozenset[Source]) -> dict[str, Figure | None]:
    """Return the indicators that are ratios of counts; None without a source."""
    return {code: measures.value(measures.of_index(code), counts, known).figure for code in INDEX}


def _of_catalogue(held: tuple[Held, ...], period: Period) -> dict[str, Figure | None]:
    """Return what the catalogue tells: how much is online, complete, made public in time."""
    decided = [one for one in held if one.decided_on and one.decided_on in period]
    return {
        "1.2": Figure(sum(map(_public_in_time, decided)), len(decided)),
        "1.3": Figure(sum(one.complete for one in held), len(held)),
        "3.1": Figure(sum(one.online for one in held), len(held)),
    }


def _public_in_time(one: Held) -> bool:
    """Tell whether a procedure was public within five working days of its decision (63/2010/NĐ-CP, Điều 15)."""
    if one.decided_on is None or one.published_at is None:
        return False
    calendar = calendars.calendar_of(None, first=one.decided_on, last=one.decided_on + _LONGEST_BREAK)
    return local(one.published_at).date() <= calendar.add_workdays(one.decided_on, _PUBLIC_WITHIN)


def _of_procedures(
    held: tuple[Held, ...], counts: Mapping[str, Counter[Count]], known: frozenset[Source]
) -> dict[str, Figure | None]:
    """Return the indicators that count procedures which had such a dossier."""

    def used(some: list[Held], count: Count) -> Figure | None:
        if not figures.has_number(count, known):
            return None
        return Figure(sum(counts[one.code][count] > 0 for one in some if one.code in counts), len(some))

    return {
        "3.2": used([one for one in held if one.online], Count.RECEIVED_ONLINE),
        "3.7": used([one for one in held if one.has_fee], Count.FEE_PAID_ONLINE),
        "4.5a": used([one for one in held if one.for_citizens], Count.CITIZEN_DATA),
    }


def _ever_online(
    scope: Scope, held: tuple[Held, ...], last: date, today: date, known: frozenset[Source]
) -> Figure | None:
    """Return of how many procedures with a fee one was paid online by the end of the month: so integration shows."""
    if not figures.has_number(Count.FEE_PAID_ONLINE, known):
        return None
    month = periods.containing(PeriodKind.MONTH, last)
    since_then = Period(PeriodKind.RANGE, index766.BEGAN, month.last)
    ever = figures.by_procedure(scope, since_then, today=today, only=[Count.FEE_PAID_ONLINE])
    fee = [one for one in held if one.has_fee]
    return Figure(sum(ever[one.code][Count.FEE_PAID_ONLINE] > 0 for one in fee if one.code in ever), len(fee))


def _of_units(scope: Scope, period: Period, today: date, known: frozenset[Source]) -> dict[str, Figure | None]:
    """Return the indicator that counts units: of those that received anything, who issued certified copies."""
    if not figures.has_number(Count.CERTIFIED, known):
        return {"4.CT": None}
    found = figures.by_competent(scope, period, today=today)
    working = [counts for counts in found.values() if counts[Count.RECEIVED]]
    return {"4.CT": Figure(sum(one[Count.CERTIFIED] > 0 for one in working), len(working))}
