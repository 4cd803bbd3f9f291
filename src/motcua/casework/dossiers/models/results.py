"""What the dossier ends in, and how it reached the citizen."""

from django.db import models
from django.db.models import Q

from ..vocabulary import IdentityCheck, ReturnMethod
from .dossier import Dossier


class Result(models.Model):
    """A result: a file, or the number of a paper, or both."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+", null=True)
    number = models.CharField(max_length=80, blank=True)
    abstract = models.CharField(max_length=300, blank=True)
    attached_at = models.DateTimeField()
    attached_by = models.ForeignKey("agencies.Staff", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False) | ~Q(number=""), name="result_is_a_file_or_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.number}"


class Handover(models.Model):
    """The result reached a hand: whose, checked how, given by whom."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=12, choices=ReturnMethod.choices())
    recipient = models.CharField(max_length=200)
    relation = models.CharField(max_length=80, blank=True)
    identity_check = models.CharField(max_length=12, choices=IdentityCheck.choices())
    id_last4 = models.CharField(max_length=4, blank=True)
    at = models.DateTimeField()
    staff = models.ForeignKey("agencies.Staff", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("agencies.Post", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.method}"
