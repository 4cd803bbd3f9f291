"""What figures are counted from: a record of each dossier, and the movements of all of them by day."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .vocabulary import Count


class DossierRecord(models.Model):
    """A dossier as figures see it, after ``seq`` entries of its journal.

    days, counts, moved   its movements, place by place: on which day which count moves by how much
    """

    dossier = models.OneToOneField("dossiers.Dossier", on_delete=models.PROTECT, related_name="+", primary_key=True)
    seq = models.PositiveIntegerField()
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    competent = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    procedure = models.CharField(max_length=80)
    days = ArrayField(models.DateField())
    counts = ArrayField(models.SmallIntegerField())
    moved = ArrayField(models.SmallIntegerField())

    class Meta:
        indexes = [models.Index(fields=["agency"], name="record_of_agency")]

    def __str__(self) -> str:
        return f"dossier {self.dossier_id} #{self.seq}"


class Movement(models.Model):
    """By how much a count moves on a day: the sum over the dossiers of an agency, a competent agency, a procedure."""

    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    competent = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    procedure = models.CharField(max_length=80)
    day = models.DateField()
    count = models.SmallIntegerField(choices=[(count.code, count.label) for count in Count])
    moved = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "competent", "procedure", "day", "count"], name="movement_once", include=["moved"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.day} {self.count}: {self.moved}"
