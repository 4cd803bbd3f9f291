"""Send the morning bulletin of each unit to those who want it, once a day; and take down who wants it."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

import structlog
from django.db import transaction

from motcua.casework.dossiers.vocabulary import Permission
from motcua.ground.kernel.actors import Actor, system
from motcua.ground.kernel.clock import local
from motcua.ground.notifications.queries import messages
from motcua.ground.notifications.rules.messages import Recipient, Said
from motcua.ground.notifications.services import sending
from motcua.ground.notifications.vocabulary import Channel
from motcua.ground.outbox import services as outbox
from motcua.people.agencies.queries import calendars, mailboxes, organisation
from motcua.people.agencies.queries.mailboxes import Mailbox
from motcua.people.agencies.queries.organisation import AgencyView

from .. import policies, ports
from ..events import BulletinChosen, BulletinSent
from ..models import BulletinChoice, BulletinIssue
from ..queries import bulletin as queries
from ..rules import bulletin
from ..rules.bulletin import Line

_log = structlog.get_logger(__name__)
PRESS = system("indicators.bulletin")
KIND = "indicators.bulletin"
_ENDING = "Thôi nhận bản tin này: mở bản tin trong phần mềm, bấm “Thôi nhận qua thư”."


def send(*, at: datetime) -> int:
    """Send the bulletins of the day that are due and have not been sent; return how many units' went out.

    Nothing goes out outside the morning, on a unit's day off, or while nobody carries mail for this installation.
    Raises  ExceptionGroup of what failed for some units, once the others' went out; what went out stays sent
    """
    now = local(at)
    if not bulletin.is_time(now) or Channel.EMAIL in messages.without_sender():
        return 0
    day, chosen = now.date(), queries.choices()
    sent = set(BulletinIssue.objects.filter(day=day).values_list("agency_id", flat=True))
    seats = mailboxes.sitting_with(Permission.VIEW_AGENCY, at=at)
    readers = [seat for seat in seats if seat.agency_id not in sent and wants(seat, chosen)]
    units = {one.id: one for one in organisation.by_ids([seat.agency_id for seat in readers])}
    known = calendars.calendars_of(list(units), first=day, last=day)
    found, faults = 0, []
    for agency_id, of_unit in groupby(readers, key=attrgetter("agency_id")):
        try:
            if known[agency_id].is_workday(day):
                found += _issue(units[agency_id], list(of_unit), day, at=at)
        except Exception as fault:  # noqa: BLE001 - one unit's trouble is not the others'
            _log.exception("bulletin_not_sent", agency_id=agency_id, day=day.isoformat())
            faults.append(fault)
    if faults:
        raise ExceptionGroup("some bulletins could not be sent", faults)
    return found


def choose(wanted: bool, *, by: Actor, at: datetime, key: str = "") -> None:
    """Take down whether the actor wants the bulletin at the post he acts from.

    Raises  NotAllowed for somebody who may not see the figures of his unit
    """
    policies.require_figures(by, by.agency_id, on=at)
    staff_id, post_id = by.staff_id or 0, by.post_id or 0
    if queries.chosen(staff_id, post_id) == wanted:
        return

    def act() -> None:
        BulletinChoice.objects.update_or_create(
            staff_id=staff_id, post_id=post_id, defaults={"wanted": wanted, "set_at": at}
        )
        said = BulletinChosen(subject=f"post:{post_id}", staff_id=staff_id, wanted=wanted)
        outbox.publish(said, by=by, at=at, key=key)

    outbox.once(act, lambda _: None, by=by, key=key)


def wants(seat: Mailbox, chosen: dict[tuple[int, int], bool]) -> bool:
    """Tell whether somebody is sent the bulletin at a post: as he chose, else as `policies.reads_by_default` says."""
    return chosen.get((seat.staff_id, seat.post_id), policies.reads_by_default(seat.words))


def letter(unit: AgencyView, day: date) -> Said:
    """Return the bulletin of a unit as a letter."""
    known = ports.addresses()
    found = bulletin.lines(queries.told(unit, day))
    told = [(line, _address(line, unit.id, day)) for line in found]
    here = known.bulletin(unit.id, day)
    ending = f"Bản để in: {here}\n{_ENDING}" if here else _ENDING
    return Said(kind=KIND, title=bulletin.title(day, unit.short_name), text=bulletin.text(told, ending=ending))


def _address(line: Line, agency_id: int, day: date) -> str:
    if line.index:
        return ports.addresses().index(agency_id, day)
    return ports.addresses().matter(agency_id, day, line.matter) if line.matter else ""


@transaction.atomic
def _issue(unit: AgencyView, readers: Sequence[Mailbox], day: date, *, at: datetime) -> int:
    """Send one unit's bulletin, unless another worker just did; everybody gets one, at however many posts he sits."""
    people = {seat.staff_id: seat.email for seat in readers}
    _, is_new = BulletinIssue.objects.get_or_create(
        agency_id=unit.id, day=day, defaults={"recipients": len(people), "sent_at": at}
    )
    if not is_new:
        return 0
    said = letter(unit, day)
    for staff_id, email in people.items():
        to = Recipient(ref=f"staff:{staff_id}", email=email)
        key = f"bulletin:{day}:{unit.id}"
        sending.send(to, said, subject=f"agency:{unit.id}", channels=[Channel.EMAIL], by=PRESS, at=at, key=key)
    event = BulletinSent(subject=f"agency:{unit.id}", day=day.isoformat(), recipients=len(people))
    outbox.publish(event, by=PRESS, at=at)
    return 1
