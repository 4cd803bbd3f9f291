"""Pieces of SQL over the cells and the records of figures."""

from collections.abc import Iterable, Sequence

from ..rules import windows
from ..rules.windows import AMONG, KEPT, STANDING, Part, Window, parts
from ..vocabulary import Count, Source

Kept = tuple[Count, Source | None]
"""A kept count, of all units or of those of which a source has told."""

COLUMNS = tuple(count.value for count in KEPT)


ALL: tuple[Kept, ...] = windows.needed(Count)
_COLUMN_OF = "min(since) FILTER (WHERE source = '{0}') AS {0}"
_TELLERS = f"""LEFT JOIN LATERAL (
    SELECT {", ".join(_COLUMN_OF.format(one.value) for one in AMONG)}
    FROM indicators_sourcetold s WHERE s.competent_id = {{row}}.competent_id
) t ON true"""  # noqa: S608 - names of our own


def tellers(row: str) -> str:
    """Return the join ``t``: since when each source has told of who decides a row, a column a source."""
    return _TELLERS.format(row=row)


def sums(kept: Sequence[Kept]) -> str:
    """Return two sums of each kept count, of the days before and of the period; what only flows has none before."""
    return ", ".join(
        f"{_sum_of(one, among, 'w.before') if one in STANDING else '0::bigint'}, {_sum_of(one, among, 'NOT w.before')}"
        for one, among in kept
    )


def _sum_of(count: Count, among: Source | None, when: str) -> str:
    told = f" AND t.{among.value} <= w.until" if among else ""
    return f"coalesce(sum(c.{count.value} * w.sign) FILTER (WHERE {when}{told}), 0)::bigint"


def needed(counts: Iterable[Count] | None) -> tuple[Kept, ...]:
    """Return the kept counts that some counts follow from; None: all."""
    return ALL if counts is None else windows.needed(counts)


def moved(kept: Sequence[Kept]) -> str:
    """Return the movements ``m`` of records with who has told of their units ``t`` as one column a kept count."""
    return ", ".join(_added(one, f" AND t.{among.value} <= %(last)s::date" if among else "") for one, among in kept)


def _added(count: Count, only: str = "") -> str:
    return f"coalesce(sum(m.moved) FILTER (WHERE m.count = {count.code}{only}), 0)"


MOVED = ", ".join(f"{_added(one)} AS {one.value}" for one in KEPT)
"""The movements of records as one column a count."""


def counted(part: Sequence[Count], less: Sequence[Count]) -> str:
    """Return the condition that a record ``r`` counts to a sum of counts, some taken away.

    Parameters ``first`` and ``last``.
    """
    signed = [(1, one) for one in part] + [(-1, one) for one in less]
    added = " + ".join(f"({sign * kept.sign} * {_sum(kept)})" for sign, one in signed for kept in parts(one))
    return f"(SELECT {added} FROM unnest(r.days, r.counts, r.moved) AS m(day, count, moved)) > 0"  # noqa: S608


def _sum(part: Part) -> str:
    days = {
        Window.BEFORE: "m.day < %(first)s::date",
        Window.WITHIN: "m.day BETWEEN %(first)s::date AND %(last)s::date",
        Window.THROUGH: "m.day <= %(last)s::date",
    }[part.window]
    added = _added(part.kept, f" AND {days}")
    return f"CASE WHEN {_TOLD.format(source=part.among.value)} THEN {added} ELSE 0 END" if part.among else added


_TOLD = """EXISTS (SELECT 1 FROM indicators_sourcetold t WHERE t.source = '{source}'
    AND t.competent_id = r.competent_id AND t.since <= %(last)s::date)"""


def reach(count: Count) -> str:
    """Return the condition on the days of a record that nothing behind a figure escapes: what an index answers."""
    if count in _CAME:
        return "r.received_on BETWEEN %(first)s::date AND %(last)s::date"
    if count in _WENT:
        return "r.ended_on BETWEEN %(first)s::date AND %(last)s::date"
    return "r.received_on <= %(last)s::date AND (r.ended_on IS NULL OR r.ended_on >= %(first)s::date)"


_CAME = frozenset(
    {
        Count.RECEIVED,
        Count.RECEIVED_ONLINE,
        Count.RECEIVED_DIRECT,
        Count.RECEIVED_POSTAL,
        Count.SYNCED,
        Count.FEE_DUE,
        Count.FEE_PAID,
        Count.FEE_PAID_ONLINE,
        Count.DIGITISED,
        Count.REUSED,
        Count.STORED,
        Count.CITIZEN_DATA,
        Count.CERTIFIED,
        Count.PETITIONS,
        Count.RECEIVED_SYNC,
        Count.RECEIVED_COPIES,
        Count.RECEIVED_APPLICANTS,
    }
)
_WENT = frozenset(
    {
        Count.RESOLVED,
        Count.RESOLVED_EARLY,
        Count.RESOLVED_ON_TIME,
        Count.RESOLVED_LATE,
        Count.RESOLVED_LATE_SORRY,
        Count.RESOLVED_UNKEPT,
        Count.COMPLETED,
        Count.WITHDRAWN,
        Count.STOPPED,
        Count.REJECTED,
        Count.DECLINED,
        Count.ELAPSED_HOURS,
        Count.RESULT_FILED,
        Count.RATED,
        Count.PLEASED,
        Count.PETITIONS_SETTLED,
        Count.PETITIONS_SETTLED_LATE,
        Count.COMPLETED_COPIES,
        Count.RESOLVED_RATINGS,
    }
)
