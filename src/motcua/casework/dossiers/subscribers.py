"""What dossiers do a second after an act: the papers that go with it."""

from datetime import datetime

from motcua.ground.kernel import actors
from motcua.ground.kernel.events import Event, subject_id
from motcua.ground.outbox.ports import Handler, subscribe

from .events import (
    ApologySent,
    DossierCorrected,
    DossierDeclined,
    DossierReceived,
    DossierRejected,
    DossierReturned,
    DossierStopped,
    DossierWithdrawn,
    EnquiryClosed,
    SupplementRequested,
)
from .services import papers
from .vocabulary import Form

_PRINTER = actors.system("papers")


def _prints(*forms: Form, row: str = "") -> Handler:
    """Return what prints these forms; ``row``: the field of the event that names what the paper tells of.

    One job does all papers of an event: each further one would cost the act a statement.
    """

    def handle(event: Event, _actor: str, at: datetime) -> None:
        about = int(event.payload()[row]) if row else 0
        for form in forms:
            papers.render(subject_id(event.subject), form, about, by=_PRINTER, at=at)

    return handle


subscribe(DossierReceived, "dossiers.receipt", _prints(Form.RECEIPT))
subscribe(DossierCorrected, "dossiers.receipt", _prints(Form.RECEIPT))
subscribe(DossierDeclined, "dossiers.refusal", _prints(Form.REFUSAL))
subscribe(DossierRejected, "dossiers.refusal", _prints(Form.REFUSAL))
subscribe(SupplementRequested, "dossiers.supplement", _prints(Form.SUPPLEMENT, row="supplement_id"))
subscribe(ApologySent, "dossiers.apology", _prints(Form.APOLOGY, row="letter_id"))
subscribe(DossierStopped, "dossiers.stop", _prints(Form.STOP))
subscribe(DossierWithdrawn, "dossiers.withdrawal", _prints(Form.WITHDRAWAL))
subscribe(EnquiryClosed, "dossiers.minutes", _prints(Form.MINUTES, row="enquiry_id"))
subscribe(DossierReturned, "dossiers.result_receipt", _prints(Form.RESULT_RECEIPT, Form.CONTROL))
