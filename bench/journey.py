"""One journey of eight transitions, from the counter to the citizen's hand, through the services in this process.

Run as a program it is one lane of traffic: it reads seconds from standard input, a line a stretch, travels for so
long, and writes what it did as JSON.
"""

import gc
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from uuid import uuid4

import django

TRANSITIONS = 8
PEOPLE = 10_000_000
NAME = "Nguyễn Thị Ánh Nguyệt"


def steps(lane: "world.Lane", person: int) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield the journey's transitions as (verb, call), in order."""
    from motcua.casework.dossiers.rules.completeness import Seen
    from motcua.casework.dossiers.rules.submission import PartyDraft, Submission
    from motcua.casework.dossiers.services import intake, processing, results
    from motcua.casework.dossiers.services.results import Receipt
    from motcua.casework.dossiers.vocabulary import IdentityCheck, PartyRole
    from motcua.casework.procedures.vocabulary import Channel
    from motcua.ground.kernel.clock import now

    handed_in = Submission(
        procedure=world.PROCEDURE,
        agency_id=lane.centre,
        channel=Channel.IN_PERSON,
        parties={
            PartyRole.SUBMITTER: PartyDraft(
                name=NAME,
                id_number=f"0361{person:08}",
                born_on=date(1979, 5, 1),
                address="Thôn Đông, xã Tân Hòa",
                phone=f"09{person:08}",
            )
        },
        papers={"form": Seen(key="form", originals=1)},
    )
    codes: list[str] = []

    def accept() -> None:
        codes.append(intake.accept(handed_in, by=lane.counter, at=now(), key=uuid4().hex).code)

    yield "accept", accept
    (code,) = codes
    yield "take", lambda: processing.take(code, by=lane.officer, at=now(), key=uuid4().hex)
    yield "complete", lambda: processing.complete(code, "forward", by=lane.officer, at=now(), key=uuid4().hex)
    yield "take", lambda: processing.take(code, by=lane.signer, at=now(), key=uuid4().hex)
    yield "attach", lambda: results.attach(code, number="15/XN-UBND", by=lane.signer, at=now(), key=uuid4().hex)
    yield "complete", lambda: processing.complete(code, "sign", by=lane.signer, at=now(), key=uuid4().hex)
    yield "take", lambda: processing.take(code, by=lane.counter, at=now(), key=uuid4().hex)
    receipt = Receipt(recipient=NAME, identity_check=IdentityCheck.CARD, id_last4=f"{person % 10_000:04}")
    yield "hand_over", lambda: results.hand_over(code, receipt, by=lane.counter, at=now(), key=uuid4().hex)


def travel(lane: "world.Lane", person: int) -> None:
    """Go the whole way once."""
    for _, act in steps(lane, person):
        act()


def main() -> None:
    """Travel on command until standard input ends."""
    lanes = world.load(Path(sys.argv[1]))
    chance = random.Random(os.getpid())
    for _ in range(6):  # every statement prepared, every cache filled, as in a worker at ten in the morning
        travel(chance.choice(lanes), chance.randrange(PEOPLE))
    gc.collect()
    gc.freeze()
    print("ready", flush=True)
    for line in sys.stdin:
        began, used, done = time.perf_counter(), time.process_time(), 0
        while (passed := time.perf_counter() - began) < float(line):
            travel(chance.choice(lanes), chance.randrange(PEOPLE))
            done += 1
        passed = time.perf_counter() - began
        print(json.dumps({"journeys": done, "seconds": passed, "cpu": time.process_time() - used}), flush=True)


if __name__ == "__main__":
    django.setup()

from bench import world  # noqa: E402 - after Django

if __name__ == "__main__":
    with suppress(KeyboardInterrupt, BrokenPipeError):
        main()
