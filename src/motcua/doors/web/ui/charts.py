"""Where everything stands in a chart; ``ui/charts.html`` draws it, beside a table that says the same.

No library, no script: bars are cells of a table, lines and columns one SVG that prints and reads at 360 pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from . import typography

WIDTH, NARROW, LEFT = 640, 330, 48
_TOP, _FLOOR, _BASE = 28, 160, 292
_HIGH, _DEEP = _FLOOR - _TOP, 92
_STEPS = 3
_SHARES = (1, 2, 3, 4, 5, 8, 10, 15, 20, 25, 30)
_BAR = 0.68


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month: its name, a number, a ratio of 0 to 1; None: nobody has that number."""

    name: str
    number: int | None
    ratio: float | None
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A line across, with what is written at its left end."""

    y: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column; ``said``: its number is written above it."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    name: str
    text: str
    said: bool
    newest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A point of a line; ``kept``: it reaches the target."""

    x: float
    y: float
    name: str
    text: str
    kept: bool
    newest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """Columns above a line, sharing the months below.

    lines   stretches of the line as SVG writes points: it is broken where a month has no ratio
    floor   percent at which the lower axis begins
    width   of the drawing; heights are always the same
    """

    rows: tuple[Month, ...]
    columns: tuple[Column, ...]
    column_ticks: tuple[Tick, ...]
    dots: tuple[Dot, ...]
    lines: tuple[str, ...]
    ratio_ticks: tuple[Tick, ...]
    floor: int
    target_y: float | None
    target_text: str
    middles: tuple[float, ...]
    width: int


def months(rows: Sequence[Month], target: float | None = None, width: int = WIDTH) -> Months:
    """Lay out numbers and ratios of months; ``target``: ratio that is to be reached."""
    wide = (width - LEFT - 8) / max(len(rows), 1)
    middles = tuple(round(LEFT + wide * (place + 0.5), 1) for place in range(len(rows)))
    step = step_of(max((row.number or 0 for row in rows), default=0))
    floor, share = _floor([row.ratio for row in rows if row.ratio is not None] + ([target] if target else []))
    dots = _dots(rows, middles, floor, target)
    return Months(
        rows=tuple(rows),
        columns=_columns(rows, middles, wide, step * _STEPS),
        column_ticks=tuple(
            Tick(y=_FLOOR - _HIGH * at / _STEPS, text=typography.number(step * at)) for at in range(_STEPS + 1)
        ),
        dots=tuple(dot for dot in dots if dot is not None),
        lines=_lines(dots),
        ratio_ticks=tuple(
            Tick(y=_ratio_y(percent / 100, floor), text=f"{percent}%") for percent in range(floor, 101, share)
        ),
        floor=floor,
        target_y=None if target is None else _ratio_y(target, floor),
        target_text="" if target is None else f"{typography.number(round(target * 100, 1))}%",
        middles=middles,
        width=width,
    )


def step_of(most: int) -> int:
    """Return the distance of three lines that reach above a number: 1, 2, 5, 10, 20, 25, 50 …"""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if step * _STEPS >= most:
                return step
        power *= 10


def _floor(ratios: Sequence[float]) -> tuple[int, int]:
    """Return (percent where the axis begins, distance of its lines)."""
    lowest = min(ratios, default=0.9) * 100
    for share in _SHARES:
        if 100 - _STEPS * share <= lowest:
            return 100 - _STEPS * share, share
    return 0, 25


def _columns(rows: Sequence[Month], middles: Sequence[float], wide: float, most: int) -> tuple[Column, ...]:
    heights = [round((row.number or 0) / most * _HIGH, 1) for row in rows]
    return tuple(
        Column(
            x=round(middle - wide * _BAR / 2, 1),
            y=round(_FLOOR - height, 1),
            width=round(wide * _BAR, 1),
            height=height,
            middle=middle,
            name=row.name,
            text="" if row.number is None else typography.number(row.number),
            said=place in (0, len(rows) - 1),
            newest=place == len(rows) - 1,
        )
        for place, (row, middle, height) in enumerate(zip(rows, middles, heights, strict=True))
    )


def _dots(rows: Sequence[Month], middles: Sequence[float], floor: int, target: float | None) -> list[Dot | None]:
    return [
        None
        if row.ratio is None
        else Dot(
            x=middle,
            y=_ratio_y(row.ratio, floor),
            name=row.name,
            text=percent(row.ratio),
            kept=target is None or row.ratio >= target,
            newest=row is rows[-1],
        )
        for row, middle in zip(rows, middles, strict=True)
    ]


def _lines(dots: Sequence[Dot | None]) -> tuple[str, ...]:
    stretches: list[list[str]] = [[]]
    for dot in dots:
        if dot is None:
            stretches.append([])
        else:
            stretches[-1].append(f"{dot.x},{dot.y}")
    return tuple(" ".join(one) for one in stretches if len(one) > 1)


def _ratio_y(ratio: float, floor: int) -> float:
    return round(_BASE - (ratio * 100 - floor) / (100 - floor) * _DEEP, 1)


def percent(ratio: float | None) -> str:
    """Return ``96,4%``; a ratio nobody has is a dash."""
    return "–" if ratio is None else f"{typography.number(round(ratio * 100, 1))}%"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a bar, in hundredths of the longest."""

    x: float
    width: float


def stack(numbers: Sequence[float], most: float) -> tuple[Part, ...]:
    """Lay numbers end to end in a bar of which ``most`` is a hundred wide."""
    found, at = [], 0.0
    for number in numbers:
        width = round(number / most * 100, 2) if most else 0.0
        found.append(Part(round(at, 2), width))
        at += width
    return tuple(found)


def spark(ratios: Sequence[float | None], width: int = 96, height: int = 22) -> tuple[str, ...]:
    """Return the stretches of a small line between the lowest and the highest of some ratios."""
    known = [ratio for ratio in ratios if ratio is not None]
    if not known:
        return ()
    low, high = min(known), max(known)
    wide = (width - 4) / max(len(ratios) - 1, 1)
    stretches: list[list[str]] = [[]]
    for place, ratio in enumerate(ratios):
        if ratio is None:
            stretches.append([])
            continue
        share = (ratio - low) / (high - low) if high > low else 0.5
        stretches[-1].append(f"{round(2 + place * wide, 1)},{round(height - 3 - share * (height - 6), 1)}")
    return tuple(" ".join(one) for one in stretches if len(one) > 1)
