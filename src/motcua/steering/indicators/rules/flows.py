"""What a dossier adds to the figures of each day: the same counts as `rules.counts`, as movements that add up.

A report of any period is two sums of movements. What came and what was resolved are movements by themselves; what is
open, late or not kept at the end of a day is a standing, and its movements are the days on which it begins and ceases.
Standing at the end of a period = all movements up to its last day; carried into it = all up to the day before. So
opening + received = resolved + open by construction, for any set of dossiers, and a dossier that changes replaces its
movements by others without anything else being looked at. Movements may lie ahead: a date that will pass, will pass.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from motcua.ground.kernel.clock import VIETNAM, local

from ..vocabulary import Count
from .counts import is_on_time, opens, received, resolved
from .periods import Period
from .records import Record

Flows = Counter[tuple[date, Count]]
"""{(day, count): by how much it moves}; a standing count moves down as well."""

STANDING = frozenset({Count.OPEN, Count.OPEN_ON_TIME, Count.OPEN_LATE, Count.OPEN_LATE_SORRY, Count.UNKEPT})
_DAY = timedelta(days=1)


def flows(record: Record) -> Flows:
    """Return the movements of one dossier over all days, none of them zero."""
    found: Flows = Counter()
    if record.received_at is None:
        if record.ended_at:
            found[local(record.ended_at).date(), Count.DECLINED] += 1
        return found
    for count in received(record):
        found[local(record.received_at).date(), count] += 1
    if record.ended_at:
        day = local(record.ended_at).date()
        for count in resolved(record):
            found[day, count] += 1
        if not is_on_time(record, record.ended_at):
            found[day, Count.RESOLVED_UNKEPT] += 1
    before: frozenset[Count] = frozenset()
    for day in sorted(_turns(record)):
        now = standing(record, day)
        for count in now - before:
            found[day, count] += 1
        for count in before - now:
            found[day, count] -= 1
        before = now
    return found


def standing(record: Record, day: date) -> frozenset[Count]:
    """Return what a dossier stands for at the end of a day; nothing before its receipt and from its end on."""
    if record.received_at is None or local(record.received_at).date() > day:
        return frozenset()
    if record.ended_at and local(record.ended_at).date() <= day:
        return frozenset()
    end = datetime.combine(day, time.max, tzinfo=VIETNAM)
    unkept = frozenset() if is_on_time(record, end) else frozenset({Count.UNKEPT})
    return frozenset(opens(record, end)) | unkept


@dataclass(frozen=True, slots=True)
class Sums:
    """Movements of one count: of the days before a period, and of its own up to its last or today."""

    before: int
    within: int


def report(found: Mapping[tuple[date, Count], int], period: Period, today: date) -> Counter[Count]:
    """Return the counts of a period from movements; of one that is not over, as it stands at the end of today."""
    last = min(period.last, today)
    before, within = Counter[Count](), Counter[Count]()
    for (day, count), moved in found.items():
        if day <= last:
            (before if day < period.first else within)[count] += moved
    return told({count: Sums(before[count], within[count]) for count in {*before, *within}})


def told(sums: Mapping[Count, Sums]) -> Counter[Count]:
    """Return the counts of a period: what stands at its end is all that moved, what stood before it was carried in."""
    total = Counter({count: one.within + one.before * (count in STANDING) for count, one in sums.items()})
    if Count.OPEN in sums:
        total[Count.CARRIED] = sums[Count.OPEN].before
    total[Count.HANDLED] = total[Count.RECEIVED] + total[Count.CARRIED]
    total[Count.HANDLED_ON_TIME] = total[Count.HANDLED] - total[Count.UNKEPT] - total[Count.RESOLVED_UNKEPT]
    return total


def _turns(record: Record) -> Iterator[date]:
    """Yield every day on which what a dossier stands for may change: its events, the dates that pass, these put off."""
    moments = [record.received_at, record.ended_at, *(promise.at for promise in record.promises)]
    moments += [letter.at for letter in record.letters]
    moments += [moment for wait in record.waits for moment in (wait.since, wait.until)]
    yield from {local(moment).date() for moment in moments if moment is not None}
    lengths = [wait.until - wait.since for wait in record.waits if wait.until is not None]
    for promise in record.promises:
        put_off = timedelta()
        for length in (timedelta(), *lengths):
            put_off += length
            passes = local(promise.due_at + put_off).date()
            yield from (passes, passes + _DAY, passes + 2 * _DAY)
