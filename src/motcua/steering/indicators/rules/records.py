"""What figures need of a dossier: its journal, folded. The same journal gives the same record, in whatever portions.

A record holds moments, never sums: what it counts for in a period is asked of `rules.counts`. Nothing here is personal.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ..vocabulary import Outcome
from . import facts
from .facts import NOTHING, Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the fold needs of an entry of the journal."""

    name: str
    at: datetime
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A date promised at a moment. ``counted``: by the law from receipt on, not by a letter or a stop of the clock."""

    at: datetime
    due_at: datetime
    counted: bool


@dataclass(frozen=True, slots=True)
class Wait:
    """A time in which the clock stood still; ``until`` None: still. ``supplement``: papers were asked for."""

    since: datetime
    until: datetime | None
    supplement: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of apology that was sent, about the promise that was not kept."""

    at: datetime
    for_due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A dossier as figures see it.

    received_at  None while nobody has taken it in
    ended_at     when it was resolved: a result, a withdrawal, a stop, a refusal; returned_at: given out
    timeliness   of the verdict at its end, "" where the law gives none
    facts        what others told about it
    seq          entries folded so far, of all its journals
    """

    code: str
    agency_id: int
    competent_id: int
    procedure: str
    channel: str
    submitted_at: datetime | None = None
    received_at: datetime | None = None
    promises: tuple[Promise, ...] = ()
    waits: tuple[Wait, ...] = ()
    letters: tuple[Letter, ...] = ()
    ended_at: datetime | None = None
    outcome: Outcome | None = None
    timeliness: str = ""
    returned_at: datetime | None = None
    facts: Facts = NOTHING
    seq: int = 0

    def promised(self, at: datetime) -> datetime | None:
        """Return the promise that was in force at a moment."""
        return next((one.due_at for one in reversed(self.promises) if one.at <= at), None)


def fold(entries: Iterable[Told], record: Record | None = None) -> Record | None:
    """Return the record after these entries, in the order of the journal; None for a dossier that is told nowhere here.

    entries  of the dossier's own journal, then of those that tell about it
    record   as it was before them
    """
    seq = record.seq if record else 0
    for entry in entries:
        if record is None:
            begin = _FIRST.get(entry.name)
            record = begin(entry) if begin else None
        elif step := _NEXT.get(entry.name):
            record = step(record, entry)
        elif (told := facts.fold(record.facts, entry.name, entry.at, entry.payload)) is not record.facts:
            record = replace(record, facts=told)
        seq += record is not None
    return replace(record, seq=seq) if record else None


def _born(entry: Told) -> Record:
    said = entry.payload
    return Record(
        code=said["code"],
        agency_id=said["agency_id"],
        competent_id=said.get("competent_id") or said["agency_id"],
        procedure=said.get("procedure", ""),
        channel=said.get("channel", ""),
    )


def _first_received(entry: Told) -> Record:
    return _received(_born(entry), entry)


def _first_submitted(entry: Told) -> Record:
    return replace(_born(entry), submitted_at=entry.at)


def _first_declined(entry: Told) -> Record:
    return _ended(_born(entry), entry, Outcome.DECLINED)


def _received(record: Record, entry: Told) -> Record:
    received = datetime.fromisoformat(entry.payload["received_at"])
    return _promise(replace(record, received_at=received), entry, counted=True)


def _promise(record: Record, entry: Told, *, counted: bool) -> Record:
    due_at = entry.payload.get("due_at")
    if not due_at:
        return record
    made = Promise(at=entry.at, due_at=datetime.fromisoformat(due_at), counted=counted)
    return replace(record, promises=(*record.promises, made))


def _counted(record: Record, entry: Told) -> Record:
    return _promise(record, entry, counted=True)


def _corrected(record: Record, entry: Told) -> Record:
    """Another case counts its own limit from the same receipt; after a letter its date stands in the event."""
    return _promise(record, entry, counted=not record.letters) if "case" in entry.payload["fields"] else record


def _carried_over(record: Record, entry: Told) -> Record:
    """A whole moves with one of its parts."""
    due_at = entry.payload.get("whole_due_at")
    if not due_at:
        return record
    moved = Promise(at=entry.at, due_at=datetime.fromisoformat(due_at), counted=False)
    return replace(record, promises=(*record.promises, moved))


def _asked(record: Record, entry: Told) -> Record:
    if entry.payload["before_receipt"]:
        return record
    return replace(record, waits=(*record.waits, Wait(entry.at, None, supplement=True)))


def _stands(record: Record, entry: Told) -> Record:
    return replace(record, waits=(*record.waits, Wait(entry.at, None, supplement=False)))


def _runs(record: Record, entry: Told) -> Record:
    return _promise(_close(record, entry.at), entry, counted=False)


def _close(record: Record, at: datetime) -> Record:
    if not record.waits or record.waits[-1].until is not None:
        return record
    return replace(record, waits=(*record.waits[:-1], replace(record.waits[-1], until=at)))


def _apologised(record: Record, entry: Told) -> Record:
    letter = Letter(entry.at, datetime.fromisoformat(entry.payload["for_due_at"]))
    return _promise(replace(record, letters=(*record.letters, letter)), entry, counted=False)


def _ends(outcome: Outcome) -> Callable[[Record, Told], Record]:
    return lambda record, entry: _ended(record, entry, outcome)


def _ended(record: Record, entry: Told, outcome: Outcome) -> Record:
    timeliness = entry.payload.get("timeliness", "")
    return replace(_close(record, entry.at), ended_at=entry.at, outcome=outcome, timeliness=timeliness)


def _returned(record: Record, entry: Told) -> Record:
    return replace(record, returned_at=entry.at)


_FIRST: Mapping[str, Callable[[Told], Record]] = {
    "DossierReceived": _first_received,
    "DossierSubmitted": _first_submitted,
    "DossierDeclined": _first_declined,
}
_NEXT: Mapping[str, Callable[[Record, Told], Record]] = {
    "DossierReceived": _received,
    "DossierDeclined": _ends(Outcome.DECLINED),
    "StepTaken": _counted,
    "StepAssigned": _counted,
    "DossierCorrected": _corrected,
    "SupplementRequested": _asked,
    "ObligationDemanded": _stands,
    "DossierPaused": _stands,
    "DossierSupplemented": _runs,
    "ObligationSettled": _runs,
    "DossierResumed": _runs,
    "ApologySent": _apologised,
    "LegMoved": _carried_over,
    "DossierCompleted": _ends(Outcome.COMPLETED),
    "DossierRejected": _ends(Outcome.REJECTED),
    "DossierWithdrawn": _ends(Outcome.WITHDRAWN),
    "DossierStopped": _ends(Outcome.STOPPED),
    "DossierReturned": _returned,
}
