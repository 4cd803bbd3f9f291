"""Does every path through a drawing spell lawful acts? An agency may draw any process except an illegal one."""

from collections.abc import Iterator

from motcua.tools.workflow.rules import END, ProcessDraft, paths

from ..vocabulary import Act
from . import lifecycle

_KNOWN = frozenset(act.value for act in Act)


def flaws(process: ProcessDraft) -> Iterator[str]:
    """Yield, in Vietnamese, each path that would break the law, and each effect the law does not know."""
    for flow in process.flows:
        if flow.effect and flow.effect not in _KNOWN:
            yield f"Lối “{flow.label}” mang việc không có trong luật: {flow.effect}."
        if (flow.target is END) != (flow.effect == Act.RETURN):
            yield f"Lối “{flow.label}”: quy trình chỉ kết thúc khi trả kết quả."
    seen = set()
    for path in paths(process):
        for effects in _effects(process, path):
            if effects not in seen and not lifecycle.spells(effects):
                seen.add(effects)
                yield f"Đường {' → '.join(path)} không đi đúng thứ tự việc theo luật."


def _effects(process: ProcessDraft, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the effects met along a path, for every choice between parallel flows of the same two steps."""

    def walk(at: int, so_far: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if at == len(path):
            yield so_far
            return
        target = path[at + 1] if at + 1 < len(path) else END
        for flow in process.flows:
            if flow.source == path[at] and flow.target == target:
                yield from walk(at + 1, (*so_far, flow.effect) if flow.effect else so_far)

    yield from walk(0, ())
