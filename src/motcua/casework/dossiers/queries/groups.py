"""A group as people look at it: its parts, where each is, who is late; for the desk, and without persons for all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from motcua.ground.kernel.clock import local
from motcua.people.agencies.queries import calendars

from ..models import Dossier, Group, Participation
from ..rules import deadlines
from ..vocabulary import GroupMode, LegOutcome, LegRole, LegState, Status, Timeliness
from . import _lists, legs

_LEGS = """
SELECT p.key, p.name, p.task, p.role, p.state, p.outcome, p.optional, p.order_no, p.depends_on, p.agency_id,
       g.short_name AS agency_name, g.name AS agency_full, p.planned_due_at, p.received_at, p.due_at AS first_due_at,
       p.acknowledge_by, p.done_at, c.code AS child_code, c.status AS child_status, c.due_at AS due_at,
       c.legal_due_at, a.name AS activity, coalesce(o.title, '') AS holder, h.short_name AS holder_agency,
       t.taken_at, z.cause AS pause
FROM dossiers_participation p
JOIN agencies_agency g ON g.id = p.agency_id
LEFT JOIN dossiers_dossier c ON c.id = p.child_id
LEFT JOIN workflow_workitem w ON w.subject_id = c.id AND w.state <> 'done'
LEFT JOIN workflow_activity a ON a.id = w.activity_id
LEFT JOIN agencies_post o ON o.id = w.post_id
LEFT JOIN agencies_agency h ON h.id = w.agency_id
LEFT JOIN dossiers_pause z ON z.dossier_id = c.id AND z.ended_at IS NULL
LEFT JOIN LATERAL (SELECT min(coalesce(f.taken_at, f.closed_at)) AS taken_at FROM workflow_workitem f
                   WHERE f.subject_id = c.id) t ON true
WHERE p.dossier_id = %(dossier)s::bigint
ORDER BY p.place
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegView:
    """One part. ``due_at``: what its dossier promises now, before it opens what the plan gives it.

    holder         title of the post that has it, "" where it lies in a pool or with nobody
    pause          cause for which its clock stands still, "" while it runs
    late_minutes   opening minutes of its agency past its own due time, by law, without any letter
    """

    key: str
    name: str
    task: str
    role: LegRole
    state: LegState
    outcome: LegOutcome
    optional: bool
    order_no: int | None
    depends_on: tuple[str, ...]
    agency_id: int
    agency_name: str
    agency_full: str
    child_code: str
    child_status: Status | None
    activity: str
    holder: str
    holder_agency: str
    pause: str
    received_at: datetime | None
    acknowledge_by: datetime | None
    acknowledged_at: datetime | None
    due_at: datetime
    done_at: datetime | None
    late_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """A dossier of several agencies. ``late_agencies``: those whose own part was or is late, the latest first."""

    code: str
    name: str
    mode: GroupMode
    basis: str
    version: int
    legs: tuple[LegView, ...]

    @property
    def late_agencies(self) -> tuple[tuple[str, int], ...]:
        """Return (agency, opening minutes late), each agency once."""
        late: dict[str, int] = {}
        for leg in self.legs:
            if leg.late_minutes:
                late[leg.agency_name] = late.get(leg.agency_name, 0) + leg.late_minutes
        return tuple(sorted(late.items(), key=lambda pair: (-pair[1], pair[0])))


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentView:
    """The whole that a dossier is a part of."""

    id: int
    code: str
    name: str
    leg: str
    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicLeg:
    """A part as anybody with the code of the whole may see it; ``state`` is done, now, waiting, no or next.

    code  of the part's own dossier, by which its result is asked for; "" before it opens
    """

    title: str
    agency: str
    state: str
    code: str
    at: datetime | None
    due_at: datetime | None
    late: bool


