"""Tables of documents. Nothing in them is ever changed: a new version is a new row."""

import pgtrigger
from django.db import models
from django.db.models import Q

from .vocabulary import MediaType


class Document(models.Model):
    """What a subject holds, e.g. the receipt of ``dossier:17``."""

    subject = models.CharField(max_length=60)
    purpose = models.CharField(max_length=40)
    title = models.TextField()
    key = models.CharField(max_length=120, blank=True)
    filed_by = models.CharField(max_length=60)
    filed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "key"], condition=~Q(key=""), name="document_key_once"),
            models.CheckConstraint(condition=Q(subject__contains=":"), name="document_subject_has_kind"),
        ]
        indexes = [models.Index(fields=["subject", "purpose"], name="document_subject")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.subject} {self.purpose}"


class Version(models.Model):
    """The bytes of a document as filed. ``source_digest``: what was sent, where it was drawn anew before keeping."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    source_digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100, choices=MediaType.choices())
    filename = models.CharField(max_length=200)
    rendered = models.BooleanField()
    filed_by = models.CharField(max_length=60)
    filed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_number_once"),
            models.CheckConstraint(condition=Q(size__gt=0), name="document_version_not_empty"),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$", source_digest__regex=r"^[0-9a-f]{64}$"),
                name="document_version_digest_is_sha256",
            ),
        ]
        indexes = [models.Index(fields=["digest"], name="document_version_digest")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.number}"
