"""Messages with what became of them, and every attempt."""

import pgtrigger
from django.db import models
from django.db.models import Case, Q, Value, When

from .vocabulary import RANK_NORMAL, RANK_URGENT, READ, State, Urgency


class Message(models.Model):
    """One message to one recipient by one channel. Personal data stays here: address, title and text.

    key         the sender's: with recipient and channel it names the message for ever
    recipient   ``party:12`` for a person, ``post:12`` for a notice to staff
    reference   under which a carrier knows it; changes only when a message that failed for good is sent anew
    wanted_at   when it should go; ``due_at`` is when it is tried next
    held_until  an attempt is under way until then
    rank        order of notices: urgent unread 0, other unread 1, read 2
    """

    key = models.CharField(max_length=200)
    recipient = models.CharField(max_length=60)
    channel = models.CharField(max_length=10)
    subject = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    address = models.CharField(max_length=254, blank=True)
    title = models.CharField(max_length=200)
    text = models.TextField()
    urgency = models.CharField(max_length=10)
    parts = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=12)
    wanted_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    held_until = models.DateTimeField(null=True)
    last_fault = models.CharField(max_length=20, blank=True)
    reference = models.CharField(max_length=40, unique=True)
    carrier_reference = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    read_by = models.CharField(max_length=60, blank=True)
    rank = models.GeneratedField(
        expression=Case(
            When(read_at__isnull=False, then=Value(READ)),
            When(urgency=Urgency.URGENT.value, then=Value(RANK_URGENT)),
            default=Value(RANK_NORMAL),
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "recipient", "channel"], name="message_key_once"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="message_state_known"),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, read_by="") | (Q(read_at__isnull=False) & ~Q(read_by="")),
                name="message_read_at_and_by_go_together",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SENT.value) | Q(sent_at__isnull=False), name="message_sent_has_its_time"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DELIVERED.value) | Q(delivered_at__isnull=False),
                name="message_delivered_has_its_time",
            ),
        ]
        indexes = [
            models.Index("recipient", "rank", models.F("id").desc(), name="message_of_recipient"),
            models.Index(fields=["subject", "id"], name="message_subject"),
            models.Index(fields=["state", "-id"], condition=~Q(state="delivered"), name="message_unfinished"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.kind} {self.subject}"


class Attempt(models.Model):
    """What happened to a message, fact by fact. ``number`` counts attempts from 1; ``said`` are the carrier's words."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12)
    fault = models.CharField(max_length=20, blank=True)
    said = models.CharField(max_length=200, blank=True)
    actor = models.CharField(max_length=60)

    class Meta:
        indexes = [
            models.Index(fields=["message", "number"], name="attempt_of_message"),
            models.Index(fields=["at"], name="attempt_lately"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.message_id} #{self.number} {self.outcome}"
