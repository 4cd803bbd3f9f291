"""The figures and connections that a drawing is made of in BPMN, and how each is called.

A step with several ways out is followed by an exclusive gateway, one with several ways in preceded by one: BPMN takes
several flows out of a task for work in parallel. Each part has a name of ours by which its id and its words are kept:
``start``, ``step:check``, ``split:check``, ``join:check``, ``end:return/hand-over``, ``begin``, ``out:check``,
``in:check``, ``way:check/forward``, ``lane:signer@competent``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ...vocabulary import Place
from ..drawing import END, ActivityDraft, Diagram, FlowDraft, ProcessDraft, Shape
from .layout import laid_out

PLACES = {place.value: place.label for place in Place}


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A figure. ``kind``: start, step, split, join or end; ``lane``: its lane's part."""

    part: str
    kind: str
    id: str
    name: str
    lane: str
    step: ActivityDraft | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A connection between two figures by their ids. ``way``: the way out it stands for; ``chosen`` at a gateway."""

    part: str
    id: str
    name: str
    source: str
    target: str
    way: FlowDraft | None = None
    chosen: bool = False


def settled(process: ProcessDraft, said: Mapping[str, str] | None = None) -> ProcessDraft:
    """Return the drawing with an id, a name and a place for every part: what is written, and what is read back.

    said    {role, or kind of agency: its name} for the names of new lanes
    """
    taken: set[str] = set()
    activities = tuple(
        replace(step, element=fresh(step.element or f"Activity_{step.key}", taken)) for step in process.activities
    )
    flows = tuple(
        replace(flow, element=fresh(flow.element or f"Flow_{flow.source}_{flow.outcome}", taken))
        for flow in process.flows
    )
    process = replace(process, activities=activities, flows=flows)
    known, ids, names = process.diagram, dict[str, str](), dict[str, str]()
    for part, name in _names(process, said or {}):
        if part.startswith("end:") and (shared := known.ids.get(part)) and shared in ids.values():
            ids[part] = shared  # several ways may lead to one end
        elif part in known.ids and not known.ids[part]:
            ids[part] = ""
            continue
        else:
            ids[part] = fresh(known.ids.get(part) or _default_id(part), taken)
        names[part] = known.names.get(part, name)
    process = replace(process, diagram=replace(known, ids=ids, names=names))
    return replace(process, diagram=_placed(process))


def nodes(process: ProcessDraft) -> tuple[Node, ...]:
    """Return the figures of a settled drawing, each once."""
    ids, names = process.diagram.ids, process.diagram.names
    found: dict[str, Node] = {}

    def add(part: str, kind: str, lane: str) -> None:
        if ids.get(part):
            found.setdefault(
                ids[part], Node(part=part, kind=kind, id=ids[part], name=names.get(part, ""), lane=f"lane:{lane}")
            )

    if process.activities:
        add("start", "start", process.activities[0].lane)
    for step in process.activities:
        add(f"join:{step.key}", "join", step.lane)
        found[step.element] = Node(
            part=f"step:{step.key}",
            kind="step",
            id=step.element,
            name=step.name,
            lane=f"lane:{step.lane}",
            step=step,
        )
        add(f"split:{step.key}", "split", step.lane)
        for flow in process.ways(step.key):
            if flow.target is END:
                add(_end(flow), "end", step.lane)
    return tuple(found.values())


def links(process: ProcessDraft) -> Iterator[Link]:
    """Yield the connections of a settled drawing."""
    ids, names = process.diagram.ids, process.diagram.names
    element = {step.key: step.element for step in process.activities}
    enters = {key: ids.get(f"join:{key}") or id_ for key, id_ in element.items()}

    def link(part: str, source: str, target: str) -> Link:
        return Link(part=part, id=ids[part], name=names.get(part, ""), source=source, target=target)

    if process.activities:
        yield link("begin", ids["start"], enters[process.activities[0].key])
    for step in process.activities:
        if ids.get(f"join:{step.key}"):
            yield link(f"in:{step.key}", ids[f"join:{step.key}"], step.element)
        split = ids.get(f"split:{step.key}")
        if split:
            yield link(f"out:{step.key}", step.element, split)
        for flow in process.ways(step.key):
            yield Link(
                part=f"way:{flow.source}/{flow.outcome}",
                id=flow.element,
                name=flow.label,
                source=split or step.element,
                target=ids[_end(flow)] if flow.target is END else enters.get(flow.target, ""),
                way=flow,
                chosen=bool(split),
            )


def lanes(process: ProcessDraft) -> tuple[str, ...]:
    """Return who and where, e.g. ``signer@competent``, in the order in which the steps name them."""
    return tuple(dict.fromkeys(step.lane for step in process.activities))


def fresh(wanted: str, taken: set[str]) -> str:
    """Return an id that is not taken yet, and take it."""
    found, number = wanted, 1
    while found in taken:
        number += 1
        found = f"{wanted}_{number}"
    taken.add(found)
    return found


def _names(process: ProcessDraft, said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each part that the drawing has besides its steps and ways, with the name it gets where it has none."""
    yield from (("collaboration", ""), ("pool", process.name), ("process", process.name), ("lanes", ""))
    yield from (("diagram", ""), ("plane", ""))
    for lane in lanes(process):
        role, _, place = lane.partition("@")
        yield f"lane:{lane}", f"{said.get(role, role)}, {PLACES.get(place) or said.get(place, place)}"
    if process.activities:
        yield "start", "Tiếp nhận"
        yield "begin", ""
    for number, step in enumerate(process.activities):
        incoming = sum(flow.target == step.key for flow in process.flows) + (number == 0)
        if incoming > 1:
            yield f"join:{step.key}", ""
            if process.diagram.ids.get(f"join:{step.key}") != "":
                yield f"in:{step.key}", ""
        ways = process.ways(step.key)
        if len(ways) > 1:
            yield f"split:{step.key}", "Đi lối nào?"
            yield f"out:{step.key}", ""
        for flow in ways:
            if flow.target is END:
                yield _end(flow), "Kết thúc"


