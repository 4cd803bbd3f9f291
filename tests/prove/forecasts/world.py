"""Years of a province that never was, of which everything is known: written apart from what the forecast looks at.

Every dossier has a hidden difficulty, every officer a hidden speed, every agency a drift from quarter to quarter; work
slows when much is open at an agency and around the new year; some wait for papers, and their day moves by as much.
Nothing here knows the features of the forecast; lateness follows from these causes and chance alone.
"""

import heapq
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import exp
from random import Random

from motcua.casework.dossiers.rules.lives import Drawn, Life, Standstill, Stay
from motcua.ground.kernel.clock import VIETNAM
from motcua.ground.kernel.worktime import DayKind, DayRule, WorkCalendar

FIRST, DAYS = date(2024, 1, 2), 1004
FULL = 450
_TET = [date(2024, 2, 8) + timedelta(days=n) for n in range(7)] + [
    date(2025, 1, 27) + timedelta(days=n) for n in range(7)
]
_TET += [date(2026, 2, 16) + timedelta(days=n) for n in range(7)]
CALENDAR = WorkCalendar(days={day: DayRule(kind=DayKind.HOLIDAY) for day in _TET})
_SEASON = {12: 1.3, 1: 1.4, 2: 1.2, 6: 1.1}


class Minutes:
    """Opening minutes since the first morning, and back."""

    def __init__(self):
        days = [FIRST + timedelta(days=n) for n in range(DAYS + 400)]
        self.open = [day for day in days if CALENDAR.is_workday(day)]
        self.place = {day: n for n, day in enumerate(self.open)}

    def moment(self, minutes):
        number, within = divmod(minutes, FULL)
        clock = 450 + within if within <= 240 else 570 + within
        day = self.open[min(int(number), len(self.open) - 1)]
        return datetime.combine(day, time(), VIETNAM) + timedelta(minutes=clock)

    def close(self, minutes, days):
        """Return the end of the n-th working day after a moment, in minutes."""
        return (int(minutes // FULL) + days + 1) * FULL


@dataclass
class Kind:
    code: str
    limit: int
    steps: list
    hard: float
    asks: float


@dataclass
class World:
    lives: list
    loads: list
    drawn: dict
    ends: datetime


def a_province(dossiers: int, seed: int) -> World:
    """Return what happened to so many dossiers; what was not done at the end of the time has no result."""
    dice, minutes = Random(seed), Minutes()
    kinds, drawn = _kinds(dice)
    agencies = range(101, 101 + max(6, dossiers // 1500))
    speed = {agency: [exp(dice.gauss(0, 0.25)) for _ in range(4)] for agency in agencies}
    drift = {(agency, q): exp(dice.gauss(0, 0.15)) for agency in agencies for q in range(12)}
    share = [exp(dice.gauss(0, 0.5)) for _ in agencies]
    last = bisect_right(minutes.open, FIRST + timedelta(days=DAYS)) - 1
    usual = {
        agency: max(dossiers * part / sum(share) * 6 / last, 1.0) for agency, part in zip(agencies, share, strict=True)
    }
    waiting, cases = [], []
    for number in range(dossiers):
        day = dice.randrange(last)
        if minutes.open[day].day > 24 and dice.random() < 0.3:  # the end of a month brings more
            day = min(day + 1, last - 1)
        begins = day * FULL + dice.uniform(0, FULL - 5)
        kind = dice.choices(kinds, [one.limit**-0.5 for one in kinds])[0]
        agency = dice.choices(agencies, share)[0]
        due = minutes.close(begins, kind.limit)
        cases.append(_Case(number + 1, kind, agency, begins, due, exp(dice.gauss(0, 0.3))))
        heapq.heappush(waiting, (begins, number, 0))
    opened = Counter()
    while waiting:
        at, number, step = heapq.heappop(waiting)
        case = cases[number]
        if step:
            opened[case.agency] -= 1
        if step == len(case.kind.steps):
            case.done = at
            continue
        opened[case.agency] += 1
        on = minutes.moment(at)
        officer = dice.randrange(4)
        crowd = max(opened[case.agency] / usual[case.agency] - 1, 0)
        lasts = (
            case.kind.steps[step][1]
            * case.kind.limit
            * FULL
            * case.kind.hard
            * case.hard
            / speed[case.agency][officer]
            * drift[case.agency, (on.year - 2024) * 4 + (on.month - 1) // 3]
            * _SEASON.get(on.month, 1.0)
            * (1 + 0.35 * min(crowd, 3))
            * exp(dice.gauss(0, 0.45))
        )
        stood = 0.0
        if step == 0 and dice.random() < case.kind.asks:
            stood = dice.lognormvariate(0, 0.6) * 4 * FULL
            since = at + lasts * dice.uniform(0.1, 0.9)
            case.stood.append((since, since + stood))
            case.moved.append((since + stood, minutes.close(case.due + stood - 1, 0)))
        case.stays.append((case.kind.steps[step][0], at, at + lasts * dice.uniform(0.05, 0.3), at + lasts + stood))
        heapq.heappush(waiting, (at + lasts + stood, number, step + 1))
    ends = minutes.moment(last * FULL)
    lives = [case.life(minutes, ends) for case in cases]
    return World(lives=lives, loads=_loads(lives), drawn=drawn, ends=ends)


def _kinds(dice):
    drawn, kinds = {}, []
    for number in range(24):
        limit = dice.choice([3, 5, 5, 7, 10, 15, 20])
        count = dice.choice([2, 3, 3, 4])
        weights = [dice.uniform(0.5, 1.5) for _ in range(count)]
        ids = [number * 10 + step for step in range(count)]
        for step, pk in enumerate(ids):
            drawn[pk] = Drawn(f"step-{step}", f"Bước {step + 1}", count - step - 1)
        steps = [(pk, weight / sum(weights)) for pk, weight in zip(ids, weights, strict=True)]
        kinds.append(Kind(f"1.{number:06}", limit, steps, 0.42 * exp(dice.gauss(0, 0.22)), dice.uniform(0.02, 0.15)))
    return kinds, drawn


class _Case:
    def __init__(self, number, kind, agency, begins, due, hard):
        self.number, self.kind, self.agency, self.begins, self.due, self.hard = number, kind, agency, begins, due, hard
        self.stood, self.moved, self.stays, self.done = [], [], [], None

    def life(self, minutes, ends):
        when = minutes.moment
        past = lambda at: when(at) if when(at) < ends else None  # noqa: E731
        due = lambda at: when(at - 0.001).replace(hour=17, minute=0, second=0, microsecond=0)  # noqa: E731
        return Life(
            dossier_id=self.number, procedure=self.kind.code, agency_id=self.agency, competent_id=self.agency,
            channel="online" if self.number % 5 < 3 else "in_person", received_at=when(self.begins),
            began_at=when(self.begins), completed_at=past(self.done),
            promises=[(when(self.begins), due(self.due)), *((when(at), due(day)) for at, day in self.moved)],
            standstills=[Standstill("supplement", when(since), when(until), True) for since, until in self.stood],
            stays=[Stay(pk, self.agency, when(at), when(took), past(till)) for pk, at, took, till in self.stays if when(at) < ends],
        )  # fmt: skip


def _loads(lives):
    moves = {}
    for life in lives:
        for stay in life.stays:
            for at, opened, done in ((stay.opened_at, 1, 0), (stay.closed_at, 0, 1)):
                if at is not None:
                    row = moves.setdefault((stay.agency_id, at.date()), [0, 0])
                    row[0] += opened
                    row[1] += done
    return [(agency, day, *row) for (agency, day), row in sorted(moves.items())]
