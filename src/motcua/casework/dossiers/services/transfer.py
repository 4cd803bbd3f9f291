"""Send the parts of a group on: open what may begin, note what has ended, move the promise, end the whole.

Everything follows from the tables, under the lock of the group: told twice, or late, or out of order, it does the same.

Law: 61/2018/NĐ-CP, Điều 19 khoản 6–7; 63/2024/NĐ-CP as amended by 301/2026/NĐ-CP.
"""

from datetime import datetime

from django.db import transaction

from motcua.ground.kernel.clock import local

from ..events import DossierCompleted, DossierEvent, DossierRejected, LegMoved
from ..models import Dossier, Ending, Group, Participation
from ..queries import legs as queries
from ..queries.unsettled import unsettled
from ..rules import deadlines, groups, joins, lifecycle
from ..rules.groups import Template
from ..rules.joins import LegNow
from ..vocabulary import Act, Flag, GroupMode, LegOutcome, LegRole, LegState, Status
from . import _children, _clock, _replanning
from ._advance import perform
from ._children import BY
from ._plans import Plan
from .acts import Change, Locked, Request
from .processing import about, step
from .supplements import end_pause

_OUTCOMES = {
    (Status.STOPPED, Flag.NONE): LegOutcome.STOPPED,
    (Status.WITHDRAWN, Flag.NONE): LegOutcome.WITHDRAWN,
    **{(status, Flag.REJECTED): LegOutcome.REJECTED for status in (Status.COMPLETED, Status.RETURNED)},
    **{(status, Flag.NONE): LegOutcome.COMPLETED for status in (Status.COMPLETED, Status.RETURNED)},
}


def begin(dossier_id: int, plan: Plan, *, at: datetime) -> None:
    """Write the parts of a whole that was just received, and open those that wait for nobody.

    Must run in the transaction of the reception; a second call does nothing.
    """
    if Group.objects.filter(dossier_id=dossier_id).exists():
        return
    Group.objects.create(dossier_id=dossier_id, template_id=plan.template.id, begun_at=plan.begun)
    in_order = plan.template.mode is GroupMode.SEQUENTIAL
    Participation.objects.bulk_create(
        Participation(
            dossier_id=dossier_id,
            key=leg.key,
            place=place,
            agency_id=plan.offices[leg.key],
            role=leg.role,
            name=leg.name,
            task=leg.task,
            procedure=leg.procedure,
            process=leg.process,
            order_no=place if in_order else None,
            depends_on=list(leg.depends_on),
            limit_value=leg.limit.value,
            limit_unit=leg.limit.unit,
            wait_days=leg.wait_days,
            optional=not leg.awaited,
            planned_due_at=plan.windows[leg.key].due_at,
        )
        for place, leg in enumerate(plan.legs, start=1)
    )
    _go_on(dossier_id, at)


@transaction.atomic
def advance(dossier_id: int, *, at: datetime) -> None:
    """Do what follows for the group that a dossier leads or is a part of; nothing for any other dossier."""
    parent_id = queries.parent_of(dossier_id) or dossier_id
    if Group.objects.select_for_update().filter(dossier_id=parent_id).exists():
        _go_on(parent_id, at)


def _go_on(parent_id: int, at: datetime) -> None:
    parent = Dossier.objects.get(pk=parent_id)
    group = Group.objects.get(dossier_id=parent_id)
    template = queries.template_by_id(group.template_id)
    ended = Ending.objects.filter(dossier_id=parent_id).first() if group.concluded_at is None else None
    if ended is not None:
        _end_open_legs(parent, ended, at)
    _note_ends(parent, at)
    decision = joins.decide(_now(parent), ended=ended is not None)
    for row in Participation.objects.filter(dossier_id=parent_id, key__in=decision.skip).order_by("place"):
        _end(parent, row, LegState.SKIPPED, decision.skip[row.key], at)
    for row in Participation.objects.filter(dossier_id=parent_id, key__in=decision.begin).order_by("place"):
        _open(parent, row, template, at)
    if ended is None:
        _replanning.replan(parent, template, at)
    if decision.act is not None and _conclude(parent, decision.act, at):
        Group.objects.filter(pk=group.pk).update(concluded_at=at)


def _now(parent: Dossier) -> list[LegNow]:
    rows = list(Participation.objects.filter(dossier=parent).order_by("place"))
    keys = [row.key for row in rows]
    return [
        LegNow(
            key=row.key,
            state=LegState(row.state),
            needs=tuple(row.depends_on),
            before=joins.before(
                row.depends_on,
                keys[:number],
                GroupMode.PARALLEL if row.order_no is None else GroupMode.SEQUENTIAL,
            ),
            role=LegRole(row.role),
            awaited=not row.optional,
            outcome=LegOutcome(row.outcome),
        )
        for number, row in enumerate(rows)
    ]


