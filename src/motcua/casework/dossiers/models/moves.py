"""Open dossiers moved to another version of their process: what was foreseen, what was done, what was undone."""

from django.db import models
from django.db.models import Q

from ..vocabulary import MoveLineState, MoveState, MoveWork
from .dossier import Dossier


class Move(models.Model):
    """One batch, and the order that a worker carries out, one after the other: to move it, to take it back.

    mapping     {step of the old version: step of the new one}
    turn        number of the newest order; stopping counts as one, so a job of an older turn does nothing more
    ordered_by, ordered_post   in whose name the worker moves: who pressed, at which post
    worked_at   when the worker last came further, or was told to
    """

    source = models.ForeignKey("workflow.Definition", on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey("workflow.Definition", on_delete=models.PROTECT, related_name="+")
    mapping = models.JSONField()
    state = models.CharField(max_length=10, choices=MoveState.choices(), default=MoveState.PLANNED)
    planned_at = models.DateTimeField()
    planned_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)
    work = models.CharField(
        max_length=10, choices=MoveWork.choices(), default=MoveWork.IDLE, db_default=MoveWork.IDLE.value
    )
    turn = models.PositiveIntegerField(default=0, db_default=0)
    ordered_by = models.ForeignKey(
        "agencies.Staff", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    ordered_post = models.ForeignKey(
        "agencies.Post", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    worked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(work=MoveWork.WORKING)
                | Q(ordered_by__isnull=False, ordered_post__isnull=False, worked_at__isnull=False, turn__gt=0),
                name="move_at_work_says_in_whose_name",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


class MoveLine(models.Model):
    """One dossier in a batch.

    seen_seq       its newest event when it was looked at; any later one and it is left alone
    foreseen       position that was foreseen, as `workflow.rules.positions` keeps it; null where it was refused
    before         position that it had when it was looked at, with its hash; an undo must give the same hash again
    moved_seq      number of the event of the move; any later one and the undo leaves it alone
    """

    move = models.ForeignKey(Move, on_delete=models.PROTECT, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=MoveLineState.choices())
    step = models.CharField(max_length=40)
    next_step = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    seen_seq = models.PositiveIntegerField()
    foreseen = models.JSONField(null=True)
    before = models.JSONField(null=True)
    before_hash = models.CharField(max_length=64, blank=True)
    after_hash = models.CharField(max_length=64, blank=True)
    moved_seq = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["move", "dossier"], name="moveline_dossier_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["moved", "undone", "kept"])
                | Q(before__isnull=False, moved_seq__isnull=False, before_hash__gt="", after_hash__gt=""),
                name="moveline_moved_says_from_where",
            ),
        ]
        indexes = [models.Index(fields=["move", "state", "id"], name="moveline_state")]

    def __str__(self) -> str:
        return f"{self.move_id} {self.dossier_id}"
