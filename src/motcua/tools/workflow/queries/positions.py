"""Where the open work of a version stands."""

from dataclasses import dataclass
from datetime import UTC, datetime

from ..models import WorkItem
from ..rules.positions import Position
from ..vocabulary import ItemState


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWork:
    """The open item of an instance, waiting ones included, and where the instance stands."""

    subject_id: int
    instance_id: int
    activity_key: str
    position: Position


def open_work(definition_id: int) -> tuple[OpenWork, ...]:
    """Return the open work of a version, oldest subject first."""
    rows = WorkItem.objects.exclude(state=ItemState.DONE).filter(instance__definition_id=definition_id)
    return tuple(_work(row) for row in rows.select_related("instance", "activity").order_by("subject_id"))


def open_work_of(instance_id: int) -> OpenWork | None:
    """Return the open work of one instance, None where it has ended."""
    rows = WorkItem.objects.exclude(state=ItemState.DONE).filter(instance_id=instance_id)
    row = rows.select_related("instance", "activity").first()
    return _work(row) if row else None


def _work(row: WorkItem) -> OpenWork:
    return OpenWork(
        subject_id=row.subject_id,
        instance_id=row.instance_id,
        activity_key=row.activity.key,
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


def utc(moment: datetime) -> str:
    """Return a moment as positions keep it."""
    return moment.astimezone(UTC).isoformat()
