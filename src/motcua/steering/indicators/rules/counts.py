"""What a dossier counts for in a period: the columns of the reports and the one figure of progress of the index.

Law: forms II.06a/VPCP/KSTT (received in all = resolved + open; returned and withdrawn ones stand under on time, those
that wait for papers under in time) and 07a/BTP (with and without letter of apology); 766/QĐ-TTg, indicator 2.1.
A moment belongs to the day it has in Vietnam; a verdict compares dates, as on the dossier itself.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from motcua.ground.kernel.clock import VIETNAM, local

from ..vocabulary import Count, Outcome
from .facts import Facts
from .periods import Period
from .records import Record, Wait

_CHANNELS = {
    "online": Count.RECEIVED_ONLINE,
    "in_person": Count.RECEIVED_DIRECT,
    "postal": Count.RECEIVED_POSTAL,
}
_TIMES = {"early": Count.RESOLVED_EARLY, "on_time": Count.RESOLVED_ON_TIME, "late": Count.RESOLVED_LATE}
_OUTCOMES = {
    Outcome.COMPLETED: Count.COMPLETED,
    Outcome.REJECTED: Count.REJECTED,
    Outcome.WITHDRAWN: Count.WITHDRAWN,
    Outcome.STOPPED: Count.STOPPED,
}
_MOST_SUPPLEMENTS = 1
IDENTITIES = (
    ((Count.RECEIVED, Count.CARRIED), (Count.RESOLVED, Count.OPEN)),
    ((Count.RECEIVED,), (Count.RECEIVED_ONLINE, Count.RECEIVED_DIRECT, Count.RECEIVED_POSTAL)),
    ((Count.RESOLVED,), (Count.RESOLVED_EARLY, Count.RESOLVED_ON_TIME, Count.RESOLVED_LATE)),
    ((Count.OPEN,), (Count.OPEN_ON_TIME, Count.OPEN_LATE)),
    ((Count.RESOLVED,), (Count.COMPLETED, Count.REJECTED, Count.WITHDRAWN, Count.STOPPED)),
)
"""Sums that are equal in every period and for every set of dossiers."""


def counts(record: Record, period: Period, *, at: datetime) -> Iterator[Count]:
    """Yield what the dossier counts for in a period, each at most once.

    at   now: what is open is judged at the end of the last day of a period, of today where it is not over
    """
    if record.received_at is None:
        if record.outcome is Outcome.DECLINED and _in(record.ended_at, period):
            yield Count.DECLINED
        return
    if local(record.received_at).date() > period.last or (record.ended_at and _before(record.ended_at, period)):
        return
    if _before(record.received_at, period):
        yield Count.CARRIED
    else:
        yield from received(record)
    end = _end(min(local(at).date(), period.last))
    if record.ended_at and _in(record.ended_at, period):
        yield from resolved(record)
    else:
        yield from opens(record, end)
    yield Count.HANDLED
    if is_on_time(record, end):
        yield Count.HANDLED_ON_TIME
    yield from (count for day, count in told(record) if day in period)


def is_on_time(record: Record, end: datetime) -> bool:
    """Tell whether indicator 2.1 counts the dossier as kept: by the date that was first promised, without the waits.

    end   of the period, or now. A dossier that waits for the applicant is judged when it began to; one asked for
          papers more than once counts as late; waits that are over are taken off the end as the clock shows them.
    """
    waits = [wait for wait in record.waits if wait.since <= end]
    due_at = next((one.due_at for one in reversed(record.promises) if one.counted and one.at <= end), None)
    if sum(wait.supplement for wait in waits) > _MOST_SUPPLEMENTS:
        return False
    if due_at is None:
        return True
    finished = min(record.ended_at or end, end)
    if waits and (waits[-1].until is None or waits[-1].until > end):
        finished = waits[-1].since
    waited = sum((_length(wait, finished) for wait in waits), timedelta())
    return local(finished - waited).date() <= local(due_at).date()


def received(record: Record) -> Iterator[Count]:
    """Yield what a dossier counts for on the day it was received."""
    yield Count.RECEIVED
    yield _CHANNELS.get(record.channel, Count.RECEIVED_DIRECT)


def resolved(record: Record) -> Iterator[Count]:
    """Yield what a dossier counts for on the day it was resolved."""
    yield Count.RESOLVED
    time = _TIMES.get(record.timeliness, Count.RESOLVED_ON_TIME)
    yield time
    if time is Count.RESOLVED_LATE and record.letters:
        yield Count.RESOLVED_LATE_SORRY
    if record.outcome in _OUTCOMES:
        yield _OUTCOMES[record.outcome]


def told(record: Record) -> Iterator[tuple[date, Count]]:
    """Yield what others told of a dossier that was received, with the day it counts on.

    What is a share of the dossiers received counts on the day of receipt, what is one of the results or how a result
    was liked on the day of the result; blame lies within the life of the dossier, a part of what was handled. So no
    dossier moves anything before its receipt or after its end.
    """
    if record.received_at is None:
        return
    facts, came = record.facts, local(record.received_at).date()
    went = local(record.ended_at).date() if record.ended_at else None
    yield from ((came, count) for count, holds in _on_receipt(facts) if holds)
    if facts.result and went and record.outcome is Outcome.COMPLETED:
        yield went, Count.RESULT_FILED
    if facts.rated_at and went:
        yield went, Count.RATED
        if facts.pleased:
            yield went, Count.PLEASED
    if facts.blamed_at:
        day = max(local(facts.blamed_at).date(), came)
        yield min(day, went) if went else day, Count.BLAMED


def _on_receipt(facts: Facts) -> tuple[tuple[Count, bool], ...]:
    due = bool(facts.fee)
    paid = due and facts.paid >= (facts.fee or 0)
    return (
        (Count.SYNCED, facts.synced),
        (Count.FEE_DUE, due),
        (Count.FEE_PAID, paid),
        (Count.FEE_PAID_ONLINE, paid and facts.paid_online),
        (Count.DIGITISED, facts.component and facts.result),
        (Count.REUSED, facts.reused),
        (Count.STORED, facts.stored),
        (Count.CITIZEN_DATA, facts.citizen_data),
        (Count.CERTIFIED, facts.certified),
    )


def elapsed(record: Record) -> int:
    """Return the hours a dossier with a result took from receipt to its end, without the waits; 0 for others."""
    if record.received_at is None or record.ended_at is None or record.outcome is not Outcome.COMPLETED:
        return 0
    waited = sum((_length(wait, record.ended_at) for wait in record.waits), timedelta())
    return max((record.ended_at - record.received_at - waited) // timedelta(hours=1), 0)


def opens(record: Record, end: datetime) -> Iterator[Count]:
    """Yield what a dossier that is not resolved counts for at a moment."""
    yield Count.OPEN
    due_at = record.promised(end)
    waits = any(wait.since <= end and (wait.until is None or wait.until > end) for wait in record.waits)
    if waits or due_at is None or local(due_at).date() >= local(end).date():
        yield Count.OPEN_ON_TIME
        return
    yield Count.OPEN_LATE
    if any(letter.at <= end for letter in record.letters):
        yield Count.OPEN_LATE_SORRY


def _length(wait: Wait, until: datetime) -> timedelta:
    return max(min(wait.until or until, until) - wait.since, timedelta())


def _in(moment: datetime | None, period: Period) -> bool:
    return moment is not None and local(moment).date() in period


def _before(moment: datetime, period: Period) -> bool:
    return local(moment).date() < period.first


def _end(day: date) -> datetime:
    """Return the last moment of a day."""
    return datetime.combine(day, time.max, tzinfo=VIETNAM)
