"""What a drawing asks of a dossier before a step is finished, asked under the dossier's lock."""

from collections.abc import Callable

from ..errors import WayClosed
from ..models import Result
from ..queries import twin as papers
from ..queries.unsettled import unsettled
from ..rules import conditions, twin
from ..rules.conditions import Facts
from ..vocabulary import Condition
from .acts import Locked


def may_leave(locked: Locked) -> None:
    """Refuse unless the open step may be finished and the chosen way out is open.

    A fact that neither asks for costs no statement.
    Raises  WayClosed, UnknownCondition for a word that this release does not know: never taken for true.
    """
    asked = [word for word in (locked.needs, locked.condition) if word]
    facts = Facts(**{fact: _TELL[fact](locked) for fact in dict.fromkeys(map(conditions.fact_of, asked))})
    for word in asked:
        if not conditions.holds(word, facts):
            raise WayClosed(Condition(word))


def _has_result(locked: Locked) -> bool:
    return locked.has_result or Result.objects.filter(dossier_id=locked.id).exists()


def _papers_held(locked: Locked) -> bool:
    return twin.held(papers.stays_of(locked.id, twin.at_work(locked.status)), locked.item_agency_id)


def _enquiry_open(locked: Locked) -> bool:
    return unsettled(locked.id)[0]


_TELL: dict[str, Callable[[Locked], bool]] = {
    "has_result": _has_result,
    "papers_held": _papers_held,
    "enquiry_open": _enquiry_open,
}
"""How each fact of a dossier is told."""
