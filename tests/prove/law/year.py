"""`make prove ISSUE=law/year [N=10000]`: so many dossiers over a simulated year; the figures come last."""

import argparse
import os
import subprocess
import sys
import time

options = argparse.ArgumentParser()
options.add_argument("--n", type=int, default=10_000, help="how many dossiers")
wanted = options.parse_args()
began = time.monotonic()
passed = subprocess.run(
    [sys.executable, "-m", "pytest", "-q", "-s", "-x", "tests/casework/dossiers/test_a_year.py"],
    env={**os.environ, "MOTCUA_YEAR": str(wanted.n)},
    check=False,
)
print(f"{wanted.n} dossiers in {time.monotonic() - began:.0f} s: {'all held' if passed.returncode == 0 else 'FAULT'}")
sys.exit(passed.returncode)
