"""Counts of a period: of a scope, of each of its agencies, its procedures, its periods; each one statement of cells."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection

from ..models import ProcedureDays
from ..rules import cells
from ..rules.cells import Cells
from ..rules.periods import Period
from ..rules.windows import STANDING, following, source, told
from ..vocabulary import Count, Grain, Source
from . import _sql, telling
from ._sql import ALL, Kept

_DAY = timedelta(days=1)
_BY_PROCEDURE = "ARRAY[c.procedure, w.place::text]"
_FIGURES = """
SELECT {key}, {since}, {sums}
FROM unnest(%(places)s::int[], %(before)s::bool[], %(grains)s::text[], %(firsts)s::date[], %(lasts)s::date[],
     %(signs)s::int[], %(ends)s::date[]) AS w(place, before, grain, first, last, sign, until)
CROSS JOIN LATERAL (
    SELECT agency_id, competent_id, procedure, {columns} FROM indicators_cell c
    WHERE c.grain = w.grain AND c.first BETWEEN w.first AND w.last AND {whose} AND {what} OFFSET 0
) c {tellers}
GROUP BY 1
"""  # OFFSET 0: cells are looked up window by window, whatever a plan for unknown parameters expects


_OF_AGENCIES = "{row}.agency_id = ANY(%(agencies)s::bigint[])"
_OF_COMPETENTS = "{row}.competent_id = ANY(%(competents)s::bigint[])"
_WHO_DECIDES = """{row}.competent_id IN (SELECT c.competent_id FROM indicators_cell c
    WHERE c.procedure = '' AND c.grain = 'y' AND c.agency_id = ANY(%(agencies)s::bigint[]))"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose dossiers are counted: those that agencies received, those that agencies are competent for, both, or all.

    None asks for no restriction, () for nobody's.
    """

    agency_ids: Sequence[int] | None = None
    competent_ids: Sequence[int] | None = None

    @staticmethod
    def received_by(*agency_ids: int) -> "Scope":
        """Return the scope of what agencies received."""
        return Scope(agency_ids=agency_ids)

    @staticmethod
    def competent(*agency_ids: int) -> "Scope":
        """Return the scope of what agencies have to decide."""
        return Scope(competent_ids=agency_ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """The cells of which some periods consist, each period by its place."""

    places: list[int] = field(default_factory=list)
    before: list[bool] = field(default_factory=list)
    grains: list[str] = field(default_factory=list)
    firsts: list[date] = field(default_factory=list)
    lasts: list[date] = field(default_factory=list)
    signs: list[int] = field(default_factory=list)
    ends: list[date] = field(default_factory=list)

    def add(self, place: int, before: bool, found: Sequence[Cells], until: date) -> None:
        for grain, first, last, sign in found:
            self.places.append(place)
            self.before.append(before)
            self.grains.append(grain.value)
            self.firsts.append(first)
            self.lasts.append(last)
            self.signs.append(sign)
            self.ends.append(until)


def report(scope: Scope, period: Period, *, today: date) -> Counter[Count]:
    """Return the counts of a period; of one that is not over, as it stands at the end of today."""
    (found,) = series(scope, [period], today=today)
    return found


def foreseen(scope: Scope, period: Period) -> Counter[Count]:
    """Return the counts of a period as they will stand at its end if from now on nobody does anything."""
    return report(scope, period, today=period.last)


def series(
    scope: Scope, periods: Sequence[Period], *, today: date, only: Iterable[Count] | None = None
) -> tuple[Counter[Count], ...]:
    """Return the counts of each of some periods, in their order; ``only`` as for `by_procedure`."""
    found = dict(_figures("w.place", scope, periods, today, _sql.needed(only)))
    return tuple(found.get(place) or told({}, {}) for place in range(len(periods)))


def by_competent(scope: Scope, period: Period, *, today: date) -> dict[int, Counter[Count]]:
    """Return {id of the competent agency: counts of a period} of those that have any."""
    return dict(_figures("c.competent_id", scope, [period], today))


def series_by_competent(
    scope: Scope, periods: Sequence[Period], *, today: date, only: Iterable[Count] | None = None
) -> tuple[dict[int, Counter[Count]], ...]:
    """Return, for each of some periods, {id of the competent agency: counts} of those that have any.

    only   the counts that are wanted, where not all are: the others are 0
    """
    found: tuple[dict[int, Counter[Count]], ...] = tuple({} for _ in periods)
    kept = _sql.needed(only)
    for (competent, place), counts in _figures("ARRAY[c.competent_id, w.place]", scope, periods, today, kept):
        found[place][competent] = counts
    return found


def by_agency(scope: Scope, period: Period, *, today: date) -> dict[int, Counter[Count]]:
    """Return {id of the receiving agency: counts of a period} of those that have any."""
    return dict(_figures("c.agency_id", scope, [period], today))


def by_procedure(
    scope: Scope, period: Period, *, today: date, only: Iterable[Count] | None = None
) -> dict[str, Counter[Count]]:
    """Return {code of the procedure: counts of a period} of those that have any; petitions stand under "".

    only   the counts that are wanted, where not all are: the others are 0

    A span that begins or ends within a month that is over is counted from the records: slower, the same numbers.
    """
    (found,) = series_by_procedure(scope, [period], today=today, only=only)
    return found


def series_by_procedure(
    scope: Scope, periods: Sequence[Period], *, today: date, only: Iterable[Count] | None = None
) -> tuple[dict[str, Counter[Count]], ...]:
    """Return, for each of some periods, what `by_procedure` returns; in one statement where cells tell them all."""
    found: tuple[dict[str, Counter[Count]], ...] = tuple({} for _ in periods)
    since: set[date | None] = set()
    for (procedure, place), counts in _figures(_BY_PROCEDURE, scope, periods, today, _sql.needed(only), since):
        found[int(place)][procedure] = counts
    for place, period in enumerate(periods):
        if (days := _days(period, today)) and _is_closed(min(days), since):
            found[place].clear()
            found[place].update(_from_records(scope, period.first, min(period.last, today)))
    return found


def _days(period: Period, today: date) -> list[date]:
    """Return from where on single days are read for a period."""
    windows = [*cells.through(min(period.first - _DAY, today)), *cells.span(period.first, min(period.last, today))]
    return [one.first for one in windows if one.grain is Grain.DAY]


def _is_closed(day: date, since: set[date | None]) -> bool:
    """Tell whether a day is of a month that was closed, of which cells of procedures keep only the month.

    since   what was read with the cells, if any: from which day on they are kept
    """
    begun = max((one for one in since if one), default=None) if since else _kept_since()
    return begun is not None and day < begun


def _kept_since() -> date | None:
    return ProcedureDays.objects.values_list("since", flat=True).first()


def summed(found: Iterable[Mapping[Count, int]]) -> Counter[Count]:
    """Return the counts of several agencies together."""
    whole: Counter[Count] = Counter()
    for counts in found:
        whole.update(counts)
    return whole


def sources(scope: Scope, *, until: date) -> frozenset[Source]:
    """Return who had told anything of a scope by a day; the others' figures have no number."""
    return telling.known(told_since(scope), until)


