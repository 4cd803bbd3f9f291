"""Watch over the two halves: file what is concluded, raise what is apart too long, end what is together again."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from motcua.ground.kernel.actors import Actor, system
from motcua.ground.outbox import services as outbox

from ..events import DivergenceEnded, DivergenceRaised, PaperMoved
from ..models import Divergence, SlipLine
from ..queries import twin as queries
from ..queries.twin import Half
from ..rules import twin
from ..vocabulary import LineState, MoveCause, Whereabouts
from . import _bags
from ._bags import To
from ._stroke import each

_WATCH = system("paper-watch")


def watch(*, at: datetime) -> None:
    """Look at every bag that is not where the work is; safe to run as often as one likes, each raised once.

    Raises  ExceptionGroup of what could not be done for some bags, once the others are done
    """
    faults: list[Exception] = []
    halves = queries.not_with_the_work()
    done = [half for half in halves if half.place is Whereabouts.AGENCY and half.wanted is None]
    each(faults, done, lambda half: shelve(half, at=at))
    apart = [half for half in halves if half.is_apart]
    open_now = dict(Divergence.objects.filter(ended_at__isnull=True).values_list("paper_set_id", "since"))
    due = _due([half for half in apart if half.token not in open_now], at=at)
    each(faults, due, lambda found: _raise_one(*found, at=at))
    still = {half.token for half in apart}
    each(faults, [token for token in open_now if token not in still], lambda token: settle([token], at=at))
    if faults:
        raise ExceptionGroup("the watch could not do everything", faults)


@transaction.atomic
def shelve(half: Half, *, at: datetime) -> None:
    """File a bag that nobody waits for any more where it lies."""
    bag = _bags.locked([half.token]).get(half.token)
    if bag is None or bag.place != Whereabouts.AGENCY or packed(half.token):
        return
    to = To(cause=MoveCause.SHELVED, place=Whereabouts.ARCHIVE, agency_id=bag.agency_id)
    _bags.move([bag], to, staff_id=None, at=at)
    event = PaperMoved(
        subject=f"bag:{bag.token}", code=half.code, cause=to.cause, place=to.place, agency_id=bag.agency_id
    )
    outbox.publish(event, by=_WATCH, at=at)


@transaction.atomic
def settle(tokens: Sequence[str], *, at: datetime, by: Actor = _WATCH) -> None:
    """End the divergences of bags that are where they belong again."""
    rows = Divergence.objects.select_for_update(no_key=True).filter(paper_set_id__in=tokens, ended_at__isnull=True)
    found = list(rows.order_by("id"))
    halves = queries.of_tokens([row.paper_set_id for row in found]) if found else {}
    for row in found:
        half = halves[row.paper_set_id]
        if half.is_apart:
            continue
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        event = DivergenceEnded(subject=f"bag:{half.token}", code=half.code, since=row.since.isoformat())
        outbox.publish(event, by=by, at=at)


def packed(token: str) -> bool:
    """Tell whether a bag lies in a slip that has not been sent yet."""
    return SlipLine.objects.filter(paper_set_id=token, state=LineState.PACKED).exists()


def _due(halves: Sequence[Half], *, at: datetime) -> Iterator[tuple[Half, datetime]]:
    """Yield the bags that are apart too long, with since when."""
    since = queries.apart_since(halves)
    waiting_at = {half.token: half.wanted[1] or half.receiving_id for half in halves if half.wanted}
    calendars = queries.calendars_for(waiting_at.values(), at)
    for half in halves:
        began = since.get(half.token)
        if began and twin.alarm_at(began, half.rules.divergence_hours, calendars[waiting_at[half.token]]) <= at:
            yield half, began


@transaction.atomic
def _raise_one(half: Half, began: datetime, *, at: datetime) -> None:
    wanted = half.wanted[1] if half.wanted else None
    _, raised = Divergence.objects.get_or_create(
        paper_set_id=half.token,
        ended_at__isnull=True,
        defaults={"wanted_id": wanted, "since": began, "raised_at": at},
    )
    if not raised:
        return
    event = DivergenceRaised(
        subject=f"bag:{half.token}",
        code=half.code,
        since=began.isoformat(),
        wanted_agency_id=wanted,
        place=half.place,
        agency_id=half.agency_id,
    )
    outbox.publish(event, by=_WATCH, at=at)
