"""Who offers what: a procedure at an agency, with the agency that decides and the process that leads there."""

from django.db import models
from django.db.models import F, Q

from .catalogue import Procedure


class Offer(models.Model):
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    competent = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    process = models.CharField(max_length=60)
    cross_boundary = models.BooleanField(default=False, db_default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "agency"], condition=Q(valid_to__isnull=True), name="offer_open_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="offer_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} tại {self.agency_id}"