def of_dossier(dossier_id: int, *, at: datetime) -> GroupView | None:
    """Return the parts of a whole, None where a dossier is none."""
    group = Group.objects.filter(dossier_id=dossier_id).select_related("dossier", "template").first()
    if group is None:
        return None
    template = legs.template_by_id(group.template_id)
    return GroupView(
        code=group.dossier.code,
        name=template.name,
        mode=template.mode,
        basis=template.basis,
        version=template.version,
        legs=tuple(_legs(dossier_id, at)),
    )


def whole_of(dossier_id: int) -> ParentView | None:
    """Return the whole that a dossier is a part of, None where it stands alone."""
    row = Participation.objects.filter(child_id=dossier_id).select_related("dossier__version").first()
    if row is None:
        return None
    return ParentView(
        id=row.dossier_id, code=row.dossier.code, name=row.dossier.version.name, leg=row.name, task=row.task
    )


def public_legs(code: str, *, at: datetime) -> tuple[PublicLeg, ...]:
    """Return the parts of a whole by its code, without any person; () where it is no group.

    Law: 301/2026/NĐ-CP (the applicant sees each part; each result is returned by itself).
    """
    pk = Dossier.objects.filter(code=code).values_list("pk", flat=True).first()
    return tuple(_public(leg, at) for leg in _legs(pk, at)) if pk else ()


def _public(leg: LegView, at: datetime) -> PublicLeg:
    finished = leg.done_at or (at if leg.state is LegState.OPEN and not leg.pause else None)
    state = {LegState.DONE: "done", LegState.FAILED: "no", LegState.SKIPPED: "no", LegState.PLANNED: "next"}.get(
        leg.state, "waiting" if leg.pause else "now"
    )
    return PublicLeg(
        title=leg.name,
        agency=leg.agency_full,
        state=state,
        code=leg.child_code,
        at=leg.done_at,
        due_at=leg.due_at if leg.state in (LegState.OPEN, LegState.PLANNED) else None,
        late=bool(finished and deadlines.timeliness(leg.due_at, finished) is Timeliness.LATE),
    )


def _legs(dossier_id: int, at: datetime) -> Iterator[LegView]:
    rows = _lists.rows(_LEGS, {"dossier": dossier_id})
    yield from (_leg(row, at) for row in rows)


def _leg(row: dict[str, Any], at: datetime) -> LegView:
    return LegView(
        key=row["key"],
        name=row["name"],
        task=row["task"],
        role=LegRole(row["role"]),
        state=LegState(row["state"]),
        outcome=LegOutcome(row["outcome"]),
        optional=row["optional"],
        order_no=row["order_no"],
        depends_on=tuple(row["depends_on"]),
        agency_id=row["agency_id"],
        agency_name=row["agency_name"],
        agency_full=row["agency_full"],
        child_code=row["child_code"] or "",
        child_status=Status(row["child_status"]) if row["child_status"] else None,
        activity=row["activity"] or "",
        holder=row["holder"],
        holder_agency=row["holder_agency"] or "",
        pause=row["pause"] or "",
        received_at=row["received_at"],
        acknowledge_by=row["acknowledge_by"],
        acknowledged_at=row["taken_at"],
        due_at=row["due_at"] or row["planned_due_at"],
        done_at=row["done_at"],
        late_minutes=_late_minutes(row, at),
    )


def _late_minutes(row: dict[str, Any], at: datetime) -> int:
    """Return by how much a part exceeded its own time: its clock began with it, so nobody inherits another's delay."""
    due_at, ended = row["legal_due_at"], row["done_at"]
    if due_at is None or row["state"] == LegState.SKIPPED or (row["pause"] and not ended):
        return 0
    until = ended or at
    if deadlines.timeliness(due_at, until) is not Timeliness.LATE:
        return 0
    first, last = local(due_at).date() - timedelta(days=1), local(until).date() + timedelta(days=1)
    calendar = calendars.calendar_of(row["agency_id"], first=first, last=last)
    return calendar.open_minutes_between(due_at, until)
