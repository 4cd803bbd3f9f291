"""Random limits through `motcua due -`, against a slow oracle that imports nothing of motcua.

    python tests/prove/spine/due_oracle.py [--n 20000] [--seed 2]

The oracle walks day by day, hours minute by minute, on the official days of ``working-calendar-2018-2026.json``
in the folder ``MOTCUA_SAMPLES``. Cases whose period leaves 2026 are drawn again. Exit 1 and the first differences where one differs.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time as stopwatch
import unicodedata
from collections import Counter
from datetime import date, datetime, time, timedelta
from pathlib import Path

FACTS = Path(os.environ.get("MOTCUA_SAMPLES", "../shared/data")) / "working-calendar-2018-2026.json"
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
FIRST, LAST = date(2018, 1, 1), date(2026, 12, 31)
SPANS = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))
WORDS = {
    "working_day": ("{n} ngày làm việc", "{n:02} Ngày làm việc", "{n}  NGÀY LÀM VIỆC "),
    "day": ("{n} ngày", "{n:02} Ngày"),
    "hour": ("{n} giờ", "{n} Giờ"),
    "month": ("{n} tháng", "{n:02} Tháng"),
    "same_day": ("trong ngày", "Trong ngày"),
}
LONGEST = {"working_day": 60, "day": 90, "hour": 24, "month": 12, "same_day": 1}


class Left(Exception):  # noqa: N818
    """The case leaves the years that the facts cover."""


class Oracle:
    def __init__(self, facts):
        years = facts["years"].values()
        self.off = {date.fromisoformat(day) for year in years for day in year["off"]}
        self.work = {date.fromisoformat(day) for year in years for day in year["work"]}

    def works(self, day):
        if not FIRST <= day <= LAST:
            raise Left
        return day in self.work or (day.weekday() < 5 and day not in self.off)

    def open(self, moment):
        return self.works(moment.date()) and any(begin <= moment.time() < end for begin, end in SPANS)

    def day0(self, received):
        day = received.date()
        while not self.works(day):
            day += DAY
        return day

    def roll(self, day):
        while not self.works(day):
            day += DAY
        return day

    def due(self, received, n, unit):
        return getattr(self, f"_{unit}")(received, n)

    def _working_day(self, received, n):
        day = self.day0(received)
        counted = 0
        while counted < n:
            day += DAY
            counted += self.works(day)
        return datetime.combine(day, time(17))

    def _day(self, received, n):
        day = self.day0(received)
        for _ in range(n):
            day += DAY
        return datetime.combine(self.roll(day), time(17))

    def _month(self, received, n):
        start = self.day0(received)
        year, month = start.year, start.month
        for _ in range(n):
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        day = start.day
        while True:
            try:
                end = date(year, month, day)
            except ValueError:
                day -= 1
            else:
                return datetime.combine(self.roll(end), time(17))

    def _hour(self, received, n):
        moment, left = received, n * 60
        while left:
            left -= self.open(moment)
            moment += MINUTE
        return moment

    def _same_day(self, received, n):
        moment = received
        if not self.works(moment.date()) or moment.time() >= time(17):
            moment += DAY
            moment = datetime.combine(self.roll(moment.date()), time(7, 30))
        day = moment.date()
        if moment.time() > time(15):
            day = self.roll(day + DAY)
        return datetime.combine(day, time(17))


def cases(n, seed, facts):
    """Yield (question, due, unit); dates near holidays and times near the edges of the day come often."""
    oracle, luck = Oracle(facts), random.Random(seed)
    special = sorted(oracle.off | oracle.work)
    edges = [
        time(0),
        time(7, 29),
        time(7, 30),
        time(11, 29),
        time(11, 30),
        time(13, 30),
        time(14, 59),
        time(15),
        time(15, 1),
    ]
    edges += [time(16, 59), time(17), time(17, 1), time(23, 59)]
    done = 0
    while done < n:
        day = FIRST + DAY * luck.randrange((LAST - FIRST).days)
        if luck.random() < 0.4:
            day = luck.choice(special) - DAY * luck.randrange(-3, 12)
        clock = luck.choice(edges) if luck.random() < 0.3 else time(luck.randrange(24), luck.randrange(60))
        unit = luck.choice(list(WORDS))
        count = luck.randint(1, LONGEST[unit])
        received = datetime.combine(day, clock)
        try:
            due = oracle.due(received, count, unit)
        except Left:
            continue
        words = luck.choice(WORDS[unit]).format(n=count)
        words = unicodedata.normalize(luck.choice(("NFC", "NFD")), words)
        done += 1
        yield (
            {"received": received.isoformat(timespec="minutes"), "limit": words},
            due.isoformat(timespec="minutes"),
            unit,
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--n", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=2)
    chosen = parser.parse_args()
    if not FACTS.exists():
        print(f"{FACTS} is not here; MOTCUA_SAMPLES names its folder", file=sys.stderr)
        return 2
    asked = list(cases(chosen.n, chosen.seed, json.loads(FACTS.read_text("utf-8"))))
    command = [sys.executable, "-m", "motcua.doors.cli", "due", "-"]
    sent = "".join(json.dumps(question, ensure_ascii=False) + "\n" for question, _, _ in asked)
    began = stopwatch.perf_counter()
    answered = subprocess.run(command, input=sent.encode(), stdout=subprocess.PIPE, check=False)
    seconds = stopwatch.perf_counter() - began
    answers = [json.loads(line) for line in answered.stdout.decode().splitlines()]
    wrong = [
        (question, expected, answer)
        for (question, expected, _), answer in zip(asked, answers, strict=False)
        if answer.get("due") != expected
    ]
    for question, expected, answer in wrong[:10]:
        print(question, "expected", expected, "got", answer)
    print("cases by unit:", dict(sorted(Counter(unit for *_, unit in asked).items())))
    equal = len(answers) - len(wrong)
    print(f"{equal} of {len(asked)} equal, seed {chosen.seed}, {seconds:.1f} s, exit {answered.returncode}")
    return 0 if equal == len(asked) and answered.returncode == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
