"""The same journey over HTTP: granian as `motcua run` starts it, and a light keep-alive client.

Run as a program it is the client: a few connections, each on a journey of its own; commands as in `bench.journey`.
"""

import json
import os
import random
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

PROCEDURE, NAME, PEOPLE = "9.000002", "Nguyễn Thị Ánh Nguyệt", 10_000_000
HOST = "127.0.0.1"
_END = b"\r\n\r\n"

Journey = Generator[bytes, bytes, None]


@contextmanager
def serving(folder: Path, *, workers: int) -> Iterator[int]:
    """Serve the house and yield the port; what the server says goes to a log in the folder."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "motcua.doors.cli.web", "--host", HOST]
    with (folder / "web.log").open("wb") as log:
        server = subprocess.Popen([*command, "--port", str(port), "--workers", str(workers)], stdout=log, stderr=log)
        try:
            _wait_until_healthy(server, port, folder / "web.log")
            yield port
        finally:
            server.terminate()
            server.wait(timeout=10)


def _wait_until_healthy(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(OSError), socket.create_connection((HOST, port), timeout=2) as connection:
            connection.sendall(b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            if b" 200 " in connection.recv(64):
                return
        time.sleep(0.1)
    raise RuntimeError(f"the web does not start: {log.read_text()[-2000:]}")


def journey(lane: dict[str, Any], person: int) -> Journey:
    """Yield one request after another, taking each answer; ends when the dossier is in the citizen's hand."""
    tokens = lane["tokens"]
    answer = yield _post(
        "dossiers",
        tokens["counter"],
        {
            "procedure": PROCEDURE,
            "submitter": {
                "name": NAME,
                "id_number": f"0361{person:08}",
                "born_on": "1979-05-01",
                "address": "Thôn Đông, xã Tân Hòa",
                "phone": f"09{person:08}",
            },
            "papers": [{"key": "form", "originals": 1}],
        },
    )
    acts = f"dossiers/{json.loads(answer)['code']}/acts/"
    yield _post(f"{acts}take", tokens["officer"], {})
    yield _post(f"{acts}complete", tokens["officer"], {"outcome": "forward"})
    yield _post(f"{acts}take", tokens["signer"], {})
    yield _post(f"{acts}attach", tokens["signer"], {"number": "15/XN-UBND"})
    yield _post(f"{acts}complete", tokens["signer"], {"outcome": "sign"})
    yield _post(f"{acts}take", tokens["counter"], {})
    handed = {"recipient": NAME, "identity_check": "card", "id_last4": f"{person % 10_000:04}"}
    yield _post(f"{acts}hand_over", tokens["counter"], handed)


def _post(path: str, token: str, body: dict[str, Any]) -> bytes:
    sent = json.dumps(body).encode()
    return (
        f"POST /api/v1/{path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
        f"Idempotency-Key: {uuid4().hex}\r\nContent-Type: application/json\r\nContent-Length: {len(sent)}\r\n\r\n"
    ).encode() + sent


class Traveller:
    """One connection on one journey after another; latencies in seconds."""

    def __init__(self, port: int, lanes: list[dict[str, Any]], chance: random.Random) -> None:
        self.connection = socket.create_connection((HOST, port))
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.lanes, self.chance = lanes, chance
        self.buffer = b""
        self.done = 0
        self.latencies: list[float] = []

    def set_out(self) -> None:
        """Begin a journey."""
        self.way = journey(self.chance.choice(self.lanes), self.chance.randrange(PEOPLE))
        self._send(next(self.way))

    def hear(self) -> bool:
        """Take what has arrived and send the next request; return whether the journey has ended."""
        self.buffer += self.connection.recv(65536)
        if (body := self._body()) is None:
            return False
        self.latencies.append(time.perf_counter() - self.sent)
        try:
            self._send(self.way.send(body))
        except StopIteration:
            self.done += 1
            return True
        return False

    def _send(self, request: bytes) -> None:
        self.sent = time.perf_counter()
        self.connection.sendall(request)

    def _body(self) -> bytes | None:
        head, end, rest = self.buffer.partition(_END)
        if not end:
            return None
        if b" 200 " not in head[:16] and b" 201 " not in head[:16]:
            raise RuntimeError(f"refused: {self.buffer.decode(errors='replace')[:600]}")
        lower = head.lower()
        length = int(lower.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        if len(rest) < length:
            return None
        self.buffer = b""
        return rest


def travel(port: int, lanes: list[dict[str, Any]], connections: int, seconds: float) -> dict[str, Any]:
    """Keep so many connections busy for so long; every journey that was begun is finished."""
    chance = random.Random(os.getpid() + time.monotonic_ns())
    selector = selectors.DefaultSelector()
    travellers = [Traveller(port, lanes, chance) for _ in range(connections)]
    began = time.perf_counter()
    for traveller in travellers:
        selector.register(traveller.connection, selectors.EVENT_READ, traveller)
        traveller.set_out()
    under_way = len(travellers)
    while under_way:
        for key, _ in selector.select():
            if key.data.hear():
                if time.perf_counter() - began < seconds:
                    key.data.set_out()
                else:
                    under_way -= 1
    passed = time.perf_counter() - began
    for traveller in travellers:
        traveller.connection.close()
    latencies = sorted(latency for traveller in travellers for latency in traveller.latencies)
    return {
        "journeys": sum(traveller.done for traveller in travellers),
        "seconds": passed,
        "cpu": 0.0,
        "p50_ms": latencies[len(latencies) // 2] * 1e3,
        "p95_ms": latencies[len(latencies) * 95 // 100] * 1e3,
    }


def main() -> None:
    """Travel on command until standard input ends: arguments are the folder, the port, connections."""
    lanes = json.loads((Path(sys.argv[1]) / "lanes.json").read_text())
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(travel(int(sys.argv[2]), lanes, int(sys.argv[3]), float(line))), flush=True)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt, BrokenPipeError):
        main()
