"""What a dossier adds to the figures of each day: the same counts as `rules.counts`, as movements that add up.

A report of any period is two sums of movements. What came and what was resolved are movements by themselves; what is
open, late or not kept at the end of a day is a standing, and its movements are the days on which it begins and ceases.
Standing at the end of a period = all movements up to its last day; carried into it = all up to the day before. So
opening + received = resolved + open by construction, for any set of dossiers, and a dossier that changes replaces its
movements by others without anything else being looked at. Movements may lie ahead: a date that will pass, will pass.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from motcua.ground.kernel.clock import VIETNAM, local

from ..vocabulary import Count
from .counts import elapsed, is_on_time, opens, received, resolved, told
from .records import Record

Flows = Counter[tuple[date, Count]]
"""{(day, count): by how much it moves}; a standing count moves down as well."""

_DAY = timedelta(days=1)


def flows(record: Record) -> Flows:
    """Return the movements of one dossier over all days, none of them zero."""
    if record.received_at is None:
        return Flows({(local(record.ended_at).date(), Count.DECLINED): 1} if record.ended_at else {})
    came = local(record.received_at).date()
    found = Flows((came, count) for count in received(record))
    found.update(told(record))
    found.update(_at_its_end(record))
    before: frozenset[Count] = frozenset()
    for day in sorted(_turns(record)):
        now = standing(record, day)
        for count in now - before:
            found[day, count] += 1
        for count in before - now:
            found[day, count] -= 1
        before = now
    return found


def _at_its_end(record: Record) -> Flows:
    if record.ended_at is None:
        return Flows()
    day = local(record.ended_at).date()
    found = Flows((day, count) for count in resolved(record))
    if not is_on_time(record, record.ended_at):
        found[day, Count.RESOLVED_UNKEPT] = 1
    if hours := elapsed(record):
        found[day, Count.ELAPSED_HOURS] = hours
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
