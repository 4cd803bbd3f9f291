"""Does a move of many open dossiers do exactly what it foresaw, and does its undo give back equal hashes?

`make prove ISSUE=law/migration N=5000`. Dossiers are received and worked on to random steps; some are touched between the
preview and the move, some between the move and the undo: those must be left alone. The figure comes last.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path


def prove(count, seed=1, say=lambda line: None):
    """Return (figures, seconds of each part); fail where anything differs from what was foreseen."""
    from motcua.casework.dossiers.models import Dossier, MoveLine
    from motcua.casework.dossiers.services import migration, processes, processing
    from motcua.ground.outbox import queries as outbox
    from motcua.tools.workflow import queries as workflow
    from motcua.tools.workflow.queries import positions
    from motcua.tools.workflow.rules.positions import from_json, hash_of
    from tests.factories.world import FOUNDED, MORNING, a_dossier, a_world

    luck, seconds = random.Random(seed), {}
    world = a_world()
    first = workflow.newest("test-process").id
    began = time.perf_counter()
    codes = [_advanced(a_dossier(world).code, world, luck) for _ in range(count)]
    seconds["received and worked on"] = time.perf_counter() - began
    second = processes.publish(_next_version(), at=FOUNDED).id
    at = MORNING + timedelta(hours=3)

    def standing():
        instances = dict(Dossier.objects.values_list("code", "instance_id"))
        return {code: positions.open_work_of(instances[code]) for code in codes}

    before = {code: hash_of(work.position) for code, work in standing().items() if work}
    began = time.perf_counter()
    mapping = {"check": "check", "sign": "sign", "return": "return"}
    move = migration.foresee(first, second, mapping, by=world.head, at=at)
    seconds["foreseen"] = time.perf_counter() - began
    lines = {line.dossier.code: line for line in MoveLine.objects.select_related("dossier")}
    assert set(lines) == set(before), "not every open dossier was looked at"
    touched = {code for code in luck.sample(sorted(before), count // 20) if _touch(code, world, at, processing)}

    began = time.perf_counter()
    while move.left:
        move = migration.run(move.id, by=world.head, at=at + timedelta(minutes=1))
    seconds["moved"] = time.perf_counter() - began
    after = standing()
    for code, line in lines.items():
        if line.foreseen is None or code in touched:
            assert after[code].position.definition_id == first, f"{code} was moved though it was not to be"
        else:
            assert after[code].position == from_json(line.foreseen), f"{code} does not stand where it was foreseen"
    moved = [code for code, line in lines.items() if line.foreseen is not None and code not in touched]
    acted = {code for code in luck.sample(moved, len(moved) // 20) if _touch(code, world, at, processing)}

    began = time.perf_counter()
    left = True
    while left:
        left = migration.undo(move.id, by=world.head, at=at + timedelta(minutes=2)).left
    seconds["undone"] = time.perf_counter() - began
    last = standing()
    for code in moved:
        if code in acted:
            assert last[code].position.definition_id == second, f"{code} was taken back though somebody had acted"
        else:
            assert hash_of(last[code].position) == before[code], f"{code} does not have its hash again"
    assert not list(outbox.breaks("dossier:")), "the journal is broken"
    steps = Counter(work.activity_key for work in after.values() if work)
    say(f"steps after the move: {dict(steps)}; touched before {len(touched)}, acted on after {len(acted)}")
    figures = {"looked at": len(lines), "moved": len(moved), "left alone": len(touched), "kept": len(acted)}
    return figures, seconds


def _advanced(code, world, luck):
    """Work on a dossier to a random step and return its number."""
    from motcua.casework.dossiers.services import processing, results
    from tests.factories.world import MORNING

    far = luck.randrange(5)
    if far == 1:
        processing.take(code, by=luck.choice([world.officer, world.second_officer]), at=MORNING)
    if far >= 2:
        processing.complete(code, "forward", by=world.officer, at=MORNING)
    if far == 3:
        processing.take(code, by=world.signer, at=MORNING)
    if far == 4:
        results.attach(code, number="01/TL", abstract="Trích lục", by=world.signer, at=MORNING)
        processing.complete(code, "sign", by=world.signer, at=MORNING)
    return code


def _touch(code, world, at, processing):
    """Let somebody do something with the dossier."""
    processing.note(code, "Đã gọi điện.", by=world.receptionist, at=at)
    return True


def _next_version():
    """Return the process with a review between check and sign, and the signing by the leader."""
    from motcua.tools.workflow.rules.drawing import ActivityDraft, FlowDraft
    from motcua.tools.workflow.vocabulary import Place
    from tests.factories.world import process

    drawing = process()
    check, sign, give = drawing.activities
    review = ActivityDraft(
        key="review", name="Xem xét", place=Place.COMPETENT, role="unit_leader", share=Decimal("0.2")
    )
    forward, back, done, out = drawing.flows
    return replace(
        drawing,
        activities=(replace(check, share=Decimal("0.4")), review, sign, give),
        flows=(
            replace(forward, target="review"),
            FlowDraft(source="review", target="sign", outcome="forward", label="Đạt, trình ký"),
            back,
            done,
            out,
        ),
    )


def main():
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--n", type=int, default=5000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    data = Path(tempfile.mkdtemp(prefix="motcua-moves-"))
    data.chmod(0o755)
    os.environ |= {"MOTCUA_DATA": str(data), "MOTCUA_ENV": "test", "DJANGO_SETTINGS_MODULE": "motcua.config.settings"}
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from motcua.doors.cli.cluster import Cluster

    try:
        with Cluster(data).attached():
            call_command("migrate", verbosity=0)
            figures, seconds = prove(chosen.n, chosen.seed, say=print)
            connection.close()
    finally:
        shutil.rmtree(data, ignore_errors=True)
    for part, spent in seconds.items():
        print(f"  {part}: {spent:.1f} s, {1000 * spent / chosen.n:.1f} ms a dossier")
    print(
        f"{figures['looked at']} open dossiers: {figures['moved']} moved exactly as foreseen, "
        f"{figures['left alone']} touched meanwhile left alone; after the undo {figures['moved'] - figures['kept']} "
        f"hashes equal, {figures['kept']} acted on kept; journal whole"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
