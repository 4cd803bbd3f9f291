"""Where figures stand when nobody has placed them: left to right in the order of the steps, a row for each lane."""

from collections.abc import Sequence

from ..drawing import Line, Shape

SIZES = {"start": (36, 36), "end": (36, 36), "step": (130, 80), "split": (50, 50), "join": (50, 50)}
"""Width and height of each kind of figure."""

_LEFT, _TOP, _BAND, _ROW, _GAP = 20, 20, 30, 170, 60


def laid_out(
    figures: Sequence[tuple[str, str, str]], links: Sequence[tuple[str, str, str]], pool: str
) -> tuple[dict[str, Shape], dict[str, Line]]:
    """Return ({id: figure}, {id: corners}), the pool and its lanes included.

    figures   (id, kind, lane id) in the order in which they stand
    links     (id, source id, target id)
    """
    rows = {lane: number for number, lane in enumerate(dict.fromkeys(lane for _, _, lane in figures))}
    shapes: dict[str, Shape] = {}
    x = _LEFT + 2 * _BAND + _GAP
    for id_, kind, lane in figures:
        width, height = SIZES[kind]
        shapes[id_] = (x, _TOP + rows[lane] * _ROW + (_ROW - height) // 2 - 10, width, height)
        x += width + _GAP
    length = x - _LEFT
    placed = dict(shapes)
    edges = {
        id_: _line(placed[source], placed[target], number)
        for number, (id_, source, target) in enumerate(links)
        if source in placed and target in placed
    }
    for lane, number in rows.items():
        shapes[lane] = (_LEFT + _BAND, _TOP + number * _ROW, length - _BAND, _ROW)
    shapes[pool] = (_LEFT, _TOP, length, max(len(rows), 1) * _ROW)
    return shapes, edges


def _line(source: Shape, target: Shape, number: int) -> Line:
    left, top, width, height = source
    right, middle = left + width, top + height // 2
    to_left, to_top, to_width, to_height = target
    to_middle = to_top + to_height // 2
    if 0 < to_left - right <= _GAP:  # the next figure
        if middle == to_middle:
            return ((right, middle), (to_left, to_middle))
        half = (right + to_left) // 2
        return ((right, middle), (half, middle), (half, to_middle), (to_left, to_middle))
    row = max((top - _TOP) // _ROW, (to_top - _TOP) // _ROW)
    under = _TOP + (row + 1) * _ROW - 8 - 7 * (number % 4)  # past others, along the foot of the lower row
    start, end = left + width // 2, to_left + to_width // 2
    return ((start, top + height), (start, under), (end, under), (end, to_top + to_height))
