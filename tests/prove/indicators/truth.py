"""`make prove ISSUE=indicators/truth [N=200000]`: every figure of so many dossiers against SQL over the raw journal."""

import argparse
import os
import subprocess
import sys
import time

options = argparse.ArgumentParser()
options.add_argument("--n", type=int, default=200_000, help="how many dossiers; a twentieth through the services")
wanted = options.parse_args()
began = time.monotonic()
passed = subprocess.run(
    [sys.executable, "-m", "pytest", "-q", "-s", "-x", "tests/steering/indicators/test_truth_at_size.py"],
    env={**os.environ, "MOTCUA_TRUTH": str(wanted.n)},
    check=False,
)
print(f"{wanted.n} dossiers in {time.monotonic() - began:.0f} s: ", end="")
print("no difference" if passed.returncode == 0 else "FIGURES DIFFER, see above")
sys.exit(passed.returncode)
