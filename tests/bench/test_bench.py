"""The bench still runs: the limit writes the same rows as the services do, and every line of the table has a figure."""

import subprocess
import sys

from bench import national
from bench.__main__ import GOALS


def test_one_short_round_ends_with_a_figure_for_every_goal():
    words = [sys.executable, "-m", "bench", "--rounds", "1", "--seconds", "1", "--wait", "0"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode != 2, done.stderr
    assert all(goal.key in done.stdout for goal in GOALS)


def test_a_small_national_set_has_a_figure_for_every_goal_scans_no_dossiers_and_is_what_duckdb_counts():
    words = [sys.executable, "-m", "bench.national", "--dossiers", "20000"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode != 2, done.stderr
    lines = {line.split()[0]: line for line in done.stdout.splitlines() if line.strip()}
    assert lines.keys() >= {goal.key for goal in national.GOALS}
    assert float(lines["seq"].split()[-1]) == 0
    assert float(lines["I4"].split()[-1]) == 0
