"""What dossiers do a second after an act: the paper that goes with it, the bag that comes to be or leaves."""

from datetime import datetime

from motcua.ground.kernel import actors
from motcua.ground.kernel.events import Event, subject_id
from motcua.ground.outbox.ports import subscribe

from .events import (
    DossierCompleted,
    DossierDeclined,
    DossierReceived,
    DossierRejected,
    DossierReturned,
    DossierWithdrawn,
    StepMoved,
)
from .services import papers, papersets
from .vocabulary import SetKind

_PRINTER = actors.system("papers")


def _print_receipt(event: Event, _actor: str, at: datetime) -> None:
    papers.render_receipt(subject_id(event.subject), by=_PRINTER, at=at)


def _print_refusal(event: Event, _actor: str, at: datetime) -> None:
    papers.render_refusal(subject_id(event.subject), by=_PRINTER, at=at)


def _issue_result(event: Event, _actor: str, at: datetime) -> None:
    agency_id = event.agency_id if isinstance(event, StepMoved) else None
    papersets.issue_result(subject_id(event.subject), agency_id, at=at)


def _give_result(event: Event, actor: str, at: datetime) -> None:
    papersets.given_to_applicant(subject_id(event.subject), SetKind.RESULT, by=actor, at=at)


def _give_papers_back(event: Event, actor: str, at: datetime) -> None:
    papersets.given_to_applicant(subject_id(event.subject), SetKind.PAPERS, by=actor, at=at)


subscribe(DossierReceived, "dossiers.receipt", _print_receipt)
subscribe(DossierDeclined, "dossiers.refusal", _print_refusal)
subscribe(DossierCompleted, "dossiers.bags", _issue_result)
subscribe(DossierRejected, "dossiers.bags", _issue_result)
subscribe(DossierReturned, "dossiers.bags", _give_result)
subscribe(DossierWithdrawn, "dossiers.bags", _give_papers_back)
subscribe(DossierDeclined, "dossiers.bags", _give_papers_back)