def _open(parent: Dossier, row: Participation, template: Template, at: datetime) -> None:
    child_id, done = _children.open_child(parent, row, template, at)
    calendar = _clock.calendar(row.agency_id, local(at).date())
    row.state, row.child_id, row.received_at, row.due_at = LegState.OPEN, child_id, at, done.due_at
    row.acknowledge_by = calendar.add_open_minutes(at, template.acknowledge_hours * 60)
    row.save(update_fields=["state", "child", "received_at", "due_at", "acknowledge_by"])

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        starts = Act.PROCESS if locked.status is Status.RECEIVED else None
        due_at = done.due_at.isoformat() if done.due_at else ""
        return Change(act=starts), _moved(locked, row, starts, child=done.code, due_at=due_at)

    perform(parent.code, Request(verb="open_leg", by=BY, at=at, machine=True), act)


def _note_ends(parent: Dossier, at: datetime) -> None:
    """Note every part whose dossier has come to its end."""
    rows = Participation.objects.filter(dossier=parent, state=LegState.OPEN).select_related("child").order_by("place")
    for row in rows:
        child = row.child
        outcome = _OUTCOMES.get((Status(child.status), Flag(child.flag))) if child else None
        if child is None or outcome is None:
            continue
        state = LegState.DONE if outcome is LegOutcome.COMPLETED else LegState.FAILED
        _end(parent, row, state, outcome, child.completed_at or child.ended_at or at, child=child.code, at=at)


def _end(
    parent: Dossier,
    row: Participation,
    state: LegState,
    outcome: LegOutcome,
    done_at: datetime,
    *,
    child: str = "",
    at: datetime | None = None,
) -> None:
    row.state, row.outcome, row.done_at = state, outcome, done_at
    row.save(update_fields=["state", "outcome", "done_at"])

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        return Change(), _moved(locked, row, None, child=child)

    perform(parent.code, Request(verb="end_leg", by=BY, at=at or done_at, machine=True), act)


def _end_open_legs(parent: Dossier, ending: Ending, at: datetime) -> None:
    """Withdraw or stop what is still open with the whole; what has a result keeps it."""
    act = Act.WITHDRAW if parent.status == Status.WITHDRAWN else Act.STOP
    rows = Participation.objects.filter(dossier=parent, state=LegState.OPEN).select_related("child").order_by("place")
    for row in rows:
        if row.child and Status(row.child.status) in (*lifecycle.RUNNING, *lifecycle.WAITING):
            _children.end_like(row.child.code, ending, act, at=at)


def _conclude(parent: Dossier, act: Act, at: datetime) -> bool:
    """End the whole, once nothing is awaited any more: as its leading part ended. Return whether it could be."""
    asked, _, _ = unsettled(parent.pk)
    status = Dossier.objects.values_list("status", flat=True).get(pk=parent.pk)
    if asked or Status(status) not in lifecycle.RUNNING:
        return False
    if act in (Act.STOP, Act.WITHDRAW):
        lead = Participation.objects.get(dossier=parent, role=LegRole.LEAD)
        _children.end_like(parent.code, Ending.objects.get(dossier=lead.child_id), act, at=at)
        return True

    def deed(locked: Locked) -> tuple[Change, DossierEvent]:
        outcome = groups.JOINED if act is Act.COMPLETE else groups.REFUSED
        end_pause(locked.id, at)
        counts = _clock.rules_of(locked).parameters.extension_counts_on_time
        due_at = locked.due_at if counts else locked.legal_due_at or locked.due_at
        verdict = deadlines.timeliness(due_at, at) if due_at else ""
        told = DossierCompleted if act is Act.COMPLETE else DossierRejected
        change = Change(close=True, outcome=outcome, act=act)
        return change, told(**about(locked, act), **step(locked, outcome), timeliness=verdict)

    outcome = groups.JOINED if act is Act.COMPLETE else groups.REFUSED
    perform(parent.code, Request(verb="join", by=BY, at=at, machine=True, outcome=outcome), deed)
    return True


def _moved(locked: Locked, row: Participation, act: Act | None, *, child: str = "", due_at: str = "") -> LegMoved:
    return LegMoved(
        **about(locked, act),
        leg=row.key,
        state=row.state,
        agency_id=row.agency_id,
        outcome=row.outcome,
        child=child,
        due_at=due_at,
    )