def sources_in(scope: Scope, period: Period, *, today: date) -> frozenset[Source]:
    """Return who had told anything of a scope by the end of a period, or by today; before it begins, nobody."""
    return telling.known_in(told_since(scope), period, today=today)


def told_since(scope: Scope) -> dict[Source, date]:
    """Return {source: the first day it told anything of a scope} of those that have to tell; one statement."""
    return telling.since(*whose_competents(scope, "t"))


def told_unit_by_unit(scope: Scope) -> telling.Told:
    """Return the same of each agency that decides any of a scope; one statement."""
    return telling.unit_by_unit(*whose_competents(scope, "t"))


def has_number(count: Count, known: frozenset[Source]) -> bool:
    """Tell whether a count has a number, given who has told anything."""
    return source(count) in known


def _figures(
    key: str,
    scope: Scope,
    periods: Sequence[Period],
    today: date,
    kept: Sequence[Kept] = ALL,
    since: set[date | None] | None = None,
) -> Iterator[tuple[Any, Counter[Count]]]:
    asked = _Asked()
    stands, counts = any(one in STANDING for one, _ in kept), following(kept)
    for place, period in enumerate(periods):
        last = min(period.last, today)
        if stands:
            asked.add(place, True, cells.through(min(period.first - _DAY, today)), last)
        asked.add(place, False, cells.span(period.first, last), last)
    whose, limits = whose_rows(scope, "c")
    columns = ", ".join(sorted({one.value for one, _ in kept}))
    tellers = _sql.tellers("c") if any(among for _, among in kept) else ""
    begun = "(SELECT max(since) FROM indicators_proceduredays)" if since is not None else "NULL"
    what = "c.procedure <> ''" if key == _BY_PROCEDURE else "c.procedure = ''"
    with connection.cursor() as cursor:
        cursor.execute(
            _FIGURES.format(
                key=key, since=begun, sums=_sql.sums(kept), columns=columns, whose=whose, what=what, tellers=tellers
            ),
            {**asdict(asked), **limits},
        )
        for found, kept_since, *sums in cursor.fetchall():
            if since is not None:
                since.add(kept_since)
            yield found, _counts(kept, sums[0::2], sums[1::2], counts)


