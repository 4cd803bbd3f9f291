"""Words of closed lists as forms send them."""

from typing import TypeVar

from motcua.ground.kernel.vocabulary import Term

_Word = TypeVar("_Word", bound=Term)


def term(terms: type[_Word], typed: str, otherwise: _Word) -> _Word:
    """Return the word of a closed list that was sent, or another where it is none of them."""
    return next((word for word in terms if word == typed), otherwise)
