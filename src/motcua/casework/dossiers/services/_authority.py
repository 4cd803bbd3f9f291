"""Right signer, right day: asked before every decision that is written down, after the rules of the dossier itself.

Law: 30/2020/NĐ-CP, Điều 13.
"""

from datetime import datetime

from motcua.casework.procedures.queries import catalogue
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import local
from motcua.people.agencies import policies as agencies
from motcua.people.agencies.queries import authority
from motcua.people.agencies.rules.authority import DEFAULT_WORDS
from motcua.people.agencies.vocabulary import DocumentType

from .acts import Locked


def require(locked: Locked, document: DocumentType, *, by: Actor, at: datetime, agency_id: int | None = None) -> None:
    """Refuse unless the actor may sign such a document of the agency now.

    agency_id  whose document it is; None: of the agency that holds the open step, else of the one that received it
    Raises     NotInAuthority, which names who may
    """
    whose = agency_id or locked.item_agency_id or locked.agency_id
    if _by_default(locked, document, whose) and not authority.names_somebody(whose, document, on=local(at).date()):
        return
    version = catalogue.by_id(locked.version_id)
    procedure = version.code if version else ""
    agencies.require_authority(by, document, procedure=procedure, agency_id=whose, at=at)


def _by_default(locked: Locked, document: DocumentType, agency_id: int) -> bool:
    """Tell whether a seat of one's own would do where the matrix says nothing."""
    own = not locked.is_acting and locked.actor_agency_id == agency_id
    return own and bool(locked.words & DEFAULT_WORDS[document])
