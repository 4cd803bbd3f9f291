"""The flow of a BPMN process as a graph, with everything refused that we could not keep."""

from collections.abc import Callable
from typing import Literal

from .write import NAMESPACES
from .xml import Element

_BPMN, _DI, _MC = NAMESPACES["bpmn"], NAMESPACES["bpmndi"], NAMESPACES["mc"]
_XSI = NAMESPACES["xsi"]
TASK_TAGS = ("userTask", "manualTask", "task")
_ATTRIBUTES = {
    "process": {"id", "name", "isExecutable", "processType", "isClosed"},
    "collaboration": {"id", "name", "isClosed"},
    "participant": {"id", "name", "processRef"},
    "laneSet": {"id", "name"},
    "lane": {"id", "name"},
    "startEvent": {"id", "name", "isInterrupting"},
    "endEvent": {"id", "name"},
    "exclusiveGateway": {"id", "name", "gatewayDirection"},
    "sequenceFlow": {"id", "name", "sourceRef", "targetRef"},
    **{tag: {"id", "name", "completionQuantity", "startQuantity", "isForCompensation"} for tag in TASK_TAGS},
}
_DEFAULTS = {"completionQuantity": "1", "startQuantity": "1", "isForCompensation": "false"}
_CHILDREN = {
    "process": {
        "extensionElements",
        "laneSet",
        "startEvent",
        "endEvent",
        "exclusiveGateway",
        "sequenceFlow",
        *TASK_TAGS,
    },
    "collaboration": {"participant"},
    "laneSet": {"lane"},
    "lane": {"extensionElements", "flowNodeRef"},
    "startEvent": {"incoming", "outgoing"},
    "endEvent": {"incoming", "outgoing"},
    "exclusiveGateway": {"incoming", "outgoing"},
    "sequenceFlow": {"extensionElements", "conditionExpression"},
    **{tag: {"extensionElements", "incoming", "outgoing"} for tag in TASK_TAGS},
}
_OWN = {
    "process": {"process", "order", "scenario"},
    "lane": {"lane"},
    "sequenceFlow": {"way"},
    **{tag: {"step"} for tag in TASK_TAGS},
}


