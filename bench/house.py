"""A house of its own: a private cluster on a private folder and socket, the schema by our migrations, no demo."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

NOW = "2026-11-19T09:00:00"
# As production runs it: every commit reaches the disk. What comes by the clock, not by the work, is kept out.
SETTINGS = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "checkpoint_timeout": "1h",
    "max_wal_size": "8GB",
    "autovacuum": "off",
}


@dataclass(frozen=True)
class House:
    """Where the bench lives while it runs. ``programs``: PostgreSQL's; ``server``: process id of its postmaster."""

    data: Path
    sockets: Path
    programs: Path
    server: int


@contextmanager
def opened(under: Path, *, kept: str = "") -> Iterator[House]:
    """Make the house below a folder on a real disk, and remove it whatever happens.

    kept   name of a folder there that is left, and opened again where it was left before; "": none
    Must run before Django is set up: the environment tells it where the database is.
    """
    under.mkdir(parents=True, exist_ok=True)
    data = under / kept if kept else Path(tempfile.mkdtemp(prefix="house-", dir=under))
    data.mkdir(exist_ok=True)
    data.chmod(0o755)
    os.environ.pop("DATABASE_URL", None)
    os.environ.update(
        MOTCUA_DATA=str(data),
        MOTCUA_ENV="test",
        MOTCUA_NOW=os.environ.get("MOTCUA_NOW", NOW),
        MOTCUA_SECRET_KEY="bench",
        MOTCUA_LOG_LEVEL="ERROR",
        DJANGO_SETTINGS_MODULE="motcua.config.settings",
    )
    import django

    django.setup()
    from django.db import connections

    from motcua.doors.cli.cluster import Cluster
    from motcua.doors.cli.schema import migrate

    cluster = Cluster(data, settings=SETTINGS)
    try:
        with cluster.attached(spare_strangers=False):
            migrate()
            pid = int((cluster.folder / "postmaster.pid").read_text().split("\n", 1)[0])
            yield House(data=data, sockets=cluster.sockets, programs=cluster.programs, server=pid)
            connections.close_all()
    finally:
        if not kept:
            shutil.rmtree(data, ignore_errors=True)


def run(house: House, program: str, *words: str) -> str:
    """Run one of PostgreSQL's programs on the house's database and return what it printed.

    Raises  RuntimeError with what it said on standard error.
    """
    done = subprocess.run(
        [house.programs / program, "-h", str(house.sockets), "-p", "5432", "-U", "motcua", *words, "motcua"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or "aborted" in done.stderr:
        raise RuntimeError(f"{program}: {done.stderr.strip()[-2000:]}")
    return done.stdout
