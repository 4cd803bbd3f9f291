"""What a drawn condition means. One that is not in the table is an error, never true."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from ..errors import UnknownCondition
from ..vocabulary import Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What conditions ask of a dossier.

    papers_held   every bag of paper that the open step works with lies at the agency of that step, scanned in there, in
                  use or filed: the bags of the papers until the dossier is concluded, those of the result from then on.
                  Not held: one bag is at another agency, on its way (though it be to this one), with the applicant, or
                  lost until it is found. Held: there is no bag, so there is nothing to wait for, as in `twin.may_act`:
                  papers that came as files or are data of the state, a result that is given out as a file, a result on
                  paper in the moment before its bag is numbered
    enquiry_open  an opinion or a verification is awaited
    """

    has_result: bool = False
    papers_held: bool = True
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

WORDS = {meaning: word for word, meaning in MEANINGS.items()}
"""The condition that a fact and its answer make."""


def holds(condition: str, facts: Facts) -> bool:
    """Tell whether a condition is true of a dossier; "" always is.

    Raises  UnknownCondition for a word that this release does not know.
    """
    if not condition:
        return True
    fact, answer = _meaning(condition)
    return bool(getattr(facts, fact) is answer)


def fact_of(condition: str) -> str:
    """Return the name of the fact that a condition asks for.

    Raises  UnknownCondition for a word that this release does not know.
    """
    return _meaning(condition)[0]


def is_known(condition: str) -> bool:
    """Tell whether the word is in the vocabulary."""
    return condition in MEANINGS


def every_case(*, has_result: bool | None = None, has_paper: bool = True) -> Iterator[Facts]:
    """Yield every combination of facts, those with (without) a result only if asked.

    has_paper   False: the cases of a dossier without a bag, of which none can be elsewhere
    """
    for result, papers, enquiry in product((False, True), repeat=3):
        if has_result in (None, result) and (has_paper or papers):
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
    fact, answer = _meaning(condition)
    if concluded and fact == "has_result":
        return known
    if condition in holding:
        return True
    return known and WORDS[fact, not answer] not in holding


def _meaning(condition: str) -> tuple[str, bool]:
    if not is_known(condition):
        raise UnknownCondition(condition)
    return MEANINGS[Condition(condition)]
