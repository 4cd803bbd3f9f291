"""Publish definitions. Work items are moved by the context whose case they belong to (ADR 0012)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from motcua.people.agencies.queries.organisation import role_ids

from . import queries, rules
from .errors import UnsoundProcess
from .models import Activity, Definition, Flow
from .queries import DefinitionView
from .rules import ProcessDraft

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


@transaction.atomic
def publish(process: ProcessDraft, *, at: datetime) -> DefinitionView:
    """Publish a drawing as the next version of its key; an equal newest version is returned as it is.

    Raises  UnsoundProcess naming every flaw.
    """
    roles = role_ids()
    flaws = [*rules.flaws(process), *_unknown_roles(process, roles)]
    if flaws:
        raise UnsoundProcess(f"Chưa thể dùng quy trình “{process.name}”. " + " ".join(flaws))
    newest = queries.newest(process.key)
    if newest and _same(newest, process, roles):
        return newest
    definition = Definition.objects.create(
        key=process.key, version=newest.version + 1 if newest else 1, name=process.name, published_at=at
    )
    ids: dict[str, int] = {}
    for order, step in enumerate(process.activities):
        ids[step.key] = Activity.objects.create(
            definition=definition,
            key=step.key,
            name=step.name,
            order=order,
            place=step.place,
            agency_kind=step.agency_kind,
            role_id=roles[step.role],
            share=step.share,
        ).pk
    Flow.objects.bulk_create(
        Flow(
            source_id=ids[flow.source],
            target_id=None if flow.target is rules.END else ids[flow.target],
            outcome=flow.outcome,
            label=flow.label,
            effect=flow.effect,
        )
        for flow in process.flows
    )
    return queries.definition(definition.pk)


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


def _unknown_roles(process: ProcessDraft, roles: dict[str, int]) -> list[str]:
    return [
        f"Bước {step.key} giao cho vai trò không có: {step.role}."
        for step in process.activities
        if step.role not in roles
    ]


def _same(newest: DefinitionView, process: ProcessDraft, roles: dict[str, int]) -> bool:
    if newest.name != process.name:
        return False
    steps = [(s.key, s.name, s.place, s.agency_kind, s.role_id, s.share) for s in newest.activities]
    drawn = [(s.key, s.name, s.place, s.agency_kind, roles[s.role], s.share) for s in process.activities]
    flows = Flow.objects.filter(source__definition_id=newest.id)
    ways = set(flows.values_list("source__key", "target__key", "outcome", "label", "effect"))
    return steps == drawn and ways == {
        (flow.source, flow.target, flow.outcome, flow.label, flow.effect) for flow in process.flows
    }
