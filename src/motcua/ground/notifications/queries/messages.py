"""Messages to people: what was said about a thing, and what has not arrived."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from .. import ports
from ..models import Attempt, Message
from ..rules import messages
from ..vocabulary import Channel, Fault, Outcome, State

PAGE = 50
STUCK = (State.PARKED, State.FAILED, State.NO_CHANNEL)
"""States in which a message waits for somebody to look at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """One message. ``fault`` is "" where nothing went wrong; ``may_go_again``: sending it anew can help."""

    id: int
    subject: str
    kind: str
    recipient: str
    channel: Channel
    address: str
    title: str
    text: str
    parts: int
    state: State
    fault: str
    attempts: int
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    may_go_again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptView:
    """One fact about an attempt; ``said`` are the carrier's words."""

    number: int
    at: datetime
    outcome: Outcome
    fault: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """Fifty messages, newest first; ``after`` is the keyset of the next page, "" at the end."""

    rows: tuple[MessageView, ...]
    after: str


def about(subject: str) -> tuple[MessageView, ...]:
    """Return every message to people about a thing, e.g. ``dossier:17``, oldest first."""
    found = Message.objects.filter(subject=subject).exclude(channel=Channel.STAFF)
    return tuple(_view(row) for row in found.order_by("pk"))


def in_box(recipient: str) -> tuple[MessageView, ...]:
    """Return what lies in a person's box on the portal, newest first, fifty at most."""
    found = Message.objects.filter(recipient=recipient, channel=Channel.PORTAL)
    return tuple(_view(row) for row in found.order_by("-pk")[:PAGE])


def message(message_id: int) -> MessageView | None:
    """Return one message, None if there is none."""
    row = Message.objects.filter(pk=message_id).first()
    return _view(row) if row else None


def attempts(message_id: int) -> tuple[AttemptView, ...]:
    """Return what happened to a message, oldest first."""
    return tuple(
        AttemptView(number=row.number, at=row.at, outcome=Outcome(row.outcome), fault=_fault(row.fault), said=row.said)
        for row in Attempt.objects.filter(message_id=message_id).order_by("pk")
    )


def stuck(state: State | None = None, *, after: int | None = None) -> Stuck:
    """Return a page of messages that wait for an administrator, all of them or those in one state."""
    found = Message.objects.filter(state__in=[state] if state in STUCK else STUCK).exclude(channel=Channel.STAFF)
    if after is not None:
        found = found.filter(pk__lt=after)
    rows = list(found.order_by("-pk")[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    return Stuck(rows=tuple(_view(row) for row in rows), after=str(rows[-1].pk) if more else "")


def stuck_counts() -> dict[State, int]:
    """Return how many messages wait in each state that wants somebody to look."""
    found = Message.objects.filter(state__in=STUCK).values_list("state").annotate(Count("pk"))
    return {State(state): number for state, number in found}


def without_sender() -> tuple[Channel, ...]:
    """Return the channels that leave the house and that nobody carries in this installation."""
    return tuple(channel for channel in (Channel.SMS, Channel.EMAIL) if ports.sender_of(channel) is None)


def _view(row: Message) -> MessageView:
    channel, state = Channel(row.channel), State(row.state)
    return MessageView(
        id=row.pk,
        subject=row.subject,
        kind=row.kind,
        recipient=row.recipient,
        channel=channel,
        address=row.address,
        title=row.title,
        text=row.text,
        parts=row.parts,
        state=state,
        fault=_fault(row.last_fault),
        attempts=row.attempts,
        created_at=row.created_at,
        due_at=row.due_at,
        sent_at=row.sent_at,
        delivered_at=row.delivered_at,
        may_go_again=state in STUCK
        and ports.sender_of(channel) is not None
        and bool(messages.usable(row.address, channel)),
    )


def _fault(word: str) -> str:
    return Fault(word).label if word else ""
