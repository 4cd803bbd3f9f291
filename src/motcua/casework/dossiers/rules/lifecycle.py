"""Which act leads from which status to which. Status is law: this table is the only place that knows it.

Law: 61/2018/NĐ-CP, Điều 16–20; national codes of the synchronisation message. What later acts add, they add here.
"""

from ..errors import ActNotAllowed
from ..vocabulary import Act, Status

TRANSITIONS: dict[tuple[Status | None, Act], Status] = {
    (None, Act.ACCEPT): Status.RECEIVED,
    (None, Act.DECLINE): Status.DECLINED,
    (Status.RECEIVED, Act.PROCESS): Status.PROCESSING,
    (Status.RECEIVED, Act.COMPLETE): Status.COMPLETED,
    (Status.PROCESSING, Act.COMPLETE): Status.COMPLETED,
    (Status.COMPLETED, Act.RETURN): Status.RETURNED,
}

OPEN = frozenset({Status.RECEIVED, Status.PROCESSING, Status.COMPLETED})
"""Statuses in which someone of ours holds the dossier."""

RUNNING = frozenset({Status.RECEIVED, Status.PROCESSING})
"""Statuses in which the clock runs."""


def advance(status: Status | None, act: Act) -> Status:
    """Return the status after the act; None is a dossier that is not there yet.

    Raises  ActNotAllowed for every pair that the table does not hold.
    """
    try:
        return TRANSITIONS[status, act]
    except KeyError:
        raise ActNotAllowed(act, status) from None


def acts_from(status: Status | None) -> tuple[Act, ...]:
    """Return the acts that the law allows from a status, in the order of the table."""
    return tuple(act for (source, act) in TRANSITIONS if source is status)