def _end(flow: FlowDraft) -> str:
    return f"end:{flow.source}/{flow.outcome}"


def _default_id(part: str) -> str:
    kind, _, rest = part.partition(":")
    return "_".join(filter(None, (kind.capitalize(), rest.replace("@", "_at_").replace("/", "_"))))


def _placed(process: ProcessDraft) -> Diagram:
    """Return the diagram with a place for every figure: as it was where it was whole, laid out anew where not."""
    diagram = process.diagram
    figures, connections = nodes(process), tuple(links(process))
    rows = {f"lane:{lane}": diagram.ids[f"lane:{lane}"] for lane in lanes(process)}
    wanted = {node.id for node in figures} | set(rows.values()) | {diagram.ids["pool"]}
    diagram = replace(diagram, shapes=_with_pool(diagram, tuple(rows.values())))
    if wanted <= set(diagram.shapes) and {link.id for link in connections} <= set(diagram.edges):
        labels = {f"{id_}#label" for id_ in wanted | {link.id for link in connections}}
        return replace(
            diagram,
            shapes={id_: box for id_, box in diagram.shapes.items() if id_ in wanted | labels},
            edges={link.id: diagram.edges[link.id] for link in connections},
        )
    shapes, edges = laid_out(
        tuple((node.id, node.kind, rows[node.lane]) for node in figures),
        tuple((link.id, link.source, link.target) for link in connections),
        diagram.ids["pool"],
    )
    return replace(diagram, shapes=shapes, edges=edges)


def _with_pool(diagram: Diagram, rows: tuple[str, ...]) -> Mapping[str, Shape]:
    """Return the shapes with a pool around the lanes, where lanes were drawn without one."""
    boxes = [diagram.shapes[row] for row in rows if row in diagram.shapes]
    if diagram.ids["pool"] in diagram.shapes or len(boxes) < len(rows) or not rows:
        return diagram.shapes
    left, top = min(box[0] for box in boxes) - 30, min(box[1] for box in boxes)
    right, foot = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return {**diagram.shapes, diagram.ids["pool"]: (left, top, right - left, foot - top)}