def _counts(
    kept: Sequence[Kept], before: Sequence[int], within: Sequence[int], counts: Sequence[Count] = tuple(Count)
) -> Counter[Count]:
    """Return counts from the sums of kept ones, in their order."""
    of: dict[Source | None, tuple[dict[Count, int], dict[Count, int]]] = {}
    for (count, among), earlier, own in zip(kept, before, within, strict=True):
        mine = of.setdefault(among, ({}, {}))
        mine[0][count], mine[1][count] = earlier, own
    return told(*of.pop(None, ({}, {})), counts, among={one: sums for one, sums in of.items() if one})


def _from_records(scope: Scope, first: date, last: date) -> dict[str, Counter[Count]]:
    whose, limits = whose_rows(scope, "r")
    statement = f"""
    SELECT r.procedure, m.day < %(first)s::date AS before, {_sql.moved(ALL)}
    FROM (SELECT agency_id, competent_id, procedure, received_on, ended_on, days, counts, moved
          FROM indicators_dossierrecord UNION ALL
          SELECT agency_id, competent_id, procedure, received_on, ended_on, days, counts, moved
          FROM indicators_petitionrecord) r
         {_sql.tellers("r")}
         CROSS JOIN unnest(r.days, r.counts, r.moved) AS m(day, count, moved)
    WHERE {whose} AND (r.received_on IS NULL OR r.received_on <= %(last)s::date)
      AND (r.ended_on IS NULL OR r.ended_on >= %(first)s::date) AND m.day <= %(last)s::date
    GROUP BY 1, 2
    """  # noqa: S608 - pieces of our own
    found: dict[str, dict[bool, list[int]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, {"first": first, "last": last, **limits})
        for procedure, before, *sums in cursor.fetchall():
            found.setdefault(procedure, {})[before] = sums
    nothing = [0] * len(ALL)
    return {
        procedure: _counts(ALL, sums.get(True, nothing), sums.get(False, nothing)) for procedure, sums in found.items()
    }


def whose_rows(scope: Scope, row: str) -> tuple[str, dict[str, list[int]]]:
    """Return the condition that rows of cells or records are of a scope, and its parameters."""
    return _whose(scope, row, _OF_AGENCIES)


def whose_competents(scope: Scope, row: str) -> tuple[str, dict[str, list[int]]]:
    """Return the condition that rows of competent agencies are of a scope; parameters as above.

    Of what agencies received: of all who decide any of it.
    """
    return _whose(scope, row, _WHO_DECIDES)


def _whose(scope: Scope, row: str, of_agencies: str) -> tuple[str, dict[str, list[int]]]:
    conditions, limits = [], {}
    if scope.agency_ids is not None:
        conditions.append(of_agencies.format(row=row))
        limits["agencies"] = list(scope.agency_ids)
    if scope.competent_ids is not None:
        conditions.append(_OF_COMPETENTS.format(row=row))
        limits["competents"] = list(scope.competent_ids)
    return " AND ".join(conditions) or "TRUE", limits
