"""The matrix of an agency: which post may sign what, and who may sign it now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Q, QuerySet

from motcua.ground.kernel.clock import local

from ..models import Authority
from ..rules import authority as rules
from ..rules.authority import Acting, Grant, Seat
from ..vocabulary import DocumentType

_SEATS = """
SELECT s.staff_id, s.post_id, p.agency_id, s.first_day, s.last_day, s.starts_at, s.ends_at, s.permissions, s.documents,
       s.procedures, f.name, p.title, h.name AS holder,
       (SELECT array_agg(DISTINCT w.word) FROM agencies_postrole pr JOIN agencies_role r ON r.id = pr.role_id
        CROSS JOIN LATERAL unnest(r.permissions) AS w(word) WHERE pr.post_id = p.id) AS words,
       EXISTS (SELECT 1 FROM agencies_absence b WHERE b.staff_id = s.staff_id AND b.starts_at <= %(at)s::timestamptz
               AND b.ends_at > %(at)s::timestamptz) AS is_away
FROM (
    SELECT ap.staff_id, ap.post_id, ap.valid_from AS first_day, ap.valid_to AS last_day, NULL::bigint AS holder_id,
           NULL::timestamptz AS starts_at, NULL::timestamptz AS ends_at, '{}'::varchar[] AS permissions,
           '{}'::varchar[] AS documents, '{}'::varchar[] AS procedures
    FROM agencies_appointment ap
    UNION ALL
    SELECT dg.staff_id, dg.post_id, ap.valid_from, ap.valid_to, dg.holder_id, dg.starts_at, dg.ends_at, dg.permissions,
           dg.documents, dg.procedures
    FROM agencies_delegation dg
    JOIN agencies_appointment ap ON ap.staff_id = dg.holder_id AND ap.post_id = dg.post_id
    WHERE EXISTS (SELECT 1 FROM agencies_appointment o WHERE o.staff_id = dg.staff_id
                  AND o.valid_from <= %(day)s::date AND (o.valid_to IS NULL OR o.valid_to >= %(day)s::date))
) s
JOIN agencies_post p ON p.id = s.post_id AND p.valid_to IS NULL
JOIN agencies_staff f ON f.id = s.staff_id
JOIN identity_account c ON c.id = f.account_id AND c.is_active
LEFT JOIN agencies_staff h ON h.id = s.holder_id
WHERE (p.agency_id = %(agency)s::bigint OR p.id = ANY(%(posts)s::bigint[]))
  AND (s.last_day IS NULL OR s.last_day >= %(day)s::date)
  AND (s.ends_at IS NULL OR s.ends_at > %(at)s::timestamptz)
ORDER BY p.title, p.id, s.holder_id NULLS FIRST, f.name
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantView:
    """A row of the matrix as its keeper sees it."""

    id: int
    document: DocumentType
    procedure: str
    post_id: int
    post_title: str
    post_agency: str
    valid_from: date
    valid_to: date | None
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """One who may sign. ``acting_for`` names the holder he acts for, until ``until``."""

    staff_id: int
    post_id: int
    name: str
    post_title: str
    acting_for: str = ""
    until: datetime | None = None
    is_away: bool = False

    @property
    def called(self) -> str:
        """Return how a colleague would name him, with the post he signs from."""
        if self.acting_for:
            return f"{self.name} (làm thay {self.acting_for}, {self.post_title})"
        return f"{self.name} ({self.post_title}{', đang nghỉ' if self.is_away else ''})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Who may sign a type of document now. ``by_rule``: the matrix names posts; else the default by permission."""

    document: DocumentType
    signers: tuple[Signer, ...]
    by_rule: bool


def signers(agency_id: int, document: DocumentType, procedure: str, *, at: datetime) -> tuple[Signer, ...]:
    """Return who may sign such a document of the agency at this moment, in two statements."""
    grants = [_grant(row) for row in _rows(agency_id, local(at).date(), document)]
    seats = _seats(agency_id, grants, at)
    return _named(rules.signers(document, procedure, agency_id=agency_id, at=at, grants=grants, seats=seats), seats)


def today(agency_id: int, procedure: str = "", *, at: datetime) -> tuple[Line, ...]:
    """Return for each type of document who may sign it at this moment; ``procedure`` "": where no row names one."""
    grants = [_grant(row) for row in _rows(agency_id, local(at).date())]
    seats = _seats(agency_id, grants, at)
    return tuple(
        Line(
            document=document,
            signers=_named(
                rules.signers(document, procedure, agency_id=agency_id, at=at, grants=grants, seats=seats), seats
            ),
            by_rule=rules.posts_named(document, procedure, on=local(at).date(), grants=grants) is not None,
        )
        for document in DocumentType
    )


def names_somebody(agency_id: int, document: DocumentType, *, on: date) -> bool:
    """Tell whether the matrix of an agency has a row for the type of document that day, for whatever procedure."""
    rows = Authority.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
    return rows.filter(agency_id=agency_id, document=document).exists()


def matrix(agency_id: int, *, on: date) -> tuple[GrantView, ...]:
    """Return the rows of an agency that are in force or will be."""
    return tuple(
        GrantView(
            id=row.pk,
            document=DocumentType(row.document),
            procedure=row.procedure,
            post_id=row.post_id,
            post_title=row.post.title,
            post_agency=row.post.agency.short_name,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            basis=row.basis,
        )
        for row in _rows(agency_id, on)
    )


def _rows(agency_id: int, on: date, document: DocumentType | None = None) -> QuerySet[Authority]:
    rows = Authority.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), agency_id=agency_id)
    if document is not None:
        rows = rows.filter(document=document)
    return rows.select_related("post__agency").order_by("document", "procedure", "post__title", "id")


def _grant(row: Authority) -> Grant:
    return Grant(
        post_id=row.post_id,
        document=DocumentType(row.document),
        procedure=row.procedure,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def _seats(agency_id: int, grants: Iterable[Grant], at: datetime) -> dict[Seat, Signer]:
    posts = [grant.post_id for grant in grants]
    with connection.cursor() as cursor:
        cursor.execute(_SEATS, {"agency": agency_id, "posts": posts, "day": local(at).date(), "at": at})
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {
        Seat(
            staff_id=row["staff_id"],
            post_id=row["post_id"],
            agency_id=row["agency_id"],
            words=frozenset(row["words"] or ()),
            first_day=row["first_day"],
            last_day=row["last_day"],
            acting=Acting(
                starts_at=row["starts_at"],
                ends_at=row["ends_at"],
                permissions=frozenset(row["permissions"]),
                documents=frozenset(row["documents"]),
                procedures=frozenset(row["procedures"]),
            )
            if row["starts_at"]
            else None,
        ): Signer(
            staff_id=row["staff_id"],
            post_id=row["post_id"],
            name=row["name"],
            post_title=row["title"],
            acting_for=row["holder"] or "",
            until=row["ends_at"],
            is_away=row["is_away"],
        )
        for row in rows
    }


def _named(found: Iterable[Seat], seats: dict[Seat, Signer]) -> tuple[Signer, ...]:
    return tuple(seats[seat] for seat in found)
