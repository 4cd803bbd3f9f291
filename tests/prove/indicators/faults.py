"""`make prove ISSUE=indicators/faults [N=1000]`: so many faults while figures are followed; afterwards they are equal."""

import argparse
import os
import subprocess
import sys
import time

options = argparse.ArgumentParser()
options.add_argument("--n", type=int, default=1000, help="how many faults")
wanted = options.parse_args()
began = time.monotonic()
passed = subprocess.run(
    [sys.executable, "-m", "pytest", "-q", "-s", "-x", "tests/steering/indicators/test_faults.py"],
    env={**os.environ, "MOTCUA_FAULTS": str(wanted.n)},
    check=False,
)
print(f"{wanted.n} faults in {time.monotonic() - began:.0f} s: ", end="")
print("figures equal" if passed.returncode == 0 else "FIGURES DIFFER, see above")
sys.exit(passed.returncode)
