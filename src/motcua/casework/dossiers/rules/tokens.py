"""What a dossier is found by: folded words of its parties' names within an agency, and their numbers."""

from collections.abc import Collection, Iterable

from motcua.ground.kernel.text import words

from .submission import PartyDraft

_LONGEST_WORD = 50


def of_parties(agencies: Collection[int], parties: Iterable[PartyDraft]) -> list[str]:
    """Return the tokens that a dossier is kept with, each once."""
    tokens: dict[str, None] = {}
    for party in parties:
        for agency in sorted(agencies):
            tokens |= dict.fromkeys(of_name(agency, party.name))
        tokens |= {of_number(party.id_number): None} if party.id_number else {}
        tokens |= {of_phone(party.phone): None} if party.phone else {}
    return list(tokens)


def of_name(agency: int | None, name: str) -> list[str]:
    """Return a token for each word of a name; none where nothing in it can be searched."""
    return [f"{agency}:{word[:_LONGEST_WORD]}" for word in words(name)]


def of_number(number: str) -> str:
    """Return the token of an identification number."""
    return f"id:{number}"


def of_phone(phone: str) -> str:
    """Return the token of a telephone number."""
    return f"tel:{phone}"
