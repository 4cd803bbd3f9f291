"""Build the demo province: invented units, people and dossiers, made by the services as a real one would be."""

import argparse
import json
import os
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import transaction

from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import system
from motcua.people.agencies.queries import calendars, organisation
from motcua.steering.forecasts.services import foretelling, training
from motcua.steering.indicators.queries import journal
from motcua.steering.indicators.services import rebuilding as indicators

from .errors import CannotRun
from .minh_giang import founding, groups
from .minh_giang.facts import Facts
from .minh_giang.fates import SPAN_DAYS, Fates
from .minh_giang.story import Story

NAME = "demo"
HELP = "build the demo province in an empty installation"

DOSSIERS = 300
MOST_DOSSIERS = 2000  # one transaction holds a lock for each
SEED = 20261124
_FOUNDED_DAYS = 40


def configure(parser: argparse.ArgumentParser) -> None:
    """Take how much to build, and from which seed."""
    parser.add_argument("--dossiers", type=int, default=DOSSIERS, metavar="N", help=f"how many dossiers ({DOSSIERS})")
    parser.add_argument("--seed", type=int, default=SEED, metavar="S", help="the same seed tells the same story")


def run(arguments: argparse.Namespace) -> int:
    """Build it, unless there is something here already."""
    if not organisation.is_empty():
        raise CannotRun(
            "This installation is not empty: the demo is built on an empty one only. Choose another --data."
        )
    build(Path(os.environ["MOTCUA_DATA"]), dossiers=arguments.dossiers, seed=arguments.seed)
    return 0


def build(data: Path, *, dossiers: int = DOSSIERS, seed: int = SEED) -> None:
    """Build the province as it stands now, all of it or nothing, and write who may log in.

    data  folder that takes ``demo-accounts.json``
    """
    if settings.PRODUCTION:
        raise CannotRun("The demo is not built in production: its accounts share one known password.")
    if not 0 <= dossiers <= MOST_DOSSIERS:
        raise CannotRun(f"--dossiers takes 0 to {MOST_DOSSIERS}.")
    began, now, by = time.monotonic(), clock.now(), system("demo")
    founded = _morning(now - timedelta(days=SPAN_DAYS + _FOUNDED_DAYS))
    with transaction.atomic():
        province = founding.found(by=by, at=founded)
        groups.offer(province, by=by, at=founded)
        choices = founding.offer_everything(province, by=by, at=founded, on=now.date() - timedelta(days=SPAN_DAYS))
        calendar = calendars.calendar_of(
            None, first=founded.date(), last=now.date() + timedelta(days=SPAN_DAYS + _FOUNDED_DAYS)
        )
        dice = Random(seed)  # noqa: S311 - a story, not a secret
        fates = Fates(choices, calendar, now, dice).decide(dossiers)
        births = groups.Groups(province, calendar, now, dice).acts() if dossiers else []
        Story(province, calendar, now, dice).tell(fates, _progress, births)
        Facts(calendar, now, Random(seed + 1)).tell(journal.all_records(), by=by)  # noqa: S311 - a story
        indicators.rebuild()
        training.train(at=now)
        foretelling.predict(at=now)
    _write_accounts(data / "demo-accounts.json", province)
    seconds = time.monotonic() - began
    print(f"demo: {len(province.seated)} people, {dossiers} dossiers, {seconds:.1f} s", file=sys.stderr, flush=True)


def _morning(moment: datetime) -> datetime:
    return moment.replace(hour=8, minute=0, second=0, microsecond=0)


def _progress(done: int, total: int) -> None:
    if done % 500 == 0 or done == total:
        print(f"demo: {done} of {total} acts", file=sys.stderr, flush=True)


def _write_accounts(path: Path, province: founding.Province) -> None:
    accounts = [
        {
            "role": seat.desk.roles[0],
            "post": seat.desk.title,
            "agency": seat.agency,
            "email": seat.desk.mailbox,
            "password": founding.PASSWORD,
            "name": seat.desk.name,
            "token": seat.token,
        }
        for seat in province.seated
    ]
    path.write_text(json.dumps(accounts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    path.chmod(0o600)
