"""Memory of web workers over many requests, and how fast figures are counted anew: make bench-memory N=50000.

M1 proportional memory of a worker after a fifth of the requests ÷ a process that only set everything up; M2 by how much
it has grown after all of them; B2 entries of the journal a second of a rebuild ÷ those of a COPY of the same rows.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from . import house, machine
from .__main__ import Goal

WORKERS, CONNECTIONS, DOSSIERS = 2, 4, 30_000
_CHECKOUT = Path(__file__).resolve().parents[1]
GOALS = (
    Goal("M1", "worker after a fifth ÷ set up and idle", 1.5, 1.2, up=False),
    Goal("M1m", "… MiB of it alone", 120, 90, up=False),
    Goal("M2", "growth of a worker from a fifth to all, %", 3, 1, up=False),
    Goal("B2", "rebuild ÷ COPY of the journal, entries/s", 0.05, 0.15, up=True),
)
_IDLE = "import django, time; django.setup(); import motcua.config.wsgi; print('ready', flush=True); time.sleep(600)"


def main() -> int:
    """Serve, ask, weigh; load, copy, rebuild; print the table."""
    parser = argparse.ArgumentParser(prog="make bench-memory", description=__doc__)
    parser.add_argument("--requests", type=int, default=50_000, help="how many (50000)")
    options = parser.parse_args()
    data = Path(os.environ.get("MOTCUA_DATA", _CHECKOUT / "var")).resolve() / "bench"
    data.mkdir(parents=True, exist_ok=True)
    print(machine.look(data).line(), flush=True)
    with house.opened(data) as at:
        got = _memory(at, options.requests)
    rebuilt = subprocess.run([sys.executable, "-m", "bench.rebuild"], stdout=subprocess.PIPE, text=True, check=True)
    got["B2"] = float(rebuilt.stdout.split()[-1])
    print(rebuilt.stdout, end="")
    print(f"\n{'goal':50}{'gate':>8}{'aim':>8}  got")
    for goal in GOALS:
        sign = "≥" if goal.up else "≤"
        bounds = f"{f'{sign} {goal.gate:g}':>8}{f'{sign} {goal.aim:g}':>8}"
        print(f"{goal.key:5}{goal.name:45}{bounds}  {goal.verdict(got[goal.key]):8}{got[goal.key]:8.2f}")
    return int(any(goal.verdict(got[goal.key]) == "missed" for goal in GOALS))


def _memory(at: house.House, requests: int) -> dict[str, float]:
    from django.conf import settings
    from django.db import connection

    from . import web, world

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    lanes = world.build()
    world.save(lanes, at.data)
    connection.close()
    told = [{"tokens": lane.tokens} for lane in lanes]
    idle = subprocess.Popen([sys.executable, "-c", _IDLE], stdout=subprocess.PIPE, text=True)
    try:
        if idle.stdout is None or "ready" not in idle.stdout.readline():
            raise RuntimeError("a process of the web does not set up")
        alone = _pss(idle.pid)
        with web.serving(at.data, workers=WORKERS) as port:
            pids = _workers(port)
            first = _after(web, port, told, requests // 5, pids)
            last = _after(web, port, told, requests - requests // 5, pids)
    finally:
        idle.terminate()
        idle.wait(timeout=10)
    print(f"idle {alone:.0f} MiB; workers after a fifth {first:.0f} MiB, after all {last:.0f} MiB")
    return {"M1": first / alone, "M1m": first, "M2": (last / first - 1) * 100}


def _after(web, port: int, lanes: list[dict[str, object]], requests: int, pids: list[int]) -> float:  # type: ignore[no-untyped-def]
    """Ask so often, in journeys of eight requests, and return the mean proportional memory of a worker in MiB."""
    done = 0
    while done < requests:
        done += 8 * web.travel(port, lanes, CONNECTIONS, 2.0)["journeys"]
    time.sleep(1)
    return sum(map(_pss, pids)) / len(pids)


def _workers(port: int) -> list[int]:
    """Return the processes that serve a port and have no children of their own."""
    found, parents = [], set()
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        parents.add(parent)
        if b"--port" in words and words[words.index(b"--port") + 1] == str(port).encode():
            found.append(int(folder.name))
    return [pid for pid in found if pid not in parents]


def _pss(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"process {pid} does not say what it holds")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (RuntimeError, AssertionError, OSError) as reason:
        print(f"bench: {reason}", file=sys.stderr)
        sys.exit(2)
