"""When each step of a process should be done, fixed when the dossier is received.

A step's share of the procedure's time is counted in the unit's working minutes between receipt and due time, so that
the last step ends exactly at the due time and no step ends on a day off.
"""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from motcua.ground.kernel.worktime import WorkCalendar

from . import deadlines


class Step(Protocol):
    """What the plan needs to know of an activity."""

    @property
    def key(self) -> str: ...
    @property
    def share(self) -> Decimal: ...


def step_dues(
    steps: Iterable[Step], received_at: datetime, due_at: datetime, calendar: WorkCalendar
) -> dict[str, datetime]:
    """Return {activity key: due time}; shares add up along the drawing's order."""
    used, dues = Decimal(), {}
    for step in steps:
        used = min(used + step.share, Decimal(1))
        ends = due_at if used >= 1 else deadlines.step_due(received_at, due_at, used, calendar)
        dues[step.key] = min(ends, due_at)
    return dues
