"""What the acts of law left on a dossier, as data: promises, pauses, requests, enquiries, letters, its end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..models import Dossier, DueDate, Ending, Enquiry, LateEvent, Letter, Pause, Supplement
from ..vocabulary import LetterState


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseMade:
    """A date in the order of promises; ``kind`` of DueKind."""

    kind: str
    due_at: datetime
    why: str
    set_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseKept:
    """A time in which the clock stood still; ``counts``: it is left out of the limit."""

    cause: str
    basis: str
    document_no: str
    counts: bool
    began_at: datetime
    ended_at: datetime | None
    proof: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request for papers. ``items``: {"key", "name", "want", "why"}."""

    number: int
    before_receipt: bool
    reasons: tuple[str, ...]
    items: tuple[Mapping[str, str], ...]
    guidance: str
    basis: str
    asked_at: datetime
    answer_by: datetime
    supplied_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryKept:
    """An opinion or a verification; ``agency``: code of who was asked."""

    id: int
    kind: str
    state: str
    agency: str
    question: str
    asked_at: datetime
    due_at: datetime
    answer: str
    minutes: Mapping[str, str]
    closed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterKept:
    """A letter of apology; ``level`` 0: the head of who holds the dossier approves it, 1: one level up."""

    id: int
    number: int
    state: str
    for_due_at: datetime
    new_due_at: datetime | None
    cause: str
    cause_text: str
    level: int
    approved_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """How it was withdrawn or stopped."""

    initiator: str
    reason: str
    basis: str
    finance: str
    recipient: str
    ended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All of it, oldest first. ``passed``: the promised dates that went by without a result."""

    promises: tuple[PromiseMade, ...]
    pauses: tuple[PauseKept, ...]
    requests: tuple[Request, ...]
    enquiries: tuple[EnquiryKept, ...]
    letters: tuple[LetterKept, ...]
    passed: tuple[datetime, ...]
    end: End | None

    @property
    def first_due_at(self) -> datetime | None:
        """Return the date that was promised at receipt."""
        return self.promises[0].due_at if self.promises else None


def of(dossier_id: int) -> Record:
    """Return what the acts of law left on a dossier; letters that were dropped are left out."""
    letters = Letter.objects.filter(dossier_id=dossier_id).exclude(state=LetterState.DROPPED).order_by("id")
    end = Ending.objects.filter(dossier_id=dossier_id).first()
    return Record(
        promises=tuple(
            PromiseMade(kind=row.kind, due_at=row.due_at, why=row.why, set_at=row.set_at)
            for row in DueDate.objects.filter(dossier_id=dossier_id).order_by("event_seq")
        ),
        pauses=tuple(_pause(row) for row in Pause.objects.filter(dossier_id=dossier_id).order_by("began_at", "id")),
        requests=tuple(_request(row) for row in Supplement.objects.filter(dossier_id=dossier_id).order_by("id")),
        enquiries=tuple(
            _enquiry(row)
            for row in Enquiry.objects.filter(dossier_id=dossier_id).select_related("agency").order_by("id")
        ),
        letters=tuple(_letter(row) for row in letters),
        passed=tuple(
            LateEvent.objects.filter(dossier_id=dossier_id).order_by("due_at").values_list("due_at", flat=True)
        ),
        end=_end(end) if end else None,
    )


def _pause(row: Pause) -> PauseKept:
    return PauseKept(
        cause=row.cause,
        basis=row.basis,
        document_no=row.document_no,
        counts=row.counts,
        began_at=row.began_at,
        ended_at=row.ended_at,
        proof=row.proof,
    )


def _request(row: Supplement) -> Request:
    return Request(
        number=row.number,
        before_receipt=row.before_receipt,
        reasons=tuple(row.reasons),
        items=tuple(row.items),
        guidance=row.guidance,
        basis=row.basis,
        asked_at=row.asked_at,
        answer_by=row.answer_by,
        supplied_at=row.supplied_at,
    )


def _enquiry(row: Enquiry) -> EnquiryKept:
    return EnquiryKept(
        id=row.pk,
        kind=row.kind,
        state=row.state,
        agency=row.agency.code,
        question=row.question,
        asked_at=row.asked_at,
        due_at=row.due_at,
        answer=row.answer,
        minutes=row.minutes,
        closed_at=row.closed_at,
    )


def _letter(row: Letter) -> LetterKept:
    return LetterKept(
        id=row.pk,
        number=row.number,
        state=row.state,
        for_due_at=row.for_due_at,
        new_due_at=row.new_due_at,
        cause=row.cause,
        cause_text=row.cause_text,
        level=row.level,
        approved_at=row.approved_at,
    )


def _end(row: Ending) -> End:
    return End(
        initiator=row.initiator,
        reason=row.reason,
        basis=row.basis,
        finance=row.finance,
        recipient=row.recipient,
        ended_at=row.ended_at,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A dossier in a list that is not somebody's work. ``ended_at``: of its result, its withdrawal, its end."""

    id: int
    code: str
    procedure: str
    status: str
    received_at: datetime | None
    due_at: datetime | None
    ended_at: datetime | None


def lines(dossier_ids: Sequence[int]) -> tuple[Line, ...]:
    """Return these dossiers, in the order of their ids, without anything personal."""
    rows = Dossier.objects.filter(pk__in=dossier_ids).order_by("pk").select_related("version")
    return tuple(
        Line(
            id=row.pk,
            code=row.code,
            procedure=row.version.name,
            status=row.status,
            received_at=row.received_at,
            due_at=row.due_at,
            ended_at=row.completed_at or row.ended_at or row.declined_at,
        )
        for row in rows
    )


def codes(dossier_ids: Sequence[int]) -> dict[int, str]:
    """Return {id: code} of these dossiers."""
    return dict(Dossier.objects.filter(pk__in=dossier_ids).values_list("pk", "code"))
