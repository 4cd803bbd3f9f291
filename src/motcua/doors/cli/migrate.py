"""Bring the database up to this release; in production the only verb that does."""

import argparse
import os
from contextlib import nullcontext
from pathlib import Path

from .cluster import Cluster
from .schema import is_current, migrate

NAME = "migrate"
HELP = "bring the database up to this release"
NEEDS_DATABASE = False


def configure(parser: argparse.ArgumentParser) -> None:
    """Take no options of its own."""
    del parser


def run(arguments: argparse.Namespace) -> int:
    """Migrate, whatever the environment."""
    del arguments
    with nullcontext() if os.environ.get("DATABASE_URL") else Cluster(Path(os.environ["MOTCUA_DATA"])).attached():
        if is_current():
            print("nothing to do")
        else:
            migrate()
            print("done")
    return 0
