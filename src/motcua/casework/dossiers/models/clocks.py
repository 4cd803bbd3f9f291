"""The clock of a dossier: every date it was promised, every pause, every date that passed, every letter about it."""

from django.db import models
from django.db.models import Q

from ..vocabulary import DueKind, LateCause, LateKind, LetterState, PauseCause, Reminder
from .dossier import Dossier


class DueDate(models.Model):
    """One promise in the order in which they were made; the newest is the dossier's, none is ever changed.

    legal_due_at  the date without any letter at that time
    event_seq     of the event that made it
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=DueKind.choices())
    due_at = models.DateTimeField()
    legal_due_at = models.DateTimeField()
    why = models.TextField()
    steps = models.JSONField(default=list)
    set_at = models.DateTimeField()
    event_seq = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "event_seq"], name="due_date_once_an_event")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.kind} {self.due_at}"


class Pause(models.Model):
    """A time in which the clock of the result stands still, with its cause and ground.

    basis     the rule or announcement; ``document_no`` of what was sent or announced
    counts    whether the rules of the dossier leave this time out of the limit
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=12, choices=PauseCause.choices())
    basis = models.CharField(max_length=300)
    document_no = models.CharField(max_length=80, blank=True)
    counts = models.BooleanField(default=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    proof = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(ended_at__isnull=True), name="pause_one_open"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("began_at")),
                name="pause_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="pause_has_a_ground"),
        ]
        indexes = [
            models.Index(
                fields=["dossier"],
                condition=Q(ended_at__isnull=True) & ~Q(cause__in=["supplement", "finance"]),
                name="pause_while_running",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.cause}"


class LateEvent(models.Model):
    """A promised date passed without a result: once for each date, whatever follows.

    holder_post/holder_agency  who held the dossier at that moment; both empty: the applicant or a system did
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=LateKind.choices())
    due_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    holder_agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    holder_post = models.ForeignKey(
        "agencies.Post", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "due_at"], name="late_event_once_a_date")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.kind} {self.due_at}"


class Letter(models.Model):
    """Thư xin lỗi (Mẫu 04): written by the system, approved by a head, sent.

    number        1 for the first of the dossier, 2 for the second lateness
    for_due_at    the promise that is not kept
    new_due_at    the date proposed, then promised; null once the rules allow no further one
    cause         why, chosen; ``cause_text``: in the words of the paper
    level         0: the head of the agency that handles it; 1: one level up
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=LetterState.choices(), default=LetterState.DRAFTED)
    for_due_at = models.DateTimeField()
    new_due_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=16, choices=LateCause.choices())
    cause_text = models.TextField()
    holder_agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    holder_post = models.ForeignKey(
        "agencies.Post", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    level = models.PositiveSmallIntegerField(default=0)
    drafted_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        "agencies.Staff", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    approved_post = models.ForeignKey(
        "agencies.Post", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "for_due_at"], condition=~Q(state="dropped"), name="letter_once_a_date"
            ),
            models.CheckConstraint(
                condition=Q(
                    state="sent", approved_at__isnull=False, approved_by__isnull=False, approved_post__isnull=False
                )
                | (~Q(state="sent") & Q(approved_at__isnull=True)),
                name="letter_is_sent_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(cause_text=""), name="letter_says_why"),
        ]
        indexes = [
            models.Index(fields=["state", "for_due_at"], condition=Q(state="drafted"), name="letter_waiting"),
            models.Index(fields=["holder_agency"], condition=Q(state="drafted"), name="letter_waiting_of_holder"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} #{self.number}"


class Nudge(models.Model):
    """A reminder that was given, so that it is given once: what, about which moment, how high."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20, choices=Reminder.choices())
    about = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField(default=0)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "kind", "about", "level"], name="nudge_once")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.kind} {self.about}"
