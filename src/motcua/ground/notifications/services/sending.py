"""Say something, once: to a person by the channels one may use, or to a post of the house."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from procrastinate.contrib.django import app as jobs

from motcua.ground.kernel.actors import Actor
from motcua.ground.outbox import services as outbox

from .. import ports
from ..events import MessageFailed, MessageSent
from ..models import Message
from ..rules import messages, sms
from ..rules.messages import Recipient, Said
from ..vocabulary import Channel, Fault, State, Urgency

TASK = "notifications.deliver"
_NOW = timedelta()


@transaction.atomic
def send(
    to: Recipient,
    said: Said,
    *,
    subject: str,
    channels: Collection[Channel],
    by: Actor,
    at: datetime,
    key: str,
    due_at: datetime | None = None,
) -> tuple[int, ...]:
    """Keep one message for each channel and have it carried after the commit; return their ids.

    subject   what it is about, e.g. ``dossier:17``
    channels  all of them are used; where the person left no address, the message says so in its state
    key       names what is said, e.g. ``apology:dossier:17:1``; with recipient and channel it is sent once for ever:
              said again it returns the same ids, whatever the text is now
    due_at    not before; None is at once
    """
    return tuple(
        _keep(to, said, channel, subject=subject, key=key, due_at=due_at or at, by=by, at=at)
        for channel in messages.in_order(channels)
    )


@transaction.atomic
def notify_post(
    post_ref: str,
    said: Said,
    *,
    subject: str,
    by: Actor,
    at: datetime,
    key: str,
    urgency: Urgency = Urgency.NORMAL,
) -> int:
    """Lay a notice on the desk of a post (``post:12``) and return its id; the same key lays it there once."""
    notice, _ = Message.objects.get_or_create(
        key=key,
        recipient=post_ref,
        channel=Channel.STAFF,
        defaults={
            **_common(said, Channel.STAFF, subject=subject, by=by, at=at),
            "urgency": urgency,
            "state": State.DELIVERED,
            "wanted_at": at,
            "due_at": at,
            "sent_at": at,
            "delivered_at": at,
        },
    )
    return notice.pk


def enqueue(message_id: int, after: timedelta = _NOW) -> None:
    """Enqueue one attempt, in the caller's transaction."""
    seconds = max(int(after.total_seconds()), 0)
    jobs.configure_task(TASK, queue="partners", schedule_in={"seconds": seconds}, allow_unknown=True).defer(
        message_id=message_id
    )


def _keep(
    to: Recipient, said: Said, channel: Channel, *, subject: str, key: str, due_at: datetime, by: Actor, at: datetime
) -> int:
    typed = messages.address_of(to, channel)
    address = messages.usable(typed, channel)
    sender = ports.sender_of(channel)
    state = _first_state(channel, typed, address, sender)
    kept = _common(said, channel, subject=subject, by=by, at=at)
    if sender:
        kept["text"] = sender.fit(str(kept["text"]))
    arrived = at if state is State.DELIVERED else None
    message, is_new = Message.objects.get_or_create(
        key=key,
        recipient=to.ref,
        channel=channel,
        defaults={
            **kept,
            "address": address or typed[:254],
            "parts": sms.measure(str(kept["text"])).parts if channel is Channel.SMS else 0,
            "state": state,
            "last_fault": Fault.WRONG_ADDRESS if state is State.FAILED else "",
            "wanted_at": due_at,
            "due_at": due_at,
            "sent_at": arrived,
            "delivered_at": arrived,
        },
    )
    if is_new:
        _tell(message, after=due_at - at, by=by, at=at)
    return message.pk


def _first_state(channel: Channel, typed: str, address: str, sender: ports.Sender | None) -> State:
    if channel is Channel.PORTAL:
        return State.DELIVERED
    if not typed:
        return State.NO_ADDRESS
    if not address:
        return State.FAILED
    return State.QUEUED if sender else State.NO_CHANNEL


def _common(said: Said, channel: Channel, *, subject: str, by: Actor, at: datetime) -> dict[str, object]:
    return {
        "subject": subject,
        "kind": said.kind,
        "title": said.heading,
        "text": said.by(channel),
        "urgency": Urgency.NORMAL,
        "reference": f"mc-{uuid4().hex}",
        "created_at": at,
        "created_by": by.ref,
    }


def _tell(message: Message, *, after: timedelta, by: Actor, at: datetime) -> None:
    named = {"subject": f"message:{message.pk}", "about": message.subject}
    if message.state == State.QUEUED:
        enqueue(message.pk, after)
    elif message.state == State.DELIVERED:
        outbox.publish(MessageSent(**named, channel=message.channel, kind=message.kind), by=by, at=at)
    elif message.state == State.FAILED:
        failed = MessageFailed(
            **named, channel=message.channel, kind=message.kind, state=State.FAILED, fault=Fault.WRONG_ADDRESS
        )
        outbox.publish(failed, by=by, at=at)
