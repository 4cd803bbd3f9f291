"""People change, work does not stop: give work to others row by row, and let nobody go over whose work nobody is left.

What the organisation alone cannot know stands here; who sits where is written by the agencies' services.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import VIETNAM
from motcua.ground.kernel.errors import Refusal
from motcua.people.agencies.rules.substitution import Seating
from motcua.people.agencies.services import careers, substitution
from motcua.people.agencies.vocabulary import AbsenceReason

from ..queries import orphans
from . import processing


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An open step and where it shall wait. ``post_id`` None: in the pool of its role."""

    item_id: int
    code: str
    post_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What became of a row: ``refusal`` "" where it was given, else why not."""

    item_id: int
    code: str
    post_id: int | None
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """Who is away, from when up to when, and who acts for him at which post meanwhile."""

    staff_id: int
    starts_at: datetime
    ends_at: datetime
    reason: AbsenceReason
    substitutes: tuple[Seating, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What to do with the work of somebody who goes.

    agencies   units whose work is looked at: none of it may be left that nobody can do
    later      let him go though some is: it is listed to the unit's leader
    """

    moves: tuple[Move, ...] = ()
    agencies: tuple[int, ...] = ()
    later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a change of people left behind: the rows given, and how much work nobody can do from then on."""

    moved: tuple[Moved, ...]
    orphaned: int


def reassign(moves: Sequence[Move], *, by: Actor, at: datetime, key: str = "") -> tuple[Moved, ...]:
    """Give each open step to its post or back to its pool, each by itself: what one row is refused stops no other.

    key   sent again it does nothing twice: each row has its own part of it
    """
    return tuple(_give(move, by=by, at=at, key=f"{key}:{move.item_id}" if key else "") for move in moves)


def go_away(away: Away, work: Work, *, by: Actor, at: datetime, key: str = "") -> Done:
    """Record an absence with its acting seats, then give away what shall not wait for them.

    Raises  Invalid, NotAllowed before anything is changed
    """
    substitution.record_absence(
        away.staff_id,
        away.starts_at,
        away.ends_at,
        away.reason,
        substitutes=away.substitutes,
        by=by,
        at=at,
        key=f"{key}:away" if key else "",
    )
    moved = reassign(work.moves, by=by, at=at, key=key)
    return Done(moved=moved, orphaned=orphans.count(work.agencies, at=max(at, away.starts_at)))


def move(
    appointment_id: int,
    to_post_id: int,
    work: Work,
    *,
    by: Actor,
    at: datetime,
    start: date | None = None,
    key: str = "",
) -> Done:
    """Give work away, then move somebody from one post to another.

    start    first day there; today, and at once, without one
    Raises   Refusal, code ``would_orphan``, where it would be and was not asked for; rows already given stay given.
    """
    moved = reassign(work.moves, by=by, at=at, key=key)
    moment = max(at, datetime.combine(start, time(12), VIETNAM)) if start else at
    with _work_has_somebody(work, at=moment):
        careers.move(appointment_id, to_post_id, by=by, at=at, start=start, key=f"{key}:move" if key else "")
    return Done(moved=moved, orphaned=orphans.count(work.agencies, at=moment))


def leave(
    account_id: int,
    work: Work,
    *,
    by: Actor,
    at: datetime,
    key: str = "",
) -> Done:
    """Give work away, then let somebody leave the service: seats, account, sessions and tokens end at once.

    Raises  Refusal, code ``would_orphan``, where it would be and was not asked for; rows already given stay given.
    """
    moved = reassign(work.moves, by=by, at=at, key=key)
    with _work_has_somebody(work, at=at):
        careers.leave(account_id, by=by, at=at, key=f"{key}:leave" if key else "")
    return Done(moved=moved, orphaned=orphans.count(work.agencies, at=at))


def _give(move: Move, *, by: Actor, at: datetime, key: str) -> Moved:
    try:
        if move.post_id is None:
            processing.release(move.code, by=by, at=at, key=key, item_id=move.item_id)
        else:
            processing.assign(move.code, move.post_id, by=by, at=at, key=key, item_id=move.item_id)
    except Refusal as no:
        return Moved(item_id=move.item_id, code=move.code, post_id=move.post_id, refusal=no.sentence)
    return Moved(item_id=move.item_id, code=move.code, post_id=move.post_id)


@contextmanager
def _work_has_somebody(work: Work, *, at: datetime) -> Iterator[None]:
    """Take back what is done inside if it leaves more work that nobody can do than there was."""
    with transaction.atomic():
        before = orphans.count(work.agencies, at=at)
        yield
        left = orphans.count(work.agencies, at=at) - before
        if left > 0 and not work.later:
            raise Refusal(
                f"Còn {left} việc sẽ không ai làm được. Giao lại các việc đó, hoặc chọn giao lại sau.",
                code="would_orphan",
            )
