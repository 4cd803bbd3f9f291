"""What dossiers do a second after an act: the paper that goes with it."""

from datetime import datetime

from motcua.ground.kernel import actors
from motcua.ground.kernel.events import Event, subject_id
from motcua.ground.outbox.ports import subscribe

from .events import DossierDeclined, DossierReceived
from .services import papers

_PRINTER = actors.system("papers")


def _print_receipt(event: Event, _actor: str, at: datetime) -> None:
    papers.render_receipt(subject_id(event.subject), by=_PRINTER, at=at)


def _print_refusal(event: Event, _actor: str, at: datetime) -> None:
    papers.render_refusal(subject_id(event.subject), by=_PRINTER, at=at)


subscribe(DossierReceived, "dossiers.receipt", _print_receipt)
subscribe(DossierDeclined, "dossiers.refusal", _print_refusal)
