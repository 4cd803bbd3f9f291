"""What anybody who has the code may see: status and dates, never a name.

Law: 01/2018/TT-VPCP, Điều 16 (look-up by dossier code).
"""

from dataclasses import dataclass
from datetime import datetime

from motcua.tools.workflow import queries as workflow
from motcua.tools.workflow.vocabulary import ItemState, Place

from ..models import Dossier
from ..rules import deadlines
from ..vocabulary import Status, Timeliness

_RUNNING = (Status.RECEIVED, Status.PROCESSING)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicStep:
    """A step by its name and agency; ``state`` is done, now or next, ``due_at`` only of the one that runs."""

    title: str
    place: str
    state: str
    at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicView:
    """A dossier without persons. ``late``: its due time has passed, or had passed when it was completed."""

    id: int
    code: str
    procedure_code: str
    procedure_name: str
    status: Status
    received_at: datetime | None
    due_at: datetime | None
    due_why: str
    completed_at: datetime | None
    returned_at: datetime | None
    declined_at: datetime | None
    receiving_agency: str
    phone: str
    address: str
    late: bool
    steps: tuple[PublicStep, ...]


def track(code: str, *, at: datetime | None = None) -> PublicView | None:
    """Return what the public sees of a dossier; ``at`` is the moment against which a running one is late."""
    dossier = (
        Dossier.objects.select_related("version__procedure", "agency", "competent", "instance")
        .filter(code=code)
        .first()
    )
    if dossier is None:
        return None
    status = Status(dossier.status)
    finished = dossier.completed_at or (at if status in _RUNNING else None)
    late = bool(dossier.due_at and finished and deadlines.timeliness(dossier.due_at, finished) is Timeliness.LATE)
    return PublicView(
        id=dossier.pk,
        code=dossier.code,
        procedure_code=dossier.version.procedure.code,
        procedure_name=dossier.version.name,
        status=status,
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        due_why=dossier.due_why,
        completed_at=dossier.completed_at,
        returned_at=dossier.returned_at,
        declined_at=dossier.declined_at,
        receiving_agency=dossier.agency.name,
        phone=dossier.agency.phone,
        address=dossier.agency.address,
        late=late,
        steps=_steps(dossier),
    )


def _steps(dossier: Dossier) -> tuple[PublicStep, ...]:
    if dossier.instance is None:
        return ()
    drawn = workflow.definition(dossier.instance.definition_id).activities
    items = workflow.items(dossier.pk)
    closed = {item.activity_key: item.closed_at for item in items if item.state == ItemState.DONE}
    known = {dossier.agency_id: dossier.agency.name, dossier.competent_id: dossier.competent.name}
    held = {item.activity_key: known.get(item.agency_id, item.agency_name) for item in items}
    to_come = {Place.RECEIVING: dossier.agency.name, Place.COMPETENT: dossier.competent.name}
    running = next((item for item in items if item.state == ItemState.OPEN), None)
    now = running.activity_key if running else ""
    order = [activity.key for activity in drawn]
    here = order.index(now) if now in order else len(order)
    return tuple(
        PublicStep(
            title=activity.name,
            place=held.get(activity.key) or to_come.get(Place(activity.place), ""),
            state="now" if activity.key == now else "done" if place < here and activity.key in closed else "next",
            at=closed.get(activity.key) if place < here else None,
            due_at=running.due_at if running and activity.key == now else None,
        )
        for place, activity in enumerate(drawn)
    )
