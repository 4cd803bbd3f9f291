"""Who is away, who acts for whom, and who works at a unit now: what its leader arranges by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import F, Q

from motcua.ground.kernel.clock import local

from ..models import Absence, Agency, Appointment, Delegation
from ..vocabulary import AbsenceReason
from .seats import SITTING

_TEAM = f"""
SELECT p.id, p.title, f.id, f.account_id, f.name, c.is_active, s.seat_id, h.name, s.ends_at,
       (SELECT max(b.ends_at) FROM agencies_absence b
        WHERE b.staff_id = f.id AND b.starts_at <= %(on)s::timestamptz AND b.ends_at > %(on)s::timestamptz)
FROM agencies_post p
LEFT JOIN ({SITTING}) s ON s.post_id = p.id
LEFT JOIN agencies_staff f ON f.id = s.staff_id
LEFT JOIN identity_account c ON c.id = f.account_id
LEFT JOIN agencies_staff h ON h.id = s.holder_id
WHERE p.agency_id = %(agency)s::bigint AND p.valid_to IS NULL
ORDER BY p.title, p.id, s.holder_id NULLS FIRST, f.name
"""  # noqa: S608 - constants of the agencies


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitter:
    """Somebody at a post now.

    acting_for, acting_until   of an acting seat
    away_until                 while he is away
    """

    staff_id: int
    account_id: int
    name: str
    is_active: bool
    seat_id: int
    acting_for: str
    acting_until: datetime | None
    away_until: datetime | None

    @property
    def is_here(self) -> bool:
        """Tell whether he can work now."""
        return self.is_active and self.away_until is None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostNow:
    """An open post and who sits there now."""

    id: int
    title: str
    sitters: tuple[Sitter, ...]

    @property
    def is_manned(self) -> bool:
        """Tell whether somebody works there now."""
        return any(sitter.is_here for sitter in self.sitters)


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceView:
    """An absence that is not over."""

    id: int
    staff_id: int
    account_id: int
    name: str
    starts_at: datetime
    ends_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstitutionView:
    """An acting seat that is not over, with what it is narrowed to."""

    id: int
    post_id: int
    post_title: str
    holder_name: str
    staff_name: str
    starts_at: datetime
    ends_at: datetime
    decision_no: str
    basis: str
    permissions: tuple[str, ...]
    documents: tuple[str, ...]
    procedures: tuple[str, ...]


def team(agency_id: int, *, at: datetime) -> tuple[PostNow, ...]:
    """Return the open posts of a unit with whoever sits there at this moment, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_TEAM, {"agency": agency_id, "on": at})
        rows = cursor.fetchall()
    titles: dict[int, str] = {}
    sitting: dict[int, list[Sitter]] = {}
    for post_id, title, staff_id, account_id, name, active, seat_id, holder, until, away in rows:
        titles[post_id] = title
        here = sitting.setdefault(post_id, [])
        if staff_id is not None:
            sitter = Sitter(
                staff_id=staff_id,
                account_id=account_id,
                name=name,
                is_active=active,
                seat_id=seat_id,
                acting_for=holder or "",
                acting_until=until,
                away_until=away,
            )
            here.append(sitter)
    return tuple(PostNow(id=pk, title=title, sitters=tuple(sitting[pk])) for pk, title in titles.items())


def absences(staff_ids: Iterable[int], *, at: datetime) -> tuple[AbsenceView, ...]:
    """Return the absences of these people that are not over, the next first."""
    rows = Absence.objects.filter(staff_id__in=list(staff_ids), ends_at__gt=at).exclude(ends_at=F("starts_at"))
    return tuple(
        AbsenceView(
            id=row.pk,
            staff_id=row.staff_id,
            account_id=row.staff.account_id,
            name=row.staff.name,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            reason=AbsenceReason(row.reason).label,
        )
        for row in rows.select_related("staff").order_by("starts_at", "id")
    )


def substitutions(agency_id: int, *, at: datetime) -> tuple[SubstitutionView, ...]:
    """Return the acting seats at posts of a unit that are not over, the next first."""
    rows = (
        Delegation.objects.filter(post__agency_id=agency_id, ends_at__gt=at)
        .exclude(ends_at=F("starts_at"))
        .select_related("post", "holder", "staff")
        .order_by("starts_at", "id")
    )
    return tuple(
        SubstitutionView(
            id=row.pk,
            post_id=row.post_id,
            post_title=row.post.title,
            holder_name=row.holder.name,
            staff_name=row.staff.name,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            decision_no=row.decision_no,
            basis=row.basis,
            permissions=tuple(row.permissions),
            documents=tuple(row.documents),
            procedures=tuple(row.procedures),
        )
        for row in rows
    )


def candidates(agency_id: int, *, at: datetime, without: Sequence[int] = ()) -> tuple[tuple[int, str], ...]:
    """Return (staff id, name with posts) of who could act at a unit: its people, those above it and below it.

    without   ids of staff who are not asked for
    """
    day = local(at).date()
    near = Agency.objects.filter(Q(pk=agency_id) | Q(parent_id=agency_id)).values("pk")
    above = Agency.objects.filter(pk=agency_id).values("parent_id")
    rows = (
        Appointment.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
            Q(post__agency_id__in=near) | Q(post__agency_id__in=above),
            valid_from__lte=day,
            post__valid_to__isnull=True,
            staff__account__is_active=True,
        )
        .exclude(staff_id__in=list(without))
        .order_by("staff__name", "staff_id", "id")
    )
    found: dict[int, tuple[str, list[str]]] = {}
    for staff_id, name, title in rows.values_list("staff_id", "staff__name", "post__title"):
        found.setdefault(staff_id, (name, []))[1].append(title)
    return tuple((staff_id, f"{name} ({', '.join(titles)})") for staff_id, (name, titles) in found.items())