class Graph:
    """The one process of a file. ``faults``: sentences that name what cannot be taken."""

    def __init__(self, root: Element) -> None:
        self.faults: list[str] = []
        self.root = root
        self.process = root
        self.frame: dict[str, Element | None] = {}
        self.tasks: list[Element] = []
        self.starts: list[Element] = []
        self.flows: list[Element] = []
        self.nodes: dict[str, Element] = {}
        self.lane_of: dict[str, Element] = {}
        if root.name != (_BPMN, "definitions"):
            self.faults.append(f"Gốc của tệp là {root.name[1]}, không phải definitions của BPMN 2.0. Chọn tệp khác.")
            return
        self._top()
        if not self.faults:
            self._inside()
        if not self.faults:
            self._ids()

    def refuse(self, element: Element, why: str) -> None:
        """Note that an element cannot be taken."""
        self.faults.append(f"{element.said}: {why}.")

    def begin(self) -> tuple[Element | None, Element | None]:
        """Return the flow out of the start and the task it leads to."""
        if len(self.starts) != 1:
            self.refuse(self.process, f"có {len(self.starts)} sự kiện bắt đầu, phải có đúng một")
            return None, None
        out = self._from(self.starts[0])
        if len(out) != 1:
            self.refuse(self.starts[0], f"có {len(out)} luồng ra, phải có đúng một")
            return None, None
        first = self.target(out[0])
        if first is None or first.name[1] not in TASK_TAGS:
            self.refuse(self.starts[0], "phải dẫn tới một bước")
            return None, None
        self._plain(out[0])
        return out[0], first

    def ways(self, task: Element) -> tuple[tuple[Element, ...], list[Element]]:
        """Return (the flow to the gateway behind a task, the gateway) if there is one, and the ways out."""
        out = self._from(task)
        if len(out) > 1:
            self.refuse(task, "rẽ nhiều luồng không qua cổng nên BPMN hiểu là làm song song; thêm một cổng loại trừ")
        behind = self.nodes[out[0].get("targetRef")] if len(out) == 1 else None
        if behind is None or self._role(behind) != "split":
            return (), out
        self._plain(out[0])
        return (out[0], behind), self._from(behind)

    def target(self, way: Element) -> Element | None:
        """Return the task or end that a way leads to, through the gateway before a task; None is refused."""
        end = self.nodes[way.get("targetRef")]
        if self._role(end) == "join":
            end = self.nodes[self._from(end)[0].get("targetRef")]
        if end.name[1] in (*TASK_TAGS, "endEvent"):
            return end
        self.refuse(way, "phải dẫn tới một bước hoặc chỗ kết thúc")
        return None

    def join(self, task: Element) -> tuple[Element, ...]:
        """Return (the gateway before a task, the flow between them) if there is one."""
        for flow in self.flows:
            before = self.nodes[flow.get("sourceRef")]
            if flow.get("targetRef") == task.get("id") and self._role(before) == "join":
                self._plain(flow)
                return before, flow
        return ()

    def _top(self) -> None:
        tops: dict[str, list[Element]] = {"process": [], "collaboration": [], "BPMNDiagram": []}
        for child in self.root.children:
            if child.name in {(_BPMN, "process"), (_BPMN, "collaboration"), (_DI, "BPMNDiagram")}:
                tops[child.name[1]].append(child)
            else:
                self.refuse(child, "không được hỗ trợ; bỏ khỏi tệp")
        for name, found in tops.items():
            if len(found) > 1 or (name == "process" and not found):
                self.faults.append(f"Tệp có {len(found)} {name}; nhận đúng một quy trình trong một tệp.")
        if self.faults:
            return
        self.process = tops["process"][0]
        collaboration = tops["collaboration"][0] if tops["collaboration"] else None
        pools = list(collaboration.below(_BPMN, "participant")) if collaboration else []
        if len(pools) > 1:
            self.faults.extend(f"{pool.said}: nhận đúng một bể." for pool in pools[1:])
        for element in filter(None, (collaboration, *pools)):
            self._known(element)
        diagram = tops["BPMNDiagram"][0] if tops["BPMNDiagram"] else None
        plane = next(diagram.below(_DI, "BPMNPlane"), None) if diagram else None
        sets = list(self.process.below(_BPMN, "laneSet"))
        if len(sets) > 1:
            self.refuse(sets[1], "nhận đúng một bộ làn")
        self.frame = {
            "collaboration": collaboration,
            "pool": pools[0] if pools else None,
            "process": self.process,
            "lanes": sets[0] if sets else None,
            "diagram": diagram,
            "plane": plane,
        }

    def _inside(self) -> None:
        self._known(self.process)
        for child in self.process.children:
            tag = child.name[1]
            if child.name[0] != _BPMN or tag not in _CHILDREN["process"]:
                continue  # refused by name already
            if tag == "laneSet":
                self._lanes(child)
            elif tag == "sequenceFlow":
                self._known(child)
                self.flows.append(child)
            elif tag != "extensionElements":
                self._known(child)
                if child.get("id") in self.nodes:
                    self.refuse(child, "trùng id với phần tử khác")
                self.nodes[child.get("id")] = child
                self.tasks += [child] if tag in TASK_TAGS else []
                self.starts += [child] if tag == "startEvent" else []

    def _lanes(self, lane_set: Element) -> None:
        self._known(lane_set)
        steps = {task.get("id") for tag in TASK_TAGS for task in self.process.below(_BPMN, tag)}
        for lane in lane_set.below(_BPMN, "lane"):
            self._known(lane)
            if not steps & {ref.text.strip() for ref in lane.below(_BPMN, "flowNodeRef")}:
                self.refuse(lane, "không có bước nào; bỏ làn")
            for ref in lane.below(_BPMN, "flowNodeRef"):
                if ref.text.strip() in self.lane_of:
                    self.refuse(lane, f"chứa {ref.text.strip()[:60]} đã nằm trong làn khác")
                self.lane_of[ref.text.strip()] = lane

    def _ids(self) -> None:
        everything = [*self.nodes.values(), *self.flows, *filter(None, self.frame.values())]
        everything += {id(lane): lane for lane in self.lane_of.values()}.values()
        seen: set[str] = set()
        for element in everything:
            id_ = element.get("id")
            if not id_ or len(id_) > 120 or id_ in seen or "#" in id_:
                self.refuse(element, "thiếu id, trùng id hoặc id quá dài")
            seen.add(id_)
        for flow in self.flows:
            for end in ("sourceRef", "targetRef"):
                if flow.get(end) not in self.nodes:
                    self.refuse(flow, f"nối tới “{flow.get(end)[:60]}” không có trong quy trình")
        if not self.faults:
            self._gateways()

    def _gateways(self) -> None:
        for gateway in self.nodes.values():
            if gateway.name[1] == "exclusiveGateway":
                self._gateway(gateway)
            if gateway.name[1] == "endEvent" and (self._from(gateway) or not self._to(gateway)):
                self.refuse(gateway, "phải có luồng đi vào và không có luồng đi ra")
            if gateway.name[1] == "startEvent" and self._to(gateway):
                self.refuse(gateway, "có luồng đi vào chỗ bắt đầu")

    def _gateway(self, gateway: Element) -> None:
        before, behind = self._to(gateway), self._from(gateway)
        role = self._role(gateway)
        if role == "split":
            source = self.nodes[before[0].get("sourceRef")]
            if source.name[1] not in TASK_TAGS:
                self.refuse(gateway, "cổng rẽ phải đứng ngay sau một bước")
        elif role == "join":
            target = self.nodes[behind[0].get("targetRef")]
            if target.name[1] not in TASK_TAGS:
                self.refuse(gateway, "cổng gộp phải đứng ngay trước một bước; nối thẳng các luồng tới đích")
            elif len(self._to(target)) > 1:
                self.refuse(gateway, f"bước sau cổng còn luồng khác đi thẳng vào ({target.get('id')[:60]})")
        else:
            self.refuse(
                gateway, f"có {len(before)} luồng vào, {len(behind)} luồng ra; dùng cổng rẽ hoặc cổng gộp riêng"
            )

    def _role(self, node: Element) -> Literal["split", "join", ""]:
        if node.name[1] != "exclusiveGateway":
            return ""
        before, behind = len(self._to(node)), len(self._from(node))
        if before == 1 and behind > 1:
            return "split"
        return "join" if before > 1 and behind == 1 else ""

    def _from(self, node: Element) -> list[Element]:
        return [flow for flow in self.flows if flow.get("sourceRef") == node.get("id")]

    def _to(self, node: Element) -> list[Element]:
        return [flow for flow in self.flows if flow.get("targetRef") == node.get("id")]

    def _plain(self, flow: Element) -> None:
        if flow.children:
            self.refuse(flow, "mang điều kiện hoặc phần mở rộng ở chỗ không chọn lối nào; chuyển sang lối sau cổng")

    def _known(self, element: Element) -> None:
        """Refuse by name each attribute and child that we could not keep."""
        tag = element.name[1]
        for (space, name), value in element.attributes.items():
            if (space or name not in _ATTRIBUTES[tag]) or _DEFAULTS.get(name, value) != value:
                self.refuse(element, f"thuộc tính {name} không được hỗ trợ")
        for child in element.children:
            space, name = child.name
            if space != _BPMN or name not in _CHILDREN[tag]:
                self.refuse(child, f"trong {element.said} không được hỗ trợ")
            elif name == "extensionElements":
                self._own(element, child)
            elif name == "conditionExpression":
                self._expression(element, child)

    def _own(self, element: Element, extension: Element) -> None:
        known = _OWN.get(element.name[1], set())
        for child in extension.children:
            if child.name[0] != _MC or child.name[1] not in known or child.children:
                self.refuse(child, f"phần mở rộng của {element.said} không được hỗ trợ")

    def _expression(self, element: Element, expression: Element) -> None:
        allowed: Callable[[tuple[str, str]], bool] = lambda name: name in {(_XSI, "type"), ("", "id")}  # noqa: E731
        if expression.children or not all(map(allowed, expression.attributes)):
            self.refuse(element, "biểu thức điều kiện có thuộc tính không được hỗ trợ")
