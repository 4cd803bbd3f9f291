"""The parts of a group as a drawing: boxes in columns, each to the right of all it waits for, and arrows between."""

from collections.abc import Sequence
from dataclasses import dataclass

from motcua.casework.dossiers.vocabulary import LegState

_WIDTH, _HEIGHT, _GAP_X, _GAP_Y, _EDGE = 196, 76, 44, 16, 8
_LETTERS = 25  # of a line in a box


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A part at its place. ``lines``: its name; ``state``: of `LegState`, for the colour and the words below."""

    x: int
    y: int
    lines: tuple[str, ...]
    agency: str
    state: LegState


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A whole drawing in units of the screen. ``arrows``: paths from box to box."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[str, ...]
    box_width: int = _WIDTH
    box_height: int = _HEIGHT


def drawing(parts: Sequence[tuple[str, str, str, LegState, Sequence[str]]]) -> Drawing:
    """Return the drawing of parts (key, name, agency, state, keys of those before), each after those it waits for."""
    column: dict[str, int] = {}
    place: dict[str, tuple[int, int]] = {}
    used: dict[int, int] = {}
    for key, _, _, _, before in parts:
        column[key] = max((column[other] + 1 for other in before if other in column), default=0)
        row = used.get(column[key], 0)
        used[column[key]] = row + 1
        place[key] = (_EDGE + column[key] * (_WIDTH + _GAP_X), _EDGE + row * (_HEIGHT + _GAP_Y))
    boxes = tuple(
        Box(x=place[key][0], y=place[key][1], lines=_lines(name), agency=_short(agency), state=state)
        for key, name, agency, state, _ in parts
    )
    arrows = tuple(
        _arrow(place[other], place[key]) for key, _, _, _, before in parts for other in before if other in place
    )
    return Drawing(
        width=_EDGE * 2 + (max(column.values(), default=0) + 1) * (_WIDTH + _GAP_X) - _GAP_X,
        height=_EDGE * 2 + max(used.values(), default=1) * (_HEIGHT + _GAP_Y) - _GAP_Y,
        boxes=boxes,
        arrows=arrows,
    )


def _arrow(source: tuple[int, int], target: tuple[int, int]) -> str:
    x, y = source[0] + _WIDTH, source[1] + _HEIGHT // 2
    to_x, to_y = target[0] - 6, target[1] + _HEIGHT // 2
    bend = (x + to_x) // 2
    return f"M{x} {y} C{bend} {y} {bend} {to_y} {to_x} {to_y}"


def _lines(name: str) -> tuple[str, ...]:
    lines = [""]
    for word in name.split():
        if len(lines[-1]) + len(word) + 1 > _LETTERS and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return (lines[0], _short(" ".join(lines[1:]))) if len(lines) > 1 else (lines[0],)


def _short(text: str) -> str:
    return text if len(text) <= _LETTERS + 2 else text[: _LETTERS + 1].rstrip() + "…"
