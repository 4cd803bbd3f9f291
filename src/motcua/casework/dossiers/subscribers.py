"""What dossiers do a second after an act: papers, the word to those it concerns, the bag, the next part."""

from datetime import datetime

from motcua.ground.kernel import actors
from motcua.ground.kernel.events import Event, subject_id
from motcua.ground.outbox.ports import Handler, subscribe

from .events import (
    ApologySent,
    DossierCompleted,
    DossierCorrected,
    DossierDeclined,
    DossierEvent,
    DossierPaused,
    DossierReceived,
    DossierRejected,
    DossierResumed,
    DossierReturned,
    DossierStopped,
    DossierSupplemented,
    DossierWithdrawn,
    EnquiryClosed,
    ObligationDemanded,
    ObligationSettled,
    ReminderGiven,
    SupplementRequested,
)
from .rules import telling as news
from .services import papers, papersets, telling, transfer
from .vocabulary import Form, SetKind

_PRINTER = actors.system("papers")
_MOVE_A_GROUP = (
    DossierCompleted,
    DossierRejected,
    DossierStopped,
    DossierWithdrawn,
    SupplementRequested,
    DossierSupplemented,
    ObligationDemanded,
    ObligationSettled,
    DossierPaused,
    DossierResumed,
    DossierCorrected,
    EnquiryClosed,
    ApologySent,
)


def _prints(*forms: Form, row: str = "", then: Handler | None = None) -> Handler:
    """Return what prints these forms; ``row``: the field of the event that names what the paper tells of.

    One job does all papers of an event, and what comes with them: each further one would cost the act.
    """

    def handle(event: Event, actor: str, at: datetime) -> None:
        about = int(event.payload()[row]) if row else 0
        for form in forms:
            papers.render(subject_id(event.subject), form, about, by=_PRINTER, at=at)
        if then:
            then(event, actor, at)

    return handle


def _tell_applicant(event: Event, _actor: str, at: datetime) -> None:
    if isinstance(event, DossierEvent):
        telling.tell_applicant(event, at=at)


def _tell_officers(event: Event, _actor: str, at: datetime) -> None:
    if isinstance(event, ReminderGiven):
        telling.tell_officers(event, at=at)


def _advance_group(event: Event, _actor: str, at: datetime) -> None:
    transfer.advance(subject_id(event.subject), at=at)
    if isinstance(event, DossierCompleted | DossierRejected):
        papersets.issue_result(subject_id(event.subject), event.agency_id, at=at)


def _give_result(event: Event, actor: str, at: datetime) -> None:
    papersets.given_to_applicant(subject_id(event.subject), SetKind.RESULT, by=actor, at=at)


def _give_papers_back(event: Event, actor: str, at: datetime) -> None:
    papersets.given_to_applicant(subject_id(event.subject), SetKind.PAPERS, by=actor, at=at)


subscribe(DossierReceived, "dossiers.receipt", _prints(Form.RECEIPT, then=_tell_applicant))
subscribe(DossierCorrected, "dossiers.receipt", _prints(Form.RECEIPT))
subscribe(DossierDeclined, "dossiers.refusal", _prints(Form.REFUSAL, then=_give_papers_back))
subscribe(DossierRejected, "dossiers.refusal", _prints(Form.REFUSAL))
subscribe(SupplementRequested, "dossiers.supplement", _prints(Form.SUPPLEMENT, row="supplement_id"))
subscribe(ApologySent, "dossiers.apology", _prints(Form.APOLOGY, row="letter_id"))
subscribe(DossierStopped, "dossiers.stop", _prints(Form.STOP))
subscribe(DossierWithdrawn, "dossiers.withdrawal", _prints(Form.WITHDRAWAL, then=_give_papers_back))
subscribe(EnquiryClosed, "dossiers.minutes", _prints(Form.MINUTES, row="enquiry_id"))
subscribe(DossierReturned, "dossiers.result_receipt", _prints(Form.RESULT_RECEIPT, Form.CONTROL, then=_give_result))
for told in news.TOLD:
    if told != DossierReceived.__name__:
        subscribe(Event.registry[told], "dossiers.told", _tell_applicant)
subscribe(ReminderGiven, "dossiers.reminded", _tell_officers)
for _moved in _MOVE_A_GROUP:
    subscribe(_moved, "dossiers.groups", _advance_group)
