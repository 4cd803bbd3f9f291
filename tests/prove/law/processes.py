"""Are harmful drawings refused, and sound ones not? Mutants of sound processes, judged by `walks`.

`make prove ISSUE=law/processes N=1000`; the figure comes last. Every base is checked first: a sound one that is refused
counts against us. A mutant that the walks find harmless must be published once its scenarios are confirmed anew.
"""

import argparse
import random
import sys
import time
from collections import Counter
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from json import loads
from pathlib import Path

from motcua.casework.dossiers.rules import running, scenarios, soundness
from motcua.casework.dossiers.rules.running import House, Run
from motcua.casework.procedures.rules.content import Limit
from motcua.casework.procedures.vocabulary import LimitUnit
from motcua.tools.workflow.rules.drawing import read, to_json

from . import walks

SEEDS = Path(running.__file__).resolve().parents[1] / "seeds"
ROLES = ("one_stop_officer", "handling_officer", "unit_leader", "signer", "clerk", "backup_officer")
PLACES = {"receiving": 1, "competent": 2, "land_office": 3, "tax": 4}
CONDITIONS = (("has_result", "lacks_result"), ("no_open_enquiry", "open_enquiry"), ("papers_held", "papers_elsewhere"))
CONCLUSIONS = [act for act in ("complete", "reject") if act in soundness.DRAWN]


