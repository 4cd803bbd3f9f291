"""A petition as figures see it: its journal, folded, and by how much it moves the counts of each day.

A petition that is forwarded leaves one agency and enters another: what the first did with it stays where it was done,
forwarding is how it dealt with it, and the time of the next runs from then. So each agency counts its own stay, a sum
of agencies counts the stays, and no month that is over changes because somebody forwards.

Law: 766/QĐ-TTg, indicators 5.2 and 5.3: refused within 2 working days, supplement asked within 5, resolved within 15,
published within 2. When each is due, whoever handles petitions says with the event; here it is only compared.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from motcua.ground.kernel.clock import local

from ..vocabulary import Count
from .records import Told

KIND = "petition"
_DAY = timedelta(days=1)
_FIRST_OF_NEXT = 1 << 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """The time a petition lies with one agency.

    due_at      of the next act that the law asks for; None: nothing is due
    missed_at   when the first date went by that was not kept
    went_at     resolved, refused or forwarded; disliked_at: disliked by the sender, or sent again
    """

    agency_id: int
    came_at: datetime
    due_at: datetime | None
    missed_at: datetime | None = None
    went_at: datetime | None = None
    disliked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionRecord:
    """One petition with its stays, the newest last; ``seq``: entries folded so far."""

    stays: tuple[Stay, ...]
    seq: int = 0


def stay_id(number: int, place: int) -> int:
    """Return the number of a stay, the first is place 0: that of the petition itself, of later ones far above all."""
    return number + place * _FIRST_OF_NEXT


def petition_of(stay: int) -> tuple[int, int]:
    """Return (number of the petition, place of the stay) of the number of a stay."""
    return stay % _FIRST_OF_NEXT, stay // _FIRST_OF_NEXT


def said(stay: int) -> str:
    """Return what people call a stay: the number of its petition, of a later stay "17#2" for the second."""
    number, place = petition_of(stay)
    return f"{number}#{place + 1}" if place else str(number)


def fold(entries: Iterable[Told]) -> PetitionRecord | None:
    """Return the record after the entries of one petition, in their order; None where it was never received."""
    stays: tuple[Stay, ...] = ()
    seq = 0
    for entry in entries:
        if stays:
            stays = _step(stays, entry)
        elif entry.name == "PetitionReceived":
            stays = (_entered(entry),)
        seq += bool(stays)
    return PetitionRecord(stays=stays, seq=seq) if stays else None


def _entered(entry: Told) -> Stay:
    said = entry.payload
    return Stay(agency_id=said["agency_id"], came_at=entry.at, due_at=_moment(said))


def _step(stays: Sequence[Stay], entry: Told) -> tuple[Stay, ...]:
    *earlier, stay = stays
    if entry.name == "PetitionForwarded":
        return (*earlier, _left(stay, entry.at), _entered(entry))
    return (*earlier, _acted(stay, entry))


def _acted(stay: Stay, entry: Told) -> Stay:
    said = entry.payload
    match entry.name:
        case "PetitionAnswered":
            return replace(_kept(stay, entry.at), due_at=_moment(said))
        case "PetitionSettled":
            return _left(stay, entry.at)
        case "PetitionJudged" if not said["liked"]:
            return replace(stay, disliked_at=stay.disliked_at or entry.at)
        case "PetitionRepeated":
            return replace(stay, disliked_at=stay.disliked_at or entry.at)
        case _:
            return stay


def _left(stay: Stay, at: datetime) -> Stay:
    """Return the stay once the agency is done with it: what happens afterwards is no act of its."""
    return stay if stay.went_at else replace(_kept(stay, at), due_at=None, went_at=at)


def _kept(stay: Stay, at: datetime) -> Stay:
    """Return the stay with the date missed, where the act came after it."""
    if stay.due_at is None or stay.missed_at or local(at).date() <= local(stay.due_at).date():
        return stay
    return replace(stay, missed_at=stay.due_at + _DAY)


def _moment(said: Mapping[str, Any]) -> datetime | None:
    return datetime.fromisoformat(said["due_at"]) if said.get("due_at") else None


def flows(stay: Stay) -> Counter[tuple[date, Count]]:
    """Return the movements of a stay over all days, none of them zero."""
    found: Counter[tuple[date, Count]] = Counter()
    came, went = local(stay.came_at).date(), stay.went_at and local(stay.went_at).date()
    found[came, Count.PETITIONS] += 1
    if went is None or went > came:
        found[came, Count.PETITIONS_OPEN] += 1
        if went is not None:
            found[went, Count.PETITIONS_OPEN] -= 1
    if went is not None:
        found[went, Count.PETITIONS_SETTLED] += 1
        found[went, Count.PETITIONS_SETTLED_LATE] += stay.missed_at is not None
    turns = stay.missed_at or (stay.due_at + _DAY if stay.due_at else None)
    late = local(turns).date() if turns else None
    if late is not None and (went is None or late < went):
        found[late, Count.PETITIONS_OVERDUE] += 1
        if went is not None:
            found[went, Count.PETITIONS_OVERDUE] -= 1
    if stay.disliked_at is not None:
        day = local(stay.disliked_at).date()
        day = min(day, went) if went else day
        found[day, Count.PETITIONS_DISLIKED] += late is None or day < late
    return Counter({key: by for key, by in found.items() if by})
