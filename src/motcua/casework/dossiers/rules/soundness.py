"""Does every way through a drawing spell lawful acts? An agency may draw any process except an illegal one."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from motcua.tools.workflow.rules import shape
from motcua.tools.workflow.rules.drawing import END, FlowDraft, ProcessDraft
from motcua.tools.workflow.rules.findings import Finding

from ..vocabulary import Act, Condition
from . import conditions, groups, lifecycle
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


def findings(process: ProcessDraft) -> Iterator[Finding]:
    """Yield everything that is wrong with a drawing for dossiers, each with its mend."""
    yield from shape.findings(process)
    for flow in process.flows:
        yield from _effect(flow)
    yield from _unknown_conditions(process)
    yield from _unlawful_ways(process)
    if process.key == groups.PROCESS:
        yield from _unjoined(process)


def after(flow: FlowDraft, state: State) -> State | None:
    """Return the state that a way out leads to; None where the law knows no such act there."""
    if flow.effect:
        return lifecycle.TRANSITIONS.get((state, Act(flow.effect)))
    return lifecycle.begun(state)


def lawful_spots(process: ProcessDraft) -> frozenset[tuple[str, State]]:
    """Return each step with each state of the law in which a dossier can stand at it."""
    ways, _ = _spots(process) if process.activities else ({}, {})
    return frozenset((spot.step, spot.state) for spot in ways)


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


def _unjoined(process: ProcessDraft) -> Iterator[Finding]:
    """Yield each step from which the system could not end a whole of several agencies, whose parts have ended."""
    ways = {(flow.source, flow.outcome, flow.effect) for flow in process.flows if not flow.condition}
    open_steps = {step for step, state in lawful_spots(process) if state.status in lifecycle.RUNNING}
    wanted = ((groups.JOINED, Act.COMPLETE), (groups.REFUSED, Act.REJECT))
    for step in (step.key for step in process.activities if step.key in open_steps):
        for outcome, act in wanted:
            if (step, outcome, act) not in ways:
                yield Finding(
                    code="no_join",
                    step=step,
                    sentence=f"Bước {step} cần lối {outcome} mang việc “{act.label.lower()}”, không điều kiện: hệ "
                    "thống kết thúc hồ sơ liên thông bằng lối đó. Thêm lối ra.",
                )


def _unknown_conditions(process: ProcessDraft) -> Iterator[Finding]:
    asked = [(flow.source, f"Lối “{flow.label}” hỏi", flow.condition) for flow in process.flows]
    asked += [(step.key, f"Bước {step.key} cần", step.needs) for step in process.activities]
    for step, who, word in asked:
        if word and not conditions.is_known(word):
            yield Finding(
                code="unknown_condition", step=step, sentence=f"{who} điều kiện không có: {word}. Chọn trong danh mục."
            )


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a dossier can be: at a step, in a state of the law, with a result or without one. A result stays.

    paper   whether there is any that the step works with: where there is none, and none need ever come, it is never
            elsewhere. Whether there is one of the result does not follow from whether there was one before
    """

    step: str
    state: State
    result: bool
    paper: bool


def _unlawful_ways(process: ProcessDraft) -> Iterator[Finding]:
    """Yield each way out that the law does not allow where it can be met, and each step whose conditions shut it.

    Ways that come back to a step are walked too: what counts is every spot in which a step can be reached.
    """
    if not process.activities:
        return
    told: dict[tuple[str, str], Finding] = {}
    opened: set[tuple[str, str]] = set()
    ways, leads = _spots(process)
    for spot, way in ways.items():
        for finding in _shut(process, spot):
            told.setdefault((finding.code, spot.step), finding)
        for flow in _open_ways(process, spot):
            opened.add((flow.source, flow.outcome))
            if after(flow, spot.state) is None:
                unlawful = _unlawful(flow, (*way, flow.target or "kết thúc"), spot.state)
                told.setdefault((flow.source, flow.outcome), unlawful)
    for spot in _endless(leads):
        told.setdefault(("", spot.step), _trapped(spot, ways[spot]))
    yield from told.values()
    met = {spot.step for spot in ways}
    for flow in process.flows:
        if flow.source in met and flow.effect in DRAWN and (flow.source, flow.outcome) not in opened:
            yield Finding(
                code="never_open",
                step=flow.source,
                sentence=f"Lối “{flow.label}” của bước {flow.source} không bao giờ mở được. Đổi điều kiện của lối.",
            )


