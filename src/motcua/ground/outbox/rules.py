"""The chain: each entry carries the hash of its subject's previous one, so that nothing can be changed or dropped."""

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from json import dumps
from typing import Any


def seal(
    previous: str, *, subject: str, seq: int, name: str, payload: Mapping[str, Any], actor: str, at: datetime
) -> str:
    """Return the SHA-256, hexadecimal, of an entry and its predecessor's hash.

    previous   hash of entry ``seq - 1`` of the same subject, or GENESIS
    at         aware; microseconds count
    """
    body = [previous, subject, seq, name, payload, actor, at.astimezone(UTC).isoformat(timespec="microseconds")]
    return sha256(dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def stored_key(actor: str, key: str) -> str | None:
    """Return the idempotency key as the outbox keeps it: bound to the actor, so that nobody replays another's act."""
    return sha256(f"{actor}\n{key}".encode("utf-8", "replace")).hexdigest() if key else None


def fingerprint(*said: object) -> str:
    """Return what tells a request from another under the same key: what was asked, each part apart."""
    return sha256(repr(said).encode("utf-8", "replace")).hexdigest()
