"""A report and its numbers, by when reports are due, and spreadsheets too long to be written while somebody waits."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from .vocabulary import ExportKind, ExportState, State

_SEALED = (
    "form", "version", "agency_id", "period", "revision", "reason", "numbers", "digest", "taken_at", "position",
    "agency_ids", "competent_ids", "prepared_by_id", "checked_by_id", "checked_at", "signed_by_id", "signed_title",
    "signed_at", "alone",
)  # fmt: skip
_CHANGED = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in _SEALED)


class Report(models.Model):
    """One form of one agency for one period: what is signed never changes, a revision is a row of its own.

    numbers         the table, as `rules.tables` keeps it
    digest          seals it with form, version, agency, period and revision
    position        newest entry of the journal when the numbers were taken
    agency_ids, competent_ids   whose dossiers were counted; null: no restriction
    alone           who signed was the only one there who works on reports
    recipient       as it is written on the paper; `recipient_agency` where it works here too
    """

    form = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField()
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    period = models.CharField(max_length=24)
    last_on = models.DateField()
    revision = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=12, choices=State.choices())
    numbers = models.JSONField()
    digest = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    position = models.BigIntegerField()
    agency_ids = ArrayField(models.BigIntegerField(), null=True)
    competent_ids = ArrayField(models.BigIntegerField(), null=True)
    recipient = models.CharField(max_length=200, blank=True)
    recipient_agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    prepared_by = models.ForeignKey(
        "agencies.Staff", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    checked_by = models.ForeignKey(
        "agencies.Staff", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    checked_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        "agencies.Staff", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    signed_title = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True)
    alone = models.BooleanField(default=False)
    sent_by = models.ForeignKey("agencies.Staff", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    sent_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        "agencies.Staff", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    closed_at = models.DateTimeField(null=True)
    return_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "form", "period", "revision"], name="report_revision_once"),
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "checked"], signed_at__isnull=True)
                | Q(state__in=["signed", "sent", "frozen", "returned"], signed_at__isnull=False),
                name="report_signed_at_says_so",
            ),
            models.CheckConstraint(
                condition=Q(state="prepared", checked_at__isnull=True)
                | (~Q(state="prepared") & Q(checked_at__isnull=False)),
                name="report_is_signed_once_checked",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "frozen", "returned"], sent_at__isnull=False)
                | (~Q(state__in=["sent", "frozen", "returned"]) & Q(sent_at__isnull=True)),
                name="report_sent_at_says_so",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["frozen", "returned"], closed_at__isnull=False)
                | (~Q(state__in=["frozen", "returned"]) & Q(closed_at__isnull=True)),
                name="report_closed_at_says_so",
            ),
            models.CheckConstraint(
                condition=Q(revision=1) | Q(revision__gt=1, reason__gt=""), name="report_revision_has_reason"
            ),
        ]
        indexes = [models.Index(fields=["agency", "-id"], name="report_of_agency")]
        triggers = [
            pgtrigger.Protect(
                name="signed_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(f"OLD.signed_at IS NOT NULL AND ({_CHANGED})"),
            ),
            pgtrigger.Protect(
                name="closed_for_ever",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.closed_at IS NOT NULL"),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.agency_id} {self.period} r{self.revision}"


class Deadline(models.Model):
    """By when the units right under an agency owe it a report; a later row of the same takes its place."""

    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    form = models.CharField(max_length=20)
    period = models.CharField(max_length=24)
    due_at = models.DateTimeField()
    set_by = models.ForeignKey("agencies.Staff", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agency", "form", "period", "-id"], name="deadline_newest")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.form} {self.period} {self.due_at}"


class Export(models.Model):
    """A long spreadsheet that a worker writes for one person; its file is kept for a few days, the row for good.

    report, line, column   of which number, of what it consists or what moved it;  agency, year  of which register
    turn        number of the newest order; a job of an older one does nothing more
    total       lines counted when it was asked for;  written  how far the worker is;  rows  lines of the file
    differs, explained     of what moved a number: by how much it differed then, how much of it the lines explain
    fault       what the person is told, "" where nothing went wrong
    """

    kind = models.CharField(max_length=12, choices=ExportKind.choices())
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    line = models.CharField(max_length=300, blank=True)
    column = models.CharField(max_length=40, blank=True)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    year = models.PositiveSmallIntegerField(null=True)
    asked_by = models.ForeignKey("agencies.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_post = models.ForeignKey("agencies.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    turn = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=12, choices=ExportState.choices())
    total = models.PositiveIntegerField()
    written = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(null=True)
    size = models.PositiveBigIntegerField(null=True)
    differs = models.IntegerField(null=True)
    explained = models.IntegerField(null=True)
    fault = models.CharField(max_length=500, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["asked_by", "kind", "report", "line", "column", "agency", "year"],
                condition=Q(state__in=["waiting", "writing"]),
                nulls_distinct=False,
                name="export_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(kind="register", report__isnull=True, agency__isnull=False, year__isnull=False)
                | Q(kind__in=["dossiers", "moved"], report__isnull=False, agency__isnull=True, year__isnull=True),
                name="export_is_of_a_number_or_a_register",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["ready", "gone"], finished_at__isnull=False, rows__isnull=False)
                | Q(state__in=["waiting", "writing", "failed"], finished_at__isnull=True),
                name="export_finished_at_says_so",
            ),
        ]
        indexes = [models.Index(fields=["asked_by", "-id"], name="export_of_a_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.report_id or self.agency_id} {self.state}"
