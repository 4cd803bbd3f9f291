"""Write a drawing as BPMN 2.0 with its diagram; what is ours stands in extension elements of our own namespace."""

import re
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from ..drawing import ActivityDraft, FlowDraft, ProcessDraft, ScenarioDraft, Shape
from .parts import Link, Node, lanes, links, nodes, settled

NAMESPACES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "mc": "urn:motcua:process:1",
}
TASKS = {"user": "userTask", "manual": "manualTask", "plain": "task"}

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_bpmn(process: ProcessDraft, said: Mapping[str, str] | None = None) -> str:
    """Return the drawing as a BPMN 2.0 file, readable by other tools and, equal, by `read.from_bpmn`.

    said    {role, or kind of agency: its name}, for the names of lanes
    """
    process = settled(process, said)
    return "\n".join(_lines(process)) + "\n"


def expression(flow: FlowDraft) -> str:
    """Return the words of a way out at a gateway, e.g. ``outcome = "sign" and has_result``."""
    chosen = f'outcome = "{flow.outcome}"'
    return f"{chosen} and {flow.condition}" if flow.condition else chosen


def _lines(process: ProcessDraft) -> Iterator[str]:
    ids, names = process.diagram.ids, process.diagram.names
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    yield f'<bpmn:definitions {spaces} id="Definitions_1" targetNamespace="{NAMESPACES["mc"]}" exporter="motcua">'
    yield f"  <bpmn:collaboration {_attributes(id=ids['collaboration'])}>"
    pool = _attributes(id=ids["pool"], name=names["pool"], processRef=ids["process"])
    yield f"    <bpmn:participant {pool} />"
    yield "  </bpmn:collaboration>"
    yield f'  <bpmn:process {_attributes(id=ids["process"], name=names["process"])} isExecutable="false">'
    yield from _process_extension(process)
    yield from _lanes(process)
    connections = tuple(links(process))
    for node in nodes(process):
        yield from _node(node, connections)
    for link in connections:
        yield from _link(link)
    yield "  </bpmn:process>"
    yield from _diagram(process, connections)
    yield "</bpmn:definitions>"


def _process_extension(process: ProcessDraft) -> Iterator[str]:
    yield "    <bpmn:extensionElements>"
    yield f"      <mc:process {_attributes(key=process.key, name=process.name)} />"
    for order, flow in enumerate(process.flows):
        yield f"      <mc:order {_attributes(flow=flow.element, at=str(order))} />"
    for scenario in process.scenarios:
        yield f"      <mc:scenario {_scenario(scenario)} />"
    yield "    </bpmn:extensionElements>"


def _scenario(scenario: ScenarioDraft) -> str:
    return _attributes(
        name=scenario.name,
        outcomes=" ".join(scenario.outcomes),
        holding=" ".join(scenario.holding),
        visited=" ".join(scenario.visited),
        effects=" ".join(scenario.effects),
        roles=" ".join(scenario.roles),
        ended="true" if scenario.ended else "false",
        share=_plain(scenario.share),
    )


def _lanes(process: ProcessDraft) -> Iterator[str]:
    ids, names = process.diagram.ids, process.diagram.names
    figures = nodes(process)
    yield f"    <bpmn:laneSet {_attributes(id=ids['lanes'])}>"
    for lane in lanes(process):
        role, _, place = lane.partition("@")
        part = f"lane:{lane}"
        yield f"      <bpmn:lane {_attributes(id=ids[part], name=names[part])}>"
        own = f"<mc:lane {_attributes(role=role, place=place)} />"
        yield f"        <bpmn:extensionElements>{own}</bpmn:extensionElements>"
        for node in figures:
            if node.lane == part:
                yield f"        <bpmn:flowNodeRef>{escape(node.id)}</bpmn:flowNodeRef>"
        yield "      </bpmn:lane>"
    yield "    </bpmn:laneSet>"


