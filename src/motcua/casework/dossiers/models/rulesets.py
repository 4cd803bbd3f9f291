"""The rules of a period, version by version; a dossier keeps the one it was received under."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class RuleSet(models.Model):
    """A published version of a set of rules; it never changes.

    valid_from/to  days of receipt it is for
    parameters     {name: value} (rules.rulesets.Parameters)
    unconfirmed    names that no text we have confirms
    decision_no    why this version differs from the shipped one, "" for what ships
    """

    code = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    basis = models.CharField(max_length=300)
    form_set = models.CharField(max_length=20)
    parameters = models.JSONField()
    unconfirmed = ArrayField(models.CharField(max_length=40), default=list)
    decision_no = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="ruleset_version_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="ruleset_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(version=1) | ~Q(decision_no=""), name="ruleset_amended_by_a_decision"),
        ]
        triggers = [pgtrigger.Protect(name="published", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"
