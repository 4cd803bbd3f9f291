"""What figures are counted from: a record of each dossier, and the movements of all of them in cells of time."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from .rules.windows import KEPT
from .vocabulary import Grain, Source


class Folded(models.Model):
    """Something as figures see it, after ``seq`` entries of its journals.

    days, counts, moved   its movements, place by place: on which day which count moves by how much
    """

    seq = models.PositiveIntegerField()
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    competent = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    procedure = models.CharField(max_length=80)
    received_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    days = ArrayField(models.DateField())
    counts = ArrayField(models.SmallIntegerField())
    moved = ArrayField(models.IntegerField())

    class Meta:
        abstract = True


class DossierRecord(Folded):
    """A dossier, its own journal and those that tell about it folded."""

    dossier = models.OneToOneField("dossiers.Dossier", on_delete=models.PROTECT, related_name="+", primary_key=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "received_on"], name="record_agency_received"),
            models.Index(fields=["agency", "ended_on"], name="record_agency_ended"),
            models.Index(fields=["competent", "received_on"], name="record_competent_received"),
            models.Index(fields=["competent", "ended_on"], name="record_competent_ended"),
        ]

    def __str__(self) -> str:
        return f"dossier {self.dossier_id} #{self.seq}"


class PetitionRecord(Folded):
    """A stay of a petition with an agency, ``competent`` and ``agency``; ``procedure`` is empty.

    petition   number of the stay (`rules.petitions.stay_id`): of the first one that of the petition itself
    """

    petition = models.BigIntegerField(primary_key=True)

    class Meta:
        indexes = [models.Index(fields=["competent", "received_on"], name="petition_competent_received")]

    def __str__(self) -> str:
        return f"petition {self.petition} #{self.seq}"


class Cell(models.Model):
    """By how much each count moves in a day, a month or a year, over the dossiers of an agency for a competent agency.

    A column for each kept count stands beside these, named as the count.

    procedure   of one procedure, or "" of all: cells of all reach back for ever by day, month and year, those of one
                procedure by month and year, by day as long as their month runs
    first       its first day
    """

    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    competent = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    procedure = models.CharField(max_length=80)
    grain = models.CharField(max_length=1, choices=Grain.choices())
    first = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "procedure", "grain", "first", "competent"], name="cell_once"),
        ]
        indexes = [
            models.Index(fields=["competent", "grain", "first"], condition=Q(procedure=""), name="cell_of_competent"),
            models.Index(fields=["grain", "first"], condition=Q(procedure=""), name="cell_of_all"),
            models.Index(fields=["competent", "grain", "first"], condition=~Q(procedure=""), name="cell_of_procedures"),
            models.Index(fields=["agency", "grain", "first"], condition=~Q(procedure=""), name="cell_of_received"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.procedure} {self.grain} {self.first}"


for _count in KEPT:
    Cell.add_to_class(_count.value, models.IntegerField(default=0, db_default=0))


class SourceTold(models.Model):
    """Since when a source has told anything of what an agency has to decide: before, its figures have no number."""

    source = models.CharField(max_length=12, choices=Source.choices())
    competent = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    since = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["competent", "source"], name="source_told_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.competent_id} {self.since}"


class ProcedureDays(models.Model):
    """Since when the days of single procedures are kept as cells: earlier ones went when their month was over."""

    since = models.DateField()

    def __str__(self) -> str:
        return f"{self.since}"


class ExternalScore(models.Model):
    """The score another system published for a unit and a period; kept as it was said, each time it was said anew."""

    competent = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    period = models.CharField(max_length=24)
    published_on = models.DateField()
    total = models.DecimalField(max_digits=6, decimal_places=2)
    groups = models.JSONField()
    origin = models.CharField(max_length=200)
    entered_by = models.CharField(max_length=60)
    entered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["competent", "period", "-id"], name="external_score_newest")]

    def __str__(self) -> str:
        return f"{self.competent_id} {self.period}: {self.total}"


class BulletinChoice(models.Model):
    """Whether somebody wants the morning bulletin at a post of his; without a row his post decides."""

    staff = models.ForeignKey("agencies.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("agencies.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    wanted = models.BooleanField()
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "post"], name="bulletin_choice_once")]

    def __str__(self) -> str:
        return f"{self.staff_id} at {self.post_id}: {self.wanted}"


class BulletinIssue(models.Model):
    """The bulletin of a unit and a day has been sent; ``recipients``: to so many people."""

    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    recipients = models.PositiveIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "day"], name="bulletin_issue_once")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.day}"


class Target(models.Model):
    """What a unit, or one of its officers, is to reach: a measure of the dictionary, from a day on until the next."""

    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    staff = models.ForeignKey("agencies.Staff", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    measure = models.CharField(max_length=40)
    valid_from = models.DateField()
    value = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    set_by = models.CharField(max_length=60)
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agency", "measure", "-valid_from", "-id"], name="target_newest")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.measure} {self.valid_from}: {self.value}"
