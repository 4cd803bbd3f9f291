"""The draft of a letter of apology, as the head who is to approve it asks for it."""

from dataclasses import dataclass
from datetime import datetime

from motcua.ground.kernel.actors import Actor
from motcua.people.agencies.queries import calendars

from ...models import Letter
from ...policies import Holding
from ...vocabulary import LetterState
from .. import access


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Who may approve it is asked of ``agency_id`` (who held the dossier), ``above`` it, and ``level``."""

    dossier: Holding
    agency_id: int
    above: tuple[int, ...]
    level: int


def of(code: str, letter_id: int, *, by: Actor, at: datetime) -> Draft | None:
    """Return a draft of a dossier, None where there is none or it was sent."""
    row = (
        Letter.objects.filter(pk=letter_id, dossier__code=code, state=LetterState.DRAFTED)
        .values_list("dossier_id", "dossier__agency_id", "holder_agency_id", "level")
        .first()
    )
    if row is None:
        return None
    dossier_id, receiving_id, holder_id, level = row
    dossier = access.holding(dossier_id, by, at)
    if dossier is None:
        return None
    agency_id = holder_id or receiving_id
    return Draft(dossier=dossier, agency_id=agency_id, above=calendars.lineage(agency_id)[:-1], level=level)
