"""Who looked at what."""

import pgtrigger
from django.db import models


class Access(models.Model):
    """One look at personal data. No foreign keys: the log never interferes with live data."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    act = models.CharField(max_length=40)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject", "at"], name="access_subject")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.actor} {self.act} {self.subject}"
