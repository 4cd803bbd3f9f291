"""What lies outside: where bytes are kept, and who may read what belongs to an upper context."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

from motcua.ground.kernel.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What a store keeps: ``digest`` is the SHA-256 of the bytes, hexadecimal; ``size`` in bytes."""

    digest: str
    size: int


class FileStore(Protocol):
    """A content-addressed store: the same bytes are kept once, and never change."""

    def put(self, stream: BinaryIO) -> Stored:
        """Keep the bytes from here to the stream's end; they are on the disk when this returns."""

    def open(self, digest: str) -> BinaryIO:
        """Return the bytes for reading. Raises FileNotFoundError."""

    def exists(self, digest: str) -> bool:
        """Say whether the bytes are kept."""


ReadRule = Callable[[Actor, str, str, datetime], bool]
"""May this actor read documents of (subject, purpose) at this time?"""

_store: list[FileStore] = []
_guards: dict[str, ReadRule] = {}


def plug(store: FileStore) -> None:
    """Keep all files in this store from now on."""
    _store[:] = [store]


def store() -> FileStore:
    """Return the store that config plugged in."""
    if not _store:
        raise LookupError("no FileStore is plugged in: config.wiring.plug() has not run")
    return _store[0]


def guard(kind: str, rule: ReadRule) -> None:
    """Let the context that owns subjects ``kind:…`` say who reads their documents."""
    _guards[kind] = rule


def guard_of(subject: str) -> ReadRule | None:
    """Return the rule for a subject, or None: then nobody but the system reads."""
    return _guards.get(subject.partition(":")[0])
