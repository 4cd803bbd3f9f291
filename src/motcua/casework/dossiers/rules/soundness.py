"""Does every way through a drawing spell lawful acts? An agency may draw any process except an illegal one."""

from collections.abc import Iterator

from motcua.tools.workflow.rules import END, FlowDraft, ProcessDraft

from ..vocabulary import Act
from . import lifecycle
from .lifecycle import State

RETURN_OUTCOME = "hand-over"
"""The one outcome of a process's last step, by which the result reaches the citizen."""

_KNOWN = frozenset(act.value for act in Act)
_DRAWN = frozenset({"", Act.COMPLETE, Act.REJECT, Act.RETURN})


def flaws(process: ProcessDraft) -> Iterator[str]:
    """Yield, in Vietnamese, each way that would break the law, and each effect the law does not know.

    Ways that come back to a step are walked too: what counts is every state in which a step can be reached.
    """
    for flow in process.flows:
        if flow.effect and flow.effect not in _KNOWN:
            yield f"Lối “{flow.label}” mang việc không có trong luật: {flow.effect}."
        elif flow.effect not in _DRAWN:
            yield f"Lối “{flow.label}”: việc “{Act(flow.effect).label.lower()}” không do một bước của quy trình làm."
        if (flow.target is END) != (flow.effect == Act.RETURN):
            yield f"Lối “{flow.label}”: quy trình chỉ kết thúc khi trả kết quả."
        if flow.effect == Act.RETURN and flow.outcome != RETURN_OUTCOME:
            yield f"Lối “{flow.label}”: lối trả kết quả phải mang mã {RETURN_OUTCOME}."
    yield from _unlawful_ways(process)


def _unlawful_ways(process: ProcessDraft) -> Iterator[str]:
    """Yield each flow that can be met in a state in which the law does not allow its effect."""
    if not process.activities:
        return
    first, told = process.activities[0].key, set()
    # a step that was taken from the pool has begun the processing, one finished straight from the pool has not
    ways: dict[tuple[str, State], tuple[str, ...]] = {
        (first, state): (first,) for state in (lifecycle.RECEIVED, lifecycle.PROCESSING)
    }
    waiting = list(ways)
    while waiting:
        key, state = waiting.pop(0)
        for flow in process.flows:
            if flow.source != key or flow.effect not in _DRAWN:
                continue
            way = (*ways[key, state], flow.target or "kết thúc")
            after = _after(flow, state)
            if after is None:
                if flow not in told:
                    told.add(flow)
                    yield f"Đường {' → '.join(way)} không đi đúng thứ tự việc theo luật."
            elif flow.target is not END and (flow.target, after) not in ways:
                ways[flow.target, after] = way
                waiting.append((flow.target, after))


def _after(flow: FlowDraft, state: State) -> State | None:
    if flow.effect:
        return lifecycle.TRANSITIONS.get((state, Act(flow.effect)))
    return lifecycle.begun(state)
