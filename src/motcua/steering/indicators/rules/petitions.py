"""A petition as figures see it: its journal, folded, and by how much it moves the counts of each day.

Law: 766/QĐ-TTg, indicators 5.2 and 5.3: refused within 2 working days, supplement asked within 5, resolved within 15,
published within 2. When each is due, whoever handles petitions says with the event; here it is only compared.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from motcua.ground.kernel.clock import local

from ..vocabulary import Count
from .records import Told

KIND = "petition"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionRecord:
    """One petition.

    agency_id   who has to answer it, by the newest forwarding, from which the time runs anew
    due_at      of the next act that the law asks for; None: nothing is due
    missed_at   when the first date went by that was not kept
    settled_at  resolved or refused; disliked_at: disliked by the sender, or sent again
    """

    agency_id: int
    received_at: datetime
    due_at: datetime | None
    missed_at: datetime | None = None
    settled_at: datetime | None = None
    disliked_at: datetime | None = None
    seq: int = 0


def fold(entries: Iterable[Told]) -> PetitionRecord | None:
    """Return the record after the entries of one petition, in their order; None where it was never received."""
    record: PetitionRecord | None = None
    for entry in entries:
        if record is None:
            record = _received(entry) if entry.name == "PetitionReceived" else None
        else:
            record = _step(record, entry)
        if record is not None:
            record = replace(record, seq=record.seq + 1)
    return record


def _received(entry: Told) -> PetitionRecord:
    said = entry.payload
    return PetitionRecord(agency_id=said["agency_id"], received_at=entry.at, due_at=_moment(said))


def _step(record: PetitionRecord, entry: Told) -> PetitionRecord:
    said = entry.payload
    match entry.name:
        case "PetitionForwarded":
            return replace(record, agency_id=said["agency_id"], due_at=_moment(said), missed_at=None)
        case "PetitionAnswered":
            return replace(_kept(record, entry.at), due_at=_moment(said))
        case "PetitionSettled":
            return replace(_kept(record, entry.at), due_at=None, settled_at=record.settled_at or entry.at)
        case "PetitionJudged" if not said["liked"]:
            return replace(record, disliked_at=record.disliked_at or entry.at)
        case "PetitionRepeated":
            return replace(record, disliked_at=record.disliked_at or entry.at)
        case _:
            return record


def _kept(record: PetitionRecord, at: datetime) -> PetitionRecord:
    """Return the record with the date missed, where the act came after it."""
    if record.due_at is None or record.missed_at or local(at).date() <= local(record.due_at).date():
        return record
    return replace(record, missed_at=record.due_at + _DAY)


def _moment(said: Mapping[str, Any]) -> datetime | None:
    return datetime.fromisoformat(said["due_at"]) if said.get("due_at") else None


def flows(record: PetitionRecord) -> Counter[tuple[date, Count]]:
    """Return its movements over all days, none of them zero."""
    found: Counter[tuple[date, Count]] = Counter()
    came, went = local(record.received_at).date(), record.settled_at and local(record.settled_at).date()
    found[came, Count.PETITIONS] += 1
    if went is None or went > came:
        found[came, Count.PETITIONS_OPEN] += 1
        if went is not None:
            found[went, Count.PETITIONS_OPEN] -= 1
    if went is not None:
        found[went, Count.PETITIONS_SETTLED] += 1
        found[went, Count.PETITIONS_SETTLED_LATE] += record.missed_at is not None
    turns = record.missed_at or (record.due_at + _DAY if record.due_at else None)
    late = local(turns).date() if turns else None
    if late is not None and (went is None or late < went):
        found[late, Count.PETITIONS_OVERDUE] += 1
        if went is not None:
            found[went, Count.PETITIONS_OVERDUE] -= 1
    if record.disliked_at is not None and record.missed_at is None:
        day = local(record.disliked_at).date()
        found[min(day, went) if went else day, Count.PETITIONS_DISLIKED] += 1
    return Counter({key: by for key, by in found.items() if by})
