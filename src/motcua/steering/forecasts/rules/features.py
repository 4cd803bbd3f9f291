"""What a morning tells of an open dossier. The same function looks at today and at every morning of the past."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import log, log1p

from motcua.casework.dossiers.rules.lives import Drawn, Life, Standstill, Stay
from motcua.casework.dossiers.vocabulary import PauseCause
from motcua.ground.kernel.clock import local

from ..vocabulary import Feature
from .habits import Habits
from .loads import Loads
from .tape import Tape

FEATURES = tuple(Feature)
_ONLINE, _POSTAL = "online", "postal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """An open dossier on a morning; times are opening minutes.

    step       the step it is at, as drawn; ``agency_id``: who holds it there
    left       until the promise, more than 0; ``spent``: since its time began, without standstills; ``in_step``
    full       minutes of a full day
    """

    procedure: str
    agency_id: int
    channel: str
    step: Drawn
    on: date
    due_on: date
    left: float
    spent: float
    in_step: float
    full: float
    taken: bool
    waits: int
    supplements: int

    @property
    def days_left(self) -> float:
        """Return the working days until the promise."""
        return self.left / self.full


@dataclass(frozen=True, slots=True)
class Told:
    """What a morning tells, as numbers in the order of FEATURES, and those of them that people read."""

    numbers: tuple[float, ...]
    days_left: float
    need_days: float
    step_days: float
    in_step_days: float
    queue_days: float
    procedure_rate: float
    agency_rate: float
    lately_rate: float


def morning(life: Life, at: datetime, tape: Tape, drawn: Mapping[int, Drawn]) -> Morning | None:
    """Return what is known of a dossier at a moment, None where there is nothing to foretell.

    That is: not received yet, with a result, past its day, or standing still; what came later is not looked at.
    """
    if at < life.began_at or (life.completed_at and life.completed_at <= at):
        return None
    due_at, stay = life.promised(at), _stay(life, at)
    if due_at is None or stay is None or stay.activity_id not in drawn:
        return None
    past = [still for still in life.standstills if still.since <= at]
    if any(still.counts and (still.until is None or still.until > at) for still in past):
        return None
    left = tape.between(at, due_at)
    if left <= 0 or local(due_at).date() < local(at).date():
        return None
    counted = [still for still in past if still.counts]
    return Morning(
        procedure=life.procedure,
        agency_id=stay.agency_id,
        channel=life.channel,
        step=drawn[stay.activity_id],
        on=local(at).date(),
        due_on=local(due_at).date(),
        left=left,
        spent=_running(life.began_at, at, counted, tape),
        in_step=_running(stay.opened_at, at, counted, tape),
        full=tape.full,
        taken=stay.taken_at is not None and stay.taken_at <= at,
        waits=len(counted),
        supplements=sum(still.cause == PauseCause.SUPPLEMENT for still in past),
    )


def tell(here: Morning, habits: Habits, loads: Loads) -> Told:
    """Return what a morning tells, in the light of how things have gone before it."""
    on, step = here.on, here.step.key
    usual = habits.step_minutes(here.procedure, step, here.agency_id, on)
    rest = habits.rest_minutes(here.procedure, step, here.agency_id, on)
    need = max(rest - here.in_step, rest * 0.25)
    overall = habits.overall(on)
    procedure, agency = habits.late_rate(here.procedure, on), habits.late_rate_at(here.agency_id, on)
    lately = habits.late_rate_lately(here.agency_id, on)
    queue = loads.queue_days(here.agency_id, on)
    numbers = {
        Feature.LEFT: log1p(here.days_left),
        Feature.USED: here.spent / (here.spent + here.left),
        Feature.NEED: log((need + 30) / (here.left + 30)),
        Feature.STUCK: log((here.in_step + 30) / (usual + 30)),
        Feature.PROCEDURE: _odds(procedure) - _odds(overall),
        Feature.AGENCY: _odds(agency) - _odds(overall),
        Feature.LATELY: _odds(lately) - _odds(agency),
        Feature.LOAD: log1p(queue),
        Feature.STEPS: float(min(here.step.left, 8)),
        Feature.UNTAKEN: float(not here.taken),
        Feature.WAITS: float(min(here.waits, 3)),
        Feature.SUPPLEMENTS: float(min(here.supplements, 3)),
        Feature.ONLINE: float(here.channel == _ONLINE),
        Feature.POSTAL: float(here.channel == _POSTAL),
        Feature.MONTH_END: float(on.day >= 25),
        Feature.YEAR_END: float(here.due_on.month in (12, 1, 2)),
        Feature.FRIDAY: float(on.weekday() == 4),
    }
    return Told(
        numbers=tuple(numbers[feature] for feature in FEATURES),
        days_left=here.days_left,
        need_days=need / here.full,
        step_days=usual / here.full,
        in_step_days=here.in_step / here.full,
        queue_days=queue,
        procedure_rate=procedure,
        agency_rate=agency,
        lately_rate=lately,
    )


def _stay(life: Life, at: datetime) -> Stay | None:
    return next((stay for stay in reversed(life.stays) if stay.opened_at <= at), None)


def _running(since: datetime, at: datetime, stills: list[Standstill], tape: Tape) -> float:
    """Return the opening minutes from a moment to another in which the clock ran."""
    gone = tape.between(since, at)
    for still in stills:
        begin, end = max(still.since, since), min(still.until or at, at)
        if begin < end:
            gone -= tape.between(begin, end)
    return max(gone, 0.0)


def _odds(share: float) -> float:
    kept = min(max(share, 0.002), 0.998)
    return log(kept / (1 - kept))
