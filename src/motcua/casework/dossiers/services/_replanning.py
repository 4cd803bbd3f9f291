"""Move the promise of a whole when the clock of a part was stopped, counted anew, or appointed anew; never back."""

from datetime import datetime

from motcua.ground.kernel.clock import local

from ..events import DossierEvent, LegMoved
from ..models import Dossier, DueDate, Group, Participation, Pause, Supplement
from ..queries import rulesets
from ..rules import groups, lifecycle, promises
from ..rules.groups import Template
from ..vocabulary import DueKind, LegState, Status
from . import _clock, _plans
from ._advance import perform
from ._children import BY
from .acts import Change, Locked, Request


def replan(parent: Dossier, template: Template, at: datetime) -> None:
    """Move the promise by the working days that the longest way through the parts has become longer.

    What a part lost by a pause moves what the law counts; what an agency appointed anew moves the promise alone.
    """
    rows = list(Participation.objects.filter(dossier=parent).select_related("child").order_by("place"))
    lawful = {row.key: days for row in rows if (days := _added(row, at, by_law=True))}
    said = {row.key: days for row in rows if (days := _added(row, at, by_law=False))}
    parent.refresh_from_db(fields=["status", "due_at", "legal_due_at"])
    first = DueDate.objects.filter(dossier=parent, kind=DueKind.RECEIVED).values_list("due_at", flat=True).first()
    if not said or first is None or Status(parent.status) not in lifecycle.RUNNING or parent.legal_due_at is None:
        return
    legal_at = max(_later(parent, template, rows, lawful, first), parent.legal_due_at)
    due_at = max(_later(parent, template, rows, said, first), legal_at, parent.due_at or legal_at)
    if legal_at == parent.legal_due_at and due_at == parent.due_at:
        return
    names = [row.name for row in rows if row.key in said]
    kind = DueKind.RESUMED if legal_at != parent.legal_due_at else DueKind.REAPPOINTED
    moved = next(row for row in rows if row.key in said)

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        promise = _clock.carried(locked, promises.moved(legal_at, names), due_at, at)
        _clock.row(locked, promise, kind, at).save()
        event = LegMoved(
            subject=f"dossier:{locked.id}",
            code=locked.code,
            status=locked.status,
            leg=moved.key,
            state=moved.state,
            agency_id=moved.agency_id,
            whole_due_at=promise.due_at.isoformat(),
        )
        return Change(step_due=promise.step_due, plan=promise.plan, columns=promise.columns), event

    perform(parent.code, Request(verb="replan", by=BY, at=at, machine=True), act)


def _later(
    parent: Dossier, template: Template, rows: list[Participation], added: dict[str, int], first: datetime
) -> datetime:
    """Return the first promise, later by as many working days as the longest way has become longer."""
    group = Group.objects.get(dossier=parent)
    cutoff = rulesets.of_dossier(parent.ruleset_id, parent.registered_on).parameters.cutoff
    legs = [leg for leg in template.of_case(parent.case) if leg.key in {row.key for row in rows}]
    offices = {row.key: row.agency_id for row in rows}
    ends = []
    for extra in ({}, added):
        clocks = _plans.clocks_of(offices, group.begun_at, cutoff, extra)
        found = groups.windows(legs, template.mode, local(group.begun_at), clocks)
        ends.append(local(found[groups.critical_path(legs, template.mode, found)[-1]].due_at).date())
    calendar = _clock.calendar(parent.agency_id, parent.registered_on)
    days = calendar.workdays_between(*ends)
    return calendar.close_time(calendar.add_workdays(local(first).date(), days)) if days > 0 else first


def _added(row: Participation, at: datetime, *, by_law: bool) -> int:
    """Return by how many working days a part's own due time has moved since it was opened."""
    child = row.child
    if child is None or row.due_at is None or child.legal_due_at is None or child.due_at is None:
        return 0
    calendar = _clock.calendar(row.agency_id, child.registered_on)
    now = child.legal_due_at if by_law else max(child.due_at, child.legal_due_at)
    days = calendar.workdays_between(local(row.due_at).date(), local(now).date())
    if row.state != LegState.OPEN:
        return max(days, 0)
    pause = Pause.objects.filter(dossier=child, ended_at__isnull=True, counts=True).first()
    if pause is None:
        return max(days, 0)
    return max(days, 0) + _waited(child, pause, at)


def _waited(child: Dossier, pause: Pause, at: datetime) -> int:
    """Return the working days that an open pause will have cost: until the applicant's last day, else until now."""
    calendar = _clock.calendar(child.agency_id, child.registered_on)
    asked = Supplement.objects.filter(dossier=child, supplied_at__isnull=True).first()
    until = max(asked.answer_by, at) if asked else at
    rules = rulesets.of_dossier(child.ruleset_id, child.registered_on).parameters
    since = child.received_at if asked and rules.supplement_restarts and child.received_at else pause.began_at
    return calendar.workdays_between(local(since).date(), local(until).date())
