"""Groups of procedures: what ships as a template, and the parts that several agencies have in one dossier."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from motcua.casework.procedures.vocabulary import LimitUnit

from ..vocabulary import GroupMode, LegOutcome, LegRole, LegState
from .dossier import Dossier


class GroupTemplate(models.Model):
    """One version of a group; it never changes once published.

    legs     [{"key", "name", "role", "limit": {"value", "unit"}, …}] (rules.groups.Leg)
    options  {"cutoff", "acknowledge_hours", "sync_minutes"} (rules.groups.Template)
    """

    procedure = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=300)
    mode = models.CharField(max_length=12, choices=GroupMode.choices())
    legs = models.JSONField()
    options = models.JSONField(default=dict)
    basis = models.CharField(max_length=300, blank=True)
    decision_no = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure", "version"], name="group_template_version_once"),
            models.CheckConstraint(condition=Q(version=1) | ~Q(decision_no=""), name="group_template_amended_by_one"),
        ]
        triggers = [pgtrigger.Protect(name="published", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.procedure} v{self.version}"


class LegOffice(models.Model):
    """Which agency does a part of a group for the one-stop that takes the whole in."""

    procedure = models.CharField(max_length=60)
    leg = models.CharField(max_length=40)
    receiving = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    competent = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "receiving", "leg"], condition=Q(valid_to__isnull=True), name="leg_office_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="leg_office_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure} {self.leg} tại {self.receiving_id}"


class Group(models.Model):
    """A dossier that several agencies handle; it keeps the template it was received under.

    begun_at      moment from which the limits of all count
    concluded_at  when its parts ended it; a person who withdraws or stops it ends it without them
    """

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="+")
    template = models.ForeignKey(GroupTemplate, on_delete=models.PROTECT, related_name="+", db_index=False)
    begun_at = models.DateTimeField()
    concluded_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.dossier_id}"


class Participation(models.Model):
    """One agency's part in a dossier, and the child dossier in which it does it.

    order_no        place in a fixed order, null where all begin as soon as they can
    optional        the whole does not wait for it
    planned_due_at  when it would be due if every one before took all of his time
    acknowledge_by  until when the agency should have taken it up
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=40)
    place = models.PositiveSmallIntegerField()
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=12, choices=LegRole.choices())
    name = models.CharField(max_length=200)
    task = models.TextField(blank=True)
    procedure = models.CharField(max_length=60, blank=True)
    process = models.CharField(max_length=60)
    order_no = models.PositiveSmallIntegerField(null=True)
    depends_on = ArrayField(models.CharField(max_length=40), default=list)
    limit_value = models.PositiveIntegerField()
    limit_unit = models.CharField(max_length=12, choices=LimitUnit.choices())
    wait_days = models.PositiveSmallIntegerField(default=0)
    optional = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=LegState.choices(), default=LegState.PLANNED)
    outcome = models.CharField(max_length=12, choices=LegOutcome.choices(), blank=True, default="")
    child = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="+", null=True)
    planned_due_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    acknowledge_by = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "key"], name="participation_key_once"),
            models.UniqueConstraint(fields=["dossier"], condition=Q(role="lead"), name="participation_one_lead"),
            models.CheckConstraint(
                condition=Q(
                    state__in=["open", "done", "failed"],
                    child__isnull=False,
                    received_at__isnull=False,
                    due_at__isnull=False,
                    acknowledge_by__isnull=False,
                )
                | Q(
                    state__in=["planned", "skipped"], child__isnull=True, received_at__isnull=True, due_at__isnull=True
                ),
                name="participation_open_has_a_child",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "open"], done_at__isnull=True, outcome="")
                | (Q(state__in=["done", "failed", "skipped"], done_at__isnull=False) & ~Q(outcome="")),
                name="participation_ended_says_how",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "dossier"], condition=Q(state__in=["planned", "open"]), name="leg_under_way")
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.key}"
