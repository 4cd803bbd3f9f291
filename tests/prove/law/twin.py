"""`make prove ISSUE=law/twin [N=50]`: so many paper sets through three agencies, five times; the figures come last."""

import argparse
import os
import subprocess
import sys
import time

options = argparse.ArgumentParser()
options.add_argument("--n", type=int, default=50, help="how many dossiers with paper")
options.add_argument("--stories", type=int, default=5, help="how many stories, each with dice of its own")
wanted = options.parse_args()
began, faults = time.monotonic(), 0
for seed in range(7, 7 + wanted.stories):
    told = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-s", "-x", "tests/casework/dossiers/test_paper_choreography.py"],
        env={**os.environ, "MOTCUA_BAGS": str(wanted.n), "MOTCUA_SEED": str(seed)},
        check=False,
        stdout=subprocess.PIPE,
        text=True,
    )
    faults += told.returncode != 0
    lines = told.stdout.splitlines()
    print("\n".join(line for line in lines if told.returncode or line.startswith("seed ")), flush=True)
verdict = f"{faults} FOUND A FAULT, see above" if faults else "every location true, every divergence within the hour"
print(f"{wanted.stories} times {wanted.n} paper sets in {time.monotonic() - began:.0f} s: {verdict}")
sys.exit(bool(faults))
