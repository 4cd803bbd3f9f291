"""The demo province as a running installation, shared by all journeys of one run of the suite."""

import fcntl
import json
import os
import signal
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from http import HTTPStatus
from itertools import count
from pathlib import Path

from motcua.doors.cli import processes
from tests.factories.house import House, motcua

BUILT = "2026-11-25T09:05"  # a Wednesday, the counters are open
OPEN = "2026-11-25T09:10"
DOSSIERS = 60
SPAN_DAYS = 70
_OWN_DATABASE = {"DATABASE_URL": "", "FRONT": ""}


@dataclass(frozen=True)
class Province:
    """Where it answers, and who may log in."""

    data: Path
    base: str

    @cached_property
    def accounts(self) -> list[dict[str, str]]:
        """Return the demo accounts: role, post, agency, email, password, name, token."""
        return json.loads((self.data / "demo-accounts.json").read_text())

    def account(self, name: str) -> dict[str, str]:
        """Return the account of a mailbox (``ho-tich@yentruc``) or the first of a role (``signer``)."""
        return next(one for one in self.accounts if name == one["role"] or one["email"].startswith(f"{name}."))

    def api(self, path: str, *, by: str) -> dict | None:
        """Return what the API answers to an account, None where there is nothing."""
        token = self.account(by)["token"]
        request = urllib.request.Request(f"{self.base}/api/v1/{path}", headers={"Authorization": f"Bearer {token}"})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            with error:
                if error.code == HTTPStatus.NOT_FOUND:
                    return None
            raise

    @cached_property
    def dossiers(self) -> list[dict]:
        """Return the demo's dossiers of one counter, the youngest first: numbers have no gaps, so one can count on."""
        head = "giam-doc@yentruc"
        register = self.api("me", by=head)["agency"]["code"]
        found = []
        for day in (date.fromisoformat(OPEN[:10]) - timedelta(days=ago) for ago in range(1, SPAN_DAYS)):
            for serial in count(1):
                dossier = self.api(f"dossiers/{register}-{day:%y%m%d}-{serial:04d}", by=head)
                if dossier is None:
                    break
                found.append(dossier)
        return found

    def code(self, **wanted: object) -> str:
        """Return the code of the youngest dossier that is so: ``code(status="returned")``."""
        return next(one["code"] for one in self.dossiers if wanted.items() <= one.items())


@contextmanager
def running(folder: Path, *, dossiers: int = DOSSIERS) -> Iterator[Province]:
    """Attach to the province in a folder: the first comer builds and starts it, the last to leave stops it."""
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    data, note = folder / "data", folder / "house.json"
    with (folder / "users").open("w") as users:
        with _alone(folder):
            if not _somebody_else(users):
                note.write_text(json.dumps(_started(data, dossiers)))
            fcntl.flock(users, fcntl.LOCK_SH)
        house = json.loads(note.read_text())
        try:
            yield Province(data, f"http://127.0.0.1:{house['port']}")
        finally:
            with _alone(folder):
                if not _somebody_else(users):
                    _stop(house["pid"], data)


@contextmanager
def at(data: Path, now: str, *, dossiers: int) -> Iterator[Province]:
    """Run a province of one's own from a moment on; the next time it may be another moment, on the same data."""
    _build(data, dossiers)
    house = House(data, "--workers", "1", MOTCUA_NOW=now, **_OWN_DATABASE)
    try:
        house.ready(120)
        yield Province(data, f"http://127.0.0.1:{house.port}")
    finally:
        house.stop()


def _build(data: Path, dossiers: int) -> None:
    if not (data / "demo-accounts.json").exists():
        data.mkdir()
        data.chmod(0o755)
        built = motcua(data, "demo", "--dossiers", str(dossiers), MOTCUA_NOW=BUILT, **_OWN_DATABASE)
        assert built.returncode == 0, built.stderr


def _started(data: Path, dossiers: int) -> dict[str, int]:
    _build(data, dossiers)
    house = House(data, "--workers", "2", MOTCUA_NOW=OPEN, **_OWN_DATABASE)
    try:
        house.ready(120)
    except BaseException:
        house.stop()
        raise
    return {"pid": house.process.pid, "port": house.port}


def _stop(pid: int, data: Path) -> None:
    os.kill(pid, signal.SIGTERM)
    with (data / "run.lock").open("a") as lock:
        assert processes.wait(lambda: _lock(lock, fcntl.LOCK_EX), 15), "motcua run does not stop"


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _somebody_else(users) -> bool:
    return not _lock(users, fcntl.LOCK_EX)


def _lock(file, way: int) -> bool:
    try:
        fcntl.flock(file, way | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
