"""`make prove ISSUE=spine [N=100]`: kills under load at full size; the figure comes last."""

import argparse
import time

from .kills import prove

options = argparse.ArgumentParser()
options.add_argument("--n", type=int, default=100, help="how many kills")
wanted = options.parse_args()
began = time.monotonic()
dossiers, kills, cut_off = prove(wanted.n, say=lambda line: print(line, flush=True))
print(f"in {time.monotonic() - began:.0f} s, {cut_off} requests cut off and sent again")
print(f"{kills} kills, {dossiers} dossiers, 0 lost, 0 doubled, doctor clean each time")
