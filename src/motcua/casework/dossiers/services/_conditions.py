"""What a drawing asks of a dossier before a step is finished, asked under the dossier's lock."""

from ..errors import WayClosed
from ..models import Result
from ..queries.unsettled import unsettled
from ..rules import conditions
from ..rules.conditions import Facts
from ..vocabulary import Condition
from .acts import Locked


def may_leave(locked: Locked) -> None:
    """Refuse unless the open step may be finished and the chosen way out is open.

    Raises  WayClosed, UnknownCondition for a word that this release does not know: never taken for true.
    """
    asked = [word for word in (locked.needs, locked.condition) if word]
    if not asked:
        return
    facts = _facts(locked)
    for word in asked:
        if not conditions.holds(word, facts):
            raise WayClosed(Condition(word))


def _facts(locked: Locked) -> Facts:
    """Return the facts as they are; where paper sets are is not followed yet, so a condition on them is an error."""
    has_result = locked.has_result or Result.objects.filter(dossier_id=locked.id).exists()
    enquiry_open, *_ = unsettled(locked.id)
    return Facts(has_result=has_result, papers_held=None, enquiry_open=enquiry_open)
