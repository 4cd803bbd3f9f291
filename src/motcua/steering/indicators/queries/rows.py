"""The dossiers and petitions behind a figure, page by page, and those that cost it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db import connection

from ..rules.measures import MEASURES, Measure
from ..rules.periods import Period
from ..rules.windows import OF_PETITIONS
from ..vocabulary import Count, Side
from . import _sql
from .figures import Scope, whose_rows

_ROWS = """
SELECT r.{key} FROM {table} r
WHERE r.{key} > %(after)s::bigint AND {condition}
ORDER BY r.{key} LIMIT %(limit)s::int
"""
_DOSSIERS, _PETITIONS = ("indicators_dossierrecord", "dossier_id"), ("indicators_petitionrecord", "petition")
_TWICE = f"""
SELECT count(*) FROM indicators_dossierrecord r
WHERE {_sql.reach(Count.UNBLAMED)} AND {{whose}} AND {Count.BLAMED.code} = ANY(r.counts)
  AND {_sql.counted([], [Count.UNBLAMED])}
"""  # noqa: S608 - pieces of our own


def behind_figure(
    count: Count,
    scope: Scope,
    period: Period,
    *,
    today: date,
    procedures: Sequence[str] | None = None,
    after: int = 0,
    limit: int = 50,
) -> tuple[int, ...]:
    """Return the ids of the dossiers, or petitions, of which a figure of `figures.report` consists, in order.

    procedures   only of these
    after        so many after one of them; `limit` at most
    """
    measure = MEASURES[count.value]
    return of_measure(measure, Side.PART, scope, period, today=today, procedures=procedures, after=after, limit=limit)


def of_measure(
    measure: Measure,
    side: Side,
    scope: Scope,
    period: Period,
    *,
    today: date,
    procedures: Sequence[str] | None = None,
    after: int = 0,
    limit: int = 50,
) -> tuple[int, ...]:
    """Return those of which a measure consists: counted above its line, below it, or below and not above: what it lost.

    Raises  ValueError for the loss of a measure that is no ratio
    """
    where, asked = condition(measure, scope, period, side=side, today=today, procedures=procedures)
    table, key = _PETITIONS if measure.part[0] in OF_PETITIONS else _DOSSIERS
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(table=table, key=key, condition=where), {**asked, "after": after, "limit": limit})
        return tuple(found for (found,) in cursor.fetchall())


def condition(
    measure: Measure,
    scope: Scope,
    period: Period,
    *,
    today: date,
    side: Side = Side.PART,
    procedures: Sequence[str] | None = None,
) -> tuple[str, dict[str, Any]]:
    """Return the condition that a record ``r`` stands on a side of a measure, and its parameters.

    A piece of SQL for statements of contexts above that list such dossiers with what they know of them. A record
    stands above the line where the counts that are added and taken away leave something of it: so its rows are as many
    as the figure says, but for one that is taken away more than once (`taken_twice`).
    Raises  ValueError for the loss of a measure that is no ratio
    """
    if side is not Side.PART and not measure.whole:
        raise ValueError(f"{measure.code} has nothing below its line")
    where, asked = _where(scope, period, today, procedures)
    above = _sql.counted(measure.part, measure.less)
    said, counted = {
        Side.PART: (above, measure.part),
        Side.WHOLE: (_sql.counted(measure.whole, ()), measure.whole),
        Side.LOST: (f"{_sql.counted(measure.whole, ())} AND NOT {above}", measure.whole),
    }[side]
    reach = " OR ".join(f"({one})" for one in sorted({_sql.reach(count) for count in counted}))
    return f"({reach}) AND {where} AND {said}", asked


def taken_twice(
    measure: Measure, scope: Scope, period: Period, *, today: date, procedures: Sequence[str] | None = None
) -> int:
    """Return how many dossiers a measure takes away twice: the late ones that were blamed too, of indicator 5.4.

    Law: 766/QĐ-TTg, ngày 23/6/2022: from a hundred the share of the late and the share of the blamed are taken away
    each by itself, so such a dossier lowers the number by two and is one row.
    """
    if Count.UNBLAMED not in measure.part:
        return 0
    whose, asked = _where(scope, period, today, procedures)
    with connection.cursor() as cursor:
        cursor.execute(_TWICE.format(whose=whose), asked)
        (found,) = cursor.fetchone()
    return int(found)


def every(
    count: Count, scope: Scope, period: Period, *, today: date, procedures: Sequence[str] | None = None
) -> Iterator[int]:
    """Yield all of them, in constant memory."""
    after = 0
    while page := behind_figure(count, scope, period, today=today, procedures=procedures, after=after, limit=5000):
        yield from page
        after = page[-1]


def _where(scope: Scope, period: Period, today: date, procedures: Sequence[str] | None) -> tuple[str, dict[str, Any]]:
    whose, limits = whose_rows(scope, "r")
    asked = {"first": period.first, "last": min(period.last, today), **limits}
    if procedures is None:
        return whose, asked
    return f"{whose} AND r.procedure = ANY(%(procedures)s::text[])", {**asked, "procedures": list(procedures)}
