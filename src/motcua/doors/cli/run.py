"""Run everything: database, migrations, web and worker, in one supervised command."""

import argparse
import fcntl
import http.client
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import connections

from . import first_start, static_files
from .children import Child
from .cluster import Cluster
from .errors import CannotRun
from .schema import migrated

NAME = "run"
HELP = "run everything: database, migrations, web and worker"
NEEDS_DATABASE = False

_STOP_SECONDS = 4
_YOUNG_DEATHS = 4


def configure(parser: argparse.ArgumentParser) -> None:
    """Take where to listen and what to begin with."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument("--workers", type=int, default=0, metavar="N", help="web processes (two a core, at most 8)")
    parser.add_argument("--empty", action="store_true", help="begin without the demo, with a first administrator")


class _Stopped(BaseException):
    """Someone wished us to stop before everything was up."""


def run(arguments: argparse.Namespace) -> int:
    """Bring everything up, keep it up, and take it down again on SIGINT or SIGTERM."""
    data = Path(os.environ["MOTCUA_DATA"])
    cluster = None if os.environ.get("DATABASE_URL") else Cluster(data)
    _on_wish_to_stop(_stop_at_once)
    with suppress(_Stopped), _only_one(data), migrated(cluster, spare_strangers=False):
        _refuse_taken(arguments.host, arguments.port)
        static_files.collect()
        first_start.populate(data, empty=arguments.empty)
        connections.close_all()
        stop = threading.Event()
        _on_wish_to_stop(lambda *_: stop.set())
        _supervise(_children(arguments), cluster, stop, (arguments.host, arguments.port))
    return 0


def _on_wish_to_stop(do: Callable[..., None]) -> None:
    for wish in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wish, do)


def _stop_at_once(*_: object) -> None:
    _on_wish_to_stop(lambda *_: None)  # once is enough; the way out must not be interrupted
    raise _Stopped


@contextmanager
def _only_one(data: Path) -> Iterator[None]:
    front = os.environ.get("FRONT", "")
    path = data / f"run{front and '-'}{front}.lock"
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            raise CannotRun(f"Another `motcua run` works on {data}: stop it, or choose another with --data.") from held
        yield


def _refuse_taken(host: str, port: int) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CannotRun(f"{host}:{port} cannot be listened on ({error.strerror}): choose another --port.") from error


def _children(arguments: argparse.Namespace) -> Sequence[Child]:
    environment = {**os.environ, "MOTCUA_SUPERVISED": "1"}
    workers = arguments.workers or min(2 * (os.cpu_count() or 1), 8)
    web = [
        *(sys.executable, "-m", "motcua.doors.cli.web", "--host", arguments.host),
        *("--port", str(arguments.port), "--workers", str(workers)),
    ]
    worker = [sys.executable, "-m", "motcua.doors.cli", "worker"]
    return Child("web", web, environment), Child("worker", worker, environment)


def _supervise(
    children: Sequence[Child], cluster: Cluster | None, stop: threading.Event, address: tuple[str, int]
) -> None:
    host, port = address
    ready = False
    try:
        while not stop.is_set():
            if cluster and not cluster.is_running():
                _say("the database ended; starting it again")
                cluster.start()
            for child in children:
                if news := child.tend():
                    _say(news)
                if not ready and child.deaths >= _YOUNG_DEATHS:
                    raise CannotRun(f"{child.name} does not start; its reason stands above.")
            if not ready and (ready := _is_healthy(host, port)):
                first_start.announce(Path(os.environ["MOTCUA_DATA"]))
                print(f"ready http://{f'[{host}]' if ':' in host else host}:{port}", flush=True)
            stop.wait(0.5 if ready else 0.05)
    finally:
        deadline = time.monotonic() + _STOP_SECONDS
        for child in children:
            child.ask_to_stop()
        for child in children:
            child.end(deadline)


def _is_healthy(host: str, port: int) -> bool:
    """Ask /healthz, by a name that the installation answers to."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    name = settings.ALLOWED_HOSTS[0].lstrip(".") if settings.ALLOWED_HOSTS[0] != "*" else f"localhost:{port}"
    connection = http.client.HTTPConnection(near, port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": name})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _say(sentence: str) -> None:
    print(f"motcua: {sentence}", file=sys.stderr, flush=True)
