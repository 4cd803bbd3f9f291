"""What papers were given out under which number, and each printing of a year's register."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from ..vocabulary import Form
from .dossier import Dossier


class PaperNumber(models.Model):
    """The number of one letter: counted through the year of its agency and form without a gap, never given again.

    about   row that the paper tells of, e.g. of the supplement; 0 where the dossier has one such paper only
    number  as it is printed; a later name of the agency does not change it
    """

    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=16, choices=Form.choices())
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=80)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    about = models.BigIntegerField(default=0)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "form", "serial"], name="paper_number_once"),
            models.UniqueConstraint(fields=["dossier", "form", "about"], name="paper_has_one_number"),
            models.CheckConstraint(condition=Q(serial__gt=0), name="paper_number_from_one"),
        ]
        triggers = [pgtrigger.Protect(name="given_once", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.number


class Book(models.Model):
    """One printing of the register of a year: its volumes are made one after the other.

    volumes   how many there will be; printed: how many there are
    brought   sums of the volumes that are printed, [[label, count], …], which the next one carries on
    """

    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("agencies.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    lines = models.PositiveIntegerField()
    volumes = models.PositiveSmallIntegerField()
    printed = models.PositiveSmallIntegerField(default=0)
    brought = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year"], condition=Q(finished_at__isnull=True), name="book_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, printed__lt=F("volumes"))
                | Q(finished_at__isnull=False, printed=F("volumes")),
                name="book_finished_with_its_last_volume",
            ),
        ]
        indexes = [models.Index(fields=["agency", "year", "-id"], name="book_of_a_year")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.year}"
