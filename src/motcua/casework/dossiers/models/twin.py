"""The paper half of a dossier: bags with a number, where they are, how they were handed over.

``PaperMove`` is the ledger; a bag's own columns repeat its newest line, so that lists need not look for it.
"""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from ..vocabulary import Carrier, LineState, MoveCause, SetKind, SlipState, Whereabouts
from .dossier import Dossier

_OPEN_LINES = [LineState.PACKED, LineState.ON_WAY, LineState.MISSING]


def _has(**said: bool) -> Q:
    """Return the condition that columns are empty (False) or not (True)."""
    return Q(**{f"{name}__isnull": not there for name, there in said.items()})


_PLACES = (
    Q(place__in=["agency", "archive"]) & _has(agency=True, slip=False)
    | Q(place="transit") & _has(agency=False, post=False, slip=True)
    | Q(place__in=["applicant", "lost"]) & _has(agency=False, post=False, slip=False)
)


class SlipRegister(models.Model):
    """The year's register of hand-over slips of an agency: the last number given, under the row's lock."""

    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    last_serial = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="slip_register_year_once")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.year} {self.last_serial}"


class Slip(models.Model):
    """Phiếu bàn giao: a batch of bags from one agency to another, signed by both sides through their accounts.

    year, serial  given when it is sent, without gaps; null while it is packed
    carried_by    who carries it, or the waybill of the post; bag: mark of the outer bag
    """

    sender = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    receiver = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=SlipState.choices(), default=SlipState.DRAFT)
    year = models.PositiveSmallIntegerField(null=True)
    serial = models.PositiveIntegerField(null=True)
    carrier = models.CharField(max_length=8, choices=Carrier.choices(), default=Carrier.OWN)
    carried_by = models.CharField(max_length=200, blank=True)
    bag = models.CharField(max_length=80, blank=True)
    packed_at = models.DateTimeField()
    packed_by = models.ForeignKey("agencies.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey("agencies.Staff", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    sent_post = models.ForeignKey(
        "agencies.Post", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        "agencies.Staff", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    closed_post = models.ForeignKey(
        "agencies.Post", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sender", "year", "serial"], name="slip_number_once"),
            models.CheckConstraint(condition=~Q(sender=F("receiver")), name="slip_goes_elsewhere"),
            models.CheckConstraint(
                condition=Q(state="draft")
                & _has(year=False, serial=False, sent_at=False, sent_by=False, sent_post=False, closed_at=False)
                | Q(state__in=["sent", "closed"])
                & _has(year=True, serial=True, sent_at=True, sent_by=True, sent_post=True),
                name="slip_has_a_number_once_sent",
            ),
            models.CheckConstraint(
                condition=Q(state="closed") & _has(closed_at=True, closed_by=True, closed_post=True)
                | ~Q(state="closed") & _has(closed_at=False, closed_by=False, closed_post=False),
                name="slip_is_closed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["sender", "-id"], name="slip_of_sender"),
            models.Index(fields=["receiver", "-id"], condition=~Q(state="draft"), name="slip_of_receiver"),
        ]

    def __str__(self) -> str:
        return f"{self.sender_id} {self.serial or '-'}/{self.year or '-'}"


class PaperSet(models.Model):
    """A bag of papers, and where it is now.

    part   1 for what came at first; a supplement that came while the first bag was elsewhere is a bag of its own
    seq    of its newest line in the ledger
    """

    token = models.CharField(max_length=20, primary_key=True)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=SetKind.choices())
    part = models.PositiveSmallIntegerField(default=1)
    place = models.CharField(max_length=10, choices=Whereabouts.choices())
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    post = models.ForeignKey("agencies.Post", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    slip = models.ForeignKey(Slip, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    since = models.DateTimeField()
    seq = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "kind", "part"], name="paperset_part_once"),
            models.CheckConstraint(condition=_PLACES, name="paperset_is_in_one_place"),
        ]
        indexes = [
            models.Index(fields=["agency", "since"], condition=Q(place="agency"), name="paperset_at_agency"),
            models.Index(
                fields=["place"], condition=Q(place__in=["agency", "transit", "lost"]), name="paperset_in_use"
            ),
        ]

    def __str__(self) -> str:
        return self.token


class PaperMove(models.Model):
    """One line of a bag's ledger: from this moment on it was there, until the next line. Never changed.

    staff   who scanned it; null: by itself, when the dossier was concluded
    """

    paper_set = models.ForeignKey(PaperSet, on_delete=models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveIntegerField()
    cause = models.CharField(max_length=12, choices=MoveCause.choices())
    place = models.CharField(max_length=10, choices=Whereabouts.choices())
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    post = models.ForeignKey("agencies.Post", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    slip = models.ForeignKey(Slip, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    at = models.DateTimeField()
    staff = models.ForeignKey("agencies.Staff", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper_set", "seq"], name="papermove_seq_once"),
            models.CheckConstraint(condition=_PLACES, name="papermove_is_to_one_place"),
        ]
        triggers = [pgtrigger.Protect(name="ledger", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.paper_set_id} #{self.seq}"


class SlipLine(models.Model):
    """One bag of a slip, and what became of it.

    found_at  the other agency at which it turned up; note: damage, or why it counts as lost
    """

    slip = models.ForeignKey(Slip, on_delete=models.CASCADE, related_name="+", db_index=False)
    paper_set = models.ForeignKey(PaperSet, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=LineState.choices(), default=LineState.PACKED)
    note = models.CharField(max_length=300, blank=True)
    found_at = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        "agencies.Staff", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slip", "paper_set"], name="slipline_once_a_slip"),
            models.UniqueConstraint(
                fields=["paper_set"], condition=Q(state__in=_OPEN_LINES), name="slipline_one_open_a_bag"
            ),
            models.CheckConstraint(
                condition=Q(state__in=_OPEN_LINES) & _has(settled_at=False, settled_by=False)
                | ~Q(state__in=_OPEN_LINES) & _has(settled_at=True, settled_by=True),
                name="slipline_is_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="astray") & _has(found_at=True) | ~Q(state="astray") & _has(found_at=False),
                name="slipline_astray_says_where",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["lost", "damaged"]) | ~Q(note=""), name="slipline_loss_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slip_id} {self.paper_set_id} {self.state}"


class Divergence(models.Model):
    """Paper and electronic half were apart too long: once each time, until they are together again.

    wanted  the agency that waits for the papers; null: the applicant does
    """

    paper_set = models.ForeignKey(PaperSet, on_delete=models.PROTECT, related_name="+")
    wanted = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    since = models.DateTimeField()
    raised_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["paper_set"], condition=Q(ended_at__isnull=True), name="divergence_one_open"
            ),
        ]
        indexes = [models.Index(fields=["raised_at"], condition=Q(ended_at__isnull=True), name="divergence_open")]

    def __str__(self) -> str:
        return f"{self.paper_set_id} {self.since}"
