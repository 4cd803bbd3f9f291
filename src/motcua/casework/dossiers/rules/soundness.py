"""Does every way through a drawing spell lawful acts? An agency may draw any process except an illegal one."""

from collections.abc import Iterator

from motcua.tools.workflow.rules import shape
from motcua.tools.workflow.rules.drawing import END, ActivityDraft, FlowDraft, ProcessDraft
from motcua.tools.workflow.rules.findings import Finding

from ..vocabulary import Act
from . import conditions, lifecycle
from .conditions import Facts
from .lifecycle import State

RETURN_OUTCOME = "hand-over"
"""The one outcome of a process's last step, by which the result reaches the citizen."""

DRAWN = frozenset({"", Act.COMPLETE, Act.REJECT, Act.RETURN})
"""Acts that a drawing may carry; the others are done by a person with a reason, or by a clock."""

CONCLUDING = frozenset({Act.COMPLETE, Act.REJECT})
"""Acts that conclude with a result: without one they are refused."""

BEGINNINGS = (lifecycle.RECEIVED, lifecycle.PROCESSING)
"""Where the first step may be met: taken from the pool it has begun the processing, finished from it, it has not."""

_KNOWN = frozenset(act.value for act in Act)
_CONCLUDED = frozenset({lifecycle.COMPLETED, lifecycle.REJECTED})


def findings(process: ProcessDraft) -> Iterator[Finding]:
    """Yield everything that is wrong with a drawing for dossiers, each with its mend."""
    yield from shape.findings(process)
    for flow in process.flows:
        yield from _effect(flow)
    yield from _unknown_conditions(process)
    yield from _unlawful_ways(process)


def after(flow: FlowDraft, state: State) -> State | None:
    """Return the state that a way out leads to; None where the law knows no such act there."""
    if flow.effect:
        return lifecycle.TRANSITIONS.get((state, Act(flow.effect)))
    return lifecycle.begun(state)


def _effect(flow: FlowDraft) -> Iterator[Finding]:
    lead = f"Lối “{flow.label}” của bước {flow.source}"
    if flow.effect and flow.effect not in _KNOWN:
        yield Finding(
            code="unknown_effect",
            step=flow.source,
            sentence=f"{lead} mang việc không có trong luật: {flow.effect}. Chọn việc trong danh mục.",
        )
    elif flow.effect not in DRAWN:
        label = Act(flow.effect).label.lower()
        yield Finding(
            code="not_drawn",
            step=flow.source,
            sentence=f"{lead}: việc “{label}” không do một bước của quy trình làm. Bỏ việc này khỏi lối ra.",
        )
    if (flow.target is END) != (flow.effect == Act.RETURN):
        yield Finding(
            code="end_without_return",
            step=flow.source,
            sentence=f"{lead}: quy trình chỉ kết thúc khi trả kết quả, và trả thì kết thúc. Sửa đích hoặc việc.",
        )
    if flow.effect == Act.RETURN and flow.outcome != RETURN_OUTCOME:
        yield Finding(
            code="return_outcome",
            step=flow.source,
            sentence=f"{lead}: lối trả kết quả phải mang mã {RETURN_OUTCOME}. Sửa mã lối ra.",
        )


def _unknown_conditions(process: ProcessDraft) -> Iterator[Finding]:
    for flow in process.flows:
        if flow.condition and not conditions.is_known(flow.condition):
            yield Finding(
                code="unknown_condition",
                step=flow.source,
                sentence=f"Lối “{flow.label}” hỏi điều kiện không có: {flow.condition}. Chọn trong danh mục.",
            )
    for step in process.activities:
        if step.needs and not conditions.is_known(step.needs):
            yield Finding(
                code="unknown_condition",
                step=step.key,
                sentence=f"Bước {step.key} cần điều kiện không có: {step.needs}. Chọn trong danh mục.",
            )


def _unlawful_ways(process: ProcessDraft) -> Iterator[Finding]:
    """Yield each step or way out that can be met in a state in which the law or its conditions leave nothing to do.

    Ways that come back to a step are walked too: what counts is every state in which a step can be reached.
    """
    if not process.activities:
        return
    first, told = process.activities[0].key, set()
    ways: dict[tuple[str, State], tuple[str, ...]] = {(first, state): (first,) for state in BEGINNINGS}
    waiting = list(ways)
    while waiting:
        key, state = waiting.pop(0)
        flows = [flow for flow in process.ways(key) if flow.effect in DRAWN]
        for finding in _stuck(process.step(key), flows, state):
            if (finding.code, finding.step) not in told:
                told.add((finding.code, finding.step))
                yield finding
        for flow in flows:
            way = (*ways[key, state], flow.target or "kết thúc")
            reached = after(flow, state)
            if reached is None:
                if ("", flow.source + flow.outcome) not in told:
                    told.add(("", flow.source + flow.outcome))
                    yield _unlawful(flow, way, state)
            elif flow.target is not END and (flow.target, reached) not in ways:
                ways[flow.target, reached] = way
                waiting.append((flow.target, reached))


def _unlawful(flow: FlowDraft, way: tuple[str, ...], state: State) -> Finding:
    act = Act(flow.effect).label.lower()
    return Finding(
        code="unlawful_way",
        step=flow.source,
        sentence=f"Đường {' → '.join(way)} không đi đúng thứ tự việc theo luật: không thể {act} khi hồ sơ "
        f"“{state.label}”. Sửa việc hoặc đích của lối “{flow.label}”.",
    )


def _stuck(step: ActivityDraft | None, flows: list[FlowDraft], state: State) -> Iterator[Finding]:
    """Yield what conditions make impossible: a step that can never be finished, a case that no way out is open in."""
    if step is None or any(not conditions.is_known(c) for c in (step.needs, *(f.condition for f in flows)) if c):
        return
    cases = list(conditions.every_case(has_result=True if state in _CONCLUDED else None))
    finishable = [facts for facts in cases if conditions.holds(step.needs, facts)]
    if not finishable:
        yield Finding(
            code="needs_impossible",
            step=step.key,
            sentence=f"Bước {step.key} cần điều không thể có khi hồ sơ “{state.label}”. Đổi điều kiện của bước.",
        )
    for flow in flows:
        if not any(_usable(flow, facts) for facts in finishable or cases):
            yield Finding(
                code="never_open",
                step=step.key,
                sentence=f"Lối “{flow.label}” của bước {step.key} không bao giờ mở được. Đổi điều kiện của lối.",
            )
    if flows and any(not any(conditions.holds(flow.condition, facts) for flow in flows) for facts in finishable):
        yield Finding(
            code="no_way_out",
            step=step.key,
            sentence=f"Bước {step.key} có lúc không lối ra nào mở. Thêm một lối không điều kiện hoặc lối ngược lại.",
        )


def _usable(flow: FlowDraft, facts: Facts) -> bool:
    return conditions.holds(flow.condition, facts) and (flow.effect not in CONCLUDING or facts.has_result)
