"""Definitions are drawn, instances run, work items wait on posts."""

import pgtrigger
from django.db import models
from django.db.models import Q

from .vocabulary import ActivityKind, ItemState, Place


class Definition(models.Model):
    """One version of a process; it never changes once published.

    decision_no, decided_on   the decision that approved it
    issued_by                 who published it, "" where it shipped with the product
    scenarios, diagram        as `rules.drawing` keeps them
    """

    key = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    published_at = models.DateTimeField()
    decision_no = models.CharField(max_length=120, blank=True, default="")
    decided_on = models.DateField(null=True)
    issued_by = models.CharField(max_length=80, blank=True, default="")
    scenarios = models.JSONField(default=list)
    diagram = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="definition_version_once")]
        triggers = [pgtrigger.Protect(name="published", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"


class Activity(models.Model):
    """A step: where, by which role, with which share of the time."""

    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=20, choices=Place.choices())
    agency_kind = models.CharField(max_length=20, blank=True)
    role = models.ForeignKey("agencies.Role", on_delete=models.PROTECT, related_name="+")
    share = models.DecimalField(max_digits=4, decimal_places=3)
    kind = models.CharField(max_length=8, choices=ActivityKind.choices(), default=ActivityKind.USER)
    needs = models.CharField(max_length=20, blank=True, default="")
    minutes = models.PositiveIntegerField(default=0)
    form = models.CharField(max_length=300, blank=True, default="")
    output = models.CharField(max_length=300, blank=True, default="")
    element = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["definition", "key"], name="activity_key_once")]
        triggers = [pgtrigger.Protect(name="published", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name


class Flow(models.Model):
    """From a step to the next by an outcome; ``effect`` names the act of law that it means, if any."""

    source = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+", null=True)
    outcome = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    effect = models.CharField(max_length=20, blank=True)
    condition = models.CharField(max_length=20, blank=True, default="")
    element = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "outcome"], name="flow_outcome_once")]
        triggers = [pgtrigger.Protect(name="published", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.label


class Sketch(models.Model):
    """A drawing that is being made: one a key, changed only by whoever saw its newest revision."""

    key = models.CharField(max_length=60, unique=True)
    content = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    based_on = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="+", null=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.key} r{self.revision}"


class Instance(models.Model):
    """A running process. ``plan`` holds each activity's due time and agency, fixed when it started."""

    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="+")
    plan = models.JSONField()
    started_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.definition_id} từ {self.started_at}"


class WorkItem(models.Model):
    """Work that waits: on a post, or in the pool of a role at an agency.

    subject_id      the case it belongs to; the table above knows which
    subject_due_at  the case's due time, for the order of worklists
    subject_done    the case is decided: what is left is to hand over its result
    accept_by       until when another agency has to take what was handed to it; null inside one agency
    state           waiting: nobody here can go on before the applicant has done his part
    """

    instance = models.ForeignKey(Instance, on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    subject_due_at = models.DateTimeField()
    subject_done = models.BooleanField(default=False, db_default=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.ForeignKey("agencies.Role", on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("agencies.Post", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    state = models.CharField(max_length=8, choices=ItemState.choices(), default=ItemState.OPEN)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    accept_by = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        "agencies.Staff", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    outcome = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["instance"], condition=Q(state__in=["open", "waiting"]), name="item_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "waiting"], closed_at__isnull=True)
                | Q(state="done", closed_at__isnull=False),
                name="item_closed_when_done",
            ),
        ]
        indexes = [
            models.Index(fields=["post", "subject_due_at", "id"], condition=Q(state="open"), name="item_post_open"),
            models.Index(
                fields=["agency", "role", "subject_due_at", "id"],
                condition=Q(state="open", post__isnull=True),
                name="item_pooled",
            ),
            models.Index(
                fields=["agency", "subject_due_at", "id"],
                include=["role", "post", "subject_done", "accept_by", "taken_at"],
                condition=Q(state="open"),
                name="item_unit_open",
            ),
            models.Index(fields=["subject_id", "id"], name="item_subject"),
            models.Index(fields=["agency", "subject_due_at"], condition=Q(state="waiting"), name="item_waiting"),
            models.Index(
                fields=["accept_by"],
                condition=Q(state="open", taken_at__isnull=True, accept_by__isnull=False),
                name="item_unaccepted",
            ),
            models.Index(fields=["closed_by", "closed_at"], condition=Q(state="done"), name="item_done_by"),
        ]

    def __str__(self) -> str:
        return f"item {self.pk}"
