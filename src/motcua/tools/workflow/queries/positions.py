"""Where the open work of a version stands."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from ..models import WorkItem
from ..rules.positions import Position
from ..vocabulary import ItemState


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWork:
    """The open item of an instance, waiting ones included, and where the instance stands.

    begun   whether a step was finished before this one
    """

    subject_id: int
    instance_id: int
    activity_key: str
    begun: bool
    position: Position


def open_work(definition_id: int) -> tuple[OpenWork, ...]:
    """Return the open work of a version, oldest subject first."""
    rows = _open().filter(instance__definition_id=definition_id)
    return tuple(_work(row, begun=row.begun) for row in rows.order_by("subject_id"))


def open_work_of(instance_id: int) -> OpenWork | None:
    """Return the open work of one instance, None where it has ended."""
    row = _open().filter(instance_id=instance_id).first()
    return _work(row, begun=row.begun) if row else None


def utc(moment: datetime) -> str:
    """Return a moment as positions keep it."""
    return moment.astimezone(UTC).isoformat()


def _open() -> QuerySet[Any]:
    done = WorkItem.objects.filter(instance_id=OuterRef("instance_id"), state=ItemState.DONE)
    rows = WorkItem.objects.exclude(state=ItemState.DONE).select_related("instance", "activity")
    return rows.annotate(begun=Exists(done))


def _work(row: WorkItem, *, begun: bool) -> OpenWork:
    return OpenWork(
        subject_id=row.subject_id,
        instance_id=row.instance_id,
        activity_key=row.activity.key,
        begun=begun,
        position=Position(
            definition_id=row.instance.definition_id,
            plan=row.instance.plan,
            item_id=row.pk,
            activity_id=row.activity_id,
            agency_id=row.agency_id,
            role_id=row.role_id,
            post_id=row.post_id,
            due_at=utc(row.due_at),
            accept_by=utc(row.accept_by) if row.accept_by else None,
            taken_at=utc(row.taken_at) if row.taken_at else None,
        ),
    )
