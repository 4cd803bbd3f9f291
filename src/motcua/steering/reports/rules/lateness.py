"""How a unit stands with a report it owes."""

from collections.abc import Sequence
from datetime import datetime

from ..vocabulary import State, Submission
from .lifecycle import SUBMITTED

Sending = tuple[State, datetime | None]
"""A revision that was signed: its state, when it was sent."""


def submission(sendings: Sequence[Sending], due_at: datetime | None) -> Submission:
    """Return how a unit stands, from its revisions, the oldest first.

    A revision that was returned counts as not handed in; of those that stand the first decides whether it was in time,
    so that to restate a report in later months makes nobody late.
    """
    sent = [(state, at) for state, at in sendings if at is not None]
    standing = [at for state, at in sent if state in SUBMITTED]
    if not standing:
        return Submission.RETURNED if sent else Submission.MISSING
    if sent[-1][0] is State.RETURNED:
        return Submission.RETURNED
    return Submission.LATE if due_at is not None and standing[0] > due_at else Submission.IN_TIME
