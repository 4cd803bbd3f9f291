"""Carry a message out of the house: one attempt at a time, each fact of it in its own transaction.

An attempt is written down before the carrier is asked and its end after the answer. Between the two a process may die;
the next attempt then goes out under the same reference, and a carrier that keeps references delivers once. Electronic
mail has no such promise: its copy carries the same Message-ID, and that is all that can be done (ADR 0022).
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from motcua.ground.kernel.actors import Actor, system
from motcua.ground.kernel.errors import NotFound
from motcua.ground.outbox import services as outbox

from .. import ports
from ..errors import NotResendable
from ..events import MessageFailed, MessageResent, MessageSent
from ..models import Attempt, Message
from ..ports import Answer, Outgoing, Sender
from ..rules import messages, retries, sms
from ..vocabulary import Channel, Fault, Outcome, State
from .sending import enqueue

CARRIER = system("notifications.deliver")
_RESENDABLE = frozenset({State.FAILED, State.PARKED, State.NO_CHANNEL})
_REPORTABLE = frozenset({State.QUEUED, State.SENT, State.PARKED})  # of what was parked an attempt may have arrived
_TAKEN = frozenset({Outcome.ACCEPTED, Outcome.DELIVERED})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claimed:
    sender: Sender
    outgoing: Outgoing
    number: int


def deliver(message_id: int, *, at: datetime) -> None:
    """Make one attempt at a message whose time has come; what is finished, held or early is left alone."""
    claimed = _claim(message_id, at=at)
    if claimed:
        answer = claimed.sender.send(claimed.outgoing)
        _settle(message_id, claimed, answer, at=at)


@transaction.atomic
def report(reference: str, *, delivered: bool, by: Actor, at: datetime, said: str = "") -> None:
    """Take a carrier's later word on a message it was given under our reference; said again it changes nothing.

    Raises  NotFound where no message has that reference (any more).
    """
    message = Message.objects.select_for_update().filter(reference=reference).first()
    if message is None:
        raise NotFound("Không có tin nào mang mã này.")
    if message.state not in _REPORTABLE:
        return
    answer = Answer(
        outcome=Outcome.DELIVERED if delivered else Outcome.NEVER,
        fault=None if delivered else Fault.UNDELIVERED,
        said=said,
    )
    _write(message, answer, by=by, at=at)
    _conclude(message, answer, by=by, at=at)


def resend(message_id: int, *, by: Actor, at: datetime, key: str = "") -> None:
    """Put a message that was given up back into the queue; the door has asked whether the actor may.

    What a carrier has refused or lost for good goes out under a new reference, so that it is not taken for a repeat.
    Raises  NotFound · NotResendable.
    """

    def act() -> None:
        message = Message.objects.select_for_update().filter(pk=message_id).first()
        if message is None:
            raise NotFound("Tin này không có. Mở lại danh sách tin chưa gửi được.")
        _may_go_again(message)
        if message.state == State.FAILED:
            message.reference = f"mc-{uuid4().hex}"
        message.state, message.attempts, message.last_fault = State.QUEUED, 0, ""
        message.wanted_at = message.due_at = at
        message.held_until = message.sent_at = None
        message.save()
        Attempt.objects.create(message=message, number=0, at=at, outcome=Outcome.RESENT, actor=by.ref)
        said = MessageResent(
            subject=f"message:{message.pk}", about=message.subject, channel=message.channel, kind=message.kind
        )
        outbox.publish(said, by=by, at=at, key=f"{key}:{message_id}" if key else "")
        enqueue(message.pk)

    outbox.once(act, lambda _: None, by=by, key=f"{key}:{message_id}" if key else "")


def _may_go_again(message: Message) -> None:
    channel = Channel(message.channel)
    if message.state not in _RESENDABLE:
        raise NotResendable("Tin này đang chờ gửi hoặc đã gửi rồi. Mở lại danh sách để xem.")
    if ports.sender_of(channel) is None:
        raise NotResendable(
            f"Chưa cấu hình kênh “{channel.label.lower()}”, nên chưa gửi lại được. "
            "Khai báo kênh gửi trong cấu hình máy chủ trước."
        )
    if not messages.usable(message.address, channel):
        raise NotResendable(
            "Số điện thoại hoặc địa chỉ thư của người nhận không dùng được, gửi lại cũng không đến. Báo bằng cách khác."
        )


@transaction.atomic
def _claim(message_id: int, *, at: datetime) -> _Claimed | None:
    message = Message.objects.select_for_update().get(pk=message_id)
    if message.state != State.QUEUED:
        return None
    later = max(filter(None, (message.due_at, message.held_until)))
    if later > at:
        enqueue(message.pk, later - at)
        return None
    sender = ports.sender_of(Channel(message.channel))
    if sender is None:
        message.state, message.held_until, message.last_fault = State.NO_CHANNEL, None, ""
        message.save(update_fields=["state", "held_until", "last_fault"])
        return None
    if message.held_until and retries.is_last(message.attempts):  # the last attempt never came back
        lost = Answer(outcome=Outcome.LATER, fault=Fault.INTERRUPTED)
        _write(message, lost, by=CARRIER, at=at)
        _conclude(message, lost, by=CARRIER, at=at)
        return None
    if _is_quiet(message.channel, at):
        message.due_at = at + retries.QUIET
        message.save(update_fields=["due_at"])
        enqueue(message.pk, retries.QUIET)
        return None
    message.text = sender.fit(message.text)
    message.parts = sms.measure(message.text).parts if message.channel == Channel.SMS else 0
    message.address = messages.usable(message.address, Channel(message.channel)) or message.address
    message.attempts += 1
    message.held_until = at + retries.LEASE
    message.save(update_fields=["text", "parts", "address", "attempts", "held_until"])
    Attempt.objects.create(message=message, number=message.attempts, at=at, outcome=Outcome.BEGUN, actor=CARRIER.ref)
    outgoing = Outgoing(reference=message.reference, address=message.address, title=message.title, text=message.text)
    return _Claimed(sender=sender, outgoing=outgoing, number=message.attempts)


def _is_quiet(channel: str, at: datetime) -> bool:
    """Tell whether the channel's carrier was asked within the minute and gave no answer at all.

    Waiting for it again would keep the worker from its other jobs; a line that drops now and then does not stop it.
    """
    lately = Attempt.objects.filter(at__gt=at - retries.QUIET, at__lte=at, message__channel=channel)
    ended = lately.exclude(outcome__in=[Outcome.BEGUN, Outcome.RESENT])
    faults = set(ended.values_list("fault", flat=True).distinct())
    return faults == {Fault.UNREACHABLE}


@transaction.atomic
def _settle(message_id: int, claimed: _Claimed, answer: Answer, *, at: datetime) -> None:
    message = Message.objects.select_for_update().get(pk=message_id)
    if message.reference != claimed.outgoing.reference:
        return  # sent anew meanwhile; this answer is about the old copy
    _write(message, answer, by=CARRIER, at=at, number=claimed.number)
    if answer.reference and not message.carrier_reference:
        message.carrier_reference = answer.reference[:100]
        message.save(update_fields=["carrier_reference"])
    if message.state == State.QUEUED and (answer.outcome in _TAKEN or message.attempts == claimed.number):
        _conclude(message, answer, by=CARRIER, at=at)


def _write(message: Message, answer: Answer, *, by: Actor, at: datetime, number: int | None = None) -> None:
    Attempt.objects.create(
        message=message,
        number=message.attempts if number is None else number,
        at=at,
        outcome=answer.outcome,
        fault=answer.fault or "",
        said=answer.said[:200],
        actor=by.ref,
    )


def _conclude(message: Message, answer: Answer, *, by: Actor, at: datetime) -> None:
    """Move the message to where the answer leads, and tell."""
    was_sent = message.state == State.SENT
    message.held_until, message.last_fault = None, answer.fault or ""
    named = {"subject": f"message:{message.pk}", "about": message.subject}
    if answer.outcome in _TAKEN:
        message.state = State.DELIVERED if answer.outcome is Outcome.DELIVERED else State.SENT
        message.sent_at = message.sent_at or at
        message.delivered_at = at if message.state == State.DELIVERED else None
        if not was_sent:
            outbox.publish(MessageSent(**named, channel=message.channel, kind=message.kind), by=by, at=at)
    elif answer.outcome is Outcome.LATER and not retries.is_last(message.attempts):
        pause = retries.wait(message.attempts)
        message.due_at = at + pause
        enqueue(message.pk, pause)
    else:
        message.state = State.PARKED if answer.outcome is Outcome.LATER else State.FAILED
        failed = MessageFailed(
            **named,
            channel=message.channel,
            kind=message.kind,
            state=message.state,
            fault=message.last_fault,
        )
        outbox.publish(failed, by=by, at=at)
    message.save()
