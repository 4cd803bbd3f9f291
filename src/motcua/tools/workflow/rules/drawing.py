"""A process as a value: steps, ways out, scenarios, and how it is kept as JSON.

The step fields are those of an internal process after TCVN ISO 9001: order, name, executor, time, record, output.
Law: 01/2018/TT-VPCP, Điều 8.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from ..vocabulary import ActivityKind, Place

END = None

_STEP, _WAY = ("key", "name", "place", "role", "share"), ("outcome", "label")

Shape = tuple[int, int, int, int]
"""Left, top, width, height of a figure."""
Line = tuple[tuple[int, int], ...]
"""Corners of a connection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDraft:
    """A step.

    share    its part of the procedure's time, 0-1
    minutes  or its own working minutes, 480 a day; 0 where the share says it
    needs    condition without which the step cannot be finished, "" for none
    form     form or record that the step uses; ``output``: what it leaves behind
    element  its id in BPMN, "" until it has been there
    """

    key: str
    name: str
    place: Place
    role: str
    share: Decimal
    agency_kind: str = ""
    kind: ActivityKind = ActivityKind.USER
    needs: str = ""
    minutes: int = 0
    form: str = ""
    output: str = ""
    element: str = ""

    @property
    def lane(self) -> str:
        """Return who does it and where, e.g. ``signer@competent``."""
        return f"{self.role}@{self.agency_kind or self.place}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowDraft:
    """From ``source`` by ``outcome`` to ``target``; None ends the process. ``condition`` "" is always open."""

    source: str
    target: str | None
    outcome: str
    label: str
    effect: str = ""
    condition: str = ""
    element: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioDraft:
    """A walk that is tried before publication.

    outcomes  the way out taken at each step, in order
    holding   conditions that are true all along
    visited, effects, roles   steps walked, acts of law done and roles that acted, in order
    ended     whether the walk reaches the end; ``share``: its part of the time, each step counted once
    """

    name: str
    outcomes: tuple[str, ...]
    holding: tuple[str, ...] = ()
    visited: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    ended: bool = True
    share: Decimal = Decimal()


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """How the drawing looks in BPMN: what a table of steps does not say.

    ids     {part: element id}: ``process``, ``pool``, ``start``, ``split:check``, ``join:check``, ``lane:role@place`` …
    names   {part: name} of events, gateways and lanes
    shapes  {element id: figure}, edges {element id: corners}
    """

    ids: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    edges: Mapping[str, Line] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessDraft:
    """A whole drawing; its first activity is where it starts."""

    key: str
    name: str
    activities: tuple[ActivityDraft, ...]
    flows: tuple[FlowDraft, ...]
    scenarios: tuple[ScenarioDraft, ...] = ()
    diagram: Diagram = field(default_factory=Diagram)

    def step(self, key: str) -> ActivityDraft | None:
        """Return the step of a key, the first where two share it."""
        return next((activity for activity in self.activities if activity.key == key), None)

    def ways(self, key: str) -> tuple[FlowDraft, ...]:
        """Return the ways out of a step."""
        return tuple(flow for flow in self.flows if flow.source == key)


def read(data: Mapping[str, Any]) -> ProcessDraft:
    """Return the drawing kept as JSON; KeyError or ValueError where it is malformed."""
    return ProcessDraft(
        key=data["key"],
        name=data["name"],
        activities=tuple(_activity(step) for step in data["activities"]),
        flows=tuple(
            FlowDraft(
                source=flow["from"],
                target=flow["to"] or END,
                outcome=flow["outcome"],
                label=flow["label"],
                effect=flow.get("effect") or "",
                condition=flow.get("condition", ""),
                element=flow.get("element", ""),
            )
            for flow in data["flows"]
        ),
        scenarios=scenarios_from(data.get("scenarios", ())),
        diagram=diagram_from(data.get("diagram", {})),
    )


def is_process_key(key: str) -> bool:
    """Tell whether a process can be called by this key."""
    return bool(re.fullmatch(r"[a-z][a-z0-9_-]{0,59}", key))


def to_json(process: ProcessDraft) -> dict[str, Any]:
    """Return the drawing as `read` takes it; what says nothing is left out."""
    return {
        "key": process.key,
        "name": process.name,
        "activities": [
            _lean(asdict(step) | {"place": step.agency_kind or step.place.value, "agency_kind": ""}, *_STEP)
            | {"share": _number(step.share)}
            for step in process.activities
        ],
        "flows": [
            {"from": flow.source, "to": flow.target}
            | _lean({key: value for key, value in asdict(flow).items() if key not in ("source", "target")}, *_WAY)
            for flow in process.flows
        ],
        "scenarios": scenarios_to(process.scenarios),
        "diagram": diagram_to(process.diagram),
    }


def scenarios_from(rows: Any) -> tuple[ScenarioDraft, ...]:
    """Return the scenarios kept as JSON."""
    return tuple(
        ScenarioDraft(
            name=row["name"],
            outcomes=tuple(row["outcomes"]),
            holding=tuple(row.get("holding", ())),
            visited=tuple(row.get("visited", ())),
            effects=tuple(row.get("effects", ())),
            roles=tuple(row.get("roles", ())),
            ended=bool(row.get("ended", True)),
            share=Decimal(str(row.get("share", "0"))),
        )
        for row in rows
    )


def scenarios_to(scenarios: tuple[ScenarioDraft, ...]) -> list[dict[str, Any]]:
    """Return the scenarios as JSON."""
    return [asdict(scenario) | {"share": _number(scenario.share)} for scenario in scenarios]


def diagram_from(data: Mapping[str, Any]) -> Diagram:
    """Return the diagram kept as JSON."""
    return Diagram(
        ids=dict(data.get("ids", {})),
        names=dict(data.get("names", {})),
        shapes={key: (box[0], box[1], box[2], box[3]) for key, box in data.get("shapes", {}).items()},
        edges={key: tuple((x, y) for x, y in line) for key, line in data.get("edges", {}).items()},
    )


def diagram_to(diagram: Diagram) -> dict[str, Any]:
    """Return the diagram as JSON."""
    return {
        "ids": dict(diagram.ids),
        "names": dict(diagram.names),
        "shapes": {key: list(box) for key, box in diagram.shapes.items()},
        "edges": {key: [list(corner) for corner in line] for key, line in diagram.edges.items()},
    }


def _activity(step: Mapping[str, Any]) -> ActivityDraft:
    placed = step["place"] in list(Place)
    return ActivityDraft(
        key=step["key"],
        name=step["name"],
        place=Place(step["place"]) if placed else Place.NAMED,
        agency_kind="" if placed else step["place"],
        role=step["role"],
        share=Decimal(str(step["share"])),
        kind=ActivityKind(step.get("kind", ActivityKind.USER)),
        needs=step.get("needs", ""),
        minutes=int(step.get("minutes", 0)),
        form=step.get("form", ""),
        output=step.get("output", ""),
        element=step.get("element", ""),
    )


def _lean(row: Mapping[str, Any], *kept: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value or key in kept}


def _number(share: Decimal) -> str:
    return format(share.normalize(), "f")
