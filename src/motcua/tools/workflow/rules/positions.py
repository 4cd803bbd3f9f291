"""Where an instance stands: everything that a move to another version changes and an undo gives back."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from json import dumps
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """An instance with its open item. Moments are ISO 8601 in UTC, so that equal ones are equal text."""

    definition_id: int
    plan: Mapping[str, Any]
    item_id: int
    activity_id: int
    agency_id: int
    role_id: int
    post_id: int | None
    due_at: str
    accept_by: str | None
    taken_at: str | None


def to_json(position: Position) -> dict[str, Any]:
    """Return the position as it is kept."""
    return asdict(position)


def from_json(data: Mapping[str, Any]) -> Position:
    """Return the position that was kept."""
    return Position(**data)


def hash_of(position: Position) -> str:
    """Return the SHA-256 of a position, hexadecimal: equal positions, equal hashes."""
    return sha256(dumps(asdict(position), ensure_ascii=False, sort_keys=True).encode()).hexdigest()
