"""Publish definitions. Work items are moved by the context whose case they belong to (ADR 0012)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from psycopg.types.json import Jsonb

from motcua.ground.kernel.actors import Actor
from motcua.people.agencies.queries.organisation import role_ids

from . import queries
from .errors import SketchMoved, SketchTaken, UnsoundProcess
from .models import Activity, Definition, Flow, Instance, Sketch, WorkItem
from .queries import DefinitionView, drawings
from .queries.drawings import SketchView
from .rules import shape
from .rules.drawing import END, ProcessDraft, diagram_to, scenarios_to, to_json
from .rules.positions import Position
from .vocabulary import ItemState

_START = """
WITH started AS (
    INSERT INTO workflow_instance (definition_id, plan, started_at)
    VALUES (%(definition)s::bigint, %(plan)s::jsonb, %(at)s::timestamptz)
    RETURNING id
)
INSERT INTO workflow_workitem (instance_id, activity_id, subject_id, subject_due_at, agency_id, role_id, state,
                               opened_at, due_at, accept_by, outcome, note)
SELECT id, %(activity)s::bigint, %(subject)s::bigint, %(subject_due)s::timestamptz, %(agency)s::bigint,
       %(role)s::bigint, 'open', %(at)s::timestamptz, %(due)s::timestamptz, %(accept_by)s::timestamptz, '', ''
FROM started
RETURNING instance_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an activity of one instance is done, and by when."""

    agency_id: int
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """The decision that approved a process, and who published it; nothing where it shipped with the product."""

    decision_no: str = ""
    decided_on: date | None = None
    issued_by: str = ""


@transaction.atomic
def publish(process: ProcessDraft, *, at: datetime, approval: Approval | None = None) -> DefinitionView:
    """Publish a drawing as the next version of its key; an equal newest version is returned as it is.

    Raises  UnsoundProcess naming every flaw of its shape and every role that is not there.
    """
    approval = approval or Approval()
    roles = role_ids()
    flaws = [*(finding.sentence for finding in shape.findings(process)), *_unknown_roles(process, roles)]
    if flaws:
        raise UnsoundProcess(f"Chưa thể dùng quy trình “{process.name}”. " + " ".join(flaws))
    newest = queries.newest(process.key)
    if newest and not approval.issued_by and _same(drawings.drawing(newest.id), process):
        return newest
    definition = Definition.objects.create(
        key=process.key,
        version=newest.version + 1 if newest else 1,
        name=process.name,
        published_at=at,
        decision_no=approval.decision_no,
        decided_on=approval.decided_on,
        issued_by=approval.issued_by,
        scenarios=scenarios_to(process.scenarios),
        diagram=diagram_to(process.diagram),
    )
    ids = _write_steps(definition, process, roles)
    Flow.objects.bulk_create(
        Flow(
            source_id=ids[flow.source],
            target_id=None if flow.target is END else ids[flow.target],
            outcome=flow.outcome,
            label=flow.label,
            effect=flow.effect,
            condition=flow.condition,
            element=flow.element,
        )
        for flow in process.flows
    )
    return queries.definition(definition.pk)


def draw(process: ProcessDraft, *, based_on: int | None = None, by: Actor, at: datetime) -> SketchView:
    """Begin a drawing of a process; ``based_on`` names the version that it starts from.

    Raises  SketchTaken where one is being made already.
    """
    row, fresh = Sketch.objects.get_or_create(
        key=process.key,
        defaults={"content": to_json(process), "based_on_id": based_on, "changed_at": at, "changed_by": by.ref},
    )
    if not fresh:
        raise SketchTaken(f"Quy trình {process.key} đang có bản vẽ dở. Mở bản đó, hoặc bỏ nó trước.")
    return _seen(row.key)


def redraw(process: ProcessDraft, *, revision: int, by: Actor, at: datetime) -> SketchView:
    """Replace what is drawn by whoever saw its newest revision.

    Raises  SketchMoved where somebody else changed or removed it meanwhile.
    """
    rows = Sketch.objects.filter(key=process.key, revision=revision)
    if not rows.update(content=to_json(process), revision=F("revision") + 1, changed_at=at, changed_by=by.ref):
        raise SketchMoved
    return _seen(process.key)


def erase(key: str, *, revision: int) -> None:
    """Remove a drawing by whoever saw its newest revision.

    Raises  SketchMoved.
    """
    deleted, _ = Sketch.objects.filter(key=key, revision=revision).delete()
    if not deleted:
        raise SketchMoved


def start(
    definition: DefinitionView,
    plan: Mapping[str, Place],
    *,
    subject_id: int,
    due_at: datetime,
    at: datetime,
    accept_by: datetime | None = None,
) -> int:
    """Start a process for a subject: its first activity waits in the pool of its role; return the instance's id.

    plan    for each activity the agency where it is done and its due time, fixed from now on
    due_at  due time of the subject as a whole, for the order of worklists
    accept_by  until when the agency of the first activity has to take it, where another one hands it over
    """
    first = definition.activities[0]
    parameters: dict[str, Any] = {
        "definition": definition.id,
        "plan": Jsonb(
            {key: {"due": place.due_at.isoformat(), "agency": place.agency_id} for key, place in plan.items()}
        ),
        "at": at,
        "activity": first.id,
        "role": first.role_id,
        "agency": plan[first.key].agency_id,
        "due": plan[first.key].due_at,
        "subject": subject_id,
        "subject_due": due_at,
        "accept_by": accept_by,
    }
    with connection.cursor() as cursor:
        cursor.execute(_START, parameters)
        (instance_id,) = cursor.fetchone()
    return int(instance_id)


def place(instance_id: int, position: Position) -> bool:
    """Put an instance and its open item where a position says; tell whether that item was still open.

    The caller holds the lock of the case and tells what happened (ADR 0023).
    """
    items = WorkItem.objects.filter(pk=position.item_id, instance_id=instance_id).exclude(state=ItemState.DONE)
    found = items.update(
        activity_id=position.activity_id,
        agency_id=position.agency_id,
        role_id=position.role_id,
        post_id=position.post_id,
        due_at=datetime.fromisoformat(position.due_at),
        accept_by=datetime.fromisoformat(position.accept_by) if position.accept_by else None,
        taken_at=datetime.fromisoformat(position.taken_at) if position.taken_at else None,
    )
    if found:
        Instance.objects.filter(pk=instance_id).update(definition_id=position.definition_id, plan=dict(position.plan))
    return bool(found)


def _seen(key: str) -> SketchView:
    if (view := drawings.sketch(key)) is None:
        raise SketchMoved
    return view


def _write_steps(definition: Definition, process: ProcessDraft, roles: Mapping[str, int]) -> dict[str, int]:
    return {
        step.key: Activity.objects.create(
            definition=definition,
            key=step.key,
            name=step.name,
            order=order,
            place=step.place,
            agency_kind=step.agency_kind,
            role_id=roles[step.role],
            share=step.share,
            kind=step.kind,
            needs=step.needs,
            minutes=step.minutes,
            form=step.form,
            output=step.output,
            element=step.element,
        ).pk
        for order, step in enumerate(process.activities)
    }


def _unknown_roles(process: ProcessDraft, roles: Mapping[str, int]) -> list[str]:
    return [
        f"Bước {step.key} giao cho vai trò không có: {step.role}. Chọn vai trò trong danh sách."
        for step in process.activities
        if step.role not in roles
    ]


def _same(standing: ProcessDraft, process: ProcessDraft) -> bool:
    """Tell whether two drawings say the same; ways out are a set."""
    return replace(standing, flows=()) == replace(process, flows=()) and set(standing.flows) == set(process.flows)
