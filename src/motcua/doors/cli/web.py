"""The web processes: the application is loaded once and forked, so that four start as fast as one.

Run by `motcua run` as a child of its own; not a verb.
"""

import argparse
import multiprocessing
import os
from importlib import import_module

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from .processes import die_with_parent

APPLICATION = "motcua.config.wsgi"
LONGEST_SECONDS = 60


def serve(*, host: str, port: int, workers: int) -> None:
    """Serve until a signal; a worker that dies is replaced, and none outlives this process."""
    multiprocessing.set_start_method("fork")
    os.register_at_fork(after_in_child=die_with_parent)
    import_module(APPLICATION)
    Granian(
        f"{APPLICATION}:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=workers,
        blocking_threads=1,
        respawn_failed_workers=True,
        respawn_interval=0.2,
        workers_kill_timeout=2,
        log_level=LogLevels.error,
    ).serve()


if __name__ == "__main__":
    os.environ.setdefault("PGOPTIONS", f"-c statement_timeout={LONGEST_SECONDS}s")  # of every connection of the web
    options = argparse.ArgumentParser()
    options.add_argument("--host", required=True)
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--workers", type=int, required=True)
    serve(**vars(options.parse_args()))
