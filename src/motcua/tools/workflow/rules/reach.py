"""Where one can get in a drawing, and how much time the longest way takes."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from .drawing import END, ActivityDraft, ProcessDraft


def forwards(process: ProcessDraft, start: str = "") -> frozenset[str]:
    """Return the steps that can be reached from a step, itself included; from the first where none is named."""
    begin = start or (process.activities[0].key if process.activities else "")
    return _closure([begin] if begin else [], lambda key: _targets(process, key))


def backwards(process: ProcessDraft) -> frozenset[str]:
    """Return the steps from which an end can be reached."""
    last = [flow.source for flow in process.flows if flow.target is END]
    return _closure(last, lambda key: [flow.source for flow in process.flows if flow.target == key])


def heaviest(process: ProcessDraft, weight: Callable[[ActivityDraft], Decimal]) -> tuple[Decimal, tuple[str, ...]]:
    """Return the most that any walk can weigh, and its steps; steps of a loop count once each.

    A step that is done again is done within its own due time, so a walk weighs what its different steps weigh. All the
    steps of one loop can be met by one walk; between loops the heaviest chain is sought: no path is enumerated.
    """
    if not process.activities:
        return Decimal(), ()
    loops = _loops(process)
    own = {loop: sum((weight(step) for step in process.activities if step.key in loop), Decimal()) for loop in loops}
    of = {key: loop for loop in loops for key in loop}
    best: dict[frozenset[str], tuple[Decimal, tuple[str, ...]]] = {}
    for loop in loops:  # each after all that it leads to
        after = [of[target] for key in loop for target in _targets(process, key) if target in of and of[target] != loop]
        total, way = max((best[next_loop] for next_loop in after), default=(Decimal(), ()), key=lambda found: found[0])
        steps = tuple(step.key for step in process.activities if step.key in loop)
        best[loop] = (own[loop] + total, steps + way)
    return best[of[process.activities[0].key]]


def _targets(process: ProcessDraft, key: str) -> list[str]:
    return [flow.target for flow in process.flows if flow.source == key and flow.target is not END]


def _closure(start: Iterable[str], leads: Callable[[str], Iterable[str]]) -> frozenset[str]:
    reached: set[str] = set()
    waiting = list(start)
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            waiting += leads(key)
    return frozenset(reached)


def _loops(process: ProcessDraft) -> list[frozenset[str]]:
    """Return the strongly connected parts of what is reached, each after all that it leads to."""
    first = process.activities[0].key
    known = {step.key for step in process.activities}
    reach: Mapping[str, frozenset[str]] = {key: forwards(process, key) & known for key in known}
    parts: dict[frozenset[str], None] = {}
    for key in reach[first]:
        parts[frozenset(other for other in reach[key] if key in reach[other])] = None
    return sorted(parts, key=lambda part: len(reach[next(iter(part))]))
