"""Publish definitions. Work items are moved by the context whose case they belong to (ADR 0014)."""

from datetime import datetime

from django.db import transaction

from motcua.people.agencies.queries.organisation import role_ids

from . import queries, rules
from .errors import UnsoundProcess
from .models import Activity, Definition, Flow
from .queries import DefinitionView
from .rules import ProcessDraft


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
    if newest and _same(newest, process):
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


def _unknown_roles(process: ProcessDraft, roles: dict[str, int]) -> list[str]:
    return [
        f"Bước {step.key} giao cho vai trò không có: {step.role}."
        for step in process.activities
        if step.role not in roles
    ]


def _same(newest: DefinitionView, process: ProcessDraft) -> bool:
    drawn = [(step.key, step.name, step.place, step.share) for step in process.activities]
    if [(step.key, step.name, step.place, step.share) for step in newest.activities] != drawn:
        return False
    ways = {(o.outcome, o.label, o.effect) for step in newest.activities for o in queries.outcomes(step.id)}
    return ways == {(flow.outcome, flow.label, flow.effect) for flow in process.flows}
