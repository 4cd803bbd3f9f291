"""A child process that is started again when it dies, later each time it dies young."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress

from . import processes

_WAITS = (0.2, 0.5, 1, 2, 5, 10)
_HEALTHY_SECONDS = 30


class Child:
    """One supervised process; it dies with us, even when we are killed."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.name = name
        self._command = list(command)
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self.deaths = 0

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def tend(self) -> str:
        """Start it when it is not running and its turn has come; return what happened, "" for nothing."""
        now = time.monotonic()
        if self._process is None:
            if self.deaths and now - self._started < _WAITS[min(self.deaths, len(_WAITS)) - 1]:
                return ""
            self._started = now
            self._process = subprocess.Popen(
                self._command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C reaches us alone; we stop the children in order
                preexec_fn=processes.die_with_parent,  # noqa: PLW1509 - this process has one thread
            )
            return ""
        if (code := self._process.poll()) is None:
            return ""
        self.deaths = 1 if now - self._started > _HEALTHY_SECONDS else self.deaths + 1
        self._process = None
        self._started = now
        return f"{self.name} ended ({_cause(code)}); starting it again"

    def ask_to_stop(self) -> None:
        """Send the polite signal."""
        if self._process and self._process.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGTERM)

    def end(self, deadline: float) -> None:
        """Wait for it until the moment (monotonic), then end it and whatever it started."""
        if self._process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.1, deadline - time.monotonic()))
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def _cause(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit {code}"
