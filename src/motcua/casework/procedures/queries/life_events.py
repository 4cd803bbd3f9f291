"""Việc trong đời sống: procedures as life brings them together, for the portal's first page."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from json import loads
from typing import Any

from .catalogue import ProcedureLine, listing

_FILE = files("motcua.casework.procedures") / "seeds" / "life-events.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeEvent:
    """A situation in life, with its procedures in force in the order in which people meet them."""

    key: str
    title: str
    title_en: str
    blurb: str
    blurb_en: str
    procedures: tuple[ProcedureLine, ...]


def life_events(*, on: date) -> tuple[LifeEvent, ...]:
    """Return the life events that have at least one procedure in force on the day."""
    codes = tuple({code for event in _events() for code in event["codes"]})
    lines = {line.code: line for line in listing(on=on, codes=codes)}
    events = (_event(event, lines) for event in _events())
    return tuple(event for event in events if event.procedures)


def life_event(key: str, *, on: date) -> LifeEvent | None:
    """Return one life event with its procedures in force on the day, or None."""
    found = next((event for event in _events() if event["key"] == key), None)
    if found is None:
        return None
    return _event(found, {line.code: line for line in listing(on=on, codes=tuple(found["codes"]))})


def keys_of(code: str) -> tuple[str, ...]:
    """Return the life events that a procedure belongs to."""
    return tuple(event["key"] for event in _events() if code in event["codes"])


def _event(data: dict[str, Any], lines: dict[str, ProcedureLine]) -> LifeEvent:
    return LifeEvent(
        key=data["key"],
        title=data["title"],
        title_en=data["title_en"],
        blurb=data["blurb"],
        blurb_en=data["blurb_en"],
        procedures=tuple(lines[code] for code in data["codes"] if code in lines),
    )


@cache
def _events() -> tuple[dict[str, Any], ...]:
    return tuple(loads(_FILE.read_text(encoding="utf-8")))
