"""What the acts of law leave behind: requests for papers, enquiries, corrections, endings. Typed words stay here."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from ..vocabulary import EnquiryKind, EnquiryState, Initiator
from .dossier import Dossier


class Supplement(models.Model):
    """One request for papers, complete at once (Mẫu 02).

    number     1 for the first after receipt; requests before receipt count apart (``before_receipt``)
    reasons    codes of SupplementReason
    items      [{"key", "name", "want", "why"}]: every paper or entry to complete
    basis      why a further request is lawful, with who approved it
    answer_by  when the applicant should have completed it
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    before_receipt = models.BooleanField(default=False)
    number = models.PositiveSmallIntegerField()
    reasons = ArrayField(models.CharField(max_length=16))
    items = models.JSONField()
    guidance = models.TextField(blank=True)
    basis = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("agencies.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_post = models.ForeignKey("agencies.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    answer_by = models.DateTimeField()
    supplied_at = models.DateTimeField(null=True)
    supplied_note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "before_receipt", "number"], name="supplement_number_once"),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(supplied_at__isnull=True), name="supplement_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} #{self.number}"


class Enquiry(models.Model):
    """Something asked while the dossier is worked on: an opinion of an agency, a verification on the spot.

    agency   who is asked; for a verification, who goes
    minutes  of a verification {"at", "place", "participants", "content"}; {} for an opinion
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=EnquiryKind.choices())
    state = models.CharField(max_length=8, choices=EnquiryState.choices(), default=EnquiryState.OPEN)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    question = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("agencies.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    due_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    minutes = models.JSONField(default=dict)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        "agencies.Staff", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | (~Q(state="open") & Q(closed_at__isnull=False) & ~Q(answer="")),
                name="enquiry_closed_with_words",
            )
        ]
        indexes = [models.Index(fields=["agency", "due_at"], condition=Q(state="open"), name="enquiry_open_at_agency")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.kind}"


class Ending(models.Model):
    """How a dossier ended without a result: withdrawn or stopped (Mẫu 05), and what became of papers and money."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="+")
    initiator = models.CharField(max_length=12, choices=Initiator.choices())
    reason = models.TextField()
    basis = models.CharField(max_length=300, blank=True)
    finance = models.CharField(max_length=300, blank=True)
    originals = models.JSONField(default=list)
    recipient = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField()
    staff = models.ForeignKey("agencies.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("agencies.Post", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="ending_says_why")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.initiator}"


class Correction(models.Model):
    """A wrong intake put right: what stood there, what stands there now, why. The receipt is issued anew."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    before = models.JSONField()
    after = models.JSONField()
    at = models.DateTimeField()
    staff = models.ForeignKey("agencies.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("agencies.Post", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="correction_says_why")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.at}"
