"""What comes in by any channel: one value, checked at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from motcua.ground.kernel.identifiers import digits
from motcua.ground.kernel.text import clean
from motcua.people.identity.rules import is_personal_id
from motcua.people.identity.vocabulary import Sex

from ..vocabulary import PartyKind, PartyRole, ReturnMethod
from .completeness import Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyDraft:
    """A party as declared. ``mandate`` names the power of attorney of a representative."""

    name: str
    kind: PartyKind = PartyKind.PERSON
    id_number: str = ""
    born_on: date | None = None
    sex: Sex = Sex.UNKNOWN
    address: str = ""
    phone: str = ""
    email: str = ""
    mandate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What a counter, a post bag, a portal or a machine hands in for one procedure at one agency."""

    procedure: str
    agency_id: int
    channel: str
    parties: Mapping[PartyRole, PartyDraft]
    papers: Mapping[str, Seen] = field(default_factory=dict)
    case: str = ""
    return_method: ReturnMethod = ReturnMethod.COUNTER


def tidy(party: PartyDraft) -> PartyDraft:
    """Return the party in the form that is stored: NFC, one line, numbers without blanks."""
    return PartyDraft(
        name=clean(party.name),
        kind=party.kind,
        id_number=digits(clean(party.id_number)),
        born_on=party.born_on,
        sex=party.sex,
        address=clean(party.address),
        phone=digits(clean(party.phone)),
        email=clean(party.email),
        mandate=clean(party.mandate),
    )


def flaws(parties: Mapping[PartyRole, PartyDraft], on: date) -> Iterator[tuple[str, str]]:
    """Yield (field, sentence) for everything wrong with the parties, so that it is said in one answer.

    The submitter must be there; others only where they differ. A name may be one letter long (“Ý”).
    """
    if PartyRole.SUBMITTER not in parties:
        yield "submitter.name", "Ghi họ tên người nộp."
    for role, party in parties.items():
        if not party.name:
            yield f"{role}.name", f"Ghi họ tên {role.label.lower()}."
        elif len(party.name) > 200:
            yield f"{role}.name", "Họ tên dài quá 200 chữ."
        if party.kind is PartyKind.PERSON and party.id_number and not is_personal_id(party.id_number):
            yield f"{role}.id_number", "Số định danh có 12 chữ số. Xem lại trên thẻ."
        if party.kind is PartyKind.ORGANISATION and not party.id_number:
            yield f"{role}.id_number", "Ghi mã số thuế hoặc mã số doanh nghiệp."
        if party.phone and not (party.phone.lstrip("+").isdigit() and 9 <= len(party.phone) <= 15):
            yield f"{role}.phone", "Số điện thoại chỉ gồm chữ số, từ 9 đến 15 số."
        if party.email and ("@" not in party.email or " " in party.email or len(party.email) > 254):
            yield f"{role}.email", "Địa chỉ thư cần có dạng ten@noi.vn."
        if party.born_on and party.born_on > on:
            yield f"{role}.born_on", "Ngày sinh ở tương lai. Xem lại."
        if len(party.address) > 300:
            yield f"{role}.address", "Địa chỉ dài quá 300 chữ."
    if PartyRole.REPRESENTATIVE in parties and not parties[PartyRole.REPRESENTATIVE].mandate:
        yield "representative.mandate", "Ghi số, ngày văn bản ủy quyền hoặc quan hệ với chủ hồ sơ."
