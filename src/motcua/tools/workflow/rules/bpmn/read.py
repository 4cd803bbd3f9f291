"""Read a BPMN 2.0 file as a drawing. What we could not keep is refused by name, all of it at once; nothing is dropped.

Taken: one pool, one level of lanes, user, manual and plain tasks, exclusive gateways that split after a task or join
before one, one start, ends, sequence flows, the diagram. A lane says its role and place in our extension, or by its
name as ``role@place``.
"""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from motcua.ground.kernel.text import fold

from ...errors import NotBpmn
from ...vocabulary import ActivityKind, Place
from ..drawing import ActivityDraft, Diagram, FlowDraft, ProcessDraft, ScenarioDraft
from ..shape import KEY, LONGEST, MOST_FLOWS, MOST_STEPS
from .diagram import read_diagram
from .graph import Graph
from .parts import fresh
from .write import NAMESPACES, TASKS
from .xml import Element, parse

_BPMN, _MC = NAMESPACES["bpmn"], NAMESPACES["mc"]
_KINDS = {tag: ActivityKind(kind) for kind, tag in TASKS.items()}
_MOST_SAID = 15
_CHOICE = re.compile(r'\s*outcome = "([a-z][a-z0-9_-]*)"(?: and ([a-z_]+))?\s*')
_LANE = re.compile(r"\s*([a-z_]+)@([a-z_]+)\s*")


def from_bpmn(data: bytes) -> ProcessDraft:
    """Return the drawing of a BPMN file; whether it is sound and lawful is asked like of any other drawing.

    Raises  NotBpmn naming every element that is not supported, by its id or line.
    """
    graph = Graph(parse(data))
    if not graph.faults:
        process = _process(graph)
        if not graph.faults:
            return process
    said = list(dict.fromkeys(graph.faults))
    more = f" Và {len(said) - _MOST_SAID} chỗ khác." if len(said) > _MOST_SAID else ""
    raise NotBpmn("Chưa nhập được tệp này. " + " ".join(said[:_MOST_SAID]) + more)


def _process(graph: Graph) -> ProcessDraft:
    own = next(iter(_extension(graph.process, "process")), None)
    keys = _keys(graph)
    activities = tuple(_activity(graph, task, keys[task.get("id")]) for task in graph.tasks)
    flows, ids, names = _flows(graph, keys)
    lanes = {f"lane:{step.lane}": graph.lane_of[step.element] for step in activities if step.element in graph.lane_of}
    ids |= {part: lane.get("id") for part, lane in lanes.items()}
    names |= {part: lane.get("name") for part, lane in lanes.items()}
    taken = {*graph.nodes, *(flow.get("id") for flow in graph.flows), *ids.values()}
    taken |= {element.get("id") for element in graph.frame.values() if element}
    for part, element in graph.frame.items():
        ids[part] = element.get("id") if element else fresh(part.capitalize(), taken)
        names[part] = element.get("name") if element else ""
    if len(activities) > MOST_STEPS or len(flows) > MOST_FLOWS:
        graph.refuse(
            graph.process, f"có {len(activities)} bước, {len(flows)} lối; nhiều nhất {MOST_STEPS}, {MOST_FLOWS}"
        )
    shapes, edges = read_diagram(graph)
    name = (own.get("name") if own else "") or graph.process.get("name") or names.get("pool", "") or "Quy trình nhập"
    return ProcessDraft(
        key=(own.get("key") if own else "") or _slug(graph.process.get("id"), "process"),
        name=name[: LONGEST["name"]],
        activities=activities,
        flows=_ordered(graph, flows),
        scenarios=tuple(_scenarios(graph)),
        diagram=Diagram(ids=ids, names=names, shapes=shapes, edges=edges),
    )


def _keys(graph: Graph) -> dict[str, str]:
    """Return {element id: key}: ours where it says one, else made of the id."""
    found: dict[str, str] = {}
    for task in graph.tasks:
        own = next(iter(_extension(task, "step")), None)
        key = own.get("key") if own else ""
        found[task.get("id")] = key or _slug(task.get("id").removeprefix("Activity_"), "step", set(found.values()))
        if key and not KEY.fullmatch(key):
            graph.refuse(task, f"mang mã bước “{key[:40]}” không đúng dạng")
    return found


def _activity(graph: Graph, task: Element, key: str) -> ActivityDraft:
    own = next(iter(_extension(task, "step")), None)
    role, place = _lane(graph, task)
    placed = place in list(Place)
    name, element = task.get("name"), task.get("id")
    form, output = (own.get("form"), own.get("output")) if own else ("", "")
    for field, value in (("name", name), ("element", element), ("form", form), ("output", output)):
        if len(value) > LONGEST[field]:
            graph.refuse(task, f"có chữ dài quá {LONGEST[field]}")
    return ActivityDraft(
        key=key,
        name=name,
        place=Place(place) if placed else Place.NAMED,
        agency_kind="" if placed else place,
        role=role,
        share=_number(graph, task, own.get("share") if own else ""),
        kind=_KINDS[task.name[1]],
        needs=own.get("needs") if own else "",
        minutes=int(_number(graph, task, own.get("minutes") if own else "")),
        form=form,
        output=output,
        element=element,
    )


def _lane(graph: Graph, task: Element) -> tuple[str, str]:
    lane = graph.lane_of.get(task.get("id"))
    if lane is None:
        graph.refuse(task, "không nằm trong làn nào nên không biết ai làm, ở đâu; đặt bước vào một làn")
        return "", ""
    own = next(iter(_extension(lane, "lane")), None)
    said = _LANE.fullmatch(lane.get("name"))
    role, place = (own.get("role"), own.get("place")) if own else said.groups() if said else ("", "")
    if not role or not place or "@" in role:
        graph.refuse(lane, "chưa nói vai trò nào, ở đâu; đặt tên làn theo mẫu vai_trò@nơi, ví dụ signer@competent")
    return role, place


