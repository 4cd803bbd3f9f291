"""What the acts of law left with a dossier: its promises, pauses, requests, enquiries, letters and its end."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from ..models import Correction, DueDate, Ending, Enquiry, Letter, Pause, Supplement
from ..vocabulary import EnquiryKind, EnquiryState, Initiator, LetterState, PauseCause, SupplementReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Each in the order in which it happened; `ending` None while there is none."""

    dues: tuple[DueDate, ...]
    pauses: tuple[Pause, ...]
    supplements: tuple[Supplement, ...]
    enquiries: tuple[Enquiry, ...]
    letters: tuple[Letter, ...]
    corrections: tuple[Correction, ...]
    ending: Ending | None

    @property
    def pause(self) -> Pause | None:
        """Return the pause that lasts."""
        return next((row for row in self.pauses if row.ended_at is None), None)

    @property
    def supplement(self) -> Supplement | None:
        """Return the request that the applicant has not met yet."""
        return next((row for row in self.supplements if row.supplied_at is None), None)

    @property
    def open_enquiries(self) -> tuple[Enquiry, ...]:
        """Return what is asked and not answered yet, the most urgent first."""
        waiting = (row for row in self.enquiries if row.state == EnquiryState.OPEN)
        return tuple(sorted(waiting, key=lambda row: row.due_at))

    def letter_for(self, due_at: object) -> LetterState | None:
        """Return where the letter about a promised date is, None where there is none."""
        return next((LetterState(row.state) for row in self.letters if row.for_due_at == due_at), None)

    def only_asked_of(self, agency_id: int | None) -> "Story":
        """Return what an agency reads that is asked: its own questions, no words of others."""
        asked = tuple(
            row for row in self.enquiries if row.agency_id == agency_id and row.kind == EnquiryKind.CONSULTATION
        )
        return Story(dues=(), pauses=(), supplements=(), enquiries=asked, letters=(), corrections=(), ending=None)


def story(dossier_id: int) -> Story:
    """Return the story of a dossier."""
    return Story(
        dues=tuple(DueDate.objects.filter(dossier_id=dossier_id).order_by("event_seq")),
        pauses=tuple(Pause.objects.filter(dossier_id=dossier_id).order_by("began_at")),
        supplements=tuple(Supplement.objects.filter(dossier_id=dossier_id).order_by("asked_at")),
        enquiries=tuple(
            Enquiry.objects.filter(dossier_id=dossier_id)
            .select_related("agency", "asked_by", "closed_by")
            .order_by("asked_at", "id")
        ),
        letters=tuple(
            Letter.objects.filter(dossier_id=dossier_id).exclude(state=LetterState.DROPPED).order_by("drafted_at")
        ),
        corrections=tuple(Correction.objects.filter(dossier_id=dossier_id).order_by("at")),
        ending=Ending.objects.filter(dossier_id=dossier_id).first(),
    )


def asked_of(agency_id: int) -> QuerySet[Enquiry, int]:
    """Return the dossiers about which an agency is asked for its opinion now, as a subquery."""
    return Enquiry.objects.filter(
        agency_id=agency_id, state=EnquiryState.OPEN, kind=EnquiryKind.CONSULTATION
    ).values_list("dossier_id", flat=True)


def words_of(told: Story) -> Mapping[tuple[str, int], str]:
    """Return what was typed about each act, by the name and number under which its event points at it."""
    said: dict[tuple[str, int], str] = {}
    for request in told.supplements:
        said["SupplementRequested", request.pk] = _wanted(request.reasons, request.items)
        said["DossierSupplemented", request.pk] = request.supplied_note
    for pause in told.pauses:
        opened = _joined(PauseCause(pause.cause).label, pause.document_no, pause.basis)
        said["DossierPaused", pause.pk] = opened
        said["ObligationDemanded", pause.pk] = _joined(pause.document_no, pause.basis)
        said["ObligationSettled", pause.pk] = pause.proof
    for enquiry in told.enquiries:
        said["EnquiryOpened", enquiry.pk] = enquiry.question
        said["EnquiryClosed", enquiry.pk] = enquiry.answer
    for correction in told.corrections:
        said["DossierCorrected", correction.pk] = correction.reason
    for letter in told.letters:
        said["ApologyDrafted", letter.pk] = said["ApologySent", letter.pk] = letter.cause_text
    if (end := told.ending) is not None:
        initiator = Initiator(end.initiator)
        said["DossierWithdrawn", end.pk] = end.reason
        said["DossierStopped", end.pk] = f"{initiator.label}: {end.reason}"
    return said


def _wanted(reasons: Collection[str], items: Collection[Mapping[str, Any]]) -> str:
    why = ", ".join(SupplementReason(reason).label.lower() for reason in reasons)
    what = "; ".join(f"{item['name']}: {item['want']}" if item["name"] else str(item["want"]) for item in items)
    return f"{what} ({why})"


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
