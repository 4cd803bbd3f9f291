"""Pieces of SQL over the cells and the records of figures."""

from collections.abc import Iterable, Sequence

from ..rules.windows import KEPT, STANDING, Part, Window, parts
from ..vocabulary import Count

COLUMNS = tuple(count.value for count in KEPT)


def sums(kept: Sequence[Count]) -> str:
    """Return two sums of each kept count, of the days before and of the period; what only flows has none before."""
    return ", ".join(
        f"coalesce(sum(c.{one.value} * w.sign) FILTER (WHERE w.before), 0)::bigint, "
        f"coalesce(sum(c.{one.value} * w.sign) FILTER (WHERE NOT w.before), 0)::bigint"
        if one in STANDING
        else f"0::bigint, coalesce(sum(c.{one.value} * w.sign) FILTER (WHERE NOT w.before), 0)::bigint"
        for one in kept
    )


def needed(counts: Iterable[Count] | None) -> tuple[Count, ...]:
    """Return the kept counts that some counts follow from; None: all."""
    if counts is None:
        return KEPT
    wanted = {part.kept for count in counts for part in parts(count)}
    return tuple(one for one in KEPT if one in wanted)


MOVED = ", ".join(f"coalesce(sum(m.moved) FILTER (WHERE m.count = {one.code}), 0) AS {one.value}" for one in KEPT)
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
    return f"coalesce(sum(m.moved) FILTER (WHERE m.count = {part.kept.code} AND {days}), 0)"


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
    }
)
