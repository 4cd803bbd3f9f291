"""Ratings of how a dossier was served."""

from django.db import models

from .vocabulary import Satisfaction


class Rating(models.Model):
    """One rating a dossier; the officer never learns who gave it."""

    dossier = models.OneToOneField("dossiers.Dossier", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=8, choices=Satisfaction.choices())
    comment = models.TextField(blank=True)
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.level}"
