"""What a drawn condition means. One that is not in the table is an error, never true."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from ..errors import UnknownCondition
from ..vocabulary import Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What conditions ask of a dossier.

    papers_held   the agency of the open step holds the paper set, or there is none; None where nobody can tell
    enquiry_open  an opinion or a verification is awaited
    """

    has_result: bool = False
    papers_held: bool | None = True
    enquiry_open: bool = False


MEANINGS: dict[Condition, tuple[str, bool]] = {
    Condition.HAS_RESULT: ("has_result", True),
    Condition.LACKS_RESULT: ("has_result", False),
    Condition.PAPERS_HELD: ("papers_held", True),
    Condition.PAPERS_ELSEWHERE: ("papers_held", False),
    Condition.NO_OPEN_ENQUIRY: ("enquiry_open", False),
    Condition.OPEN_ENQUIRY: ("enquiry_open", True),
}
"""Which fact a condition asks, and the answer that makes it true."""

TOLD = frozenset({"has_result", "enquiry_open"})
"""Facts that this release can tell of a dossier. A condition on another one is refused before publication."""

WORDS = {meaning: word for word, meaning in MEANINGS.items()}
"""The condition that a fact and its answer make."""


def holds(condition: str, facts: Facts) -> bool:
    """Tell whether a condition is true of a dossier; "" always is.

    Raises  UnknownCondition for a word that this release does not know, and for a fact that nobody can tell.
    """
    if not condition:
        return True
    if not is_known(condition):
        raise UnknownCondition(condition)
    fact, answer = MEANINGS[Condition(condition)]
    if (told := getattr(facts, fact)) is None:
        raise UnknownCondition(condition)
    return bool(told is answer)


def is_known(condition: str) -> bool:
    """Tell whether the word is in the vocabulary."""
    return condition in MEANINGS


def is_told(condition: str) -> bool:
    """Tell whether the fact that a known condition asks for can be told at work."""
    return MEANINGS[Condition(condition)][0] in TOLD


def every_case(*, has_result: bool | None = None) -> Iterator[Facts]:
    """Yield every combination of facts, those with (without) a result only if asked."""
    for result, papers, enquiry in product((False, True), repeat=3):
        if has_result is None or result is has_result:
            yield Facts(has_result=result, papers_held=papers, enquiry_open=enquiry)


def supposed(condition: str, holding: tuple[str, ...], *, concluded: bool) -> bool:
    """Tell whether a condition is true in a scenario: said to hold, else as things usually are.

    holding     what the scenario says is true at the moment it is asked
    concluded   a result is there, whatever was said
    Raises      UnknownCondition, also where ``holding`` names one.
    """
    facts = Facts(has_result=concluded)
    known = holds(condition, facts)  # an unknown word is an error before anything else
    for word in holding:
        holds(word, facts)
    if not condition:
        return True
    fact, answer = MEANINGS[Condition(condition)]
    if concluded and fact == "has_result":
        return known
    if condition in holding:
        return True
    return known and WORDS[fact, not answer] not in holding
