"""The dossiers, or petitions, behind a measure: those above its line, below it, or those that cost it."""

from collections.abc import Sequence
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
SELECT r.{key} FROM {table} r WHERE r.{key} > %(after)s::bigint AND {condition} ORDER BY r.{key} LIMIT %(limit)s::int
"""
_TOTAL = "SELECT count(*) FROM {table} r WHERE {condition}"
_DOSSIERS, _PETITIONS = ("indicators_dossierrecord", "dossier_id"), ("indicators_petitionrecord", "petition")
_SUMS: dict[Count, Count] = {Count.ELAPSED_HOURS: Count.COMPLETED}
"""What is no number of dossiers opens the dossiers it was added up from."""


def behind_measure(
    measure: Measure, side: Side, scope: Scope, period: Period, *, today: date, after: int = 0, limit: int = 50
) -> tuple[int, ...]:
    """Return the ids behind one side of a measure, in order: so many as its value says.

    after   so many after one of them; `limit` at most
    """
    statement, asked = _asked(_ROWS, measure, side, scope, period, today)
    with connection.cursor() as cursor:
        cursor.execute(statement, {**asked, "after": after, "limit": limit})
        return tuple(found for (found,) in cursor.fetchall())


def how_many(measure: Measure, side: Side, scope: Scope, period: Period, *, today: date) -> int:
    """Return how many rows stand behind one side of a measure."""
    statement, asked = _asked(_TOTAL, measure, side, scope, period, today)
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return int(cursor.fetchone()[0])


def of_petitions(measure: Measure) -> bool:
    """Tell whether petitions stand behind a measure, not dossiers."""
    return any(count in OF_PETITIONS for count in measure.part)


def _asked(
    statement: str, measure: Measure, side: Side, scope: Scope, period: Period, today: date
) -> tuple[str, dict[str, Any]]:
    whose, limits = whose_rows(scope, "r")
    table, key = _PETITIONS if of_petitions(measure) else _DOSSIERS
    found = statement.format(table=table, key=key, condition=f"{whose} AND {_condition(measure, side)}")
    return found, {"first": period.first, "last": min(period.last, today), **limits}


def _condition(measure: Measure, side: Side) -> str:
    above = _any(measure.part)
    if measure.less:
        above = f"{above} AND NOT {_any(measure.less)}"
    if side is Side.PART or not measure.whole:
        return f"({above})"
    whole = _any(measure.whole)
    return whole if side is Side.WHOLE else f"{whole} AND NOT ({above})"


def _any(counts: Sequence[Count]) -> str:
    opened = [_SUMS.get(count, count) for count in counts]
    return f"({' OR '.join(f'({_sql.reach(one)} AND {_sql.behind(one)})' for one in opened)})"
