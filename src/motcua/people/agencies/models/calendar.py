"""The working calendar: the nation's days, then each agency's own, and the opening hours of a week."""

from django.db import models
from django.db.models import Q

from motcua.ground.kernel.worktime import DayKind

from .organisation import Agency


class CalendarDay(models.Model):
    """A date that differs from its weekday. Without agency it is the nation's; an agency's own row stands above it.

    hours      [["07:30", "11:30"], …], null: as the kind says
    confirmed  false while it is a proposal
    active     false: kept with its note, counts for nothing
    revision   grows with each change, so that a stale edit is noticed
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", null=True)
    on = models.DateField()
    kind = models.CharField(max_length=20, choices=DayKind.choices())
    note = models.CharField(max_length=200, blank=True)
    hours = models.JSONField(null=True)
    decision_no = models.CharField(max_length=200, blank=True)
    confirmed = models.BooleanField(default=True)
    active = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "on"], nulls_distinct=False, name="calendar_day_once"),
            models.CheckConstraint(
                condition=Q(confirmed=False) | ~Q(decision_no=""), name="calendar_day_confirmed_by_a_decision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.kind}"


class OpeningHours(models.Model):
    """When an office opens on one weekday, from a date on. Without agency: everyone who has no hours of his own.

    weekday  Monday 0
    spans    [["07:30", "11:30"], …] in order, [] when closed
    counted  false: open to receive, but no time limit counts the day
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", null=True)
    weekday = models.PositiveSmallIntegerField()
    spans = models.JSONField()
    counted = models.BooleanField(default=True)
    valid_from = models.DateField()
    decision_no = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "weekday", "valid_from"], nulls_distinct=False, name="opening_hours_once"
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="opening_hours_weekday_0_to_6"),
            models.CheckConstraint(condition=~Q(decision_no=""), name="opening_hours_have_a_decision"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} from {self.valid_from}"
