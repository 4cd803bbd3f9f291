"""Who is away, who acts for whom, and which post may sign what."""

from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from ..vocabulary import AbsenceReason, DocumentType
from .organisation import Agency, Post, Staff


class OneKey(Func):
    """A range of one key: compared with && it is equality, for which GiST has no operator of its own."""

    function = "int8range"
    template = "%(function)s(%(expressions)s, '[]')"
    arity = 2


class Span(Func):
    """From one moment up to, not including, another."""

    function = "tstzrange"
    output_field = DateTimeRangeField()


def _one(field: str) -> OneKey:
    return OneKey(F(field), F(field))


class Absence(models.Model):
    """Somebody is away from one moment up to another. What was taken back ends when it begins: it covers nothing."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=20, choices=AbsenceReason.choices())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="absence_ends_after_it_begins"),
            ExclusionConstraint(
                name="absence_once_at_a_time",
                expressions=[
                    (_one("staff"), RangeOperators.OVERLAPS),
                    (Span("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} away from {self.starts_at}"


class Delegation(models.Model):
    """An acting seat: somebody sits at the post of its holder from one moment up to another, by a decision.

    holder        who gave it; the acting seat lasts no longer than his own
    permissions   words it is narrowed to, [] all those of the post
    documents     types of document the acting one may sign, [] all
    procedures    codes of procedures he may sign for, [] all
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", db_index=False)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    decision_no = models.CharField(max_length=200)
    basis = models.CharField(max_length=300, blank=True)
    permissions = ArrayField(models.CharField(max_length=60), default=list)
    documents = ArrayField(models.CharField(max_length=20), default=list)
    procedures = ArrayField(models.CharField(max_length=80), default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="delegation_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(decision_no=""), name="delegation_has_a_decision"),
            models.CheckConstraint(condition=~Q(staff=F("holder")), name="delegation_to_another"),
            ExclusionConstraint(
                name="delegation_once_at_a_time",
                expressions=[
                    (_one("post"), RangeOperators.OVERLAPS),
                    (_one("staff"), RangeOperators.OVERLAPS),
                    (Span("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["staff", "post"], name="delegation_staff"),
            models.Index(fields=["post", "ends_at"], name="delegation_post"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} for {self.holder_id} at {self.post_id}"


class Authority(models.Model):
    """A post may sign a type of document of an agency: for one procedure, or, where its code is "", for all."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    procedure = models.CharField(max_length=80, blank=True, default="")
    document = models.CharField(max_length=20, choices=DocumentType.choices())
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    basis = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(basis=""), name="authority_has_a_basis"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from") - timedelta(days=1)),
                name="authority_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["agency", "procedure", "document", "post"],
                condition=Q(valid_to__isnull=True),
                name="authority_open_once",
            ),
        ]
        indexes = [models.Index(fields=["agency", "document"], name="authority_agency")]

    def __str__(self) -> str:
        return f"{self.document} {self.procedure} by {self.post_id}"
