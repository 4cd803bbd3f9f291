"""Right signer, right day: procedure × type of document × post × acting seat × date.

Law: 30/2020/NĐ-CP, Điều 13 (who signs for an agency; a mandate is written, for a time, for a content, not passed on).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from motcua.ground.kernel.clock import local

from ..vocabulary import DocumentType

_APPROVE, _SIGN = frozenset({"dossiers.approve"}), frozenset({"dossiers.sign"})
DEFAULT_WORDS: dict[DocumentType, frozenset[str]] = {
    DocumentType.RESULT: _SIGN,
    DocumentType.REJECTION: _SIGN,
    DocumentType.SUPPLEMENT: frozenset({"dossiers.receive", "dossiers.work"}),
    DocumentType.DECLINE: frozenset({"dossiers.decline"}),
    DocumentType.APOLOGY: _APPROVE,
    DocumentType.STOP: _APPROVE,
    DocumentType.EXTENSION: _APPROVE,
    DocumentType.VERIFICATION: frozenset({"dossiers.work"}),
}
"""Whoever sits at the agency and holds one of these may sign, where no row of the matrix says otherwise.

Permissions are words of contexts above, written out, as in `roles`.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A row of an agency's matrix: this post may sign it, from one day to another, both included.

    procedure  code, "" for every procedure
    """

    post_id: int
    document: DocumentType
    procedure: str = ""
    valid_from: date
    valid_to: date | None = None

    def counts_on(self, day: date) -> bool:
        """Tell whether the row is in force that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """What an acting seat is narrowed to: moments [starts_at, ends_at), and empty sets for “all”."""

    starts_at: datetime
    ends_at: datetime
    permissions: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    procedures: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Somebody at a post: by appointment from day to day, or acting for one who is appointed from day to day.

    words       permissions of the post
    first_day   of the appointment that the seat rests on; ``last_day`` None: open-ended
    """

    staff_id: int
    post_id: int
    agency_id: int
    words: frozenset[str]
    first_day: date
    last_day: date | None = None
    acting: Acting | None = None


def signers(
    document: DocumentType,
    procedure: str,
    *,
    agency_id: int,
    at: datetime,
    grants: Iterable[Grant],
    seats: Iterable[Seat],
) -> tuple[Seat, ...]:
    """Return the seats from which such a document of the agency may be signed at this moment.

    grants   the agency's matrix: rows for the procedure stand before rows for all, and any row before the default
    seats    whoever sits anywhere that a row names, and at the agency
    """
    posts = posts_named(document, procedure, on=local(at).date(), grants=grants)
    return tuple(
        seat
        for seat in seats
        if _sits(seat, at)
        and _is_named(seat, posts, document, agency_id)
        and (seat.acting is None or _reaches(seat.acting, document, procedure))
    )


def posts_named(document: DocumentType, procedure: str, *, on: date, grants: Iterable[Grant]) -> frozenset[int] | None:
    """Return the posts that the matrix names for it that day, None where it says nothing."""
    rows = [row for row in grants if row.document == document and row.counts_on(on)]
    own = frozenset(row.post_id for row in rows if row.procedure and row.procedure == procedure)
    return own or frozenset(row.post_id for row in rows if not row.procedure) or None


def _sits(seat: Seat, at: datetime) -> bool:
    day, acting = local(at).date(), seat.acting
    if not (seat.first_day <= day and (seat.last_day is None or day <= seat.last_day)):
        return False
    return acting is None or acting.starts_at <= at < acting.ends_at


def _is_named(seat: Seat, posts: frozenset[int] | None, document: DocumentType, agency_id: int) -> bool:
    if posts is not None:
        return seat.post_id in posts
    words = seat.words & seat.acting.permissions if seat.acting and seat.acting.permissions else seat.words
    return seat.agency_id == agency_id and bool(words & DEFAULT_WORDS[document])


def _reaches(acting: Acting, document: DocumentType, procedure: str) -> bool:
    """Tell whether an acting seat's scope takes it in: what it does not name it may not sign."""
    return (
        (not acting.documents or document in acting.documents)
        and (not acting.procedures or procedure in acting.procedures)
        and (not acting.permissions or bool(acting.permissions & DEFAULT_WORDS[document]))
    )
