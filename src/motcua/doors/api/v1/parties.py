"""What a counter hands in, as JSON: parties, papers, channel."""

from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import Field, field_validator

from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.rules.submission import PartyDraft, Submission
from motcua.casework.dossiers.vocabulary import PartyKind, PartyRole, ReturnMethod
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid
from motcua.ground.kernel.text import clean
from motcua.people.agencies.queries import organisation
from motcua.people.identity.vocabulary import Sex

from ..fields import Strict, Text, Word

_Count = Annotated[int, Field(ge=0, le=999)]


class Party(Strict):
    """A person or organisation. ``id_number``: 12 digits of a person, tax or business number of an organisation."""

    name: Word
    kind: PartyKind = PartyKind.PERSON
    id_number: Word = ""
    born_on: date | None = None
    sex: Sex = Sex.UNKNOWN
    address: Word = ""
    phone: Word = ""
    email: Word = ""

    def draft(self, mandate: str = "") -> PartyDraft:
        """Return the value that the services take."""
        return PartyDraft(**self.model_dump(exclude={"mandate"}), mandate=mandate)


class Representative(Party):
    """One who acts for the owner; ``mandate`` names the paper, or the relation, that lets him."""

    mandate: Word = ""


class PaperSeen(Strict):
    """What was seen of one paper of the procedure; ``from_data``: read from a database of the State."""

    key: Word
    originals: _Count = 0
    copies: _Count = 0
    photocopies: _Count = 0
    from_data: bool = False
    not_applicable: bool = False
    note: Word = ""


class HandedIn(Strict):
    """A dossier at the counter. ``agency``: code of the receiving agency, that of the caller's post if left out."""

    procedure: Word
    submitter: Party
    owner: Party | None = None
    representative: Representative | None = None
    papers: Annotated[list[PaperSeen], Field(max_length=200)] = []
    agency: Word = ""
    channel: Channel = Channel.IN_PERSON
    case: Word = ""
    return_method: ReturnMethod = ReturnMethod.COUNTER

    @field_validator("papers")
    @classmethod
    def _each_once(cls, papers: list[PaperSeen]) -> list[PaperSeen]:
        if len({paper.key for paper in papers}) < len(papers):
            raise ValueError("Một giấy tờ được kể hai lần; gộp số bản vào một dòng.")
        return papers


class Declined(HandedIn):
    """A dossier that is not taken in, with the written reason and the rule behind it."""

    reason: Text
    basis: Text


def submission(body: HandedIn, by: Actor) -> Submission:
    """Return what the services take. Raises Invalid for an agency that is not there."""
    agency_id = by.agency_id
    if body.agency:
        agency = organisation.agency_by_code(clean(body.agency))
        if agency is None:
            raise Invalid(f"Không có cơ quan nào mang mã {clean(body.agency)[:40]}.", fields={"agency": "Mã không có"})
        agency_id = agency.id
    parties = {PartyRole.SUBMITTER: body.submitter.draft()}
    if body.owner:
        parties[PartyRole.OWNER] = body.owner.draft()
    if body.representative:
        parties[PartyRole.REPRESENTATIVE] = body.representative.draft(body.representative.mandate)
    return Submission(
        procedure=clean(body.procedure),
        agency_id=agency_id or 0,
        channel=body.channel,
        parties=parties,
        papers={paper.key: Seen(**paper.model_dump()) for paper in body.papers},
        case=clean(body.case),
        return_method=body.return_method,
    )


class PartySeen(Schema):
    """A party as kept."""

    role: PartyRole
    kind: PartyKind
    name: str
    id_number: str
    born_on: date | None
    sex: Sex
    address: str
    phone: str
    email: str
    mandate: str
