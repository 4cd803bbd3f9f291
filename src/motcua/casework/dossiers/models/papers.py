"""Papers received with a dossier, and notes that officers leave each other."""

from django.db import models

from .dossier import Dossier


class Paper(models.Model):
    """What was received of one paper of the published list."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=60)
    name = models.TextField()
    originals = models.PositiveSmallIntegerField(default=0)
    copies = models.PositiveSmallIntegerField(default=0)
    photocopies = models.PositiveSmallIntegerField(default=0)
    from_data = models.BooleanField(default=False)
    shown_only = models.BooleanField(default=False)
    not_applicable = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "key"], name="paper_key_once")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.key}"


class Note(models.Model):
    """An internal note; the citizen does not see it."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField()
    staff = models.ForeignKey("agencies.Staff", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("agencies.Post", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.written_at}"
