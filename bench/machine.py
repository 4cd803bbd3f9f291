"""What the machine was like while it was measured, and who used its processors."""

import os
import platform
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

QUIET = 0.5
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """``load``: of the last minute before the bench began; ``fdatasync_us``: median of one 8 KiB write to disk."""

    processor: str
    cores: int
    memory_gb: float
    system: str
    python: str
    uptime: str
    load: float
    fdatasync_us: float

    def line(self) -> str:
        """Return one line that describes it."""
        return (
            f"{self.processor}, {self.cores} cores, {self.memory_gb:.0f} GB, {self.system}, Python {self.python}; "
            f"{self.uptime}; load {self.load:.2f}; fdatasync {self.fdatasync_us:.0f} µs"
        )

    def to_json(self) -> dict[str, object]:
        return asdict(self)


def wait_for_quiet(seconds: float) -> bool:
    """Wait until nothing else works here; return whether that came true in time."""
    deadline = time.monotonic() + seconds
    while (load := os.getloadavg()[0]) >= QUIET:
        if time.monotonic() > deadline:
            return False
        print(f"bench: load is {load:.2f}, waiting for less than {QUIET}", file=sys.stderr, flush=True)
        time.sleep(min(15, max(deadline - time.monotonic(), 0.1)))
    return True


def look(folder: Path) -> Machine:
    """Return the machine as it is now; ``folder`` is on the disk to be tried."""
    return Machine(
        processor=_processor(),
        cores=os.cpu_count() or 1,
        memory_gb=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30,
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        uptime=f"up {float(Path('/proc/uptime').read_text().split()[0]) / 3600:.1f} h",
        load=os.getloadavg()[0],
        fdatasync_us=_fdatasync(folder),
    )


def steal() -> tuple[int, int]:
    """Return ticks so far (stolen by the host, all)."""
    numbers = [int(word) for word in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    return numbers[7], sum(numbers[:8])


def cpu_of_tree(root: int) -> float:
    """Return the processor seconds used so far by a process, its living children, and those it has buried."""
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(stat.parent.name) == root:
                total += sum(map(int, fields[11:15])) / _TICKS
            elif int(fields[1]) == root:
                total += sum(map(int, fields[11:13])) / _TICKS
    return total


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _fdatasync(folder: Path) -> float:
    path, page, times = folder / "fdatasync", bytes(8192), []
    with path.open("wb") as file:
        for _ in range(200):
            os.pwrite(file.fileno(), page, 0)
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - began)
    path.unlink()
    return median(times) * 1e6
