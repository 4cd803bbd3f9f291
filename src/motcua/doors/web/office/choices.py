"""Words of closed lists, and numbers, as forms send them."""

from enum import StrEnum
from typing import TypeVar

_Word = TypeVar("_Word", bound=StrEnum)


def term(terms: type[_Word], typed: str, otherwise: _Word) -> _Word:
    """Return the word of a closed list that was sent, or another where it is none of them."""
    return next((word for word in terms if word == typed), otherwise)


def whole(typed: str, most: int = 2**63 - 1) -> int | None:
    """Return the whole number from 0 to ``most`` that was sent, or None where it is none; by default what keys hold."""
    if not typed.isdecimal() or len(typed) > len(str(most)):
        return None
    number = int(typed)
    return number if number <= most else None
