"""A gateway for short messages that sends none: for development and tests, with every fault a real one has shown.

    python -m motcua.doors.interchange.messaging.fake --port 9025 --secret local --report-to http://…/sms/reports/

Numbers steer it: …00000 is no number; …00001 is accepted, and reported failed; …00002 answers 500 every time;
…00003 never answers. Any other number is delivered. ``Simulator.script`` gives the next requests faults one by one.
"""

import argparse
import json
import os
import time
from collections import defaultdict, deque
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import structlog

from . import seal

log = structlog.get_logger("motcua.messaging")


class Fault(StrEnum):
    """What goes wrong with one request."""

    LOST = "lost"  # the connection drops, nothing was taken
    ERROR = "error"  # 500, nothing was taken
    BUSY = "busy"  # 429
    GARBLED = "garbled"  # 200 with something else than JSON
    SILENT = "silent"  # taken, but the answer never comes
    DROPPED = "dropped"  # taken, but the connection drops before the answer
    ERROR_AFTER = "error_after"  # taken, but the answer is 500
    SLOW = "slow"  # taken, answered late
    UNDELIVERED = "undelivered"  # taken, later reported failed
    FORGETFUL = "forgetful"  # taken, although the reference was taken before


_BY_NUMBER = {"00001": Fault.UNDELIVERED, "00002": Fault.ERROR, "00003": Fault.SILENT}
_NO_NUMBER = "00000"
_FOREVER_SECONDS = 120
_BEFORE = {Fault.LOST, Fault.ERROR, Fault.BUSY, Fault.GARBLED}


class Simulator:
    """A gateway on the loopback. ``handsets``: what each telephone got; ``requests``: how often it was asked."""

    def __init__(self, *, secret: str, port: int = 0, report_to: str = "", slow_seconds: float = 0.5) -> None:
        self.secret, self.report_to, self.slow_seconds = secret, report_to, slow_seconds
        self.script: deque[Fault | None] = deque()
        self.handsets: dict[str, list[str]] = defaultdict(list)
        self.requests = 0
        self.taken: dict[str, str] = {}
        self.fates: dict[str, bool] = {}
        self.stopped = Event()
        self.lock = Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def url(self) -> str:
        """Return where messages are handed in."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/messages"

    def __enter__(self) -> Self:
        log.warning("simulated SMS gateway: no message reaches anybody", url=self.url)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, no: BaseException | None, trace: TracebackType | None) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()

    def report(self, reference: str) -> tuple[bytes, dict[str, str]]:
        """Return the signed report on a message that was taken: body and headers."""
        delivered = self.fates[reference]
        said = {"client_ref": reference, "id": self.taken[reference], "status": "delivered" if delivered else "failed"}
        if not delivered:
            said["error"] = "absent_subscriber"
        body = json.dumps(said).encode()
        return body, {seal.HEADER: seal.sign(self.secret, body, int(time.time()))}

    def take(self, reference: str, number: str, text: str, *, fault: Fault | None) -> tuple[str, bool]:
        """Put a message on a telephone, unless its reference was taken before; return our id and whether it was."""
        with self.lock:
            known = self.taken.get(reference)
            if known and fault is not Fault.FORGETFUL:
                return known, True
            self.taken[reference] = known or f"gw-{len(self.taken) + 1}"
            self.fates[reference] = fault is not Fault.UNDELIVERED
            if self.fates[reference]:
                self.handsets[number].append(text)
        if self.report_to:
            Thread(target=self._tell, args=[reference], daemon=True).start()
        return self.taken[reference], False

    def _tell(self, reference: str) -> None:
        """Report until somebody listens, ten times at most."""
        parts = urlsplit(self.report_to)
        for _ in range(10):
            if self.stopped.wait(self.slow_seconds):
                return
            body, headers = self.report(reference)
            connection = HTTPConnection(parts.hostname or "", parts.port, timeout=5)
            try:
                connection.request("POST", parts.path, body, headers | {"Content-Type": "application/json"})
                if connection.getresponse().status < 300:
                    return
            except OSError as no:
                log.info("report not taken", reference=reference, error=str(no))
            finally:
                connection.close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        simulator = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                _answer(simulator, self)

            def log_message(self, *said: object) -> None:
                """Say nothing of each request."""

        return Handler


def _answer(simulator: Simulator, request: BaseHTTPRequestHandler) -> None:
    body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
    with simulator.lock:
        simulator.requests += 1
        fault = simulator.script.popleft() if simulator.script else None
    if not seal.is_signed(simulator.secret, body, request.headers.get(seal.HEADER, ""), int(time.time())):
        return _say(request, 401, {"error": "bad_signature"})
    said = json.loads(body)
    number = str(said["to"])
    fault = fault or _BY_NUMBER.get(number[-5:])
    if fault in _BEFORE:
        return _fail(request, fault)
    if number.endswith(_NO_NUMBER):
        return _say(request, 422, {"error": "invalid_number"})
    return _take(simulator, request, said, fault)


def _take(simulator: Simulator, request: BaseHTTPRequestHandler, said: dict[str, object], fault: Fault | None) -> None:
    taken, again = simulator.take(str(said["client_ref"]), str(said["to"]), str(said["text"]), fault=fault)
    if fault in (Fault.SILENT, Fault.DROPPED):
        if fault is Fault.SILENT:
            simulator.stopped.wait(_FOREVER_SECONDS)
        return _drop(request)
    if fault is Fault.ERROR_AFTER:
        return _say(request, 500, {"error": "internal"})
    if fault is Fault.SLOW:
        simulator.stopped.wait(simulator.slow_seconds)
    return _say(request, 200 if again else 202, {"id": taken, "duplicate": again})


def _fail(request: BaseHTTPRequestHandler, fault: Fault) -> None:
    if fault is Fault.LOST:
        return _drop(request)
    if fault is Fault.GARBLED:
        return _say(request, 200, "<html>Bảo trì</html>")
    return _say(request, 500 if fault is Fault.ERROR else 429, {"error": fault.value})


def _say(request: BaseHTTPRequestHandler, status: int, said: object) -> None:
    body = said.encode() if isinstance(said, str) else json.dumps(said).encode()
    with suppress(OSError):  # who asked may be gone
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)


def _drop(request: BaseHTTPRequestHandler) -> None:
    request.close_connection = True


def main(words: Sequence[str] | None = None) -> int:
    """Answer until stopped."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--port", type=int, default=9025)
    parser.add_argument("--secret", default="local")
    parser.add_argument("--report-to", default="", metavar="URL")
    arguments = parser.parse_args(words)
    if os.environ.get("MOTCUA_ENV") == "production":
        parser.exit(2, "The simulated gateway sends nothing and does not run in production.\n")
    with Simulator(secret=arguments.secret, port=arguments.port, report_to=arguments.report_to) as simulator:
        try:
            simulator.stopped.wait()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
