"""What the clock does for groups: send on what was left lying, move promises that wait, remind who has not taken up.

Law: 301/2026/NĐ-CP (a result reaches the next agency within ten minutes, which confirms it within two working hours;
otherwise all sides are told and it is mended the same working day).
"""

from collections import Counter
from datetime import datetime

from motcua.ground.kernel.errors import Refusal

from ..queries import leg_alarms
from ..queries.leg_alarms import Stale, Untaken
from ..vocabulary import Reminder
from . import clockwork, transfer
from ._children import BY
from ._stroke import each


def strike(*, at: datetime) -> Counter[str]:
    """Do everything that is due now, each group by itself; return how often each deed was done.

    Raises  ExceptionGroup of what could not be done, after everything else was
    """
    done, faults = Counter[str](), list[Exception]()

    def go_on(group: Stale) -> None:
        for leg in group.overdue:
            done["told"] += _remind(group.code, Reminder.LEG_NOT_SENT, leg, 1, at)
        transfer.advance(group.dossier_id, at=at)

    def tell(untaken: Untaken) -> None:
        done["reminded"] += _tell_both(untaken, at)

    done["advanced"] = each(faults, leg_alarms.stale(at), go_on)
    each(faults, leg_alarms.unacknowledged(at), tell)
    if faults:
        raise ExceptionGroup("the clock of the groups could not do everything", faults)
    return done


def _tell_both(untaken: Untaken, at: datetime) -> int:
    """Remind the agency that has it, and the one-stop that answers to the citizen."""
    told = _remind(untaken.child, Reminder.LEG_UNACKNOWLEDGED, untaken.leg, 0, at)
    return told + _remind(untaken.parent, Reminder.LEG_UNACKNOWLEDGED, untaken.leg, 0, at)


def _remind(code: str, kind: Reminder, leg: str, level: int, at: datetime) -> int:
    try:
        clockwork.remind(code, kind, leg, level, by=BY, at=at)
    except Refusal:
        return 0
    return 1
