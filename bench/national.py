"""A national set of made-up dossiers, a tenth of it first: what reads and figures cost, and how that grows.

`make bench-national N=1000000`; ARGS=--keep leaves both sets where they are, and the next run measures them again.
Exit 0 every gate is held, 1 one is missed, 2 cannot run.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from . import house, machine
from .__main__ import Goal

Found = dict[str, dict[str, float]]

FLAT = ("worklist", "leader", "code", "citizen")
CELLS = ("agency-month", "province-year", "766, commune-month", "766, province-year")
GOALS = (
    Goal("R1", "worklist and buckets, code, citizen number: SQL p95 ms", 5, 2, up=False),
    Goal("R2", "… growth of p50, tenfold", 2, 1.5, up=False),
    Goal("R3", "name without marks, in an agency: SQL p95 ms", 10, 3, up=False),
    Goal("R3g", "… growth of p50, tenfold", 2, 2, up=False),
    Goal("R4", "… times as fast as by trigrams", 30, 100, up=True),
    Goal("R5", "due counts of a province: p95 ms", 20, 3, up=False),
    Goal("R5o", "overdue by holder, of a province: p95 ms", 20, 20, up=False),
    Goal("R6", "worklist page ÷ (its SQL + 1.2 ms)", 6, 3, up=False),
    Goal("R7", "SQL statements of the page", 10, 6, up=False),
    Goal("seq", "sequential scans of the dossiers", 0, 0, up=False),
    Goal("I1", "agency-month: full scan ÷ cells", 500, 2000, up=True),
    Goal("I2", "province-year: full scan ÷ cells", 300, 1000, up=True),
    Goal("I2d", "… DuckDB ÷ cells", 10, 40, up=True),
    Goal("I2p", "… DuckDB on Parquet ÷ cells", 25, 100, up=True),
    Goal("I3", "figures and 766 pages: growth of p50, tenfold", 1.3, 1.0, up=False),
    Goal("I4", "numbers of months of units that DuckDB counts otherwise", 0, 0, up=False),
)
_CHECKOUT = Path(__file__).resolve().parents[1]
_SETTINGS = {"wal_level": "minimal", "max_wal_senders": "0", "shared_buffers": "1GB", "max_wal_size": "8GB"}
_TOLD = 33  # one dossier in so many, the newest, has its journal: all of them would be a disk of its own


def main() -> int:
    """Load and read a tenth, then all, and print the table."""
    parser = argparse.ArgumentParser(prog="make bench-national", description=__doc__)
    parser.add_argument("--dossiers", type=int, default=1_000_000, help="how many (1000000); a tenth comes first")
    parser.add_argument("--keep", action="store_true", help="keep the sets, and measure those that were kept")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    data = Path(os.environ.get("MOTCUA_DATA", _CHECKOUT / "var")).resolve() / "bench"
    data.mkdir(parents=True, exist_ok=True)
    if options.one:
        print(json.dumps(_one(data, options.dossiers, keep=options.keep)))
        return 0
    seen = machine.look(data)
    print(seen.line(), flush=True)
    small, large = (_in_its_own_process(number, options.keep) for number in (options.dossiers // 10, options.dossiers))
    report = data / f"national-{time.strftime('%Y%m%d-%H%M%S')}.json"
    report.write_text(json.dumps({"machine": seen.to_json(), "small": small, "large": large}, indent=1))
    return _print(small, large, report)


def _in_its_own_process(dossiers: int, keep: bool) -> Found:
    words = [sys.executable, "-m", "bench.national", "--one", "--dossiers", str(dossiers), *["--keep"] * keep]
    done = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the reads of {dossiers} dossiers did not end")
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def _one(data: Path, dossiers: int, *, keep: bool) -> Found:
    house.SETTINGS |= _SETTINGS
    with house.opened(data, kept=f"national-{dossiers}" if keep else "") as at:
        from motcua.doors.cli.bench_load import loading
        from motcua.ground.kernel import clock

        from . import figures, reading

        now, began = clock.now(), time.monotonic()
        if not reading.is_loaded():
            told = dossiers // _TOLD
            loading.load(loading.Wanted(dossiers=dossiers, months=24, seed=20261124, told=told, size="full"), at=now)
        seconds = time.monotonic() - began
        used = sum(file.stat().st_size for file in (at.data / "pg" / "base").rglob("*") if file.is_file())
        found = reading.all_of_it(now) | figures.all_of_it(now, at.data)
    return {**found, "load": {"seconds": seconds, "gigabytes": used / 1e9, "dossiers": dossiers}}


def goals(small: Found, large: Found) -> dict[str, float]:
    """Return the figure of every goal."""
    month, year = large["agency-month, cells"]["p50"], large["province-year, cells"]["p50"]
    return {
        "R1": max(large[key]["sql_p95"] for key in FLAT),
        "R2": max(large[key]["sql_p50"] / small[key]["sql_p50"] for key in FLAT),
        "R3": max(large[key]["sql_p95"] for key in ("name", "name, busiest")),
        "R3g": large["name"]["sql_p50"] / small["name"]["sql_p50"],
        "R4": large["name by trigrams"]["p50"] / large["name, its SQL"]["p50"],
        "R5": large["due counts"]["sql_p95"],
        "R5o": large["overdue by holder"]["p95"],
        "R6": large["page"]["ratio"],
        "R7": large["page"]["statements"],
        "seq": float(sum(one.get("seq_scans", 0) for one in large.values())),
        "I1": large["agency-month, scanned"]["p50"] / month,
        "I2": large["province-year, scanned"]["p50"] / year,
        "I2d": large["province-year, DuckDB"]["p50"] / year,
        "I2p": large["province-year, Parquet"]["p50"] / year,
        "I3": max(large[key]["p50"] / small[key]["p50"] for key in CELLS),
        "I4": large["recomputed"]["differing"],
    }


def _print(small: Found, large: Found, report: Path) -> int:
    for found in (small, large):
        load = found["load"]
        print(f"{load['dossiers']:,.0f} dossiers loaded in {load['seconds']:.0f} s, {load['gigabytes']:.1f} GB")
    print(f"\n{'ms':26}{'p50':>9}{'p95':>9}{'p50':>9}{'p95':>9}{'growth':>8}{'statements':>12}{'rows':>7}")
    for key, one in large.items():
        if "p50" in one:
            before = small[key]
            print(
                f"{key:26}{before['p50']:9.2f}{before.get('p95', 0):9.2f}{one['p50']:9.2f}{one.get('p95', 0):9.2f}"
                f"{one['p50'] / before['p50']:8.2f}{one.get('statements', 0):12.0f}{one.get('rows', 0):7.0f}"
            )
    for key in ("recomputed", "page"):
        print(f"{key:26}" + "".join(f"  {name} {value:,.2f}" for name, value in large[key].items()))
    got = goals(small, large)
    print(f"\n{'goal':64}{'gate':>8}{'aim':>8}  {'got':8}")
    for goal in GOALS:
        sign = "≥" if goal.up else "≤"
        label = f"{goal.key:5}{goal.name}"
        bounds = f"{f'{sign} {goal.gate:g}':>8}{f'{sign} {goal.aim:g}':>8}"
        print(f"{label:64}{bounds}  {goal.verdict(got[goal.key]):8}{got[goal.key]:10.2f}")
    missed = [goal.key for goal in GOALS if goal.verdict(got[goal.key]) == "missed"]
    print(f"\n{report}\n" + (f"missed: {', '.join(missed)}" if missed else "every gate is held"))
    return 1 if missed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (RuntimeError, OSError) as reason:
        print(f"bench: {reason}", file=sys.stderr)
        sys.exit(2)
