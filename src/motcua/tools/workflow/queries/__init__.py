"""Reads of processes and work."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from django.db import connection
from django.db.models import Q, QuerySet

from motcua.people.agencies.queries import organisation

from ..models import Activity, Definition, Flow, Instance, WorkItem
from ..vocabulary import LIVE, ItemState


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityView:
    """A step of a published definition."""

    id: int
    key: str
    name: str
    place: str
    agency_kind: str
    role_id: int
    role_name: str
    share: Decimal
    minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionView:
    """A published definition with its steps in order."""

    id: int
    key: str
    name: str
    version: int
    activities: tuple[ActivityView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeView:
    """One way out of a step."""

    outcome: str
    label: str
    effect: str
    target_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """A piece of work, past or open."""

    id: int
    activity_id: int
    activity_key: str
    activity_name: str
    agency_name: str
    post_id: int | None
    post_title: str
    agency_id: int
    role_id: int
    state: str
    opened_at: datetime
    due_at: datetime
    accept_by: datetime | None
    taken_at: datetime | None
    closed_at: datetime | None
    closed_by_name: str
    outcome: str
    note: str


_NEWEST = "SELECT id FROM workflow_definition WHERE key = %s::text ORDER BY version DESC LIMIT 1"


@lru_cache(maxsize=512)
def definition(definition_id: int) -> DefinitionView:
    """Return a published definition; it never changes, so a process keeps it."""
    row = Definition.objects.get(pk=definition_id)
    steps = Activity.objects.filter(definition_id=definition_id).select_related("role").order_by("order")
    return DefinitionView(
        id=row.pk,
        key=row.key,
        name=row.name,
        version=row.version,
        activities=tuple(
            ActivityView(
                id=step.pk,
                key=step.key,
                name=step.name,
                place=step.place,
                agency_kind=step.agency_kind,
                role_id=step.role_id,
                role_name=step.role.name,
                share=step.share,
                minutes=step.minutes,
            )
            for step in steps
        ),
    )


def newest(key: str) -> DefinitionView | None:
    """Return the newest version of a process."""
    with connection.cursor() as cursor:  # asked at every reception
        cursor.execute(_NEWEST, [key])
        row = cursor.fetchone()
    return definition(row[0]) if row else None


@lru_cache(maxsize=2048)
def outcomes(activity_id: int) -> tuple[OutcomeView, ...]:
    """Return the ways out of a step, as its process was published."""
    flows = Flow.objects.filter(source_id=activity_id).select_related("target").order_by("id")
    return tuple(
        OutcomeView(
            outcome=flow.outcome,
            label=flow.label,
            effect=flow.effect,
            target_name=flow.target.name if flow.target else "",
        )
        for flow in flows
    )


def items(subject_id: int) -> tuple[ItemView, ...]:
    """Return all work on a subject, oldest first."""
    rows = (
        WorkItem.objects.filter(subject_id=subject_id)
        .select_related("activity", "agency", "post", "closed_by")
        .order_by("id")
    )
    return tuple(
        ItemView(
            id=row.pk,
            activity_id=row.activity_id,
            activity_key=row.activity.key,
            activity_name=row.activity.name,
            agency_name=row.agency.short_name,
            agency_id=row.agency_id,
            role_id=row.role_id,
            post_id=row.post_id,
            post_title=row.post.title if row.post else "",
            state=row.state,
            opened_at=row.opened_at,
            due_at=row.due_at,
            accept_by=row.accept_by,
            taken_at=row.taken_at,
            closed_at=row.closed_at,
            closed_by_name=row.closed_by.name if row.closed_by else "",
            outcome=row.outcome,
            note=row.note,
        )
        for row in rows
    )


def subjects_of_staff(staff_id: int, post_id: int, agency_id: int) -> QuerySet[WorkItem, int]:
    """Return the subjects of which somebody finished a step, holds one or may take one, as a subquery."""
    done = Q(state=ItemState.DONE, closed_by_id=staff_id)
    held = Q(state__in=LIVE, post_id=post_id)
    pooled = Q(state__in=LIVE, post=None, agency_id=agency_id, role_id__in=organisation.role_ids_of_post(post_id))
    return WorkItem.objects.filter(done | held | pooled).values_list("subject_id", flat=True)


def worked_on(subject_id: int, *, staff_id: int, post_id: int) -> bool:
    """Tell whether somebody finished a step of the subject, or one was on his post."""
    his = Q(closed_by_id=staff_id) | Q(post_id=post_id)
    return WorkItem.objects.filter(his, subject_id=subject_id).exists()


def subjects_of_agency(agency_id: int) -> QuerySet[WorkItem, int]:
    """Return the subjects that have open work at an agency, as a subquery."""
    live = Q()
    for state in LIVE:  # said state by state, so that each finds its index
        live |= Q(state=state, agency_id=agency_id)
    return WorkItem.objects.filter(live).values_list("subject_id", flat=True)


def newest_names() -> tuple[tuple[str, str], ...]:
    """Return (key, name) of every process in its newest version, by name."""
    rows = Definition.objects.order_by("key", "-version").distinct("key").values_list("key", "name")
    return tuple(sorted(rows, key=lambda row: row[1]))


def open_at_post(post_id: int) -> int:
    """Return how many items wait on a post."""
    return WorkItem.objects.filter(post_id=post_id, state__in=LIVE).count()


def definition_of(instance_id: int) -> int:
    """Return the id of the definition that an instance runs by."""
    return Instance.objects.values_list("definition_id", flat=True).get(pk=instance_id)
