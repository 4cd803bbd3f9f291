"""`make prove ISSUE=reports/export [N=1000000]`: the dossiers behind one number of a report, all N, as CSV and XLSX.

N made-up dossiers are loaded, the report of their province over two years is prepared, and each export runs in a
process of its own, which says its peak memory. The rows written are counted apart, from the files. Goal: 300 MB.
"""

import argparse
import json
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

from bench import house

GOAL_MB = 300
KINDS = ("csv", "xlsx", "register-csv", "register-xlsx")
PERIOD = "2024-11-20..2026-11-19"
COLUMN = "recv_total"
HERE = Path(__file__).resolve().parents[3]


def peak_mb() -> float:
    """Return the peak resident memory of this process."""
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def export(kind: str, report: int, into: str) -> None:
    """Write one export in this process, and say how much memory that took."""
    import django

    django.setup()
    from motcua.casework.dossiers.queries.papers import register
    from motcua.casework.dossiers.rules.forms.register import COLUMNS, cells
    from motcua.ground.kernel import clock
    from motcua.ground.kernel.actors import system
    from motcua.steering.reports.queries import kept
    from motcua.steering.reports.services import books, exports

    by, at = system("prove"), clock.now()
    before, began = peak_mb(), time.monotonic()
    if kind.startswith("register"):
        rows = (cells(line) for line in register.every(report, 2026, until=at))
        parts = (
            books.chunks(books.xlsx_of_rows(COLUMNS, rows, name="Sổ"))
            if kind.endswith("xlsx")
            else books.csv_of(row for some in ((COLUMNS,), rows) for row in some)
        )
    else:
        view = kept.report(report, by=by, at=at)
        make = exports.csv_of_dossiers if kind == "csv" else exports.xlsx_of_dossiers
        parts = make(view, "", COLUMN, by=by, at=at)
    with Path(into).open("wb") as file:
        file.writelines(part.encode() if isinstance(part, str) else part for part in parts)
    took = time.monotonic() - began
    print(json.dumps({"peak_mb": peak_mb(), "before_mb": before, "seconds": took}))


def rows_in(path: Path) -> int:
    """Return how many rows under a header a file has, reading it as a stream."""
    if path.suffix == ".csv":
        with path.open("rb") as file:
            return sum(1 for _ in file) - 1
    found = sheets = 0
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if name.startswith("xl/worksheets/sheet"):
                sheets += 1
                with book.open(name) as sheet:
                    tail = b""
                    while chunk := sheet.read(2**20):
                        text = tail + chunk
                        found += text.count(b"<row ")
                        tail = text[-4:]
    return found - sheets


def prepare(dossiers: int) -> tuple[int, int, int, int]:
    """Load the set; return (report, its number, a centre, lines of its register)."""
    from motcua.casework.dossiers.queries.papers import register
    from motcua.doors.cli.bench_load import loading
    from motcua.ground.kernel import clock
    from motcua.ground.kernel.actors import system
    from motcua.people.agencies.queries import organisation
    from motcua.people.agencies.vocabulary import AgencyKind
    from motcua.steering.indicators.rules import periods
    from motcua.steering.reports.queries import kept
    from motcua.steering.reports.rules import forms
    from motcua.steering.reports.services import preparing

    at, by = clock.now(), system("prove")
    loading.load(loading.Wanted(dossiers=dossiers, months=24, seed=20261124, told=0, size="small"), at=at)
    units = organisation.agencies(on=at.date())
    top = next(unit for unit in units if unit.kind == AgencyKind.PROVINCE)
    began = time.monotonic()
    made = preparing.prepare("07a", periods.parse(PERIOD), top.id, by=by, at=at)
    print(f"report of {len(units)} units prepared in {time.monotonic() - began:.2f} s", flush=True)
    view = kept.report(made, by=by, at=at)
    number = view.table.total[forms.in_force("07a", on=view.period.last).place(COLUMN)] or 0
    counted = {unit.id: register.count(unit.id, 2026, until=at) for unit in units if unit.receives}
    busiest = max(counted, key=lambda one: counted[one])
    return made, number, busiest, counted[busiest]


def prove(dossiers: int) -> int:
    """Run every export; return 1 where one takes too much, or does not hold what the number says."""
    failed = False
    with house.opened(HERE / "var" / "prove") as home:
        report, number, centre, lines = prepare(dossiers)
        for kind in KINDS:
            about, wanted = (centre, lines) if kind.startswith("register") else (report, number)
            path = home.data / f"{kind}.{kind.rpartition('-')[2]}"
            words = [sys.executable, "-m", "tests.prove.reports.export", "--child", kind, str(about), str(path)]
            done = subprocess.run(words, check=True, capture_output=True, text=True, env=dict(os.environ))
            told, found = json.loads(done.stdout), rows_in(path)
            good = found == wanted and told["peak_mb"] <= GOAL_MB
            failed = failed or not good
            print(
                f"{kind:14} {found:>9} rows of {wanted:>9}  peak {told['peak_mb']:6.0f} MB "
                f"(before {told['before_mb']:.0f})  {told['seconds']:6.1f} s  {path.stat().st_size / 2**20:6.0f} MB  "
                f"{'ok' if good else 'FAULT'}",
                flush=True,
            )
            path.unlink()
    return int(failed)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--n", type=int, default=1_000_000, help="how many dossiers")
    options.add_argument("--child", nargs=3, metavar=("KIND", "ID", "FILE"), help=argparse.SUPPRESS)
    wanted = options.parse_args()
    if wanted.child:
        export(wanted.child[0], int(wanted.child[1]), wanted.child[2])
        sys.exit(0)
    sys.exit(prove(wanted.n))
