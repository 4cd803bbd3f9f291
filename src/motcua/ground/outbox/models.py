"""The journal and the marks of its deliveries."""

import pgtrigger
from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """One event of one subject, for ever."""

    subject = models.CharField(max_length=60)
    seq = models.PositiveIntegerField()
    name = models.CharField(max_length=60)
    payload = models.JSONField()
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    key = models.CharField(max_length=64, null=True)
    request = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "seq"], name="entry_seq_once"),
            models.UniqueConstraint(fields=["key"], condition=Q(key__isnull=False), name="entry_key_once"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="never_truncated",
                when=pgtrigger.Before,
                level=pgtrigger.Statement,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'the journal is append-only';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} #{self.seq} {self.name}"


class Delivery(models.Model):
    """A subscriber has had an entry."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    subscriber = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "subscriber"], name="delivery_once")]

    def __str__(self) -> str:
        return f"{self.subscriber} ← {self.entry_id}"
