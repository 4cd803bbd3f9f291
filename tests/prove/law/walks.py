"""What harm a drawing does, found by walking it at random: an oracle that shares no rule with the product.

It reads a drawing as plain JSON, people as a list of posts, limits as minutes. A token is dropped on the first step and
pushed on by dice many hundred times. Harm is what then happens to it: it gets nowhere, it never arrives, it ends by an
unlawful sequence of acts, it waits for a role that nobody carries, it takes longer than was promised. What no token ever
meets is harm too: it was drawn for nothing.
"""

import re
from collections import Counter

LAWFUL = re.compile(r"(complete|reject) return")
"""One conclusion, then one return, then nothing: what the decree asks of every dossier that runs its course."""

ASKS = {
    "has_result": ("result", True),
    "lacks_result": ("result", False),
    "papers_held": ("papers", True),
    "papers_elsewhere": ("papers", False),
    "no_open_enquiry": ("enquiry", False),
    "open_enquiry": ("enquiry", True),
}
FARTHEST = 3000
SEVERAL = "interlinked"
"""The process of a whole that several agencies work on: it is ended by the system, when the last of them is done."""


def harm(  # noqa: PLR0911 - each harm is told where it is met
    drawing, world, luck, tokens=250
):
    """Return the first harm that is met, "" where none is. What is rarely met is given four times the tokens.

    world   {"posts": {(agency, role), …}, "places": [{place: agency}, …] one a run, "minutes": [allowed, …] one a run}
    """
    steps = {}
    for step in drawing["activities"]:
        if step["key"] in steps:
            return "two steps of one name"
        steps[step["key"]] = step
    if not steps:
        return "nothing to do"
    seen, taken, came_from = set(), set(), {}
    order = list(steps)
    for number in range(4 * tokens):
        if number >= tokens and len(seen) == len(steps) and len(taken) == len(drawing["flows"]):
            break
        said = _token(drawing, steps, world, luck, number, seen, taken, came_from)
        if said:
            return said
    if unseen := set(steps) - seen:
        return f"never met: {min(unseen)}"
    for number, flow in enumerate(drawing["flows"]):
        if number not in taken:
            return f"never taken: {flow['from']} by {flow['outcome']}"
    for step, before in came_from.items():
        if step != order[0] and all(order.index(other) > order.index(step) for other in before):
            return f"due before what leads to it: {step}"
    return _words(drawing)


def _token(  # noqa: PLR0911
    drawing, steps, world, luck, number, seen, taken, came_from
):
    facts = {"result": luck.random() < 0.1, "enquiry": luck.random() < 0.5}
    here, acts, visited, concluded = next(iter(steps)), [], [], False
    bare = luck.random() < 0.3  # no paper at all: never elsewhere
    for _ in range(FARTHEST):
        step = steps[here]
        seen.add(here)
        if here not in visited:
            visited.append(here)
        said = _wait(step, world)
        if said:
            return said
        facts = {
            "papers": bare or luck.random() < 0.5,
            "enquiry": luck.random() < 0.5,
            "result": concluded or facts["result"] or luck.random() < 0.2,
        }
        needs = step.get("needs", "")
        if needs:
            if needs not in ASKS:
                return f"asks for what nobody knows: {needs}"
            fact, wanted = ASKS[needs]
            if not wanted and ((fact == "result" and facts["result"]) or (fact == "papers" and bare)):
                return f"waits for ever at {here}"
            facts[fact] = wanted
        if drawing.get("key") == SEVERAL and not concluded and (said := _ended_from_outside(drawing, here, facts)):
            return said
        open_ways = []
        for place, flow in enumerate(drawing["flows"]):
            if flow["from"] != here:
                continue
            asked = flow.get("condition", "")
            if asked and asked not in ASKS:
                return f"asks for what nobody knows: {asked}"
            if asked and facts[ASKS[asked][0]] is not ASKS[asked][1]:
                continue
            if flow.get("effect") in ("complete", "reject") and "lacks_result" in (asked, needs):
                continue  # a conclusion is a result: whoever brings one closes what asks for none
            open_ways.append((place, flow))
        if not open_ways:
            return f"stuck at {here}"
        if max(Counter(flow["outcome"] for _, flow in open_ways).values()) > 1:
            return f"two ways of one name at {here}"
        place, flow = luck.choice(open_ways)
        taken.add(place)
        if flow.get("effect"):
            acts.append(flow["effect"])
            if flow["effect"] in ("complete", "reject"):
                concluded, bare = True, luck.random() < 0.3  # from here on the paper is that of the result
            if len(acts) > 2:
                return f"acts {' '.join(acts[:3])}"
        if not flow["to"]:
            return _end(flow, acts, visited, steps, world)
        if flow["to"] not in steps:
            return f"sent to nowhere from {here}"
        if flow["to"] != here:
            came_from.setdefault(flow["to"], set()).add(here)
        here = flow["to"]
    return "never arrives"


def _ended_from_outside(drawing, here, facts):
    """Tell whether the end that the system brings at any moment, good or bad, finds no way out of this step."""
    for outcome, effect in (("join", "complete"), ("refuse", "reject")):
        ways = [flow for flow in drawing["flows"] if (flow["from"], flow["outcome"]) == (here, outcome)]
        asked = [ASKS.get(flow.get("condition", ""), (None, None)) for flow in ways if flow.get("effect") == effect]
        if not any(fact is None or facts[fact] is wanted for fact, wanted in asked):
            return f"the others are done, and {here} has no way {outcome}"
    return ""


def _wait(step, world):
    for run in world["places"]:
        agency = run.get(step["place"])
        if agency is None:
            return f"no such place: {step['place']}"
        if (agency, step["role"]) not in world["posts"]:
            return f"nobody is {step['role']} at {agency}"
    return ""


def _end(flow, acts, visited, steps, world):
    if not LAWFUL.fullmatch(" ".join(acts)):
        return f"ends with {' '.join(acts) or 'nothing done'}"
    if flow["outcome"] != "hand-over":
        return "the desk of results cannot hand it over"
    for allowed in world["minutes"]:
        spent = sum(float(steps[key]["share"]) * allowed + steps[key].get("minutes", 0) for key in visited)
        if spent > allowed + 1e-6:
            return f"takes {spent:.0f} of {allowed} minutes"
    if sum(float(steps[key]["share"]) for key in visited) > 1 + 1e-9:
        return "takes more than all the time"
    return ""


def _words(drawing):
    """Two buttons with the same words that do different things: somebody will press the wrong one."""
    meanings = {}
    for flow in drawing["flows"]:
        told = (flow["from"], flow["label"])
        meant = (flow["to"], flow.get("effect"), flow.get("condition", ""))
        if meanings.setdefault(told, meant) != meant:
            return f"two meanings of “{flow['label']}” at {flow['from']}"
    return ""
