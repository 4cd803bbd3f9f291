"""The acts of law that change what is promised: one path for each, each with a body of its own."""

from typing import Annotated

from ninja import Router
from pydantic import Field

from motcua.casework.dossiers.services import (
    apologies,
    corrections,
    endings,
    obligations,
    submissions,
    supplements,
    suspensions,
)
from motcua.casework.dossiers.services.corrections import Corrected
from motcua.casework.dossiers.services.endings import Settlement
from motcua.casework.dossiers.vocabulary import (
    Initiator,
    LateCause,
    PartyRole,
    PauseCause,
    ReturnMethod,
)
from motcua.ground.kernel import clock
from motcua.ground.kernel.text import clean

from ..actors import Caller, Request
from ..fields import Id, Key, Moment, Strict, Text, Word
from .acts import ANSWERS
from .dossiers import Acted, acted
from .parties import Notice, PaperSeen, Party, Representative, seen

router = Router(tags=["acts"], auth=Caller())
_Papers = Annotated[list[PaperSeen], Field(max_length=200)]


class Accepted(Strict):
    """What was found of each paper of a submitted dossier; a paper left out stays as it was handed in."""

    papers: _Papers = []


class Grounds(Strict):
    """Reason of a refusal, and the rule behind it."""

    reason: Text
    basis: Word


class Asked(Notice):
    """``item``: the step that the caller saw."""

    item: Id | None = None


class Supplied(Strict):
    """What came of each thing asked for. ``key`` of an entry that is no paper: ``#`` and its place, from 0."""

    papers: _Papers
    note: Word = ""


class Demanded(Strict):
    """Number of the notice of a financial obligation, and the rule behind it."""

    document_no: Word
    basis: Word
    item: Id | None = None


class Settled(Strict):
    """Proof that the obligation is met: number, date, place."""

    proof: Word


class Paused(Strict):
    """Why the clock stands still: announcement or request, by its number, and the rule behind it."""

    cause: PauseCause
    document_no: Word
    basis: Word


class Ended(Strict):
    """How it ends. ``originals``: keys of papers given back; ``finance``: what was refunded or is owed."""

    reason: Text
    basis: Word = ""
    finance: Word = ""
    originals: Annotated[list[Word], Field(max_length=200)] = []
    recipient: Word = ""

    def settlement(self) -> Settlement:
        """Return the value that the services take."""
        return Settlement(
            reason=self.reason,
            basis=self.basis,
            finance=self.finance,
            originals=tuple(self.originals),
            recipient=self.recipient,
        )


class Stopped(Ended):
    """``initiator``: inaction only once the applicant's time is over."""

    initiator: Initiator


class Rewritten(Strict):
    """What should have been written at receipt; what is left out stays. ``case`` "": the common one."""

    reason: Text
    submitter: Party | None = None
    owner: Party | None = None
    representative: Representative | None = None
    case: Word | None = None
    return_method: ReturnMethod | None = None

    def corrected(self) -> Corrected:
        """Return the value that the services take."""
        parties = {}
        if self.submitter:
            parties[PartyRole.SUBMITTER] = self.submitter.draft()
        if self.owner:
            parties[PartyRole.OWNER] = self.owner.draft()
        if self.representative:
            parties[PartyRole.REPRESENTATIVE] = self.representative.draft(self.representative.mandate)
        return Corrected(
            parties=parties,
            case=clean(self.case) if self.case is not None else None,
            return_method=self.return_method,
        )


class Apology(Strict):
    """A drafted letter as its head approves it. ``new_due_at``: the draft's where left out."""

    letter: Id
    cause: LateCause
    cause_text: Text
    new_due_at: Moment | None = None


@router.post("dossiers/{code}/acts/accept", response=ANSWERS, operation_id="accept_submitted")
def accept(request: Request, code: str, key: Key, body: Accepted | None = None) -> Acted:
    """Take in what was submitted: its clock and its first step begin."""
    found = seen(body.papers) if body else {}
    return acted(submissions.accept(clean(code), found, by=request.auth, at=clock.now(), key=key))


