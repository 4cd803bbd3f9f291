"""Which act leads from which state to which. The state is law: this table is the only place that knows it.

A state is one of the ten national statuses, with a flag where the law asks more of it: a supplement asked before
receipt is not one asked after it, a result that says no is still a result. Everything finer is data: the open step, an
open enquiry, a pause. Two tables say the rest of each act: what it does to the clock, what must hold before it.

Law: 61/2018/NĐ-CP, Điều 16–20; 118/2025/NĐ-CP as amended by 309/2026/NĐ-CP, Điều 17–18; national codes of the
synchronisation message. What has ended stays ended: no pair leads out of a last state, a new dossier is opened instead.
"""

from dataclasses import dataclass

from ..errors import ActNotAllowed, Mirrored
from ..vocabulary import Act, ClockEffect, Flag, Status


@dataclass(frozen=True, slots=True)
class State:
    """A national status and what the law must know besides."""

    status: Status
    flag: Flag = Flag.NONE

    @property
    def label(self) -> str:
        """Return the official words, e.g. “Yêu cầu bổ sung giấy tờ (trước khi tiếp nhận)”."""
        return f"{self.status.label} ({self.flag.label.lower()})" if self.flag else self.status.label


REGISTERED = State(Status.REGISTERED)
RECEIVED = State(Status.RECEIVED)
DECLINED = State(Status.DECLINED)
PROCESSING = State(Status.PROCESSING)
ASKED_BEFORE = State(Status.SUPPLEMENT, Flag.BEFORE_RECEIPT)
ASKED = State(Status.SUPPLEMENT)
OWING = State(Status.FINANCE)
WITHDRAWN = State(Status.WITHDRAWN)
STOPPED = State(Status.STOPPED)
COMPLETED = State(Status.COMPLETED)
REJECTED = State(Status.COMPLETED, Flag.REJECTED)
RETURNED = State(Status.RETURNED)
REJECTION_RETURNED = State(Status.RETURNED, Flag.REJECTED)

_WHILE_RUNNING: dict[Act, State | None] = {
    Act.ASK: ASKED,
    Act.DEMAND: OWING,
    Act.CORRECT: None,
    Act.PAUSE: None,
    Act.RESUME: None,
    Act.EXTEND: None,
    Act.COMPLETE: COMPLETED,
    Act.REJECT: REJECTED,
    Act.WITHDRAW: WITHDRAWN,
    Act.STOP: STOPPED,
}
"""What may happen while the clock runs; None leaves the state as it is."""

TRANSITIONS: dict[tuple[State | None, Act], State] = {
    (None, Act.SUBMIT): REGISTERED,
    (None, Act.ACCEPT): RECEIVED,
    (None, Act.DECLINE): DECLINED,
    (None, Act.ASK): ASKED_BEFORE,
    (REGISTERED, Act.ACCEPT): RECEIVED,
    (REGISTERED, Act.DECLINE): DECLINED,
    (REGISTERED, Act.ASK): ASKED_BEFORE,
    (REGISTERED, Act.WITHDRAW): WITHDRAWN,
    (ASKED_BEFORE, Act.SUPPLY): REGISTERED,
    (ASKED_BEFORE, Act.DECLINE): DECLINED,
    (ASKED_BEFORE, Act.WITHDRAW): WITHDRAWN,
    (RECEIVED, Act.PROCESS): PROCESSING,
    **{(RECEIVED, act): after or RECEIVED for act, after in _WHILE_RUNNING.items()},
    **{(PROCESSING, act): after or PROCESSING for act, after in _WHILE_RUNNING.items()},
    (ASKED, Act.SUPPLY): PROCESSING,
    (ASKED, Act.WITHDRAW): WITHDRAWN,
    (ASKED, Act.STOP): STOPPED,
    (OWING, Act.SETTLE): PROCESSING,
    (OWING, Act.WITHDRAW): WITHDRAWN,
    (OWING, Act.STOP): STOPPED,
    (COMPLETED, Act.RETURN): RETURNED,
    (REJECTED, Act.RETURN): REJECTION_RETURNED,
}

CLOCK: dict[Act, ClockEffect] = {
    Act.SUBMIT: ClockEffect.NONE,
    Act.ACCEPT: ClockEffect.STARTS,
    Act.DECLINE: ClockEffect.NONE,
    Act.ASK: ClockEffect.SUSPENDS,
    Act.SUPPLY: ClockEffect.RESUMES,
    Act.PROCESS: ClockEffect.NONE,
    Act.CORRECT: ClockEffect.MOVES,
    Act.DEMAND: ClockEffect.SUSPENDS,
    Act.SETTLE: ClockEffect.RESUMES,
    Act.PAUSE: ClockEffect.SUSPENDS,
    Act.RESUME: ClockEffect.RESUMES,
    Act.EXTEND: ClockEffect.MOVES,
    Act.COMPLETE: ClockEffect.ENDS,
    Act.REJECT: ClockEffect.ENDS,
    Act.RETURN: ClockEffect.NONE,
    Act.WITHDRAW: ClockEffect.ENDS,
    Act.STOP: ClockEffect.ENDS,
}
"""What each act does to the clock of the result; before receipt there is none to touch."""

STATES: tuple[State, ...] = tuple(dict.fromkeys(TRANSITIONS.values()))
"""Every state that a dossier of ours can be in, in the order of the table."""

RUNNING = frozenset({Status.RECEIVED, Status.PROCESSING})
"""Statuses in which the clock may run."""

WAITING = frozenset({Status.SUPPLEMENT, Status.FINANCE})
"""Statuses in which the applicant is waited for."""

LAST = frozenset(state for state in STATES if not any(source == state for source, _ in TRANSITIONS))
"""States that nothing leads out of."""

OPEN = frozenset({state.status for state in STATES if state not in LAST})
"""Statuses of dossiers that have not ended."""


def advance(state: State | None, act: Act) -> State:
    """Return the state after the act; None is a dossier that is not there yet.

    Raises  ActNotAllowed for every pair that the table does not hold, Mirrored for a dossier handled elsewhere.
    """
    if state is not None and state.flag is Flag.MIRRORED:
        raise Mirrored
    try:
        return TRANSITIONS[state, act]
    except KeyError:
        raise ActNotAllowed(act, state.status if state else None) from None


def acts_from(state: State | None) -> tuple[Act, ...]:
    """Return the acts that the law allows from a state, in the order of the table."""
    return tuple(act for (source, act) in TRANSITIONS if source == state)


def begun(state: State) -> State:
    """Return the state in which work has begun: a received dossier is processed from the first touch on."""
    return PROCESSING if state == RECEIVED else state
