"""A process as a value, and what can be said of it before anyone works by it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .vocabulary import Place

END = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDraft:
    """A step. ``share`` is its part of the procedure's time, 0–1."""

    key: str
    name: str
    place: Place
    role: str
    share: Decimal
    agency_kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowDraft:
    """From ``source`` by ``outcome`` to ``target``; None ends the process."""

    source: str
    target: str | None
    outcome: str
    label: str
    effect: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessDraft:
    """A whole drawing; its first activity is where it starts."""

    key: str
    name: str
    activities: tuple[ActivityDraft, ...]
    flows: tuple[FlowDraft, ...]


def read(data: Mapping[str, Any]) -> ProcessDraft:
    """Return the drawing kept as JSON; KeyError or ValueError where it is malformed."""
    return ProcessDraft(
        key=data["key"],
        name=data["name"],
        activities=tuple(
            ActivityDraft(
                key=step["key"],
                name=step["name"],
                place=Place(step["place"]) if step["place"] in list(Place) else Place.NAMED,
                agency_kind="" if step["place"] in list(Place) else step["place"],
                role=step["role"],
                share=Decimal(str(step["share"])),
            )
            for step in data["activities"]
        ),
        flows=tuple(
            FlowDraft(
                source=flow["from"],
                target=flow["to"] or END,
                outcome=flow["outcome"],
                label=flow["label"],
                effect=flow.get("effect") or "",
            )
            for flow in data["flows"]
        ),
    )


def flaws(process: ProcessDraft) -> Iterator[str]:
    """Yield, in Vietnamese, what is wrong with the drawing as such: ends, reach, shares.

    Whether its effects spell a lawful sequence is asked above, where the law is known.
    """
    keys = [activity.key for activity in process.activities]
    if len(set(keys)) != len(keys):
        yield "Hai bước trùng mã."
    for flow in process.flows:
        if flow.source not in keys or (flow.target is not END and flow.target not in keys):
            yield f"Luồng “{flow.label}” nối tới bước không có."
    for key in keys:
        if not any(flow.source == key for flow in process.flows):
            yield f"Bước {key} không có lối ra."
    yield from _astray(process, keys)
    for path in paths(process):
        total = sum((activity.share for activity in process.activities if activity.key in path), Decimal())
        if total > 1:
            yield f"Tổng thời gian các bước {' → '.join(path)} vượt thời hạn giải quyết."


def paths(process: ProcessDraft) -> Iterator[tuple[str, ...]]:
    """Yield every way from the first activity to an end that visits no activity twice."""

    def walk(key: str, so_far: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        for flow in process.flows:
            if flow.source != key:
                continue
            if flow.target is END:
                yield so_far
            elif flow.target not in so_far:
                yield from walk(flow.target, (*so_far, flow.target))

    if process.activities:
        first = process.activities[0].key
        yield from walk(first, (first,))


def _astray(process: ProcessDraft, keys: list[str]) -> Iterator[str]:
    reached, last = _reachable(process), {flow.source for flow in process.flows if flow.target is END}
    for key in keys:
        if key not in reached:
            yield f"Không có đường nào tới bước {key}."
        elif not last & _reachable(process, key):
            yield f"Từ bước {key} không có đường nào tới chỗ kết thúc."


def _reachable(process: ProcessDraft, start: str = "") -> set[str]:
    reached: set[str] = set()
    waiting = [start or process.activities[0].key] if process.activities else []
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            waiting += [flow.target for flow in process.flows if flow.source == key and flow.target is not END]
    return reached
