"""Procedures, their versions, and what imports left to a person."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from ..vocabulary import VersionState


class Procedure(models.Model):
    code = models.CharField(max_length=80, unique=True)

    def __str__(self) -> str:
        return self.code


class Version(models.Model):
    """One version; a published one never changes but for the date on which it ends.

    raw           the record of the source as JSON text, its strings byte for byte; "" where a person wrote the version
    basis_on      when the newest act it rests on takes effect; null where nobody said
    online_whole  whether it is offered online from end to end ("toàn trình"); null where nobody said
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=VersionState.choices())
    name = models.TextField()
    sector = models.TextField(blank=True)
    content = models.JSONField()
    raw = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64)
    source = models.CharField(max_length=40)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    decision_no = models.CharField(max_length=120, blank=True)
    decided_on = models.DateField(null=True)
    basis_on = models.DateField(null=True)
    online_whole = models.BooleanField(null=True)
    drafted_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["procedure", "source"], condition=Q(state="draft"), name="version_one_draft_per_source"
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(valid_from__isnull=False, published_at__isnull=False),
                name="version_published_has_dates",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="version_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["procedure", "valid_from"], condition=Q(state="published"), name="version_published")
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_is_immutable",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.state IN ('published', 'withdrawn')"),
                func="""
                    IF TG_OP = 'DELETE' OR NEW.content IS DISTINCT FROM OLD.content OR NEW.name <> OLD.name
                       OR NEW.raw <> OLD.raw OR NEW.sector <> OLD.sector OR NEW.source <> OLD.source
                       OR NEW.decision_no <> OLD.decision_no OR NEW.decided_on IS DISTINCT FROM OLD.decided_on
                       OR NEW.basis_on IS DISTINCT FROM OLD.basis_on
                       OR NEW.online_whole IS DISTINCT FROM OLD.online_whole
                       OR NEW.procedure_id <> OLD.procedure_id OR NEW.number <> OLD.number
                       OR NEW.valid_from IS DISTINCT FROM OLD.valid_from OR NEW.fingerprint <> OLD.fingerprint
                       OR NEW.state NOT IN ('published', 'withdrawn') THEN
                        RAISE EXCEPTION 'a published version never changes';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} v{self.number}"


class ImportRecord(models.Model):
    """What was last read of a procedure from one source; the record itself is kept with the version it made."""

    source = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+")
    raw_hash = models.CharField(max_length=64)
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="import_record_key_once")]

    def __str__(self) -> str:
        return f"{self.source}:{self.key}"


class Flag(models.Model):
    """What the importer could not read for certain: a person decides.

    value    what the person put instead, as JSON; null where he confirmed the reading or left the text as it is
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    field = models.CharField(max_length=80)
    text = models.TextField()
    why = models.TextField()
    value = models.JSONField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["version"], condition=Q(settled_at__isnull=True), name="flag_open")]

    def __str__(self) -> str:
        return f"{self.field}: {self.why}"
