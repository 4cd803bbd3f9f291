"""The values of an act: what is asked, what is found under the lock, what changes, what is left behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.ground.kernel.actors import Actor
from motcua.ground.outbox import rules as outbox
from motcua.ground.outbox.queries import EntryView

from ..rules import lifecycle
from ..vocabulary import Act, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """A dossier under its lock, with the open work and what the actor's post may do."""

    code: str
    id: int
    status: Status
    due_at: datetime
    event_seq: int
    event_hash: str
    agency_id: int
    competent_id: int
    item_id: int | None
    activity_key: str | None
    item_agency_id: int | None
    item_role_id: int | None
    item_post_id: int | None
    instance_id: int | None
    plan: Mapping[str, Any] | None
    flow_id: int | None
    effect: str | None
    next_id: int | None
    next_key: str | None
    next_role_id: int | None
    has_result: bool
    actor_agency_id: int
    staff_id: int
    post_id: int
    words: frozenset[str]
    role_ids: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Who asks for which verb, when, under which key.

    item_id  the work the actor saw; another one open means that someone was faster
    outcome  the way out of the open step, for a verb that closes it
    said     the rest of what was sent, for the fingerprint that tells a repeat from another request
    """

    verb: str
    by: Actor
    at: datetime
    key: str = ""
    item_id: int | None = None
    outcome: str = ""
    said: str = ""

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
class Change:
    """What a verb changes besides telling it: close the open item (and open the next), or give it to a post."""

    close: bool = False
    outcome: str = ""
    note: str = ""
    hold: bool = False
    holder: int | None = None
    taken: bool = False
    act: Act | None = None


def next_status(locked: Locked, act: Act | None) -> Status:
    """Return the status the act leads to; no act leaves it."""
    return lifecycle.advance(locked.status, act) if act else locked.status


def replay(entry: EntryView) -> Done:
    """Return what the act of this entry answered the first time."""
    return Done(
        code=entry.payload["code"],
        status=Status(entry.payload["status"]),
        event=entry.name,
        seq=entry.seq,
        at=entry.at,
        hash=entry.hash,
        due_at=datetime.fromisoformat(entry.payload["due_at"]) if entry.payload.get("due_at") else None,
        activity=entry.payload.get("next_activity") or "",
    )
