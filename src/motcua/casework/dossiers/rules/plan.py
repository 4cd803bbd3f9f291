"""When each step of a process should be done, fixed when the dossier is received.

A step's share of the procedure's time is counted in the unit's working minutes between receipt and due time, so that
the last step ends exactly at the due time and no step ends on a day off.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from motcua.ground.kernel.worktime import WorkCalendar

from . import deadlines


class Step(Protocol):
    """What the plan needs to know of an activity."""

    @property
    def key(self) -> str: ...
    @property
    def share(self) -> Decimal: ...
    @property
    def minutes(self) -> int: ...


def step_dues(
    steps: Iterable[Step], received_at: datetime, due_at: datetime, calendar: WorkCalendar
) -> dict[str, datetime]:
    """Return {activity key: due time}; shares add up along the drawing's order, a step's own minutes as their share."""
    total = max(calendar.open_minutes_between(received_at, due_at), 1)
    used, dues = Decimal(), {}
    for step in steps:
        used = min(used + step.share + Decimal(step.minutes) / total, Decimal(1))
        ends = due_at if used >= 1 else deadlines.step_due(received_at, due_at, used, calendar)
        dues[step.key] = min(ends, due_at)
    return dues


def replan(
    steps: Sequence[Step],
    here: str | None,
    plan: Mapping[str, Mapping[str, Any]],
    at: datetime,
    due_at: datetime,
    calendar: WorkCalendar,
) -> dict[str, dict[str, Any]]:
    """Return the plan of an instance after its due time changed: steps from the open one on share what is left.

    plan   {activity key: {"due": ISO, "agency": id}}; what lies before the open step stays as it was
    here   key of the open step, None where none is open: then nothing changes
    """
    order = [step.key for step in steps]
    if here not in order:
        return {key: dict(place) for key, place in plan.items()}
    ahead = list(steps)[order.index(here) :]
    total = calendar.open_minutes_between(at, due_at)
    whole = sum((_weight(step, total) for step in ahead), Decimal())
    used, replanned = Decimal(), {key: dict(place) for key, place in plan.items()}
    for step in ahead:
        used += _weight(step, total)
        share = used / whole if whole else Decimal(1)
        ends = due_at if share >= 1 else deadlines.step_due(at, due_at, share, calendar)
        replanned[step.key]["due"] = min(ends, due_at).isoformat()
    return replanned


def _weight(step: Step, total: int) -> Decimal:
    return step.share * total + step.minutes
