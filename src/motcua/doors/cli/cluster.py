"""The embedded database: a private cluster in the data folder, started by whoever needs it and stopped by the last."""

import fcntl
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from . import binaries, data_folder, processes
from .errors import CannotRun
from .postgres import NAME, PORT, ROLE, socket_folder

_OPEN_FILES = Path("/proc/self/fd")  # the way into a folder whose parents are closed to the keeper
_START_SECONDS = 60
_STOP_SECONDS = 4
_ORPHAN_SECONDS = 3
_LOG_LIMIT = 10 * 2**20
_SETTINGS = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "random_page_cost": "1.1",  # a disk without a head: an index pays for less than a scan of the table
    "jit": "off",  # short statements only: planning with it costs more than it saves
    "log_checkpoints": "off",
    "log_timezone": "UTC",
}


@dataclass(frozen=True)
class Cluster:
    """The cluster of one data folder.

    settings   PostgreSQL settings over our own, for tests that need no durability
    """

    data: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def folder(self) -> Path:
        """Return the folder that PostgreSQL owns."""
        return self.data / "pg"

    @property
    def log(self) -> Path:
        return self.data / "postgres.log"

    @cached_property
    def sockets(self) -> Path:
        return socket_folder(self.data)

    @cached_property
    def keeper(self) -> binaries.Keeper:
        return binaries.keeper_of(self.folder)

    @cached_property
    def programs(self) -> Path:
        return binaries.folder_for(self.keeper)

    @contextmanager
    def attached(self, *, spare_strangers: bool = True) -> Iterator[None]:
        """Hold the database open: start it when it is down, and stop it as the last of our commands to leave.

        spare_strangers   leave it running for connections that no command of ours made, e.g. an operator's own psql
        """
        data_folder.prepare(self.data)
        with _locked(self.data / "pg.lock"):
            if not self.is_running():
                self.start()
            users = (self.data / "pg.users").open("w")
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield
        finally:
            with _locked(self.data / "pg.lock"):
                if self._is_last(users) and not (spare_strangers and self._has_strangers()):
                    self.stop()
                users.close()

    def is_running(self) -> bool:
        """Return whether this cluster's own server lives; what a killed one left behind does not count."""
        return self._server() is not None

    def start(self) -> None:
        """Start the server, made first when there is none, and wait until it answers."""
        if not (self.folder / "PG_VERSION").exists():
            self._make()
        self._same_version()
        self._bury_the_dead()
        self._open_sockets()
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            server = self._spawn(log)
            _STARTED.append(server)
            try:
                self._await(server)
                self._make_database()
            except BaseException:
                server.send_signal(signal.SIGINT)  # nobody uses it yet
                server.wait()
                raise

    def stop(self) -> None:
        """Stop the server as a clean shutdown does, and harder when that takes too long."""
        pid = self._server()
        for way, seconds in ((signal.SIGINT, _STOP_SECONDS), (signal.SIGQUIT, 3), (signal.SIGKILL, 3)):
            if pid is None:
                break
            with suppress(ProcessLookupError):
                os.kill(pid, way)
            processes.wait(lambda: self._server() is None, seconds)
            pid = self._server()
        with suppress(OSError):
            self.sockets.rmdir()

    def _make(self) -> None:
        """Make the cluster beside its place and move it there whole, so that a killed start leaves no half of one."""
        unfinished = self.data / "pg.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        if self.keeper.drops:
            os.chown(unfinished, self.keeper.uid, self.keeper.gid)
        with self._way_to(unfinished) as (way, kept_open):
            done = self.keeper.run(
                [
                    self.programs / "initdb",
                    *("-D", way, "-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"),
                    *("--data-checksums", "--no-instructions"),
                ],
                kept_open=kept_open,
            )
        if done.returncode:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise CannotRun(f"The embedded database cannot be made in {self.folder}:\n{done.stderr.strip()}")
        shutil.rmtree(self.folder, ignore_errors=True)
        unfinished.rename(self.folder)

    def _same_version(self) -> None:
        made = int((self.folder / "PG_VERSION").read_text())
        if (found := binaries.major_version(self.programs)) != made:
            raise CannotRun(
                f"{self.folder} was made by PostgreSQL {made}, {self.programs} is {found}: "
                "set PG_BIN to the former, or choose another folder with --data."
            )

    @contextmanager
    def _way_to(self, folder: Path) -> Iterator[tuple[Path, tuple[int, ...]]]:
        """Yield how the keeper's process names the folder: by its path, or as a file that we opened for it."""
        if self.keeper.reaches(folder):
            yield folder, ()
            return
        if not _OPEN_FILES.exists():
            raise CannotRun(
                f"The database's user cannot walk to {folder}: open the folders above it (chmod o+x), "
                "or choose another with --data or MOTCUA_DATA."
            )
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            yield _OPEN_FILES / str(opened), (opened,)
        finally:
            os.close(opened)

    def _open_sockets(self) -> None:
        folder = self.sockets
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            os.chown(folder, self.keeper.uid, self.keeper.gid)
        found = folder.lstat()
        if folder.is_symlink() or found.st_uid != self.keeper.uid or found.st_mode & 0o077:
            raise CannotRun(f"{folder} is not the database's own closed folder: remove it, or set MOTCUA_SOCKETS.")

    def _spawn(self, log: IO[bytes]) -> subprocess.Popen[bytes]:
        settings = {**_SETTINGS, "unix_socket_directories": str(self.sockets), **self.settings}
        with self._way_to(self.folder) as (way, kept_open):
            return subprocess.Popen(
                [
                    str(self.programs / "postgres"),
                    *("-D", str(way)),
                    *(word for name, value in settings.items() for word in ("-c", f"{name}={value}")),
                ],
                cwd="/",
                env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is ours to answer
                pass_fds=kept_open,
                **self.keeper.steps_down,
            )

    def _await(self, server: subprocess.Popen[bytes]) -> None:
        processes.wait(lambda: server.poll() is not None or self._answers(), _START_SECONDS)
        if server.poll() is not None or not self._answers():
            raise CannotRun(f"The embedded database does not start; {self.log} ends:\n{self._last_words()}")

    def _answers(self) -> bool:
        with suppress(psycopg.OperationalError):
            psycopg.connect(self.address("postgres"), connect_timeout=2).close()
            return True
        return False

    def address(self, database: str = NAME) -> str:
        """Return the connection string of one of the cluster's databases."""
        return psycopg.conninfo.make_conninfo(host=str(self.sockets), port=PORT, user=ROLE, dbname=database)

    def _make_database(self) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            if not connection.execute("select 1 from pg_database where datname = %s", [NAME]).fetchone():
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(NAME)))

    def _server(self) -> int | None:
        """Return the process of this cluster's server, if it lives."""
        for server in _STARTED:
            server.poll()  # a dead child of ours is a zombie until asked
        try:
            pid = int((self.folder / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        return pid if processes.lives(pid, at=self.folder) else None

    def _bury_the_dead(self) -> None:
        """Wait for what a killed server left running, then end it, and remove its marks.

        PostgreSQL itself checks its marks by number only, and a number may be another process's by now. They go only
        when nobody works in the folder any more: two servers on one folder would destroy it.
        """

        def leftovers() -> list[int]:
            return list(processes.standing_in(self.folder, name="postgres"))

        if not processes.wait(lambda: not leftovers(), _ORPHAN_SECONDS):
            for pid in leftovers():
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            processes.wait(lambda: not leftovers(), _ORPHAN_SECONDS)
        if Path("/proc/self").exists() and not leftovers():
            (self.folder / "postmaster.pid").unlink(missing_ok=True)
            for mark in self.sockets.glob(".s.PGSQL.*"):
                mark.unlink(missing_ok=True)

    def _last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-6:])

    def _has_strangers(self) -> bool:
        question = (
            "select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()"
        )
        try:
            with psycopg.connect(self.address("postgres"), autocommit=True, connect_timeout=2) as connection:

                def alone() -> bool:
                    row = connection.execute(question).fetchone()
                    return row is not None and row[0] == 0

                return not processes.wait(alone, 0.5)
        except psycopg.OperationalError:
            return False

    @staticmethod
    def _is_last(users: IO[str]) -> bool:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


_STARTED: list[subprocess.Popen[bytes]] = []


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
