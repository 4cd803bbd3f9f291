"""Run one variant for a while and return what it did and what it cost."""

import json
import os
import re
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from . import house, journey, machine
from .limit import PGBENCH


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """``rate``: journeys a second; ``cpu_ms``: a transition's, of all processes, ``server_ms`` PostgreSQL's part of it;
    ``wal``: bytes a journey.
    """

    journeys: int
    rate: float
    cpu_ms: float
    server_ms: float
    wal: float
    more: dict[str, float] = field(default_factory=dict)


class Meter:
    """Reads what the server has used and written."""

    def __init__(self, at: house.House) -> None:
        self.at = at
        self.connection = psycopg.connect(
            host=str(at.sockets), port=5432, user="motcua", dbname="motcua", autocommit=True
        )

    def limit(self, script: Path, *, clients: int, seconds: float) -> Run:
        """Let pgbench run the script."""
        threads = min(clients, os.cpu_count() or 1)
        words = (*PGBENCH, f"-c{clients}", f"-j{threads}", f"-T{round(seconds)}", "-f", str(script))
        before, used = self._read(), _children()
        said = house.run(self.at, "pgbench", *words)
        found = re.search(r"processed: (\d+)", said), re.search(r"tps = ([\d.]+) \(without", said)
        if not (found[0] and found[1]):
            raise RuntimeError(f"pgbench said nothing of use:\n{said}")
        return self._run(int(found[0][1]), float(found[1][1]), before, _children() - used)

    def ours(self, travellers: "Sequence[Traveller]", *, seconds: float) -> Run:
        """Let processes travel at the same time."""
        before = self._read()
        for traveller in travellers:
            traveller.send(seconds)
        answers = [traveller.answer() for traveller in travellers]
        rate = sum(answer["journeys"] / answer["seconds"] for answer in answers)
        more: dict[str, float] = {
            name: max(a[name] for a in answers) for name in ("p50_ms", "p95_ms") if name in answers[0]
        }
        journeys = sum(int(answer["journeys"]) for answer in answers)
        return self._run(journeys, rate, before, sum(answer["cpu"] for answer in answers), more)

    def _run(
        self,
        journeys: int,
        rate: float,
        before: tuple[float, int],
        client_cpu: float,
        more: dict[str, float] | None = None,
    ) -> Run:
        cpu, wal = (now - then for now, then in zip(self._read(), before, strict=True))
        return Run(
            journeys=journeys,
            rate=rate,
            cpu_ms=(cpu + client_cpu) / journeys / journey.TRANSITIONS * 1e3,
            server_ms=cpu / journeys / journey.TRANSITIONS * 1e3,
            wal=wal / journeys,
            more=more or {},
        )

    def _read(self) -> tuple[float, int]:
        row = self.connection.execute("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn").fetchone()
        return machine.cpu_of_tree(self.at.server), int(row[0]) if row else 0

    def tidy(self) -> None:
        """Give every variant the same start: fresh statistics, nothing left to be flushed."""
        for statement in ("ANALYZE",):
            self.connection.execute(statement)


class Traveller:
    """A process that travels on command."""

    def __init__(self, module: str, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ready(self) -> None:
        """Wait until it has warmed up."""
        if self._line().strip() != "ready":
            raise RuntimeError("a traveller did not start")

    def send(self, seconds: float) -> None:
        if self.process.stdin is None:
            raise RuntimeError("a traveller without ears")
        self.process.stdin.write(f"{seconds}\n")
        self.process.stdin.flush()

    def answer(self) -> dict[str, float]:
        return json.loads(self._line())  # type: ignore[no-any-return]

    def _line(self) -> str:
        line = self.process.stdout.readline() if self.process.stdout else ""
        if not line:
            raise RuntimeError(f"a traveller is gone (exit {self.process.wait()}); its reason stands above")
        return line


@contextmanager
def travellers(number: int, module: str, *words: str) -> Iterator[list[Traveller]]:
    """Start so many processes and end them afterwards."""
    started = [Traveller(module, *words) for _ in range(number)]
    try:
        for traveller in started:
            traveller.ready()
        yield started
    finally:
        for traveller in started:
            traveller.process.kill()
            traveller.process.communicate()


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
