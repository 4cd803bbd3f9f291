"""`make prove ISSUE=indicators/figures [N=1000]`: so many figures at random, the same wherever printed, with their rows."""

import argparse
import os
import subprocess
import sys

_TEST = "tests/doors/api/test_figures.py::test_a_figure_says_the_same_wherever_it_is_printed_and_opens_its_rows"
options = argparse.ArgumentParser()
options.add_argument("--n", type=int, default=1000, help="how many figures")
wanted = options.parse_args()
environment = {**os.environ, "MOTCUA_FIGURES": str(wanted.n)}
sys.exit(subprocess.run([sys.executable, "-m", "pytest", "-q", "-s", _TEST], env=environment, check=False).returncode)
