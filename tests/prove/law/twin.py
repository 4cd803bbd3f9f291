"""`make prove ISSUE=law/twin [N=50]`: so many paper sets through three agencies, five times; the figures come last."""

import argparse
import os
import subprocess
import sys
import time

options = argparse.ArgumentParser()
options.add_argument("--n", type=int, default=50, help="how many dossiers with paper")
options.add_argument("--seeds", type=int, default=5, help="how many stories")
wanted = options.parse_args()
began = time.monotonic()
passed = subprocess.run(
    [sys.executable, "-m", "pytest", "-q", "-s", "-x", "tests/casework/dossiers/test_paper_choreography.py"],
    env={**os.environ, "MOTCUA_BAGS": str(wanted.n), "MOTCUA_SEEDS": str(wanted.seeds)},
    check=False,
)
print(f"{wanted.seeds} times {wanted.n} paper sets in {time.monotonic() - began:.0f} s: ", end="")
print("every location true, every divergence within the hour" if passed.returncode == 0 else "FOUND A FAULT")
sys.exit(passed.returncode)
