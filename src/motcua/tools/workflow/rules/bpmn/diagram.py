"""Where the figures of a BPMN file stand."""

from decimal import Decimal, InvalidOperation

from ..drawing import Line, Shape
from .graph import Graph
from .write import NAMESPACES
from .xml import Element

_DI, _DC, _D = NAMESPACES["bpmndi"], NAMESPACES["dc"], NAMESPACES["di"]
_FARTHEST = 1_000_000


def read_diagram(graph: Graph) -> tuple[dict[str, Shape], dict[str, Line]]:
    """Return ({id: figure}, {id: corners}); labels under ``<id>#label``. Empty where the file has no diagram."""
    shapes: dict[str, Shape] = {}
    edges: dict[str, Line] = {}
    for diagram in graph.root.below(_DI, "BPMNDiagram"):
        for plane in diagram.children:
            if plane.name != (_DI, "BPMNPlane"):
                graph.refuse(plane, "trong sơ đồ không được hỗ trợ")
                continue
            for figure in plane.children:
                of = figure.get("bpmnElement").rpartition(":")[2]
                if figure.name == (_DI, "BPMNShape"):
                    _shape(graph, figure, of, shapes)
                elif figure.name == (_DI, "BPMNEdge"):
                    _edge(graph, figure, of, shapes, edges)
                else:
                    graph.refuse(figure, "trong sơ đồ không được hỗ trợ")
    return shapes, edges


def _shape(graph: Graph, figure: Element, of: str, shapes: dict[str, Shape]) -> None:
    if figure.get("isHorizontal") == "false":
        graph.refuse(figure, "làn hoặc bể đứng dọc không được hỗ trợ; xoay ngang")
    for child in figure.children:
        if child.name == (_DC, "Bounds"):
            shapes[of] = _bounds(graph, child)
        elif child.name == (_DI, "BPMNLabel"):
            _label(graph, child, of, shapes)
        else:
            graph.refuse(child, f"trong {figure.said} không được hỗ trợ")


def _edge(graph: Graph, figure: Element, of: str, shapes: dict[str, Shape], edges: dict[str, Line]) -> None:
    corners = []
    for child in figure.children:
        if child.name == (_D, "waypoint"):
            corners.append((_whole(graph, child, "x"), _whole(graph, child, "y")))
        elif child.name == (_DI, "BPMNLabel"):
            _label(graph, child, of, shapes)
        else:
            graph.refuse(child, f"trong {figure.said} không được hỗ trợ")
    edges[of] = tuple(corners)


def _label(graph: Graph, label: Element, of: str, shapes: dict[str, Shape]) -> None:
    for bounds in label.below(_DC, "Bounds"):
        shapes[f"{of}#label"] = _bounds(graph, bounds)


def _bounds(graph: Graph, bounds: Element) -> Shape:
    return (
        _whole(graph, bounds, "x"),
        _whole(graph, bounds, "y"),
        _whole(graph, bounds, "width"),
        _whole(graph, bounds, "height"),
    )


def _whole(graph: Graph, element: Element, name: str) -> int:
    try:
        number = Decimal(element.get(name))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > _FARTHEST:
        graph.refuse(element, f"tọa độ {name} không đọc được")
        return 0
    return round(number)
