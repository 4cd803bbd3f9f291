"""What the command knows of processes: who stands where, who is dead, and how a child dies with its parent."""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")
_PR_SET_PDEATHSIG = 1


def wait(done: Callable[[], bool], seconds: float, *, step: float = 0.02) -> bool:
    """Return whether something came true within the seconds."""
    deadline = time.monotonic() + seconds
    while not (ready := done()) and time.monotonic() < deadline:
        time.sleep(step)
    return ready


def lives(pid: int, *, at: Path) -> bool:
    """Return whether the process lives and works in the folder; a recycled number works elsewhere."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    process = _PROC / str(pid)
    if not process.exists():
        return not _PROC.joinpath("self").exists()  # a system without /proc: the number is all there is
    return not _is_zombie(process) and _stands(process, at)


def standing_in(folder: Path, *, name: str) -> Iterator[int]:
    """Yield the processes of a program that work in the folder, as far as this user may see."""
    for process in _PROC.glob("[0-9]*"):
        with suppress(OSError):
            if process.joinpath("comm").read_text().strip() == name and _stands(process, folder):
                yield int(process.name)


def die_with_parent() -> None:
    """Ask the kernel to kill this process once its parent is gone, so that no orphan holds a port or a job."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _stands(process: Path, folder: Path) -> bool:
    try:
        return process.joinpath("cwd").samefile(folder)
    except OSError:
        return False


def _is_zombie(process: Path) -> bool:
    try:
        return process.joinpath("stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
