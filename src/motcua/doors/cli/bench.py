"""Data for measurements: a national set of made-up dossiers, loaded set-wise into an empty installation."""

import argparse

from django.conf import settings

from motcua.ground.kernel import clock
from motcua.people.agencies.queries import organisation

from .bench_load import loading, province
from .errors import CannotRun

NAME = "bench"
HELP = "fill an empty installation with a made-up national set for measurements"

MONTHS, SEED = 24, 20261124
_MOST, _LONGEST = 50_000_000, 60


def configure(parser: argparse.ArgumentParser) -> None:
    """Take how much to load."""
    verbs = parser.add_subparsers(dest="what", required=True)
    load = verbs.add_parser("load", help="load dossiers with their organisation, in one transaction")
    load.add_argument("--dossiers", type=int, required=True, metavar="N", help="how many dossiers")
    load.add_argument(
        "--months", type=int, default=MONTHS, metavar="M", help=f"over how many months up to now ({MONTHS})"
    )
    load.add_argument("--seed", type=int, default=SEED, metavar="S", help="the same seed makes the same set")
    load.add_argument("--events", default="0", metavar="M", help="so many of the newest have their journal, or all (0)")
    load.add_argument("--agencies", choices=list(province.SIZES), default="full", help="34 provinces, or one small one")


def run(arguments: argparse.Namespace) -> int:
    """Load it, unless this is a real installation or there is something here already."""
    if settings.PRODUCTION:
        raise CannotRun("Made-up dossiers are not loaded in production.")
    if not organisation.is_empty():
        raise CannotRun(
            "This installation is not empty: measurements are loaded into an empty one. Choose another --data."
        )
    if not 1 <= arguments.dossiers <= _MOST or not 1 <= arguments.months <= _LONGEST or not 0 <= arguments.seed < 2**31:
        raise CannotRun(f"--dossiers takes 1 to {_MOST}, --months 1 to {_LONGEST}, --seed a number from 0.")
    wanted = loading.Wanted(
        dossiers=arguments.dossiers,
        months=arguments.months,
        seed=arguments.seed,
        told=_told(arguments.events, arguments.dossiers),
        size=arguments.agencies,
    )
    loading.load(wanted, at=clock.now())
    return 0


def _told(words: str, dossiers: int) -> int:
    if words == "all":
        return dossiers
    if not words.isdigit():
        raise CannotRun("--events takes a number, or all.")
    return min(int(words), dossiers)
