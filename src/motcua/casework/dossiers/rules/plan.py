"""When each step of a process should be done, fixed when the dossier is received.

A step's share of the procedure's time is counted in the unit's working minutes between receipt and due time, so that
the last step ends exactly at the due time and no step ends on a day off.
"""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from motcua.ground.kernel.worktime import WorkCalendar


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
    minutes = calendar.open_minutes_between(received_at, due_at)
    used, dues = Decimal(), {}
    for step in steps:
        used = min(used + step.share, Decimal(1))
        last = used >= 1 or minutes == 0
        dues[step.key] = due_at if last else min(calendar.add_open_minutes(received_at, int(minutes * used)), due_at)
    return dues
