"""Figures beside full scans and DuckDB in a national set, made and removed: make bench-figures N=1000000.

Exit 0 every gate is held, 1 one is missed, 2 cannot run.
"""

import argparse
import os
import sys
from pathlib import Path

from . import house, machine
from .__main__ import Goal

_CHECKOUT = Path(__file__).resolve().parents[1]
_SETTINGS = {"wal_level": "minimal", "max_wal_senders": "0", "shared_buffers": "1GB", "max_wal_size": "8GB"}
GOALS = (
    Goal("I1", "agency-month: full scan ÷ cells", 500, 2000, up=True),
    Goal("I2", "province-year: full scan ÷ cells", 300, 1000, up=True),
    Goal("I2d", "… DuckDB ÷ cells", 10, 40, up=True),
    Goal("I2p", "… DuckDB on Parquet ÷ cells", 25, 100, up=True),
    Goal("I4", "numbers of months of units that DuckDB counts otherwise", 0, 0, up=False),
)


def main() -> int:
    """Load, read, recompute, print."""
    parser = argparse.ArgumentParser(prog="make bench-figures", description=__doc__)
    parser.add_argument("--dossiers", type=int, default=1_000_000, help="how many (1000000)")
    options = parser.parse_args()
    data = Path(os.environ.get("MOTCUA_DATA", _CHECKOUT / "var")).resolve() / "bench"
    data.mkdir(parents=True, exist_ok=True)
    print(machine.look(data).line(), flush=True)
    house.SETTINGS |= _SETTINGS
    with house.opened(data) as at:
        from motcua.doors.cli.bench_load import loading
        from motcua.ground.kernel import clock

        from . import figures

        now = clock.now()
        loading.load(loading.Wanted(dossiers=options.dossiers, months=24, seed=20261124, told=0, size="full"), at=now)
        found = figures.all_of_it(now, at.data)
    for key, one in found.items():
        print(f"{key:24}" + "".join(f"  {name} {value:,.2f}" for name, value in one.items()))
    got = figures.goals(found)
    print(f"\n{'goal':66}{'gate':>8}{'aim':>8}  got")
    for goal in GOALS:
        sign = "≥" if goal.up else "≤"
        bounds = f"{f'{sign} {goal.gate:g}':>8}{f'{sign} {goal.aim:g}':>8}"
        print(f"{goal.key:5}{goal.name:61}{bounds}  {goal.verdict(got[goal.key]):8}{got[goal.key]:10.1f}")
    return int(any(goal.verdict(got[goal.key]) == "missed" for goal in GOALS))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (RuntimeError, AssertionError, OSError) as reason:
        print(f"bench: {reason}", file=sys.stderr)
        sys.exit(2)
