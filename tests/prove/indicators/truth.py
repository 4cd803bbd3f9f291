"""`make prove ISSUE=indicators/truth [N=200000]`: every figure of so many dossiers against SQL over the raw journal."""

import argparse
import os
import subprocess
import sys
import time

options = argparse.ArgumentParser()
options.add_argument("--n", type=int, default=200_000, help="how many dossiers")
options.add_argument("--through", type=int, help="so many of them through the services (a twentieth)")
wanted = options.parse_args()
began = time.monotonic()
passed = subprocess.run(
    [sys.executable, "-m", "pytest", "-q", "-s", "-x", "tests/steering/indicators/test_truth_at_size.py"],
    env={**os.environ, "MOTCUA_TRUTH": str(wanted.n), "MOTCUA_TRUTH_THROUGH": str(wanted.through or wanted.n // 20)},
    check=False,
)
print(f"{wanted.n} dossiers in {time.monotonic() - began:.0f} s: ", end="")
print("no difference" if passed.returncode == 0 else "FIGURES DIFFER, see above")
sys.exit(passed.returncode)