@router.post("dossiers/{code}/acts/decline", response=ANSWERS, operation_id="decline_submitted")
def decline(request: Request, code: str, body: Grounds, key: Key) -> Acted:
    """Decline what was submitted, in writing."""
    return acted(submissions.decline(clean(code), body.reason, body.basis, by=request.auth, at=clock.now(), key=key))


@router.post("dossiers/{code}/acts/ask", response=ANSWERS, operation_id="ask")
def ask(request: Request, code: str, body: Asked, key: Key) -> Acted:
    """Ask the applicant for what is missing, all of it at once; after receipt the clock stops."""
    done = supplements.ask(clean(code), body.notice(), by=request.auth, at=clock.now(), key=key, item_id=body.item)
    return acted(done)


@router.post("dossiers/{code}/acts/supply", response=ANSWERS, operation_id="supply")
def supply(request: Request, code: str, body: Supplied, key: Key) -> Acted:
    """Take in all that was asked for; the clock is counted again as the rules of the dossier say."""
    done = supplements.supply(clean(code), seen(body.papers), body.note, by=request.auth, at=clock.now(), key=key)
    return acted(done)


@router.post("dossiers/{code}/acts/correct", response=ANSWERS, operation_id="correct")
def correct(request: Request, code: str, body: Rewritten, key: Key) -> Acted:
    """Put a wrong intake right; the receipt is issued anew."""
    return acted(
        corrections.correct(clean(code), body.corrected(), body.reason, by=request.auth, at=clock.now(), key=key)
    )


@router.post("dossiers/{code}/acts/demand", response=ANSWERS, operation_id="demand")
def demand(request: Request, code: str, body: Demanded, key: Key) -> Acted:
    """Ask the applicant to meet a financial obligation; the clock stops where the rules say so."""
    done = obligations.demand(
        clean(code), body.document_no, body.basis, by=request.auth, at=clock.now(), key=key, item_id=body.item
    )
    return acted(done)


@router.post("dossiers/{code}/acts/settle", response=ANSWERS, operation_id="settle")
def settle(request: Request, code: str, body: Settled, key: Key) -> Acted:
    """Record the proof that the obligation is met; the clock runs on."""
    return acted(obligations.settle(clean(code), body.proof, by=request.auth, at=clock.now(), key=key))


@router.post("dossiers/{code}/acts/pause", response=ANSWERS, operation_id="pause")
def pause(request: Request, code: str, body: Paused, key: Key) -> Acted:
    """Stop the clock by a ground that nobody in the dossier caused."""
    done = suspensions.pause(
        clean(code), body.cause, body.document_no, body.basis, by=request.auth, at=clock.now(), key=key
    )
    return acted(done)


@router.post("dossiers/{code}/acts/resume", response=ANSWERS, operation_id="resume")
def resume(request: Request, code: str, key: Key) -> Acted:
    """Let the clock run on."""
    return acted(suspensions.resume(clean(code), by=request.auth, at=clock.now(), key=key))


@router.post("dossiers/{code}/acts/extend", response=ANSWERS, operation_id="extend")
def extend(request: Request, code: str, body: Apology, key: Key) -> Acted:
    """Approve and send the letter of apology (Mẫu 04); where it appoints anew, its date is the promise from now on."""
    said = {"cause": body.cause, "cause_text": body.cause_text, "new_due_at": body.new_due_at}
    return acted(apologies.approve(clean(code), body.letter, said, by=request.auth, at=clock.now(), key=key))


@router.post("dossiers/{code}/acts/withdraw", response=ANSWERS, operation_id="withdraw")
def withdraw(request: Request, code: str, body: Ended, key: Key) -> Acted:
    """Close the dossier as its applicant wishes; all originals go back to him."""
    return acted(endings.withdraw(clean(code), body.settlement(), by=request.auth, at=clock.now(), key=key))


@router.post("dossiers/{code}/acts/stop", response=ANSWERS, operation_id="stop")
def stop(request: Request, code: str, body: Stopped, key: Key) -> Acted:
    """Stop the processing by decision of a head (Mẫu 05)."""
    done = endings.stop(clean(code), body.initiator, body.settlement(), by=request.auth, at=clock.now(), key=key)
    return acted(done)
