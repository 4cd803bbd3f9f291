"""The numbers of a report: lines and a total, what must add up in them, how they differ, what seals them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from json import dumps
from typing import Any

from motcua.ground.kernel.text import lower_first

from .forms import Form

Cells = tuple[int | None, ...]
"""One number a column; None: there is no number."""

TOTAL = ""
"""The key of the total."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``key``: of a level ``commune``, of a field in it ``commune|Hộ tịch``, of a unit its id.

    depth   0: lines that add up to the total; 1: those that add up to the line of depth 0 above them
    """

    key: str
    label: str
    depth: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class Table:
    """``notes``: sentences that belong to its numbers, sealed with them."""

    lines: tuple[Line, ...]
    total: Cells
    notes: tuple[str, ...] = ()

    def cells(self, key: str) -> Cells | None:
        """Return the numbers of a line, or of the total; None where there is no such line."""
        if key == TOTAL:
            return self.total
        return next((line.cells for line in self.lines if line.key == key), None)

    def number(self, key: str, place: int) -> int | None:
        """Return the number in a line; of a line that is not there 0, where anything of the column has a number."""
        found = self.cells(key)
        if found is None:
            return None if self.total[place] is None else 0
        return found[place]

    def label(self, key: str) -> str:
        """Return what a line is called; of a field with its level."""
        named = {TOTAL: "Tổng cộng", **{line.key: line.label for line in self.lines}}
        if key not in named:
            return "Dòng không còn trong biểu"
        level, bar, _ = key.partition("|")
        return f"{named[key]} ({lower_first(named.get(level, ''))})" if bar else named[key]


@dataclass(frozen=True, slots=True)
class Breach:
    """A sum that is not what it is the sum of."""

    line: str
    column: str
    number: int
    parts: int
    of: tuple[str, ...]

    @property
    def sentence(self) -> str:
        return f"{self.line}: cột {self.column} là {self.number}, {' + '.join(self.of)} là {self.parts}."


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that says another number now; None: no number, or no such line."""

    line: str
    label: str
    column: str
    before: int | None
    now: int | None

    @property
    def by(self) -> int:
        return (self.now or 0) - (self.before or 0)


def added(rows: Sequence[Cells], columns: int) -> Cells:
    """Return the sums of rows, column by column, of those that have a number; a column in which none has has none."""
    return tuple(_sum([row[place] for row in rows if row[place] is not None]) for place in range(columns))


def _sum(numbers: Sequence[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known and len(known) == len(numbers) else None


def breaches(form: Form, table: Table) -> Iterator[Breach]:
    """Yield every sum that does not hold: the form's identities of each line and of the total, and lines to totals."""
    places = {column.key: place for place, column in enumerate(form.columns)}
    for name, cells in (*((line.label, line.cells) for line in table.lines), ("Tổng cộng", table.total)):
        for whole, parts in form.identities:
            numbers = [cells[places[key]] for key in (whole, *parts)]
            if (wrong := _unequal(numbers[0], _sum(numbers[1:]))) is not None:
                yield Breach(name, whole, *wrong, tuple(f"cột {key}" for key in parts))
    if form.additive:
        yield from _unadded(form, table)


def _unadded(form: Form, table: Table) -> Iterator[Breach]:
    tops = [line for line in table.lines if line.depth == 0]
    wholes = [("Tổng cộng", table.total, tops)]
    for top in tops:
        below = [line for line in table.lines if line.depth == 1 and line.key.partition("|")[0] == top.key]
        wholes += [(top.label, top.cells, below)] if below else []
    for name, cells, lines in wholes:
        sums = added([line.cells for line in lines], len(form.columns))
        for column, number, summed in zip(form.columns, cells, sums, strict=True):
            if lines and (wrong := _unequal(number, summed)) is not None:
                yield Breach(name, column.key, *wrong, ("các dòng",))


def _unequal(number: int | None, parts: int | None) -> tuple[int, int] | None:
    """Return both where they differ; what has no number contradicts nothing."""
    return None if number is None or parts is None or number == parts else (number, parts)


def differences(form: Form, before: Table, now: Table) -> tuple[Difference, ...]:
    """Return the cells that differ, line by line, the total last; a line that is missing on one side is 0 there."""
    labels = {line.key: line.label for table in (now, before) for line in table.lines}
    found = []
    for key in (*labels, TOTAL):
        name = (before if before.cells(key) else now).label(key)
        pairs = zip(form.columns, _or_none(before, key, form), _or_none(now, key, form), strict=True)
        found += [Difference(key, name, column.key, old, new) for column, old, new in pairs if (old or 0) != (new or 0)]
    return tuple(found)


def _or_none(table: Table, key: str, form: Form) -> Cells:
    return table.cells(key) or (None,) * len(form.columns)


def to_json(table: Table) -> dict[str, Any]:
    """Return the table as it is kept."""
    lines = [{"key": one.key, "label": one.label, "depth": one.depth, "cells": list(one.cells)} for one in table.lines]
    said = {"notes": list(table.notes)} if table.notes else {}
    return {"lines": lines, "total": list(table.total), **said}


def from_json(kept: Mapping[str, Any]) -> Table:
    """Return the table that was kept."""
    lines = (Line(one["key"], one["label"], one["depth"], tuple(one["cells"])) for one in kept["lines"])
    return Table(tuple(lines), tuple(kept["total"]), tuple(kept.get("notes", ())))


def digest(kept: Mapping[str, Any], *about: str | int) -> str:
    """Return the SHA-256, hexadecimal, of a kept table and what it is of: form, version, agency, period, revision."""
    said = dumps([*about, kept], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(said.encode()).hexdigest()