def a_sound_process(luck, number):
    """Return a drawing that is sound by the way it is made: a chain with shortcuts, ways back and paired conditions."""
    count = luck.randint(3, 9)
    keys = [f"s{n}" for n in range(count)]
    last, signs = count - 1, count - 2
    shares = [luck.randint(1, 9) for _ in range(last)]
    spent = [Decimal(share * 1000 // sum(shares)) / 1000 for share in shares] + [Decimal(0)]
    activities, flows = [], []
    for n, key in enumerate(keys):
        activities.append(
            {
                "key": key,
                "name": f"Bước {n}",
                "place": "receiving"
                if n == last
                else luck.choice(["competent", "competent", "land_office", "receiving"]),
                "role": "one_stop_officer" if n == last else luck.choice(ROLES),
                "share": str(spent[n]),
            }
        )
        if n < signs:
            if n + 1 < signs and luck.random() < 0.3:
                asked = any(flow.get("condition") == "has_result" for flow in flows)
                yes, no = luck.choice(CONDITIONS[asked:])  # once there is a result there is no asking for none
                flows.append(_flow(key, keys[n + 1], "forward", condition=yes))
                flows.append(_flow(key, keys[luck.randint(n + 1, signs)], "short", condition=no))
            else:
                flows.append(_flow(key, keys[n + 1], "forward"))
            if n and luck.random() < 0.5:
                flows.append(_flow(key, keys[luck.randrange(n)], "back"))
    concluding = [act for act in CONCLUSIONS if act == "complete" or luck.random() < 0.6]
    flows += [_flow(keys[signs], keys[last], act, effect=act) for act in concluding]
    if signs and luck.random() < 0.6:
        flows.append(_flow(keys[signs], keys[luck.randrange(signs)], "back"))
    flows.append(_flow(keys[last], None, "hand-over", effect="return"))
    return {"key": f"made-{number}", "name": "Quy trình dựng thử", "activities": activities, "flows": flows}


def a_world(drawing, luck):
    """Return people on posts, places and limits with which the drawing can run."""
    runs = [{**PLACES, "receiving": 10 + n} for n in range(luck.randint(1, 3))]
    posts = {(run[step["place"]], step["role"]) for run in runs for step in drawing["activities"]}
    spare = {(luck.choice([1, 2, 3, 99]), luck.choice(ROLES)) for _ in range(3)}
    return {"places": runs, "posts": posts | spare, "minutes": [480 * luck.choice([2, 5, 15, 30]) for _ in runs]}


def bases(luck):
    """Yield sound drawings for ever: those that ship, and made ones."""
    shipped = [loads(path.read_text("utf-8")) for path in sorted(SEEDS.glob("*.json"))]
    number = 0
    while True:
        number += 1
        yield deepcopy(luck.choice(shipped)) if luck.random() < 0.4 else a_sound_process(luck, number)


def drop_flow(drawing, world, luck):
    drawing["flows"].pop(luck.randrange(len(drawing["flows"])))


def duplicate_flow(drawing, world, luck):
    twin = deepcopy(luck.choice(drawing["flows"]))
    if luck.random() < 0.6:
        twin["outcome"] = "twin"
    if luck.random() < 0.4:
        twin["to"] = luck.choice(drawing["activities"])["key"]
    if luck.random() < 0.3:
        twin["label"] = "Lối nhân đôi"
    drawing["flows"].append(twin)


def redirect_flow(drawing, world, luck):
    luck.choice(drawing["flows"])["to"] = luck.choice([*(s["key"] for s in drawing["activities"]), None, "nowhere"])


def remove_last_holder(drawing, world, luck):
    world["posts"].discard(luck.choice(sorted(world["posts"])))


def exceed_limit(drawing, world, luck):
    step = luck.choice(drawing["activities"])
    if luck.random() < 0.5:
        step["share"] = str(min(Decimal(step["share"]) + Decimal(luck.choice(["0.001", "0.05", "0.3"])), Decimal(1)))
    else:
        step["share"], step["minutes"] = "0", luck.choice([240, 480, 4800])


def skip_act(drawing, world, luck):
    luck.choice([flow for flow in drawing["flows"] if flow.get("effect")])["effect"] = ""


def repeat_act(drawing, world, luck):
    luck.choice(drawing["flows"])["effect"] = luck.choice([*CONCLUSIONS, "return"])


def unknown_act(drawing, world, luck):
    luck.choice(drawing["flows"])["effect"] = luck.choice(["bless", "process", "extend", "accept"])


def orphan_step(drawing, world, luck):
    key = luck.choice(drawing["activities"])["key"]
    if luck.random() < 0.4:
        drawing["activities"].insert(
            luck.randint(0, len(drawing["activities"])),
            {"key": "alone", "name": "Lẻ", "place": "receiving", "role": "one_stop_officer", "share": "0"},
        )
    else:
        drawing["flows"] = [flow for flow in drawing["flows"] if flow["to"] != key]


def shift_step(drawing, world, luck):
    step = drawing["activities"].pop(luck.randrange(len(drawing["activities"])))
    drawing["activities"].insert(luck.randint(0, len(drawing["activities"])), step)


def close_way(drawing, world, luck):
    luck.choice(drawing["flows"])["condition"] = luck.choice([*sum(CONDITIONS, ()), "moon_is_full"])


def need_more(drawing, world, luck):
    luck.choice(drawing["activities"])["needs"] = luck.choice([*sum(CONDITIONS, ()), "moon_is_full"])


def name_twice(drawing, world, luck):
    drawing["activities"].append(deepcopy(luck.choice(drawing["activities"])))


MUTATIONS = (
    drop_flow, duplicate_flow, redirect_flow, remove_last_holder, exceed_limit, skip_act, repeat_act, unknown_act,
    orphan_step, shift_step, close_way, need_more, name_twice,
)  # fmt: skip


def refusals(drawing, world):
    """Return the codes of what our checks find; the scenarios are those that the drawing itself suggests."""
    process = replace(read(drawing), scenarios=())
    runs = tuple(
        Run(code="9.1", agency_id=run["receiving"], competent_id=run["competent"], limits=(_limit(minutes),))
        for run, minutes in zip(world["places"], world["minutes"], strict=True)
    )
    house = House(
        names={},
        kinds={"land_office": (PLACES["land_office"],), "tax": (PLACES["tax"],)},
        carried=frozenset(world["posts"]),
        roles=dict(zip(ROLES, ROLES, strict=True)),
    )
    found = [*soundness.findings(process), *running.findings(process, runs, house)]
    if not found:
        confirmed = replace(process, scenarios=scenarios.suggested(process))
        found = list(scenarios.findings(confirmed))
    return {finding.code for finding in found}


def prove(count, seed=1, say=lambda line: None):
    """Return (harmful, of them refused, harmless, of them refused, sound bases refused)."""
    luck = random.Random(seed)
    sound, figures = bases(luck), Counter()
    kinds = Counter()
    while figures["mutants"] < count:
        drawing = next(sound)
        world = a_world(drawing, luck)
        assert not (told := walks.harm(drawing, world, luck)), f"the base is not sound: {told}"
        if codes := refusals(drawing, world):
            figures["bases refused"] += 1
            say(f"a sound base was refused: {codes} {drawing}")
        mutation = luck.choice(MUTATIONS)
        before = deepcopy((drawing, world))
        mutation(drawing, world, luck)
        if (drawing, world) == before:
            continue
        figures["mutants"] += 1
        told, codes = walks.harm(drawing, world, luck), refusals(drawing, world)
        kind = "harmful" if told else "harmless"
        figures[kind] += 1
        figures[f"{kind} refused"] += bool(codes)
        kinds[mutation.__name__, kind, bool(codes)] += 1
        if bool(told) != bool(codes):
            say(
                f"{mutation.__name__}: the walks say “{told or 'no harm'}”, the checks {sorted(codes) or 'nothing'}: {to_json(read(drawing))['flows']}"
            )
    for (name, kind, refused), number in sorted(kinds.items()):
        say(f"  {name:20} {kind:9} {'refused' if refused else 'published':9} {number}")
    return figures


def _flow(source, target, outcome, **more):
    return {"from": source, "to": target, "outcome": outcome, "label": f"Lối {outcome}", **more}


def _limit(minutes):
    return Limit(value=minutes // 480, unit=LimitUnit.WORKING_DAY)


def main():
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--n", type=int, default=1000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    began = time.perf_counter()
    found = prove(chosen.n, chosen.seed, say=print)
    seconds = time.perf_counter() - began
    share = 100 * found["harmful refused"] / max(found["harmful"], 1)
    sound = found["harmless refused"] + found["bases refused"]
    print(
        f"{found['mutants']} mutants, seed {chosen.seed}, {seconds:.0f} s: {found['harmful refused']} of "
        f"{found['harmful']} harmful refused ({share:.1f} %), {sound} sound refused of "
        f"{found['harmless']} harmless mutants and {found['mutants']} bases"
    )
    return 0 if share >= 95 and not sound else 1


if __name__ == "__main__":
    sys.exit(main())
