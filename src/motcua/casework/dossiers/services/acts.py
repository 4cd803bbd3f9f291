"""The values of an act: what is asked, what is found under the lock, what changes, what is left behind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import NotAllowed
from motcua.ground.outbox import rules as outbox
from motcua.ground.outbox.queries import EntryView

from ..rules import lifecycle
from ..rules.lifecycle import State
from ..vocabulary import Act, Flag, Status

_OTHER_DATES = frozenset({"EnquiryOpened", "LatenessNoted"})
"""Events whose ``due_at`` is not the dossier's promise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """A dossier under its lock, with the open work and what the actor's post may do.

    due_at          null before receipt, as is everything about a step
    awaits_start    whether its time runs only once the competent agency, elsewhere, takes it
    item_offered    whether the open step was handed over by another agency and nobody took it yet
    next_agency_id  where the next step of the chosen way out is done, from the plan
    """

    code: str
    id: int
    status: Status
    flag: Flag
    due_at: datetime | None
    legal_due_at: datetime | None
    received_at: datetime | None
    ruleset_id: int | None
    registered_on: date
    event_seq: int
    event_hash: str
    version_id: int
    agency_id: int
    competent_id: int
    awaits_start: bool
    item_id: int | None
    activity_key: str | None
    needs: str | None
    item_agency_id: int | None
    item_role_id: int | None
    item_post_id: int | None
    item_state: str | None
    item_offered: bool | None
    instance_id: int | None
    plan: Mapping[str, Any] | None
    flow_id: int | None
    effect: str | None
    condition: str | None
    next_id: int | None
    next_key: str | None
    next_role_id: int | None
    has_result: bool
    actor_agency_id: int | None
    actor_staff_id: int | None
    actor_post_id: int | None
    is_acting: bool | None
    words: frozenset[str]
    role_ids: frozenset[int]

    @property
    def state(self) -> State:
        """Return what the law knows of it."""
        return State(self.status, self.flag)

    @property
    def staff_id(self) -> int:
        """Return who acts; a verb that needs a person never runs for a machine."""
        if self.actor_staff_id is None:
            raise NotAllowed("Việc này chỉ do cán bộ làm.")
        return self.actor_staff_id

    @property
    def post_id(self) -> int:
        """Return the post he acts from."""
        if self.actor_post_id is None:
            raise NotAllowed("Việc này chỉ do cán bộ làm.")
        return self.actor_post_id

    @property
    def starts_here(self) -> bool:
        """Tell whether its time runs only from a taking, and it lies before the agency that has to take it."""
        return self.awaits_start and self.item_agency_id == self.competent_id

    @property
    def taken_by(self) -> int | None:
        """Return the agency that takes the step by working on it, where it was only offered."""
        return self.item_agency_id if self.item_offered and self.item_agency_id == self.actor_agency_id else None

    @property
    def next_agency_id(self) -> int | None:
        """Return the agency of the step that the chosen way out leads to."""
        step = (self.plan or {}).get(self.next_key or "")
        return int(step["agency"]) if step else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Who asks for which verb, when, under which key.

    item_id  the work the actor saw; another one open means that someone was faster
    outcome  the way out of the open step, for a verb that closes it
    said     the rest of what was sent, for the fingerprint that tells a repeat from another request
    machine  whether the clockwork may ask for it, not only a person at a post
    mirror   whether it writes down what another system says: the only verb for a dossier that is handled there
    """

    verb: str
    by: Actor
    at: datetime
    key: str = ""
    item_id: int | None = None
    outcome: str = ""
    said: str = ""
    machine: bool = False
    mirror: bool = False

    def fingerprint(self, code: str) -> str:
        """Return what tells this request from another under the same key."""
        return outbox.fingerprint(self.verb, code, self.item_id, self.outcome, self.said) if self.key else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What an act left behind; a replay of its key answers the same.

    activity  key of the step that is open now, where the act opened one
    """

    code: str
    status: Status
    event: str
    seq: int
    at: datetime
    hash: str
    due_at: datetime | None = None
    activity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step that a verb opens besides the drawing: the one that work goes back to."""

    activity_id: int
    key: str
    agency_id: int
    role_id: int
    due_at: datetime
    post_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a verb changes besides telling it.

    close      the open step is done, by ``outcome``; the way out opens the next one, or ``back`` says which
    hold       the open step goes to a post, or to the pool where ``holder`` is None
    item_state the open step waits for the applicant, or no longer does
    accept_by  until when the other agency has to take the step that opens, or the open one while it is only offered
    step_due   when the open step is due from now on
    plan       the plan of the instance from now on
    columns    further columns of the dossier, of those in `_statements`
    mirrored   the state another system is in; our own law does not ask how it came there
    """

    close: bool = False
    outcome: str = ""
    note: str = ""
    hold: bool = False
    holder: int | None = None
    taken: bool = False
    act: Act | None = None
    back: Step | None = None
    ends: bool = False
    item_state: str = ""
    accept_by: datetime | None = None
    step_due: datetime | None = None
    plan: Mapping[str, Any] | None = None
    columns: Mapping[str, Any] = field(default_factory=dict)
    mirrored: State | None = None


def next_state(locked: Locked, act: Act | None) -> State:
    """Return the state the act leads to; no act leaves it."""
    return lifecycle.advance(locked.state, act) if act else locked.state


def replay(entry: EntryView) -> Done:
    """Return what the act of this entry answered the first time."""
    return Done(
        code=entry.payload["code"],
        status=Status(entry.payload["status"]),
        event=entry.name,
        seq=entry.seq,
        at=entry.at,
        hash=entry.hash,
        due_at=promised(entry.name, entry.payload),
        activity=entry.payload.get("next_activity") or "",
    )


def promised(event: str, payload: Mapping[str, Any]) -> datetime | None:
    """Return the promise in force that an event tells, if it tells any."""
    said = "" if event in _OTHER_DATES else payload.get("due_at")
    return datetime.fromisoformat(said) if said else None