def _node(node: Node, connections: tuple[Link, ...]) -> Iterator[str]:
    tags = {"start": "startEvent", "end": "endEvent", "split": "exclusiveGateway", "join": "exclusiveGateway"}
    tag = TASKS[node.step.kind] if node.step else tags[node.kind]
    yield f"    <bpmn:{tag} {_attributes(id=node.id, name=node.name)}>"
    if node.step:
        yield f"      <bpmn:extensionElements><mc:step {_step(node.step)} /></bpmn:extensionElements>"
    for way, end in (("incoming", "target"), ("outgoing", "source")):
        for link in connections:
            if getattr(link, end) == node.id:
                yield f"      <bpmn:{way}>{escape(link.id)}</bpmn:{way}>"
    yield f"    </bpmn:{tag}>"


def _step(step: ActivityDraft) -> str:
    return _attributes(
        key=step.key,
        share=_plain(step.share),
        minutes=str(step.minutes) if step.minutes else "",
        needs=step.needs,
        form=step.form,
        output=step.output,
    )


def _link(link: Link) -> Iterator[str]:
    flow = link.way
    ends = _attributes(id=link.id, name=link.name, sourceRef=link.source, targetRef=link.target)
    if flow is None:
        yield f"    <bpmn:sequenceFlow {ends} />"
        return
    yield f"    <bpmn:sequenceFlow {ends}>"
    own = _attributes(outcome=flow.outcome, effect=flow.effect, condition=flow.condition)
    yield f"      <bpmn:extensionElements><mc:way {own} /></bpmn:extensionElements>"
    if link.chosen:
        said = escape(_legal(expression(flow)))
        kind = 'xsi:type="bpmn:tFormalExpression"'
        yield f"      <bpmn:conditionExpression {kind}>{said}</bpmn:conditionExpression>"
    yield "    </bpmn:sequenceFlow>"


def _diagram(process: ProcessDraft, connections: tuple[Link, ...]) -> Iterator[str]:
    diagram = process.diagram
    ids, shapes = diagram.ids, diagram.shapes
    yield f"  <bpmndi:BPMNDiagram {_attributes(id=ids['diagram'])}>"
    yield f"    <bpmndi:BPMNPlane {_attributes(id=ids['plane'], bpmnElement=ids['collaboration'])}>"
    for id_ in (ids["pool"], *(ids[f"lane:{lane}"] for lane in lanes(process))):
        yield from _shape(id_, shapes, ' isHorizontal="true"')
    for node in nodes(process):
        marked = ' isMarkerVisible="true"' if node.kind in ("split", "join") else ""
        yield from _shape(node.id, shapes, marked)
    for link in connections:
        yield f"      <bpmndi:BPMNEdge {_attributes(id=f'{link.id}_di', bpmnElement=link.id)}>"
        for x, y in diagram.edges.get(link.id, ()):
            yield f'        <di:waypoint x="{x}" y="{y}" />'
        yield from _label(link.id, shapes)
        yield "      </bpmndi:BPMNEdge>"
    yield "    </bpmndi:BPMNPlane>"
    yield "  </bpmndi:BPMNDiagram>"


def _shape(id_: str, shapes: Mapping[str, Shape], more: str) -> Iterator[str]:
    yield f"      <bpmndi:BPMNShape {_attributes(id=f'{id_}_di', bpmnElement=id_)}{more}>"
    yield f"        {_bounds(shapes[id_])}"
    yield from _label(id_, shapes)
    yield "      </bpmndi:BPMNShape>"


def _label(id_: str, shapes: Mapping[str, Shape]) -> Iterator[str]:
    if box := shapes.get(f"{id_}#label"):
        yield f"        <bpmndi:BPMNLabel>{_bounds(box)}</bpmndi:BPMNLabel>"


def _bounds(box: Shape) -> str:
    x, y, width, height = box
    return f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}" />'


def _attributes(**values: str) -> str:
    """Return attributes in their order; empty ones are left out, but for ids and names that must stand."""
    return " ".join(f"{name}={quoteattr(_legal(value))}" for name, value in values.items() if value or name == "share")


def _legal(text: str) -> str:
    return _ILLEGAL.sub("", text)


def _plain(number: object) -> str:
    return f"{number:f}"
