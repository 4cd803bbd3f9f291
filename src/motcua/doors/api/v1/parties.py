"""What a counter hands in, as JSON: parties, papers, channel."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Annotated

from ninja import Schema
from pydantic import Field, ValidationInfo, field_validator

from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.rules.submission import PartyDraft, Submission
from motcua.casework.dossiers.services import supplements as services
from motcua.casework.dossiers.vocabulary import PartyKind, PartyRole, ReturnMethod, SupplementReason
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


class Intake(StrEnum):
    """What becomes of what is handed in."""

    ACCEPT = "accept"
    SUBMIT = "submit"


class Wanted(Strict):
    """One thing to complete. ``key``: of a paper of the procedure, "" for an entry of the form to correct."""

    key: Word = ""
    name: Word = ""
    want: Text
    why: Text = ""


class Notice(Strict):
    """The one notice (Mẫu 02): everything wanted, why, and how to come by it."""

    items: Annotated[list[Wanted], Field(max_length=100)]
    reasons: Annotated[list[SupplementReason], Field(max_length=10)]
    guidance: Text = ""
    basis: Word = ""

    def notice(self) -> services.Notice:
        """Return the value that the services take."""
        items = tuple(services.Wanted(**item.model_dump()) for item in self.items)
        return services.Notice(items=items, reasons=tuple(self.reasons), guidance=self.guidance, basis=self.basis)


class HandedIn(Strict):
    """A dossier at the counter. ``agency``: code of the receiving agency, that of the caller's post if left out.

    ``consented``: its applicant agreed that an officer submits it online for him.
    """

    procedure: Word
    submitter: Party
    owner: Party | None = None
    representative: Representative | None = None
    papers: Annotated[list[PaperSeen], Field(max_length=200)] = []
    agency: Word = ""
    channel: Channel = Channel.IN_PERSON
    case: Word = ""
    return_method: ReturnMethod = ReturnMethod.COUNTER
    consented: bool = False

    @field_validator("papers")
    @classmethod
    def _each_once(cls, papers: list[PaperSeen]) -> list[PaperSeen]:
        if len({paper.key for paper in papers}) < len(papers):
            raise ValueError("Một giấy tờ được kể hai lần; gộp số bản vào một dòng.")
        return papers


class HandedInNow(HandedIn):
    """``act``: taken in at once, or registered for a decision within office hours; ``ask``: asked for in one act."""

    act: Intake = Intake.ACCEPT
    ask: Notice | None = None

    @field_validator("ask")
    @classmethod
    def _only_of_a_submission(cls, ask: Notice | None, info: ValidationInfo) -> Notice | None:
        if ask is not None and info.data.get("act") is not Intake.SUBMIT:
            raise ValueError("Chỉ yêu cầu bổ sung cùng lúc với act=submit.")
        return ask


class Declined(HandedIn):
    """A dossier that is not taken in, with the written reason and the rule behind it."""

    reason: Text
    basis: Text


def submission(body: HandedIn, by: Actor) -> Submission:
    """Return what the services take. Raises Invalid for an agency that is not there."""
    parties = {PartyRole.SUBMITTER: body.submitter.draft()}
    if body.owner:
        parties[PartyRole.OWNER] = body.owner.draft()
    if body.representative:
        parties[PartyRole.REPRESENTATIVE] = body.representative.draft(body.representative.mandate)
    return Submission(
        procedure=clean(body.procedure),
        agency_id=agency_of(body.agency, by),
        channel=body.channel,
        parties=parties,
        papers=seen(body.papers),
        case=clean(body.case),
        return_method=body.return_method,
        consented=body.consented,
    )


def seen(papers: Iterable[PaperSeen]) -> dict[str, Seen]:
    """Return the counts of papers as the services take them."""
    return {paper.key: Seen(**paper.model_dump()) for paper in papers}


def agency_of(code: str, by: Actor) -> int:
    """Return the agency with a code, that of the caller's post for none. Raises Invalid where there is none."""
    if not code:
        return by.agency_id or 0
    agency = organisation.agency_by_code(clean(code))
    if agency is None:
        raise Invalid(f"Không có cơ quan nào mang mã {clean(code)[:40]}.", fields={"agency": "Mã không có"})
    return agency.id


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
