"""Dossiers that another system handles: what it says of them is shown here, and nothing else is done to them."""

from ninja import Router

from motcua.casework.dossiers.services import mirrors
from motcua.casework.dossiers.services.mirrors import Observed
from motcua.casework.dossiers.vocabulary import Status
from motcua.ground.kernel import clock

from ..actors import Caller, Request
from ..fields import Key, Moment, Strict, Word
from .dossiers import REFUSALS, Acted, acted
from .parties import agency_of

router = Router(tags=["mirrors"], auth=Caller())


class Told(Strict):
    """What another system says of one of its dossiers, whole each time.

    ``code``: its number there; ``partner``: short name of the system, e.g. ``bo-tu-phap``; ``agency``: code of the
    agency at which it is shown, that of the caller's post if left out; ``seen_at``: when the status became so.
    """

    code: Word
    partner: Word
    procedure: Word
    status: Status
    seen_at: Moment
    agency: Word = ""
    received_at: Moment | None = None
    due_at: Moment | None = None
    completed_at: Moment | None = None
    returned_at: Moment | None = None
    applicant: Word = ""


@router.post("mirrors", response={200: Acted, **REFUSALS}, operation_id="mirror")
def mirror(request: Request, body: Told, key: Key) -> Acted:
    """Write down where a dossier of another system stands; older news than what is known answers 409."""
    told = Observed(agency_id=agency_of(body.agency, request.auth), **body.model_dump(exclude={"agency"}))
    return acted(mirrors.observe(told, by=request.auth, at=clock.now(), key=key))
