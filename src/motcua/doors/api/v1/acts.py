"""Work on a dossier: one path for each act, each with a body of its own."""

from typing import Annotated, BinaryIO, cast

from ninja import File, Form, Router
from ninja.files import UploadedFile

from motcua.casework.dossiers.services import processing, results
from motcua.casework.dossiers.services.results import Receipt
from motcua.casework.dossiers.vocabulary import IdentityCheck, ReturnMethod
from motcua.ground.kernel import clock
from motcua.ground.kernel.text import clean

from ..actors import Caller, Request
from ..fields import Id, Key, Strict, Text, Word
from .dossiers import REFUSALS, Acted, acted

router = Router(tags=["acts"], auth=Caller())
ANSWERS = {200: Acted, **REFUSALS}


class OnStep(Strict):
    """``item``: the step that the caller saw; another one open answers 409. Left out: whatever is open."""

    item: Id | None = None


class Assign(OnStep):
    """``post``: one of the open step's ``posts``."""

    post: Id


class Complete(OnStep):
    """``outcome``: one of the open step's ``outcomes``."""

    outcome: Word
    note: Text = ""


class Noted(Strict):
    """A note for colleagues."""

    text: Text


class Result(Strict):
    """A result that is a numbered paper."""

    number: Word
    abstract: Word = ""


class ResultOfFile(Strict):
    """What goes with a file."""

    number: Word = ""
    abstract: Word = ""


class Handed(OnStep):
    """Who took the result and how the officer knew him. ``id_last4``: of the paper that was shown, never more."""

    recipient: Word
    identity_check: IdentityCheck
    id_last4: Word = ""
    relation: Word = ""
    method: ReturnMethod = ReturnMethod.COUNTER


@router.post("dossiers/{code}/acts/take", response=ANSWERS, operation_id="take")
def take(request: Request, code: str, key: Key, body: OnStep | None = None) -> Acted:
    """Take the open step from the pool onto the caller's post."""
    item = body.item if body else None
    return acted(processing.take(clean(code), by=request.auth, at=clock.now(), key=key, item_id=item))


@router.post("dossiers/{code}/acts/assign", response=ANSWERS, operation_id="assign")
def assign(request: Request, code: str, body: Assign, key: Key) -> Acted:
    """Give the open step to a post of the caller's agency."""
    done = processing.assign(clean(code), body.post, by=request.auth, at=clock.now(), key=key, item_id=body.item)
    return acted(done)


@router.post("dossiers/{code}/acts/release", response=ANSWERS, operation_id="release")
def release(request: Request, code: str, key: Key, body: OnStep | None = None) -> Acted:
    """Put the open step back into the pool of its role."""
    item = body.item if body else None
    return acted(processing.release(clean(code), by=request.auth, at=clock.now(), key=key, item_id=item))


@router.post("dossiers/{code}/acts/complete", response=ANSWERS, operation_id="complete")
def complete(request: Request, code: str, body: Complete, key: Key) -> Acted:
    """Finish the open step by one of its outcomes."""
    done = processing.complete(
        clean(code), body.outcome, body.note, by=request.auth, at=clock.now(), key=key, item_id=body.item
    )
    return acted(done)


@router.post("dossiers/{code}/acts/note", response=ANSWERS, operation_id="note")
def note(request: Request, code: str, body: Noted, key: Key) -> Acted:
    """Leave a note for colleagues; the citizen never sees it."""
    return acted(processing.note(clean(code), body.text, by=request.auth, at=clock.now(), key=key))


@router.post("dossiers/{code}/acts/attach", response=ANSWERS, operation_id="attach")
def attach(request: Request, code: str, body: Result, key: Key) -> Acted:
    """Attach a result by its number; with its file see `attach_file`."""
    done = results.attach(
        clean(code), number=body.number, abstract=body.abstract, by=request.auth, at=clock.now(), key=key
    )
    return acted(done)


@router.post("dossiers/{code}/acts/attach_file", response=ANSWERS, operation_id="attach_file")
def attach_file(
    request: Request,
    code: str,
    key: Key,
    file: Annotated[UploadedFile, File()],
    form: Annotated[ResultOfFile, Form()],
) -> Acted:
    """Attach a result as a file (multipart/form-data), its number where it has one."""
    done = results.attach(
        clean(code),
        stream=cast("BinaryIO", file.file),
        filename=clean(file.name or ""),
        number=form.number,
        abstract=form.abstract,
        by=request.auth,
        at=clock.now(),
        key=key,
    )
    return acted(done)


@router.post("dossiers/{code}/acts/hand_over", response=ANSWERS, operation_id="hand_over")
def hand_over(request: Request, code: str, body: Handed, key: Key) -> Acted:
    """Give the result to the one who came for it; the dossier is closed."""
    receipt = Receipt(
        recipient=body.recipient,
        identity_check=body.identity_check,
        relation=body.relation,
        id_last4=body.id_last4,
        method=body.method,
    )
    done = results.hand_over(clean(code), receipt, by=request.auth, at=clock.now(), key=key, item_id=body.item)
    return acted(done)
