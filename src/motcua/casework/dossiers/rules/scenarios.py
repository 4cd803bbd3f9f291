"""Try a drawing before anyone works by it: walk it by given outcomes, tell where it differs from what is expected."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from motcua.tools.workflow.rules.drawing import END, FlowDraft, ProcessDraft, ScenarioDraft
from motcua.tools.workflow.rules.findings import Finding

from ..errors import UnknownCondition
from ..vocabulary import Act, Condition
from . import conditions, soundness
from .lifecycle import State

_LONGEST = 200
_Spot = tuple[str | None, State, bool, bool]
"""Where a search stands: step, state of the law, whether a result is there, whether the wanted way was taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """What happened. ``stopped``: the sentence that says why the walk did not go on as told, "" where it did."""

    visited: tuple[str, ...]
    effects: tuple[str, ...]
    roles: tuple[str, ...]
    flows: tuple[FlowDraft, ...]
    ended: bool
    share: Decimal
    stopped: str = ""


def walk(process: ProcessDraft, scenario: ScenarioDraft) -> Walk:
    """Walk the drawing by the scenario's outcomes under its conditions.

    Concluding brings a result with it, as it does at work. Nothing is guessed: an outcome that is not there, a way that
    is closed, an act that the law does not allow stops the walk with a sentence.
    """
    if not process.activities:
        return _told([], [], process, "Quy trình chưa có bước nào.")
    key: str | None = process.activities[0].key
    state, visited = soundness.BEGINNINGS[0], [process.activities[0].key]
    taken: list[FlowDraft] = []
    for outcome in scenario.outcomes[:_LONGEST]:
        resulted = any(_brings(process, flow) for flow in taken)
        flow, why = _way(process, key, outcome, scenario.holding, resulted=resulted)
        if flow is None:
            return _told(visited, taken, process, why)
        reached = soundness.after(flow, state) if flow.effect in soundness.DRAWN else None
        if reached is None:
            return _told(visited, taken, process, f"Luật không cho “{flow.effect}” ở bước {key}, “{state.label}”.")
        state, key = reached, flow.target
        taken.append(flow)
        visited += [key] if key is not END else []
    return _told(visited, taken, process, "")


def faults(process: ProcessDraft, scenario: ScenarioDraft) -> Iterator[str]:
    """Yield, in Vietnamese, each point in which the walk differs from what the scenario expects."""
    found = walk(process, scenario)
    if found.stopped:
        yield found.stopped
        return
    if found.ended != scenario.ended:
        yield "Kịch bản chưa đi tới chỗ kết thúc." if scenario.ended else "Kịch bản đi tới chỗ kết thúc."
    if found.visited != scenario.visited:
        yield f"Đi qua {' → '.join(found.visited)}, mong đợi {' → '.join(scenario.visited) or 'chưa ghi'}."
    if found.effects != scenario.effects:
        yield f"Việc theo luật: {_acts(found.effects)}; mong đợi: {_acts(scenario.effects)}."
    if found.roles != scenario.roles:
        yield f"Vai trò: {', '.join(found.roles)}; mong đợi: {', '.join(scenario.roles) or 'chưa ghi'}."
    if found.share != scenario.share:
        yield f"Phần thời gian: {found.share}; mong đợi {scenario.share}."


def findings(process: ProcessDraft, *, covered: bool = True) -> Iterator[Finding]:
    """Yield each scenario that is red; where ``covered``, each way out that no green scenario takes."""
    walked: set[tuple[str, str]] = set()
    for scenario in process.scenarios:
        told = list(faults(process, scenario))
        for sentence in told:
            yield Finding(code="scenario", sentence=f"Kịch bản “{scenario.name}” không đạt. {sentence}")
        if not told:
            walked |= {(flow.source, flow.outcome) for flow in walk(process, scenario).flows}
    for flow in process.flows if covered else ():
        if (flow.source, flow.outcome) not in walked:
            yield Finding(
                code="not_covered",
                step=flow.source,
                sentence=f"Chưa kịch bản nào thử lối “{flow.label}” của bước {flow.source}. Thêm kịch bản đi qua đó.",
            )


def suggested(process: ProcessDraft) -> tuple[ScenarioDraft, ...]:
    """Return scenarios that together take every way out that can be taken, the shortest that do.

    They say what the drawing does now; whoever draws reads them and confirms that this is what is meant.
    """
    missing = list(process.flows)
    found: list[ScenarioDraft] = []
    while missing:
        flow = missing.pop(0)
        outcomes = _through(process, flow)
        if outcomes is None:
            continue
        drafted = ScenarioDraft(
            name=f"Kịch bản {len(found) + 1}", outcomes=outcomes, holding=_holding(process, outcomes)
        )
        if (walked := walk(process, drafted)).stopped:
            continue
        found.append(described(process, replace(drafted, name=_name(process, flow, len(found)))))
        missing = [other for other in missing if other not in walked.flows]
    return tuple(found)


