"""Mornings of the past with what was known on each of them, in the order of time, and whether the dossier was late.

The past is walked once, day by day: on a morning only that is known which had happened before. A morning is a lesson
once the day it was promised for is over, whatever has become of the dossier: else the quick ones would teach first.
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from motcua.casework.dossiers.rules.lives import Drawn, Life, Stay
from motcua.ground.kernel.clock import local

from .features import FEATURES, morning, tell
from .habits import Habits
from .loads import Loads
from .tape import Tape

_MORNINGS, _MOST_EACH = 150_000, 3
_STEPS, _END, _MORNING = range(3)


@dataclass(slots=True)
class Lessons:
    """Mornings, row by row in the order of time.

    numbers   len(FEATURES) a row; ``late``: 1 where the dossier was late in the end
    days_left working days to the promise; ``on``, ``known``: ordinals of the morning, and of the day it was decided
    """

    numbers: "array[float]" = field(default_factory=lambda: array("f"))
    late: bytearray = field(default_factory=bytearray)
    days_left: "array[float]" = field(default_factory=lambda: array("f"))
    on: "array[int]" = field(default_factory=lambda: array("l"))
    known: "array[int]" = field(default_factory=lambda: array("l"))

    def __len__(self) -> int:
        return len(self.late)

    def row(self, place: int) -> Sequence[float]:
        """Return the numbers of one morning."""
        width = len(FEATURES)
        return self.numbers[place * width : (place + 1) * width]


def learn(
    lives: Sequence[Life], loads: Loads, tapes: Mapping[int, Tape], drawn: Mapping[int, Drawn], *, until: datetime
) -> tuple[Lessons, Habits]:
    """Return the lessons of these lives and the habits at their end.

    tapes  {agency that received: its opening minutes}
    until  the moment of learning: what is promised for later teaches nothing yet
    """
    found = Lessons()
    begins = min((local(life.received_at).date() for life in lives), default=until.date())
    habits = Habits(since=begins)
    for on, what, place, at in sorted(_moments(lives, tapes, until), key=lambda one: one[:3]):
        life = lives[place]
        tape = tapes[life.agency_id]
        if what == _MORNING:
            here = morning(life, at, tape, drawn)
            if here is not None:
                told = tell(here, habits, loads)
                found.numbers.extend(told.numbers)
                found.late.append(life.is_late())
                found.days_left.append(here.days_left)
                found.on.append(on)
                found.known.append(local(life.due_at).toordinal())
        elif what == _END:
            agencies = {stay.agency_id for stay in life.stays}
            habits.saw_end(life.procedure, agencies, late=life.is_late(), on=date.fromordinal(on))
        else:
            for stay, step, minutes in _steps(life, tape, drawn):
                habits.saw_step(life.procedure, step.key, stay.agency_id, minutes, on=date.fromordinal(on))
    return found, habits


def _moments(
    lives: Sequence[Life], tapes: Mapping[int, Tape], until: datetime
) -> Iterator[tuple[int, int, int, datetime]]:
    """Yield (day, what, place of the life, moment): its end is learned the day after, before that day's mornings."""
    each = min(max(_MORNINGS // max(len(lives), 1), 1), _MOST_EACH)
    for place, life in enumerate(lives):
        if life.completed_at is not None and life.completed_at < until:
            yield local(life.completed_at).toordinal() + 1, _STEPS, place, life.completed_at
        if life.due_at >= until:
            continue
        yield local(life.due_at).toordinal() + 1, _END, place, life.due_at
        mornings = tapes[life.agency_id].mornings(life.began_at, min(life.completed_at or until, life.due_at))
        dice = Random(life.dossier_id)  # noqa: S311 - the same mornings each time
        for at in dice.sample(mornings, min(len(mornings), each)):
            yield local(at).toordinal(), _MORNING, place, at


def _steps(life: Life, tape: Tape, drawn: Mapping[int, Drawn]) -> Iterator[tuple[Stay, Drawn, tuple[float, float]]]:
    """Yield the steps that were done, with their opening minutes and those from their opening to the result."""
    if life.completed_at is None:
        return
    for stay in life.stays:
        if stay.closed_at is not None and stay.activity_id in drawn:
            end = min(stay.closed_at, life.completed_at)
            stood = [
                (max(still.since, stay.opened_at), still.until)
                for still in life.standstills
                if still.counts and still.until and still.until > stay.opened_at
            ]
            took = tape.between(stay.opened_at, end) - sum(
                tape.between(since, min(until, end)) for since, until in stood if since < end
            )
            rest = tape.between(stay.opened_at, life.completed_at) - sum(tape.between(*span) for span in stood)
            yield stay, drawn[stay.activity_id], (max(took, 0.0), max(rest, 0.0))
