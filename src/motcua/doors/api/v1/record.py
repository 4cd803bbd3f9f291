"""What the acts of law left on a dossier, as JSON."""

from typing import Any

from ninja import Schema

from motcua.casework.dossiers.queries import record

from ..fields import Moment


class Promise(Schema):
    """A date in the order of promises; ``kind``: received, restarted, resumed, corrected, reappointed."""

    kind: str
    due_at: Moment
    why: str
    set_at: Moment


class Pause(Schema):
    """A time in which the clock stood still; ``counts``: it is left out of the limit."""

    cause: str
    basis: str
    document_no: str
    counts: bool
    began_at: Moment
    ended_at: Moment | None
    proof: str


class ItemAsked(Schema):
    """One thing that was asked for; ``key`` "": an entry of the form."""

    key: str
    name: str
    want: str
    why: str


class RequestMade(Schema):
    """A request for papers; ``number`` counts apart before and after receipt."""

    number: int
    before_receipt: bool
    reasons: list[str]
    items: list[ItemAsked]
    guidance: str
    basis: str
    asked_at: Moment
    answer_by: Moment
    supplied_at: Moment | None


class Enquiry(Schema):
    """An opinion or a verification; ``id`` is what `answer`, `record` and `waive` take."""

    id: int
    kind: str
    state: str
    agency: str
    question: str
    asked_at: Moment
    due_at: Moment
    answer: str
    minutes: dict[str, str]
    closed_at: Moment | None


class Letter(Schema):
    """A letter of apology; ``id`` is what `extend` takes while it is ``drafted``."""

    id: int
    number: int
    state: str
    for_due_at: Moment
    new_due_at: Moment | None
    cause: str
    cause_text: str
    level: int
    approved_at: Moment | None


class End(Schema):
    """How it was withdrawn or stopped."""

    initiator: str
    reason: str
    basis: str
    finance: str
    recipient: str
    ended_at: Moment


class Left(Schema):
    """All of it, oldest first. ``passed``: promised dates that went by without a result."""

    promises: list[Promise]
    pauses: list[Pause]
    requests: list[RequestMade]
    enquiries: list[Enquiry]
    letters: list[Letter]
    passed: list[Moment]
    end: End | None


def left(dossier_id: int) -> dict[str, Any]:
    """Return the fields of `Left` for a dossier."""
    return dict(Left.from_orm(record.of(dossier_id)))
