"""What dossiers do a second after an act: the paper that goes with it."""

from datetime import datetime

from motcua.ground.kernel import actors
from motcua.ground.kernel.events import Event, subject_id
from motcua.ground.outbox.ports import subscribe

from .events import (
    ApologySent,
    DossierCompleted,
    DossierCorrected,
    DossierDeclined,
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
    SupplementRequested,
)
from .services import papers, transfer

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


def _print_refusal(event: Event, _actor: str, at: datetime) -> None:
    papers.render_refusal(subject_id(event.subject), by=_PRINTER, at=at)


def _advance_group(event: Event, _actor: str, at: datetime) -> None:
    transfer.advance(subject_id(event.subject), at=at)


subscribe(DossierReceived, "dossiers.receipt", _print_receipt)
subscribe(DossierDeclined, "dossiers.refusal", _print_refusal)
for _moved in _MOVE_A_GROUP:
    subscribe(_moved, "dossiers.groups", _advance_group)
