"""What differs between two drawings of a process, said the way its table is read."""

from collections.abc import Iterator
from dataclasses import dataclass

from .drawing import ActivityDraft, FlowDraft, ProcessDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One change. ``kind``: added, removed or changed; ``old`` and ``new`` as people read them."""

    kind: str
    what: str
    old: str = ""
    new: str = ""


_STEP = {
    "name": "tên",
    "lane": "ai làm, ở đâu",
    "share": "phần thời gian",
    "minutes": "số phút",
    "kind": "loại",
    "needs": "điều kiện",
    "form": "biểu mẫu",
    "output": "kết quả của bước",
}
_WAY = {"label": "tên", "target": "đích", "effect": "việc theo luật", "condition": "điều kiện"}


def differences(old: ProcessDraft, new: ProcessDraft) -> tuple[Difference, ...]:
    """Return what was added, removed and changed, steps before ways out before scenarios; looks do not count."""
    return tuple(_differences(old, new))


def _differences(old: ProcessDraft, new: ProcessDraft) -> Iterator[Difference]:
    if old.name != new.name:
        yield Difference(kind="changed", what="Tên quy trình", old=old.name, new=new.name)
    steps = {step.key: step for step in old.activities}, {step.key: step for step in new.activities}
    for key in dict.fromkeys((*steps[0], *steps[1])):
        yield from _one(f"Bước {key}", steps[0].get(key), steps[1].get(key), _STEP)
    if (before := [key for key in steps[0] if key in steps[1]]) != (after := [k for k in steps[1] if k in steps[0]]):
        yield Difference(kind="changed", what="Thứ tự các bước", old=" → ".join(before), new=" → ".join(after))
    ways = {(f.source, f.outcome): f for f in old.flows}, {(f.source, f.outcome): f for f in new.flows}
    for way in dict.fromkeys((*ways[0], *ways[1])):
        yield from _one(f"Lối {way[1]} của bước {way[0]}", ways[0].get(way), ways[1].get(way), _WAY)
    told = {s.name: s for s in old.scenarios}, {s.name: s for s in new.scenarios}
    for name in dict.fromkeys((*told[0], *told[1])):
        if name not in told[1]:
            yield Difference(kind="removed", what=f"Kịch bản “{name}”", old="có")
        elif name not in told[0]:
            yield Difference(kind="added", what=f"Kịch bản “{name}”", new="có")
        elif told[0][name] != told[1][name]:
            yield Difference(kind="changed", what=f"Kịch bản “{name}”", old="như trước", new="đã đổi")


def _one(
    what: str, old: ActivityDraft | FlowDraft | None, new: ActivityDraft | FlowDraft | None, fields: dict[str, str]
) -> Iterator[Difference]:
    if old is None and new is not None:
        yield Difference(kind="added", what=what, new=_said(new))
    elif new is None and old is not None:
        yield Difference(kind="removed", what=what, old=_said(old))
    else:
        for field, words in fields.items():
            before, after = getattr(old, field), getattr(new, field)
            if before != after:
                yield Difference(kind="changed", what=f"{what}: {words}", old=_text(before), new=_text(after))


def _said(part: ActivityDraft | FlowDraft) -> str:
    if isinstance(part, ActivityDraft):
        return f"{part.name} ({part.lane})"
    return f"{part.label} → {part.target or 'kết thúc'}"


def _text(value: object) -> str:
    return "không có" if value in ("", None) else str(value)
