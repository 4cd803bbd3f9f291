"""Who held a dossier at each moment of its life: the journal, folded. Every moment has one holder, none has two.

Work handed to another agency stays with the one who handed it on until it is taken, or comes back; who asks, demands
or consults on what he was offered has taken it by that. What the applicant must do is with the applicant; a post
answers for what it took, an agency for what lies in a pool of its own. The minutes of the holders therefore add up to
the life of the dossier by construction, and `motcua doctor` checks the tables against them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from motcua.ground.kernel.worktime import WorkCalendar

from ..vocabulary import HolderKind


@dataclass(frozen=True, slots=True)
class Holder:
    """One who holds: a post or an agency by id, the applicant, a partner, a system."""

    kind: HolderKind
    id: int | None = None

    @property
    def ref(self) -> str:
        """Return ``post:12``, ``agency:3``, ``applicant``."""
        return f"{self.kind}:{self.id}" if self.id is not None else str(self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What the fold needs of an entry of the journal; ``post_id``: of the one who acted, None for a machine."""

    name: str
    at: datetime
    payload: Mapping[str, Any]
    post_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A time in one pair of hands; ``until`` is the moment of asking for the one that lasts.

    agency_id  of the holder where it is one of ours: a post's agency
    activity   the step it was held in, "" where none was open
    """

    holder: Holder
    agency_id: int | None
    activity: str
    since: datetime
    until: datetime


APPLICANT = Holder(HolderKind.APPLICANT)
_ENDS = frozenset({"DossierReturned", "DossierWithdrawn", "DossierStopped", "DossierDeclined"})


@dataclass(frozen=True, slots=True)
class _Hands:
    """Where the dossier is: who answers for it, at which agency, in which step, and whose it is again afterwards."""

    holder: Holder
    agency_id: int | None
    activity: str = ""
    before: "_Hands | None" = None


def spans(facts: Iterable[Fact], now: datetime) -> tuple[Span, ...]:
    """Return the holders of a dossier from its first fact to its end, or to now; each span begins where one ended."""
    found: list[Span] = []
    hands: _Hands | None = None
    since = now
    for fact in facts:
        after = _after(hands, fact)
        if hands is not None and _differs(hands, after):
            found.append(_span(hands, since, fact.at))
        if hands is None or _differs(hands, after):
            since = fact.at
        hands = after
        if hands is None:
            break  # what is noted after the end is nobody's time
    if hands is not None:
        found.append(_span(hands, since, max(now, since)))
    return tuple(span for span in found if span.until > span.since or len(found) == 1)


def held_for(held: Sequence[Span]) -> dict[Holder, timedelta]:
    """Return how long each holder held it; the sum is the life of the dossier, exactly."""
    total: dict[Holder, timedelta] = {}
    for span in held:
        total[span.holder] = total.get(span.holder, timedelta()) + (span.until - span.since)
    return total


def open_minutes(held: Sequence[Span], calendar: WorkCalendar) -> dict[Holder, int]:
    """Return the opening minutes of each holder by one calendar."""
    total: dict[Holder, int] = {}
    for span in held:
        length = calendar.open_minutes_between(span.since, span.until)
        total[span.holder] = total.get(span.holder, 0) + length
    return total


def ping_pong(facts: Iterable[Fact]) -> int:
    """Return how often work came back from another agency: refused, not taken in time, or sent down a way back."""
    there: set[tuple[int, int]] = set()
    back = 0
    for fact in facts:
        one, two = fact.payload.get("agency_id"), fact.payload.get("next_agency_id")
        if fact.name == "StepSentBack":
            back += 1
        elif fact.name == "StepMoved" and one and two and one != two:
            if (two, one) in there:
                back += 1
            else:
                there.add((one, two))
    return back


def blame(late_minutes: int, held: Mapping[Holder, int], allowed: Mapping[Holder, int]) -> dict[Holder, int]:
    """Divide a lateness among those who took longer than they were given; the parts add up to it exactly.

    late_minutes  opening minutes between the promise and the end
    held          opening minutes of each holder; allowed: what the plan gave each
    Where nobody took longer than given, those who held it share by what they held. Largest remainders round.
    """
    over = {holder: max(length - allowed.get(holder, 0), 0) for holder, length in held.items()}
    weights = over if any(over.values()) else dict(held)
    whole = sum(weights.values())
    if late_minutes <= 0 or whole <= 0:
        return {}
    exact = {holder: divmod(late_minutes * weight, whole) for holder, weight in weights.items() if weight}
    parts = {holder: quotient for holder, (quotient, _) in exact.items()}
    left = late_minutes - sum(parts.values())
    for holder in sorted(exact, key=lambda one: (-exact[one][1], one.ref))[:left]:
        parts[holder] += 1
    return {holder: part for holder, part in parts.items() if part}


def _after(hands: _Hands | None, fact: Fact) -> _Hands | None:
    if fact.name in _ENDS:
        return None
    if hands is None:
        return _first(fact)
    hands = _accepted(hands, fact)
    step = _AFTER.get(fact.name)
    return step(hands, fact) if step else hands


def _accepted(hands: _Hands, fact: Fact) -> _Hands:
    """Return the hands of one who works on what he was offered: by that he took it, into the pool of his agency."""
    taken_by = fact.payload.get("taken_by")
    return _Hands(Holder(HolderKind.AGENCY, taken_by), taken_by, hands.activity) if taken_by else hands


def _first(fact: Fact) -> _Hands:
    """Return who holds what has just come in."""
    said = fact.payload
    if fact.name == "SupplementRequested":
        return _Hands(APPLICANT, None)
    agency_id = said.get("agency_id")
    if fact.name == "DossierReceived":
        return _offered(said.get("item_agency_id") or agency_id, agency_id, said.get("activity", ""), fact.post_id)
    return _Hands(Holder(HolderKind.AGENCY, agency_id), agency_id)


def _offered(next_agency: int | None, agency: int | None, activity: str, post_id: int | None) -> _Hands:
    """Return the hands of a step that opens: a pool of the same agency takes it, another agency has to accept it."""
    if next_agency == agency or post_id is None:
        return _Hands(Holder(HolderKind.AGENCY, next_agency), next_agency, activity)
    return _Hands(Holder(HolderKind.POST, post_id), agency, activity)


def _received(hands: _Hands, fact: Fact) -> _Hands:
    del hands
    said = fact.payload
    agency_id = said.get("agency_id")
    return _offered(said.get("item_agency_id") or agency_id, agency_id, said.get("activity", ""), fact.post_id)


def _taken(hands: _Hands, fact: Fact) -> _Hands:
    agency_id = fact.payload.get("agency_id") or hands.agency_id
    return _Hands(Holder(HolderKind.POST, fact.post_id), agency_id, fact.payload["activity"])


def _assigned(hands: _Hands, fact: Fact) -> _Hands:
    agency_id = fact.payload.get("agency_id") or hands.agency_id
    given = _Hands(Holder(HolderKind.POST, fact.payload["post_id"]), agency_id, fact.payload["activity"])
    return _Hands(hands.holder, hands.agency_id, hands.activity, given) if hands.before else given


def _released(hands: _Hands, fact: Fact) -> _Hands:
    agency_id = fact.payload.get("agency_id") or hands.agency_id
    given = _Hands(Holder(HolderKind.AGENCY, agency_id), agency_id, fact.payload["activity"])
    return _Hands(hands.holder, hands.agency_id, hands.activity, given) if hands.before else given


def _moved(hands: _Hands, fact: Fact) -> _Hands:
    said = fact.payload
    agency_id = said.get("agency_id") or hands.agency_id
    return _offered(said.get("next_agency_id") or agency_id, agency_id, said.get("next_activity", ""), fact.post_id)


def _concluded(hands: _Hands, fact: Fact) -> _Hands:
    """The result lies at the counter at once: nobody has to take it before it can be given out."""
    said = fact.payload
    agency_id = said.get("next_agency_id") or said.get("agency_id") or hands.agency_id
    return _Hands(Holder(HolderKind.AGENCY, agency_id), agency_id, said.get("next_activity", ""))


def _sent_back(hands: _Hands, fact: Fact) -> _Hands:
    said, post_id = fact.payload, fact.payload.get("post_id")
    agency_id = said.get("next_agency_id") or hands.agency_id
    holder = Holder(HolderKind.POST, post_id) if post_id else Holder(HolderKind.AGENCY, agency_id)
    return _Hands(holder, agency_id, said.get("next_activity", ""))


def _carried(hands: _Hands, fact: Fact) -> _Hands:
    """Carried over to another version: with the post that keeps it, else in a pool; what is offered stays offered."""
    said = fact.payload
    given = _sent_back(hands, fact)
    stays = said.get("agency_id") == said.get("next_agency_id") and said.get("post_id") is None
    if stays and hands.holder.kind is HolderKind.POST and hands.agency_id != said.get("agency_id"):
        return _Hands(hands.holder, hands.agency_id, said.get("next_activity", ""), hands.before)
    return _Hands(hands.holder, hands.agency_id, hands.activity, given) if hands.before else given


def _to_applicant(hands: _Hands, fact: Fact) -> _Hands:
    del fact
    return _Hands(APPLICANT, None, "", hands)


def _from_applicant(hands: _Hands, fact: Fact) -> _Hands:
    del fact
    return hands.before or hands


_AFTER = {
    "DossierReceived": _received,
    "StepTaken": _taken,
    "StepAssigned": _assigned,
    "StepReleased": _released,
    "StepMoved": _moved,
    "DossierCompleted": _concluded,
    "DossierRejected": _concluded,
    "StepSentBack": _sent_back,
    "ProcessMigrated": _carried,
    "ProcessMigrationUndone": _carried,
    "SupplementRequested": _to_applicant,
    "DossierSupplemented": _from_applicant,
    "ObligationDemanded": _to_applicant,
    "ObligationSettled": _from_applicant,
}


def _differs(one: _Hands, two: _Hands | None) -> bool:
    return two is None or (one.holder, one.agency_id, one.activity) != (two.holder, two.agency_id, two.activity)


def _span(hands: _Hands, since: datetime, until: datetime) -> Span:
    return Span(holder=hands.holder, agency_id=hands.agency_id, activity=hands.activity, since=since, until=until)
