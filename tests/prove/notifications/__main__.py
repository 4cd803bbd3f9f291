"""`make prove ISSUE=notifications [N=20]`: kills while messages go out; the figure comes last."""

import argparse
import time

from .kills import prove

options = argparse.ArgumentParser()
options.add_argument("--n", type=int, default=20, help="how many kills")
wanted = options.parse_args()
began = time.monotonic()
messages, kills, requests, cut_off = prove(wanted.n, say=lambda line: print(line, flush=True))
print(f"in {time.monotonic() - began:.0f} s, {requests} requests to the gateway, {cut_off} attempts cut off by a kill")
print(f"{kills} kills, {messages} messages, each telephone rang once for each, doctor clean each time")
