"""The dossier itself, its parties and the register that numbers it."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Reverse

from ..vocabulary import Flag, PartyKind, PartyRole, ReturnMethod, Status


class Register(models.Model):
    """The day's register of an agency: the last number given, under the row's lock."""

    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    series = models.CharField(max_length=8, default="")
    day = models.DateField()
    last_serial = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "day", "series"], name="register_day_once")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.day} {self.last_serial}"


class Dossier(models.Model):
    """One case, under the version of the procedure and the rules it was born with.

    ruleset             fixed at receipt; null on what was received before rules were kept: those of the day of receipt
    due_at              the promise in force: the original one, or the one of the letter that moved it
    legal_due_at        the date without any letter: late is what ends after it
    due_steps           derivation of the due time, as data (rules.deadlines)
    accept_by           when the decision on a dossier handed in from afar is due
    cross_boundary      its time runs from `competent_at`, when the competent agency, elsewhere, took it
    ended_at            withdrawn or stopped
    event_seq/hash      head of its chain in the outbox
    tokens              folded words of its parties, prefixed by the agency, and their numbers: one index for search
    """

    code = models.CharField(max_length=80, unique=True)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    competent = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey("procedures.Version", on_delete=models.PROTECT, related_name="+", db_index=False)
    ruleset = models.ForeignKey("RuleSet", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    case = models.CharField(max_length=60, blank=True)
    instance = models.OneToOneField("workflow.Instance", on_delete=models.PROTECT, related_name="+", null=True)
    channel = models.CharField(max_length=12)
    status = models.CharField(max_length=12, choices=Status.choices())
    flag = models.CharField(max_length=16, choices=Flag.choices(), blank=True, default="")
    serial = models.PositiveIntegerField()
    series = models.CharField(max_length=8, default="")
    registered_on = models.DateField()
    submitted_at = models.DateTimeField(null=True)
    accept_by = models.DateTimeField(null=True)
    cross_boundary = models.BooleanField(default=False, db_default=False)
    competent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(
        "agencies.Staff", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    due_at = models.DateTimeField(null=True)
    legal_due_at = models.DateTimeField(null=True)
    due_why = models.TextField(blank=True)
    due_steps = models.JSONField(default=list)
    completed_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    decline_reason = models.TextField(blank=True)
    decline_basis = models.CharField(max_length=300, blank=True)
    return_method = models.CharField(max_length=12, choices=ReturnMethod.choices(), blank=True)
    fee_text = models.TextField(blank=True)
    applicant = models.CharField(max_length=200)
    tokens = ArrayField(models.CharField(max_length=80), default=list)
    event_seq = models.PositiveIntegerField()
    event_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "registered_on", "series", "serial"], name="dossier_number_once"),
            models.CheckConstraint(
                condition=Q(status="declined", declined_at__isnull=False, instance__isnull=True)
                & (Q(decline_reason__gt="") | Q(flag="mirrored"))
                | (~Q(status="declined") & Q(declined_at__isnull=True)),
                name="dossier_declined_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["declined", "registered", "withdrawn"])
                | Q(flag__in=["before_receipt", "mirrored"])
                | Q(received_at__isnull=False, received_by__isnull=False, due_at__isnull=False, instance__isnull=False),
                name="dossier_received_at_and_by_go_together",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["withdrawn", "stopped"], ended_at__isnull=False)
                | (~Q(status__in=["withdrawn", "stopped"]) & Q(ended_at__isnull=True)),
                name="dossier_ended_at_says_so",
            ),
            models.CheckConstraint(
                condition=~Q(status="registered")
                | Q(flag="mirrored")
                | Q(submitted_at__isnull=False, accept_by__isnull=False),
                name="dossier_submitted_waits_for_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["completed", "returned"], completed_at__isnull=False)
                | (~Q(status__in=["completed", "returned"]) & Q(completed_at__isnull=True)),
                name="dossier_completed_at_says_so",
            ),
            models.CheckConstraint(
                condition=Q(status="returned", returned_at__isnull=False)
                | (~Q(status="returned") & Q(returned_at__isnull=True)),
                name="dossier_returned_at_says_so",
            ),
        ]
        indexes = [
            GinIndex(fields=["tokens"], name="dossier_tokens"),
            models.Index(fields=["agency", "-id"], name="dossier_agency_newest"),
            models.Index(OpClass(Reverse("code"), "text_pattern_ops"), name="dossier_code_backwards"),
            models.Index(
                fields=["agency", "due_at"], condition=Q(status__in=["received", "processing"]), name="dossier_running"
            ),
            models.Index(
                fields=["competent", "due_at"],
                condition=Q(status__in=["received", "processing"]),
                name="dossier_running_competent",
            ),
            models.Index(fields=["agency"], condition=Q(status__in=["supplement", "finance"]), name="dossier_waits"),
            models.Index(
                fields=["agency", "accept_by"], condition=Q(status="registered"), name="dossier_awaits_acceptance"
            ),
            models.Index(fields=["agency"], condition=Q(flag="before_receipt"), name="dossier_asked_before_receipt"),
            models.Index(
                fields=["completed_at"],
                condition=Q(status="completed", return_method__in=["", "counter"]),
                name="dossier_to_collect",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Party(models.Model):
    """A person or organisation as declared at intake; later changes of the person do not change it."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, choices=PartyRole.choices())
    kind = models.CharField(max_length=16, choices=PartyKind.choices(), default=PartyKind.PERSON)
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    name = models.CharField(max_length=200)
    id_number = models.CharField(max_length=20, blank=True)
    born_on = models.DateField(null=True)
    sex = models.CharField(max_length=8, blank=True)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    mandate = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "role"], name="party_role_once")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.role}"
