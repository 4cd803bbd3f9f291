"""`make prove ISSUE=law/acts [N=2000]`: random acts of thirty steps, with days that pass and people who come and go."""

import argparse
import os
import subprocess
import sys
import time

options = argparse.ArgumentParser()
options.add_argument("--n", type=int, default=2000, help="how many sequences")
wanted = options.parse_args()
began = time.monotonic()
passed = subprocess.run(
    [sys.executable, "-m", "pytest", "-q", "-x", "tests/casework/dossiers/test_lifecycle_properties.py"],
    env={**os.environ, "MOTCUA_EXAMPLES": str(wanted.n)},
    check=False,
)
print(f"{wanted.n} sequences of 30 acts in {time.monotonic() - began:.0f} s: ", end="")
print("no invariant broken" if passed.returncode == 0 else "FOUND A FAULT, see above")
sys.exit(passed.returncode)
