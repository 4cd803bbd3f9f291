"""Asking while the work goes on, and sending back what another agency handed over: no clock of the result stops."""

from typing import Annotated

from ninja import Router
from pydantic import Field

from motcua.casework.dossiers.services import enquiries, handovers
from motcua.casework.dossiers.services.enquiries import Minutes
from motcua.ground.kernel import clock
from motcua.ground.kernel.text import clean

from ..actors import Caller, Request
from ..fields import Id, Key, Moment, Strict, Text, Word
from .acts import ANSWERS, OnStep
from .dossiers import Acted, acted
from .parties import agency_of

router = Router(tags=["acts"], auth=Caller())


class Consulted(Strict):
    """Whom to ask, by code, and what. ``days``: working days of that agency, as the rules say where left out."""

    agency: Annotated[Word, Field(min_length=1)]
    question: Text
    days: Annotated[int, Field(ge=1, le=60)] | None = None


class Verified(Strict):
    """What to look at on the spot, and until when."""

    question: Text
    due_at: Moment


class Answered(Strict):
    """``enquiry``: its id in the dossier's `enquiries`."""

    enquiry: Id
    text: Text


class Recorded(Strict):
    """The minutes of a verification."""

    enquiry: Id
    took_place: Word
    place: Word
    participants: Text
    content: Text


class Waived(Strict):
    """Why it goes on without the answer."""

    enquiry: Id
    reason: Text


class SentBack(OnStep):
    """Why the hand-over is refused."""

    reason: Text


@router.post("dossiers/{code}/acts/consult", response=ANSWERS, operation_id="consult")
def consult(request: Request, code: str, body: Consulted, key: Key) -> Acted:
    """Ask another agency for its opinion, with a date of its own."""
    agency_id = agency_of(body.agency, request.auth)
    done = enquiries.consult(clean(code), agency_id, body.question, body.days, by=request.auth, at=clock.now(), key=key)
    return acted(done)


@router.post("dossiers/{code}/acts/verify", response=ANSWERS, operation_id="verify")
def verify(request: Request, code: str, body: Verified, key: Key) -> Acted:
    """Begin a verification on the spot; it ends with minutes."""
    return acted(enquiries.verify(clean(code), body.question, body.due_at, by=request.auth, at=clock.now(), key=key))


@router.post("dossiers/{code}/acts/answer", response=ANSWERS, operation_id="answer")
def answer(request: Request, code: str, body: Answered, key: Key) -> Acted:
    """Answer what one's agency was asked."""
    return acted(enquiries.answer(clean(code), body.enquiry, body.text, by=request.auth, at=clock.now(), key=key))


@router.post("dossiers/{code}/acts/record", response=ANSWERS, operation_id="record")
def record(request: Request, code: str, body: Recorded, key: Key) -> Acted:
    """Record the minutes of a verification and close it."""
    minutes = Minutes(
        took_place=body.took_place, place=body.place, participants=body.participants, content=body.content
    )
    return acted(enquiries.record(clean(code), body.enquiry, minutes, by=request.auth, at=clock.now(), key=key))


@router.post("dossiers/{code}/acts/waive", response=ANSWERS, operation_id="waive")
def waive(request: Request, code: str, body: Waived, key: Key) -> Acted:
    """Go on without the answer, once its date has passed."""
    return acted(enquiries.waive(clean(code), body.enquiry, body.reason, by=request.auth, at=clock.now(), key=key))


@router.post("dossiers/{code}/acts/refuse", response=ANSWERS, operation_id="refuse")
def refuse(request: Request, code: str, body: SentBack, key: Key) -> Acted:
    """Send back what was handed over to the caller's agency and not taken yet."""
    done = handovers.refuse(clean(code), body.reason, by=request.auth, at=clock.now(), key=key, item_id=body.item)
    return acted(done)
