"""The dossiers and petitions behind a figure, page by page, and those that cost it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db import connection

from ..rules.measures import Measure
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


def behind_figure(
    count: Count,
    scope: Scope,
    period: Period,
    *,
    today: date,
    procedures: tuple[str, ...] | None = None,
    after: int = 0,
    limit: int = 50,
) -> tuple[int, ...]:
    """Return the ids of the dossiers, or petitions, of which a figure of `figures.report` consists, in order.

    procedures   only of these
    after        so many after one of them; `limit` at most
    """
    where, asked = _where(scope, period, today, procedures)
    return _fetch(count, f"{where} AND {_sql.behind(count)}", {**asked, "after": after, "limit": limit})


def of_measure(
    measure: Measure,
    side: Side,
    scope: Scope,
    period: Period,
    *,
    today: date,
    after: int = 0,
    limit: int = 50,
) -> tuple[int, ...]:
    """Return those of which a measure consists: counted above its line, below it, or below and not above: what it lost.

    Raises  ValueError for the loss of a measure that is no ratio
    """
    if side is not Side.PART and not measure.whole:
        raise ValueError(f"{measure.code} has nothing below its line")
    where, asked = _where(scope, period, today, None)
    above = f"({_any(measure.part)})"
    if measure.less:
        above += f" AND NOT ({_any(measure.less)})"
    condition = {
        Side.PART: above,
        Side.WHOLE: _any(measure.whole),
        Side.LOST: f"({_any(measure.whole)}) AND NOT ({above})",
    }[side]
    counted = measure.part if side is Side.PART else measure.whole
    reach = " OR ".join(f"({_sql.reach(one)})" for one in counted)
    return _page(counted[0], f"({reach}) AND {where} AND ({condition})", {**asked, "after": after, "limit": limit})


def _any(counts: tuple[Count, ...]) -> str:
    return " OR ".join(_sql.behind(one) for one in counts)


def condition(
    measure: Measure,
    scope: Scope,
    period: Period,
    *,
    today: date,
    procedures: Sequence[str] | None = None,
) -> tuple[str, dict[str, Any]]:
    """Return the condition that a record ``r`` of a dossier counts to a number of dossiers, and its parameters.

    A piece of SQL for statements of contexts above that list such dossiers with what they know of them.
    """
    where, asked = _where(scope, period, today, procedures)
    reach = " OR ".join(f"({said})" for said in sorted({_sql.reach(count) for count in measure.part}))
    return f"({reach}) AND {where} AND {_sql.counted(measure.part, measure.less)}", asked


def _where(scope: Scope, period: Period, today: date, procedures: Sequence[str] | None) -> tuple[str, dict[str, Any]]:
    whose, limits = whose_rows(scope, "r")
    asked = {"first": period.first, "last": min(period.last, today), **limits}
    if procedures is None:
        return whose, asked
    return f"{whose} AND r.procedure = ANY(%(procedures)s::text[])", {**asked, "procedures": list(procedures)}


def _fetch(count: Count, condition: str, asked: dict[str, Any]) -> tuple[int, ...]:
    return _page(count, f"{_sql.reach(count)} AND {condition}", asked)


def _page(count: Count, condition: str, asked: dict[str, Any]) -> tuple[int, ...]:
    table, key = _PETITIONS if count in OF_PETITIONS else _DOSSIERS
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(table=table, key=key, condition=condition), asked)
        return tuple(found for (found,) in cursor.fetchall())


def every(
    count: Count, scope: Scope, period: Period, *, today: date, procedures: tuple[str, ...] | None = None
) -> Iterator[int]:
    """Yield all of them, in constant memory."""
    after = 0
    while page := behind_figure(count, scope, period, today=today, procedures=procedures, after=after, limit=5000):
        yield from page
        after = page[-1]
