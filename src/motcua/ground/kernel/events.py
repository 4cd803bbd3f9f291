"""Domain events: frozen facts in the past tense about one subject, without personal data."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A fact. ``subject`` is ``kind:id``, e.g. ``dossier:17``; the payload is JSON-able."""

    registry: ClassVar[dict[str, type["Event"]]] = {}

    subject: str

    def __init_subclass__(cls) -> None:
        # a dataclass with slots is built twice; the second class is the one that stays
        Event.registry[cls.__name__] = cls

    @property
    def name(self) -> str:
        """Return the name under which the outbox keeps it."""
        return type(self).__name__

    def payload(self) -> dict[str, Any]:
        """Return what the outbox keeps besides the subject."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "subject"}

    @classmethod
    def restore(cls, name: str, subject: str, payload: Mapping[str, Any]) -> "Event":
        """Return the event that was published; fields it did not have yet take their defaults."""
        kind = cls.registry[name]
        known = {field.name for field in fields(kind)}
        return kind(subject=subject, **{key: value for key, value in payload.items() if key in known})


def subject_id(subject: str) -> int:
    """Return the number in ``kind:number``."""
    return int(subject.rpartition(":")[2])