def _spots(process: ProcessDraft) -> tuple[dict[_Spot, tuple[str, ...]], dict[_Spot, set[_Spot | None]]]:
    """Return every spot that can be reached with the shortest way there, and where each leads; None is the end."""
    first = process.activities[0].key
    ways: dict[_Spot, tuple[str, ...]] = {
        _Spot(first, state, result, paper): (first,)
        for paper in (True, False)
        for state in BEGINNINGS
        for result in (False, True)
    }
    leads: dict[_Spot, set[_Spot | None]] = {}
    waiting = list(ways)
    while waiting:
        spot = waiting.pop(0)
        leads[spot] = set()
        for flow in _open_ways(process, spot):
            reached = after(flow, spot.state)
            if reached is None or flow.target is END:
                leads[spot].add(None)
                continue
            has_one = spot.result or flow.effect in CONCLUDING or flow.condition == Condition.HAS_RESULT
            papers = (True, False) if flow.effect in CONCLUDING else (spot.paper,)
            for result, paper in product(sorted({has_one, True}), papers):  # a result may be attached at any step
                following = _Spot(flow.target, reached, result, paper)
                leads[spot].add(following)
                if following not in ways:
                    ways[following] = (*ways[spot], flow.target)
                    waiting.append(following)
    return ways, leads


def _endless(leads: dict[_Spot, set[_Spot | None]]) -> list[_Spot]:
    """Return the spots from which no end can be reached any more."""
    ending: set[_Spot | None] = {None}
    grew = True
    while grew:
        more = {spot for spot, following in leads.items() if spot not in ending and following & ending}
        ending |= more
        grew = bool(more)
    return [spot for spot in leads if spot not in ending]


def _trapped(spot: _Spot, way: tuple[str, ...]) -> Finding:
    when = ["đã có kết quả"] * spot.result + ["không có bản giấy nào"] * (not spot.paper)
    return Finding(
        code="no_way_to_end",
        step=spot.step,
        sentence=f"Đi {' → '.join(way)} rồi thì không còn đường tới chỗ kết thúc"
        f"{' khi ' if when else ''}{' và '.join(when)}. Thêm lối ra hoặc đổi điều kiện.",
    )


def _open_ways(process: ProcessDraft, spot: _Spot) -> list[FlowDraft]:
    """Return the ways out that can be taken at a spot, its papers and enquiries being as they may."""
    step = process.step(spot.step)
    if step is None:
        return []
    return [
        flow
        for flow in process.ways(spot.step)
        if flow.effect in DRAWN
        and any(
            _true(step.needs, facts) and _true(flow.condition, facts)
            for facts in conditions.every_case(has_result=spot.result or None, has_paper=spot.paper)
            if facts.has_result or flow.effect not in CONCLUDING
        )
    ]


def _unlawful(flow: FlowDraft, way: tuple[str, ...], state: State) -> Finding:
    act = Act(flow.effect).label.lower()
    return Finding(
        code="unlawful_way",
        step=flow.source,
        sentence=f"Đường {' → '.join(way)} không đi đúng thứ tự việc theo luật: không thể {act} khi hồ sơ "
        f"“{state.label}”. Sửa việc hoặc đích của lối “{flow.label}”.",
    )


def _shut(process: ProcessDraft, spot: _Spot) -> Iterator[Finding]:
    """Yield what conditions make impossible: a step that can never be finished, a case that no way out is open in."""
    step, flows = process.step(spot.step), [flow for flow in process.ways(spot.step) if flow.effect in DRAWN]
    if step is None or not flows:
        return
    # without a result it is a matter of waiting for one
    attainable = conditions.every_case(has_result=spot.result or None, has_paper=spot.paper)
    if not any(_true(step.needs, facts) for facts in attainable):
        why = "đã có kết quả" if step.needs == Condition.LACKS_RESULT else "không có bản giấy nào"
        yield Finding(
            code="needs_impossible",
            step=step.key,
            sentence=f"Bước {step.key} cần điều không thể có khi {why}. Đổi điều kiện của bước.",
        )
    cases = conditions.every_case(has_result=spot.result, has_paper=spot.paper)
    finishable = [facts for facts in cases if _true(step.needs, facts)]
    if any(not any(_true(flow.condition, facts) for flow in flows) for facts in finishable):
        yield Finding(
            code="no_way_out",
            step=step.key,
            sentence=f"Bước {step.key} có lúc không lối ra nào mở. Thêm một lối không điều kiện hoặc lối ngược lại.",
        )


def _true(condition: str, facts: Facts) -> bool:
    """Tell whether a condition is true; one that nobody knows is told apart and shuts nothing here."""
    return not conditions.is_known(condition) or conditions.holds(condition, facts)
