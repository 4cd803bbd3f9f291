"""The shape of a closed list of the field: value, official Vietnamese label, national code."""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A word of the law: ``RECEIVED = "received", "Được tiếp nhận", 2``."""

    label: str
    code: int | None

    def __new__(cls, value: str, label: str = "", code: int | None = None) -> Self:
        term = str.__new__(cls, value)
        term._value_ = value
        term.label = label
        term.code = code
        return term

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Return (value, label) pairs, as form fields and model fields take them."""
        return [(term.value, term.label) for term in cls]


class ActorKind(Term):
    """Ai làm: the four kinds of actors that an event can name."""

    CITIZEN = "citizen", "Công dân"
    STAFF = "staff", "Cán bộ"
    PARTNER = "partner", "Hệ thống đối tác"
    SYSTEM = "system", "Hệ thống"
