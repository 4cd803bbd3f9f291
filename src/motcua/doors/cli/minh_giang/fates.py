"""What becomes of each dossier, decided before anything happens, so that every state is there whatever the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from random import Random

from motcua.casework.dossiers.rules import deadlines
from motcua.casework.procedures.rules.content import Content, Limit
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel.worktime import WorkCalendar

SPAN_DAYS = 61
_TRIES = 60
_BUSY_MINUTES = 45
_PATIENCE_WORKDAYS = 12
_SOON_WORKDAYS = 2


class Ending(StrEnum):
    """Where a dossier stands at the end of the story, and how much of it there is, in hundredths."""

    RETURNED = "returned"
    PROCESSING = "processing"
    RECEIVED = "received"
    COMPLETED = "completed"
    DECLINED = "declined"


SHARES = {
    Ending.RETURNED: 44,
    Ending.PROCESSING: 30,
    Ending.RECEIVED: 11,
    Ending.COMPLETED: 9,
    Ending.DECLINED: 6,
}
_NEARNESS = {"ok": 58, "soon": 17, "today": 12, "late": 13}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A procedure that can be received at a centre: what it promises by one channel, in one case."""

    code: str
    content: Content
    process: str
    centre: str
    competent: str
    channel: Channel
    case: str
    limit: Limit
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """One dossier's course. ``finished_at``, ``handed_at``: None where the story ends before."""

    ending: Ending
    choice: Choice
    received_at: datetime
    due_at: datetime
    finished_at: datetime | None = None
    handed_at: datetime | None = None


class Fates:
    """Decide fates that fit the calendar: receipts and acts in opening hours, all of them before ``now``."""

    def __init__(self, choices: Sequence[Choice], calendar: WorkCalendar, now: datetime, dice: Random) -> None:
        self._choices, self._calendar, self._now, self._dice = choices, calendar, now, dice
        self._dues: dict[tuple[Limit, date], datetime] = {}
        first = now.date() - timedelta(days=SPAN_DAYS)
        days = [first + timedelta(days=step) for step in range(SPAN_DAYS + 1)]
        self._days = [day for day in days if calendar.is_workday(day) and calendar.open_time(day) < now]
        self._soon = calendar.add_workdays(now.date(), _SOON_WORKDAYS)
        self._patience = self._days[-_PATIENCE_WORKDAYS:][0]

    def decide(self, count: int) -> list[Fate]:
        """Return the fates of so many dossiers; how many end where depends on the count alone."""
        return [self._fate(ending) for ending, many in shared_out(count).items() for _ in range(many)]

    def _fate(self, ending: Ending) -> Fate:
        if ending is Ending.DECLINED:
            return self._received(ending, self._choice(), self._dice.choice(self._days))
        running = ending in (Ending.PROCESSING, Ending.RECEIVED)
        wanted = self._nearness()
        for turn in range(_TRIES):
            fate = self._running(ending, wanted if turn < _TRIES // 2 else "") if running else self._finished(ending)
            if fate:
                return fate
        raise LookupError(f"no dossier can be {ending} now: the story needs some working days before {self._now}")

    def _choice(self) -> Choice:
        (choice,) = self._dice.choices(self._choices, weights=[choice.weight for choice in self._choices])
        return choice

    def _nearness(self) -> str:
        (wanted,) = self._dice.choices(list(_NEARNESS), weights=list(_NEARNESS.values()))
        return wanted

    def _received(self, ending: Ending, choice: Choice, day: date) -> Fate:
        at = self._moment(day)
        return Fate(
            ending=ending,
            choice=choice,
            received_at=at,
            due_at=deadlines.due(at, choice.limit, self._calendar).at,
        )

    def _moment(self, day: date) -> datetime:
        """Return a moment of the day's opening hours that is past; mornings are busier."""
        opens, closes = self._calendar.open_time(day), min(self._calendar.close_time(day), self._now)
        minutes = self._calendar.open_minutes_between(opens, closes)
        at = self._calendar.add_open_minutes(opens, int(minutes * min(self._dice.random(), self._dice.random())))
        return min(at + timedelta(seconds=self._dice.randrange(60)), self._now - timedelta(minutes=1))

    def _running(self, ending: Ending, wanted: str) -> Fate | None:
        choice = self._choice()
        days = [day for day in self._days if self._is_wanted(self._due_on(choice.limit, day), wanted)]
        if not days:
            return None
        fate = self._received(ending, choice, self._dice.choice(days))
        return fate if self._is_wanted(fate.due_at, wanted) and self._is_credible(fate) else None

    def _due_on(self, limit: Limit, day: date) -> datetime:
        """Return when a dossier is due that is received as the day opens: near enough to choose the day by."""
        if (limit, day) not in self._dues:
            self._dues[limit, day] = deadlines.due(self._calendar.open_time(day), limit, self._calendar).at
        return self._dues[limit, day]

    def _is_wanted(self, due_at: datetime, wanted: str) -> bool:
        """Tell whether a dossier due then is as near its time as wished, and nobody has forgotten it for weeks."""
        return due_at.date() >= self._patience and wanted in ("", self._distance(due_at))

    def _distance(self, due_at: datetime) -> str:
        if due_at < self._now:
            return "late"
        if due_at.date() <= self._now.date():
            return "today"
        return "soon" if due_at.date() <= self._soon else "ok"

    def _is_credible(self, fate: Fate) -> bool:
        """Tell whether somebody could have begun, where somebody has."""
        if fate.received_at >= self._now:
            return False
        begun = self._calendar.open_minutes_between(fate.received_at, self._now)
        return fate.ending is Ending.RECEIVED or begun >= _BUSY_MINUTES

    def _finished(self, ending: Ending) -> Fate | None:
        fate = self._received(ending, self._choice(), self._dice.choice(self._days))
        promised = self._calendar.open_minutes_between(fate.received_at, fate.due_at)
        late = self._dice.random() < 0.08
        pace = self._dice.uniform(1.2, 1.8) if late else self._dice.uniform(0.25, 0.97)
        finished_at = self._calendar.add_open_minutes(fate.received_at, max(int(promised * pace), 12))
        if finished_at >= self._now:
            return None
        if ending is Ending.COMPLETED:
            return _with(fate, finished_at, None) if finished_at.date() >= self._patience else None
        handed_at = self._calendar.add_open_minutes(finished_at, self._dice.randrange(5, 1400))
        return _with(fate, finished_at, handed_at) if handed_at < self._now else None


def shared_out(count: int) -> dict[Ending, int]:
    """Return how many dossiers end where: whole numbers that add up to the count, nearest to the shares."""
    exact = {ending: count * share / sum(SHARES.values()) for ending, share in SHARES.items()}
    whole = {ending: int(part) for ending, part in exact.items()}
    short = count - sum(whole.values())
    for ending in sorted(exact, key=lambda ending: whole[ending] - exact[ending])[:short]:
        whole[ending] += 1
    return whole


def _with(fate: Fate, finished_at: datetime, handed_at: datetime | None) -> Fate:
    return Fate(
        ending=fate.ending,
        choice=fate.choice,
        received_at=fate.received_at,
        due_at=fate.due_at,
        finished_at=finished_at,
        handed_at=handed_at,
    )
