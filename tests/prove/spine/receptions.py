"""`make prove ISSUE=spine/receptions [N=50]`: so many receptions at once in one register, over the API.

Every request comes from a thread of its own, all let go together, through the web processes and the database of a
`motcua run`. The numbers must be consecutive, and the doctor must find nothing.
"""

import argparse
import json
import shutil
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from motcua.doors.cli.cluster import Cluster
from tests.factories.house import House, motcua

from .kills import dossier, send


def receive_at_once(port, token, count, round_number):
    """Return (codes, seconds of each) of so many dossiers sent together."""
    gate = threading.Barrier(count)

    def reception(number):
        key = f"at-once-{round_number}-{number}-{time.monotonic_ns()}"
        gate.wait(30)
        began = time.monotonic()
        status, said = send(port, token, key, "dossiers", dossier(number))
        assert status == 201, (status, said)
        return said["code"], time.monotonic() - began

    with ThreadPoolExecutor(count) as pool:
        done = list(pool.map(reception, range(count)))
    return [code for code, _ in done], sorted(seconds for _, seconds in done)


def prove(count, *, rounds=3):
    """Return (last code, slowest and median seconds of the last round), or fail."""
    data = Path(tempfile.mkdtemp(prefix="motcua-receptions-"))
    data.chmod(0o755)
    house = None
    try:
        made = motcua(data, "demo", "--dossiers", "0")
        assert made.returncode == 0, made.stderr
        accounts = json.loads((data / "demo-accounts.json").read_text())
        token = next(account["token"] for account in accounts if account["role"] == "one_stop_officer")
        house = House(data).ready()
        taken, seconds = [], [0.0]
        for number in range(rounds):
            codes, seconds = receive_at_once(house.port, token, count, number)
            taken += codes
            serials = sorted(int(code.rpartition("-")[2]) for code in taken)
            assert serials == list(range(1, len(taken) + 1)), f"not consecutive: {serials}"
            assert len({code.rpartition("-")[0] for code in taken}) == 1, "more than one register"
        doctor = motcua(data, "doctor", "--json", "--all")
        assert doctor.returncode == 0, doctor.stdout + doctor.stderr
        assert house.stop() == 0
        return max(taken), seconds[-1], seconds[len(seconds) // 2]
    finally:
        if house and house.process.poll() is None:
            house.kill()
        Cluster(data).stop()
        shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--n", type=int, default=50, help="how many at once")
    wanted = options.parse_args().n
    last, slowest, median = prove(wanted)
    print(f"last number {last}; the last round: median {median * 1000:.0f} ms, slowest {slowest * 1000:.0f} ms")
    print(f"{wanted} receptions at once, 3 rounds: numbers consecutive, doctor clean")
