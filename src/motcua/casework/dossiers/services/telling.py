"""Tell the applicant what happened to his dossier, and officers what the clock reminds them of: each once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from motcua.ground.kernel import actors
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.events import Event, subject_id
from motcua.ground.notifications.rules.messages import Recipient, Said
from motcua.ground.notifications.services import sending
from motcua.ground.notifications.vocabulary import Channel, Urgency
from motcua.people.agencies.queries import calendars, seats
from motcua.people.agencies.queries import organisation as agencies
from motcua.tools.workflow import queries as workflow
from motcua.tools.workflow.queries import ItemView
from motcua.tools.workflow.vocabulary import LIVE

from ..events import DossierEvent, DossierReceived, ReminderGiven
from ..models import Dossier, Party
from ..rules import telling
from ..rules.telling import About, Counter
from ..vocabulary import PartyRole, Permission, Reminder, Status

_TELLER = actors.system("telling")
_CHANNELS = (Channel.SMS, Channel.EMAIL, Channel.PORTAL)
_OF_THE_COUNTER = frozenset({Reminder.ACCEPTANCE_LATE, Reminder.CONSULTATION_LATE})


def tell_applicant(event: DossierEvent, *, at: datetime) -> None:
    """Send the applicant the news of an event by every way he left; nothing for a dossier of another system."""
    dossier = _dossier(event)
    said = telling.said(event.name, _about(dossier, event.payload()))
    at_the_counter = isinstance(event, DossierReceived) and dossier.submitted_at is None
    if said is None or at_the_counter:
        return
    _send(dossier, said, f"{event.name}:{event.subject}:{_which(event.payload())}", at)


def tell_officers(event: ReminderGiven, *, at: datetime) -> None:
    """Lay the reminder on the desks of those who answer for it; of a result nobody collects, tell the applicant too."""
    dossier, kind = _dossier(event), Reminder(event.kind)
    if kind is Reminder.UNCOLLECTED and dossier.status != Status.COMPLETED:
        return  # collected since
    said = telling.reminder(kind, event.level, _about(dossier, {}))
    key = f"{kind}:{event.subject}:{event.about}:{event.level}"[:200]
    urgency = Urgency.URGENT if event.level or kind is Reminder.OVERDUE else Urgency.NORMAL
    for post_id in told_by(dossier, kind, event.level, at):
        sending.notify_post(f"post:{post_id}", said, subject=event.subject, by=_TELLER, at=at, key=key, urgency=urgency)
    if kind is Reminder.UNCOLLECTED:
        _call_applicant(dossier, key, at)


def _call_applicant(dossier: Dossier, key: str, at: datetime) -> None:
    """Tell the applicant where his result lies and when it is open there."""
    item = _live(workflow.items(dossier.pk))
    agency = agencies.agency(item.agency_id if item else dossier.agency_id)
    week = [day.hours for day in calendars.week(agency.id, on=local(at).date())]
    counter = Counter(name=agency.name, address=agency.address, hours=telling.opening(week))
    _send(dossier, telling.uncollected(dossier.code, counter), key, at)


def _send(dossier: Dossier, said: Said, key: str, at: datetime) -> None:
    party = Party.objects.filter(dossier=dossier, role=PartyRole.SUBMITTER).first()
    if party is None:
        return
    to = Recipient(ref=f"party:{party.pk}", phone=party.phone, email=party.email)
    channels = [c for c in _CHANNELS if c is Channel.PORTAL or (party.phone if c is Channel.SMS else party.email)]
    sending.send(to, said, subject=f"dossier:{dossier.pk}", channels=channels, by=_TELLER, at=at, key=key)


def told_by(dossier: Dossier, kind: Reminder, level: int, at: datetime) -> tuple[int, ...]:
    """Return the posts a reminder is for: the holder or the pool, the head where it is, the heads above.

    A result that nobody collects is everybody's who gives out results at the counter where it lies. Of what is overdue
    and was handed on but not taken, who handed it on is told as well; where nobody sits, the head.
    """
    items = workflow.items(dossier.pk)
    item = _live(items)
    agency_id = dossier.agency_id if item is None or kind in _OF_THE_COUNTER else item.agency_id
    if kind is Reminder.UNCOLLECTED:
        return seats.holding(agency_id, Permission.RETURN, at=at)
    if level == 0 and item is not None:
        posts = _holders(item, at)
        if kind is not Reminder.OVERDUE:
            return posts
        if posts := tuple(sorted({*posts, *_offered_by(dossier, item, items, at)})):
            return posts
    if level > 1:
        for above in reversed(calendars.lineage(agency_id)[:-1]):
            if heads := seats.holding(above, Permission.APPROVE, at=at):
                return heads
    return seats.holding(agency_id, Permission.APPROVE, at=at)


def _live(items: Sequence[ItemView]) -> ItemView | None:
    return next((item for item in reversed(items) if item.state in LIVE), None)


def _offered_by(dossier: Dossier, item: ItemView, items: Sequence[ItemView], at: datetime) -> tuple[int, ...]:
    """Return the posts that handed a step on which nobody took yet: of the counter where it came in from there."""
    if item.accept_by is None or item.taken_at is not None:
        return ()
    before = [one for one in items if one.id < item.id]
    return _holders(before[-1], at) if before else seats.holding(dossier.agency_id, Permission.RECEIVE, at=at)


def _holders(item: ItemView, at: datetime) -> tuple[int, ...]:
    return (item.post_id,) if item.post_id else tuple(sorted(seats.manned(item.agency_id, item.role_id, on=at)))


def _about(dossier: Dossier, payload: dict[str, Any]) -> About:
    (agency,) = agencies.by_ids([dossier.agency_id])
    until = payload.get("answer_by") or payload.get("due_at") or ""
    return About(
        code=dossier.code,
        procedure=dossier.version.name,
        agency=agency.name,
        phone=agency.phone,
        due_at=dossier.due_at,
        until=datetime.fromisoformat(until) if until else None,
    )


def _dossier(event: Event) -> Dossier:
    return Dossier.objects.select_related("version").get(pk=subject_id(event.subject))


def _which(payload: dict[str, Any]) -> str:
    """Return what tells this event of its kind from another of the same dossier."""
    return str(next((payload[n] for n in ("supplement_id", "letter_id", "pause_id", "ending_id") if n in payload), ""))