def _flows(graph: Graph, keys: dict[str, str]) -> tuple[list[FlowDraft], dict[str, str], dict[str, str]]:
    """Return the ways out, and the ids and names of the parts between steps."""
    flows: list[FlowDraft] = []
    ids, names = dict[str, str](), dict[str, str]()

    def keep(part: str, element: Element) -> None:
        ids[part], names[part] = element.get("id"), element.get("name")

    begin, first = graph.begin()
    if begin is None or first is None:
        return [], ids, names
    keep("start", graph.starts[0])
    keep("begin", begin)
    incoming = Counter([first.get("id")])
    for task in graph.tasks:
        key = keys[task.get("id")]
        behind, ways = graph.ways(task)
        if behind:
            keep(f"out:{key}", behind[0])
            keep(f"split:{key}", behind[1])
        for flow, target in _out(graph, ways, key, keys):
            if target.name[1] == "endEvent":
                keep(f"end:{key}/{flow.outcome}", target)
            incoming[target.get("id")] += 1
            flows.append(flow)
    for part, element in _joins(graph, keys):
        keep(part, element)
    ids = {f"join:{key}": "" for id_, key in keys.items() if incoming[id_] > 1} | ids
    if graph.tasks[:1] != [first]:
        graph.refuse(first, "là bước đầu nhưng không đứng đầu tệp; chuyển nó lên trước các bước khác")
    return flows, ids, names


def _joins(graph: Graph, keys: dict[str, str]) -> Iterator[tuple[str, Element]]:
    """Yield the gateways before steps and their flows, by part."""
    for task in graph.tasks:
        for part, element in zip(("join", "in"), graph.join(task), strict=False):
            yield f"{part}:{keys[task.get('id')]}", element


def _out(graph: Graph, ways: list[Element], source: str, keys: dict[str, str]) -> Iterator[tuple[FlowDraft, Element]]:
    outcomes: set[str] = set()
    for way in ways:
        if (target := graph.target(way)) is not None:
            flow = _way(graph, way, source, keys.get(target.get("id")), outcomes)
            outcomes.add(flow.outcome)
            yield flow, target


def _way(graph: Graph, way: Element, source: str, target: str | None, outcomes: set[str]) -> FlowDraft:
    own = next(iter(_extension(way, "way")), None)
    said = next(way.below(_BPMN, "conditionExpression"), None)
    outcome, condition = (own.get("outcome"), own.get("condition")) if own else ("", "")
    if said is not None:
        read = _CHOICE.fullmatch(said.text)
        if read is None:
            graph.refuse(way, f'mang biểu thức “{said.text.strip()[:60]}”; viết: outcome = "mã-lối-ra" and điều_kiện')
        elif own and (read[1], read[2] or "") != (outcome, condition):
            graph.refuse(way, "có biểu thức khác với phần mở rộng của nó; sửa cho giống nhau")
        else:
            outcome, condition = read[1], read[2] or ""
    label = way.get("name")
    if not outcome:
        outcome = _slug(label or "forward", "forward", outcomes)
    if not KEY.fullmatch(outcome) or len(label) > LONGEST["label"] or len(way.get("id")) > LONGEST["element"]:
        graph.refuse(way, "có mã lối ra không đúng dạng, tên hoặc id quá dài")
    return FlowDraft(
        source=source,
        target=target,
        outcome=outcome,
        label=label or ("Chuyển tiếp" if own is None else ""),
        effect=own.get("effect") if own else "",
        condition=condition,
        element=way.get("id"),
    )


def _ordered(graph: Graph, flows: list[FlowDraft]) -> tuple[FlowDraft, ...]:
    """Return the ways in the order of our extension; those that it does not name stay behind them."""
    at = {order.get("flow"): order.get("at") for order in _extension(graph.process, "order")}
    place = {id_: int(number) for id_, number in at.items() if number.isdecimal() and len(number) < 6}
    return tuple(sorted(flows, key=lambda flow: place.get(flow.element, len(flows))))


def _scenarios(graph: Graph) -> Iterator[ScenarioDraft]:
    for own in _extension(graph.process, "scenario"):
        yield ScenarioDraft(
            name=own.get("name")[: LONGEST["label"]],
            outcomes=tuple(own.get("outcomes").split()),
            holding=tuple(own.get("holding").split()),
            visited=tuple(own.get("visited").split()),
            effects=tuple(own.get("effects").split()),
            roles=tuple(own.get("roles").split()),
            ended=own.get("ended") != "false",
            share=_number(graph, own, own.get("share")),
        )


def _extension(element: Element, name: str) -> Iterator[Element]:
    for extension in element.below(_BPMN, "extensionElements"):
        yield from extension.below(_MC, name)


def _number(graph: Graph, element: Element, said: str) -> Decimal:
    try:
        number = Decimal(said or "0")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > 1_000_000 or number != round(number, 3):
        graph.refuse(element, f"có số “{said[:20]}” không đọc được")
        return Decimal()
    return number


def _slug(text: str, otherwise: str, taken: set[str] | None = None) -> str:
    """Return a key made of a text, not one of those that are taken."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:30].strip("-")
    wanted = plain if KEY.fullmatch(plain) else otherwise
    found, number = wanted, 1
    while found in (taken or ()):
        number += 1
        found = f"{wanted}-{number}"
    return found
