"""What was learned, what it says of each open dossier, and how long each procedure really takes."""

from django.db import models
from django.db.models import Q

from .vocabulary import Band, Basis


class Training(models.Model):
    """One time of learning, and what came of it; the newest is in use.

    dossiers  that were learned from; ``measures``: on later mornings, beside the rule (services.fitting.Measures)
    coverage  share of later dossiers done within what would have been shown, of ``covered_of``
    table     the model (rules.logistic), null where none is better than the rule; ``rates``: the rule (rules.thin)
    habits    sums the model reads (rules.habits); emptied when another training comes into use
    why       why there is no model, in a sentence
    """

    trained_at = models.DateTimeField()
    dossiers = models.PositiveIntegerField()
    mornings = models.PositiveIntegerField()
    basis = models.CharField(max_length=8, choices=Basis.choices())
    why = models.TextField(blank=True)
    measures = models.JSONField(default=dict)
    coverage = models.FloatField(null=True)
    covered_of = models.PositiveIntegerField(default=0)
    level = models.FloatField()
    table = models.JSONField(null=True)
    rates = models.JSONField(default=list)
    habits = models.JSONField(default=dict)
    is_in_use = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_in_use"], condition=Q(is_in_use=True), name="training_one_in_use"),
            models.CheckConstraint(
                condition=Q(basis="model", table__isnull=False, why="") | (~Q(basis="model") & Q(table__isnull=True)),
                name="training_has_a_table_or_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trained_at:%Y-%m-%d} {self.basis}"


class Risk(models.Model):
    """How likely an open dossier is to be late, as foretold on its last morning.

    agency, competent  those of the dossier; ``holder``: where its step was
    probability        null where only the date is known; ``weight``: order in lists, the greater the riskier
    reasons            [{"feature", "adds" (log-odds), "says": [numbers]}], strongest first (rules.reasons)
    """

    dossier = models.OneToOneField("dossiers.Dossier", on_delete=models.PROTECT, related_name="+", primary_key=True)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    competent = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    foretold_at = models.DateTimeField()
    basis = models.CharField(max_length=8, choices=Basis.choices())
    band = models.CharField(max_length=8, choices=Band.choices())
    probability = models.FloatField(null=True)
    weight = models.SmallIntegerField()
    days_left = models.FloatField()
    step = models.CharField(max_length=200)
    reasons = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(basis="days", probability__isnull=True)
                | (~Q(basis="days") & Q(probability__gt=0, probability__lt=1)),
                name="risk_says_a_probability_or_only_a_band",
            ),
        ]
        indexes = [
            models.Index(fields=["-weight", "-dossier"], name="risk_highest"),
            models.Index(fields=["agency", "-weight", "-dossier"], name="risk_of_agency"),
            models.Index(fields=["competent", "-weight", "-dossier"], name="risk_of_competent"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.band}"


class Pace(models.Model):
    """How many working days a procedure really takes; agency null: wherever it was received."""

    procedure = models.CharField(max_length=80)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    n = models.PositiveIntegerField()
    median = models.PositiveSmallIntegerField()
    p90 = models.PositiveSmallIntegerField()
    as_of = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure", "agency"], nulls_distinct=False, name="pace_once"),
            models.CheckConstraint(condition=Q(median__gte=1, p90__gte=models.F("median")), name="pace_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.procedure} {self.agency_id}: {self.median}, {self.p90}"
