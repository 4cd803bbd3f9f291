"""The service index of a unit in a period: counts of dossiers, of procedures, of units, brought to one scorecard."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from motcua.casework.procedures.queries import authority
from motcua.casework.procedures.queries.authority import Held
from motcua.ground.kernel.clock import local
from motcua.people.agencies.queries import calendars, organisation
from motcua.people.agencies.vocabulary import AgencyKind

from ..rules import index766, measures, periods, scoring
from ..rules.measures import INDEX
from ..rules.periods import Period
from ..rules.scoring import Figure, Scorecard
from ..vocabulary import Count, Level, PeriodKind, Source
from . import figures
from .figures import Scope

_USED = (Count.RECEIVED, Count.RECEIVED_ONLINE, Count.FEE_PAID_ONLINE, Count.CITIZEN_DATA)
WHOLE_PROCESS = "3.TT"
_NOTHING = Figure(0, 0)
_DECIDED_BEFORE = 5
_PUBLIC_WITHIN = 5
_LONGEST_BREAK = timedelta(days=40)
_CERTIFY = frozenset({AgencyKind.PROVINCE, AgencyKind.DEPARTMENT, AgencyKind.COMMUNE})
_OF_A_MINISTRY = "G"


@dataclass(frozen=True, slots=True)
class OfProcedures:
    """{code of a procedure: counts} of a period, and of all the time from the index's beginning to its last month."""

    now: Mapping[str, Counter[Count]]
    ever: Mapping[str, Counter[Count]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What the index of a unit is made of.

    by_competent  counts of each agency that decides
    of_procedures counts of each procedure, of the period and since the index began
    held          the procedures of the unit
    known         who has told anything
    """

    by_competent: Mapping[int, Counter[Count]]
    of_procedures: OfProcedures
    held: tuple[Held, ...]
    known: frozenset[Source]


def scorecard(scope: Scope, level: Level, period: Period, *, today: date, chosen: str = "") -> Scorecard:
    """Return the index of a period; of one that is not over, as of today.

    scope    what the unit and those under it are competent for
    chosen   code of the formula set an installation decided for; the one in force on the last day else
    """
    last = min(period.last, today)
    counted = Counted(
        by_competent=figures.by_competent(scope, period, today=today),
        of_procedures=by_procedure(scope, period, today=today),
        held=held(scope, on=last),
        known=figures.sources_in(scope, period, today=today),
    )
    return of(counted, level, period, today=today, chosen=chosen)


def by_procedure(scope: Scope, period: Period, *, today: date, also: Iterable[Count] = ()) -> OfProcedures:
    """Return the counts of procedures that the index asks for, in one statement for most periods.

    also   other counts that are wanted
    """
    only = {*_USED, *also}
    month = periods.containing(PeriodKind.MONTH, min(period.last, today))
    if month.last < index766.BEGAN:
        return OfProcedures(figures.by_procedure(scope, period, today=today, only=only), {})
    always = Period(PeriodKind.RANGE, index766.BEGAN, month.last)
    return OfProcedures(*figures.series_by_procedure(scope, [period, always], today=today, only=only))


def held(scope: Scope, *, on: date) -> tuple[Held, ...]:
    """Return the procedures that a scope's agencies decide, or take in, on a day."""
    return authority.held(scope.competent_ids, on=on, agency_ids=scope.agency_ids)


def of(counted: Counted, level: Level, period: Period, *, today: date, chosen: str = "") -> Scorecard:
    """Return the index of a period from what has been read already, and the kinds of the agencies that decided."""
    last, known = min(period.last, today), counted.known
    told = {
        **of_counts(figures.summed(counted.by_competent.values()), known),
        **_of_procedures(counted, period),
        WHOLE_PROCESS: _of_whole_process(counted),
        "4.CT": _of_units(counted.by_competent, known),
    }
    if told["3.6"] is None and told["3.7"] == _NOTHING:
        told["3.6"] = _NOTHING  # none of its procedures has a fee: payments will never be told
    return scoring.score(index766.in_force(max(last, index766.BEGAN), chosen), told, level)


def of_unit(
    counts: Mapping[Count, int],
    level: Level,
    period: Period,
    *,
    known: frozenset[Source],
    today: date,
    chosen: str = "",
) -> Scorecard:
    """Return the index of a unit as far as its counts of dossiers tell it."""
    formulas = index766.in_force(max(min(period.last, today), index766.BEGAN), chosen)
    return scoring.score(formulas, of_counts(counts, known), level)


def of_counts(counts: Mapping[Count, int], known: frozenset[Source]) -> dict[str, Figure | None]:
    """Return the indicators that are ratios of counts; None without a source."""
    return {code: measures.value(measures.of_index(code), counts, known).figure for code in INDEX}


def _decided_in_time(one: Held) -> bool:
    """Tell whether a procedure was decided five working days before the newest act it rests on took effect.

    766/QĐ-TTg, Phụ lục, chỉ số 1.1: what a province decides.
    """
    if one.decided_on is None or one.basis_on is None:
        return False
    calendar = calendars.calendar_of(None, first=one.decided_on, last=one.decided_on + _LONGEST_BREAK)
    return calendar.add_workdays(one.decided_on, _DECIDED_BEFORE) <= one.basis_on


def _public_in_time(one: Held) -> bool:
    """Tell whether a procedure was public within five working days of its decision (63/2010/NĐ-CP, Điều 15)."""
    if one.decided_on is None or one.published_at is None:
        return False
    calendar = calendars.calendar_of(None, first=one.decided_on, last=one.decided_on + _LONGEST_BREAK)
    return local(one.published_at).date() <= calendar.add_workdays(one.decided_on, _PUBLIC_WITHIN)


OF_PROCEDURES: Mapping[str, Count | None] = {
    "1.1": None,
    "1.2": None,
    "1.3": None,
    "3.1": None,
    "3.2": Count.RECEIVED_ONLINE,
    "3.5": Count.FEE_PAID_ONLINE,
    "3.7": Count.FEE_PAID_ONLINE,
    "4.5a": Count.CITIZEN_DATA,
}
"""Indicators that count procedures: those that had such a dossier; None: what the catalogue itself tells.

3.5 asks whether one was ever paid online: so integration shows.
"""
_AMONG: Mapping[str, Callable[[Held], bool]] = {
    "1.1": attrgetter("basis_on"),
    "3.2": attrgetter("online"),
    "3.5": attrgetter("has_fee"),
    "3.7": attrgetter("has_fee"),
    "4.5a": attrgetter("for_citizens"),
}
_GOOD: Mapping[str, Callable[[Held], bool]] = {
    "1.1": _decided_in_time,
    "1.2": _public_in_time,
    "1.3": attrgetter("complete"),
    "3.1": attrgetter("online"),
}


def procedures(code: str, counted: Counted, period: Period) -> tuple[tuple[Held, bool], ...]:
    """Return the procedures an indicator counts, each with whether it stands above the line too.

    Raises  KeyError for an indicator that counts something else
    """
    needed, among = OF_PROCEDURES[code], _AMONG.get(code, bool)
    whole = [one for one in counted.held if among(one)]
    if code in {"1.1", "1.2"}:
        whole = [one for one in whole if one.decided_on and one.decided_on in period]
    if needed is None:
        return tuple((one, _GOOD[code](one)) for one in whole)
    told = counted.of_procedures.ever if code == "3.5" else counted.of_procedures.now
    had = {name for name, counts in told.items() if counts[needed] > 0}
    return tuple((one, one.code in had) for one in whole)


def said(code: str, counted: Counted, period: Period) -> tuple[int, int] | None:
    """Return of how many procedures a decision says what an indicator asks, and of how many it should; None: of all."""
    if code == WHOLE_PROCESS:
        return sum(one.online_whole is not None for one in counted.held), len(counted.held)
    if code == "1.1":
        decided = [one for one in counted.held if one.decided_on and one.decided_on in period]
        return sum(one.basis_on is not None for one in decided), len(decided)
    return None


def _of_procedures(counted: Counted, period: Period) -> dict[str, Figure | None]:
    """Return the indicators that count procedures; none below the line needs nobody to tell what they had to have."""
    return {code: _of_those(procedures(code, counted, period), code, counted) for code in OF_PROCEDURES}


def _of_those(told: Sequence[tuple[Held, bool]], code: str, counted: Counted) -> Figure | None:
    """Return how many procedures stand above the line; None without a catalogue, or while nobody tells which."""
    needed = OF_PROCEDURES[code]
    if not _has_catalogue(counted) or (told and needed is not None and not figures.has_number(needed, counted.known)):
        return None
    if code == "1.1" and not told and not any(one.basis_on for one in counted.held):
        return None
    return Figure(sum(good for _, good in told), len(told))


def _has_catalogue(counted: Counted) -> bool:
    """Tell whether the catalogue tells any procedure of the unit; of a period that has not begun it does not."""
    return bool(counted.held) and Source.CATALOGUE in counted.known


def _of_whole_process(counted: Counted) -> Figure | None:
    """Return how many dossiers of such procedures came online; None where no decision says which they are."""
    if not _has_catalogue(counted) or all(one.online_whole is None for one in counted.held):
        return None
    told = [counted.of_procedures.now.get(one.code, Counter()) for one in counted.held if one.online_whole]
    return Figure(sum(one[Count.RECEIVED_ONLINE] for one in told), sum(one[Count.RECEIVED] for one in told))


def _of_units(found: Mapping[int, Counter[Count]], known: frozenset[Source]) -> Figure | None:
    """Return the indicator that counts units: of those that tell of their copies, who issued certified ones.

    The description does not name who has to: here people's committees and departments. Agencies of a vertical sector,
    wherever they sit, and centres are left out.
    Law: 20/2020/QĐ-TTg (identifiers of ministries and what is under them begin with G)
    """
    if not figures.has_number(Count.CERTIFIED, known):
        return None
    telling = [agency for agency, counts in found.items() if counts[Count.RECEIVED_COPIES]]
    views = organisation.by_ids(telling) if telling else ()
    must = [one.id for one in views if one.kind in _CERTIFY and not one.code.startswith(_OF_A_MINISTRY)]
    return Figure(sum(found[one][Count.CERTIFIED] > 0 for one in must), len(must))
