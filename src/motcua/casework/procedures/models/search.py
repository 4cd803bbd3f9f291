"""Everyday words: what people say, and what the catalogue calls it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Word(models.Model):
    """A phrase as people say it; ``agency`` None: everywhere. A removed one keeps its row, so that it stays removed."""

    phrase = models.CharField(max_length=80)
    folded = models.CharField(max_length=80)
    expansion = models.CharField(max_length=200, blank=True)
    expansion_folded = models.CharField(max_length=200, blank=True)
    codes = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=60)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["folded"], condition=Q(removed_at__isnull=True), name="word_said"),
            models.Index(fields=["expansion_folded"], condition=Q(removed_at__isnull=True), name="word_meant"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["folded", "expansion_folded", "agency"],
                condition=Q(removed_at__isnull=True),
                nulls_distinct=False,
                name="word_once",
            ),
            models.CheckConstraint(condition=~Q(expansion="", codes=[]), name="word_leads_somewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.phrase} → {self.expansion or ', '.join(self.codes)}"
