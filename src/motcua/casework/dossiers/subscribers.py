"""What dossiers do a second after an act: the paper that goes with it, the word to those it concerns."""

from datetime import datetime

from motcua.ground.kernel import actors
from motcua.ground.kernel.events import Event, subject_id
from motcua.ground.outbox.ports import subscribe

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
from .services import papers, telling, transfer

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


def _print_receipt(event: Event, _actor: str, at: datetime) -> None:
    papers.render_receipt(subject_id(event.subject), by=_PRINTER, at=at)
    _tell_applicant(event, _actor, at)  # one job for both: who stands at the counter has his receipt in hand


def _print_refusal(event: Event, _actor: str, at: datetime) -> None:
    papers.render_refusal(subject_id(event.subject), by=_PRINTER, at=at)


def _advance_group(event: Event, _actor: str, at: datetime) -> None:
    transfer.advance(subject_id(event.subject), at=at)


subscribe(DossierReceived, "dossiers.receipt", _print_receipt)
subscribe(DossierDeclined, "dossiers.refusal", _print_refusal)


def _tell_applicant(event: Event, _actor: str, at: datetime) -> None:
    if isinstance(event, DossierEvent):
        telling.tell_applicant(event, at=at)


def _tell_officers(event: Event, _actor: str, at: datetime) -> None:
    if isinstance(event, ReminderGiven):
        telling.tell_officers(event, at=at)


for told in news.TOLD:
    if told != DossierReceived.__name__:
        subscribe(Event.registry[told], "dossiers.told", _tell_applicant)
subscribe(ReminderGiven, "dossiers.reminded", _tell_officers)
for _moved in _MOVE_A_GROUP:
    subscribe(_moved, "dossiers.groups", _advance_group)