def described(process: ProcessDraft, scenario: ScenarioDraft) -> ScenarioDraft:
    """Return the scenario with what the walk does now as what is expected."""
    found = walk(process, scenario)
    return replace(
        scenario,
        visited=found.visited,
        effects=found.effects,
        roles=found.roles,
        ended=found.ended,
        share=found.share,
    )


def _way(
    process: ProcessDraft, key: str | None, outcome: str, holding: tuple[str, ...], *, resulted: bool
) -> tuple[FlowDraft | None, str]:
    """Return the way that is taken, or None and the sentence that says why none is."""
    step = process.step(key) if key else None
    flow = next((flow for flow in process.flows if flow.source == key and flow.outcome == outcome), None)
    if step is None:
        return None, f"Đã kết thúc mà kịch bản còn đi tiếp bằng {outcome}."
    if flow is None:
        return None, f"Bước {key} không có lối ra {outcome}."
    try:
        if not conditions.supposed(step.needs, holding, concluded=resulted):
            return None, f"Bước {key} chưa xong được: cần “{Condition(step.needs).label}”."
        if not conditions.supposed(flow.condition, holding, concluded=resulted):
            return None, f"Lối {outcome} của bước {key} đang đóng: chỉ mở khi “{Condition(flow.condition).label}”."
    except UnknownCondition as no:
        return None, no.sentence
    return flow, ""


def _told(visited: list[str], taken: list[FlowDraft], process: ProcessDraft, stopped: str) -> Walk:
    steps = {step.key: step for step in process.activities}
    known = [steps[key] for key in visited if key in steps]
    return Walk(
        visited=tuple(visited),
        effects=tuple(flow.effect for flow in taken if flow.effect),
        roles=tuple(step.role for step in known),
        flows=tuple(taken),
        ended=bool(taken) and taken[-1].target is END,
        share=sum((steps[key].share for key in dict.fromkeys(visited) if key in steps), Decimal()),
        stopped=stopped,
    )


def _through(process: ProcessDraft, flow: FlowDraft) -> tuple[str, ...] | None:
    """Return the outcomes of the shortest lawful walk from the first step through the flow to an end."""
    start: _Spot = (process.activities[0].key, soundness.BEGINNINGS[0], False, False)
    ways: dict[_Spot, tuple[str, ...]] = {start: ()}
    waiting = [start]
    while waiting:
        spot = waiting.pop(0)
        key, state, resulted, passed = spot
        if key is END:
            if passed:
                return ways[spot]
            continue
        for way in process.ways(key):
            reached = soundness.after(way, state) if way.effect in soundness.DRAWN else None
            if reached is None or (resulted and Condition.LACKS_RESULT in (way.condition, _needs(process, key))):
                continue
            after: _Spot = (way.target, reached, resulted or _brings(process, way), passed or way is flow)
            if after not in ways:
                ways[after] = (*ways[spot], way.outcome)
                waiting.append(after)
    return None


def _brings(process: ProcessDraft, flow: FlowDraft) -> bool:
    """Tell whether a result is there once this way was taken: by concluding, or because it was asked for."""
    asked = (flow.condition, _needs(process, flow.source))
    return flow.effect in soundness.CONCLUDING or Condition.HAS_RESULT in asked


def _needs(process: ProcessDraft, key: str) -> str:
    step = process.step(key)
    return step.needs if step else ""


def _holding(process: ProcessDraft, outcomes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the conditions that the walk asks for."""
    key: str | None = process.activities[0].key
    asked: dict[str, None] = {}
    for outcome in outcomes:
        step = process.step(key) if key else None
        flow = next((flow for flow in process.flows if flow.source == key and flow.outcome == outcome), None)
        if step is None or flow is None:
            break
        asked |= dict.fromkeys(word for word in (step.needs, flow.condition) if word)
        key = flow.target
    return tuple(asked)


def _name(process: ProcessDraft, flow: FlowDraft, number: int) -> str:
    step = process.step(flow.source)
    return f"{number + 1}. {flow.label} ({step.name if step else flow.source})"[:120]


def _acts(effects: tuple[str, ...]) -> str:
    return ", ".join(Act(effect).label.lower() for effect in effects) or "không có"
