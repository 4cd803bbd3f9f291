"""Numbers missing in the journal: a transaction took one and has not committed, or never will.

A missing number can come only from a transaction that had begun when it was noticed. Once all of those are over, what
is still missing was rolled back. A number is taken a moment before its transaction counts as begun, so the bound is
set at the look after the one that noticed it.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers from ``first`` to ``last``, both included; ``begun``: who may fill it began before this transaction."""

    first: int
    last: int
    begun: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The journal as one statement saw it.

    newest   the greatest number there is
    over     all transactions before this one are over; next: no transaction from this one on had begun
    late     numbers that were found in the gaps asked for; missing: (first, last) of the new gaps
    """

    newest: int
    over: int
    next: int
    late: tuple[int, ...]
    missing: tuple[tuple[int, int], ...]


def after(gaps: Sequence[Gap], look: Look) -> tuple[Gap, ...]:
    """Return the gaps to watch after a look: those that may still be filled, and the new ones."""
    left = [part for gap in gaps if gap.begun is None or gap.begun > look.over for part in _left(gap, look.late)]
    bound = [gap if gap.begun is not None else replace(gap, begun=look.next) for gap in left]
    return (*bound, *(Gap(first, last) for first, last in look.missing))


def _left(gap: Gap, late: Collection[int]) -> Iterator[Gap]:
    """Yield what is left of a gap that was filled at some places."""
    first = gap.first
    for number in _within(gap, late):
        if number > first:
            yield replace(gap, first=first, last=number - 1)
        first = number + 1
    if first <= gap.last:
        yield replace(gap, first=first)


def _within(gap: Gap, late: Iterable[int]) -> list[int]:
    return sorted(number for number in late if gap.first <= number <= gap.last)
