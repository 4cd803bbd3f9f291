"""What comes in by any channel: one value, checked at once."""

import re
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
    """What a counter, a post bag, a portal or a machine hands in for one procedure at one agency.

    consented   the applicant agreed that an officer hands it in for him, online
    """

    procedure: str
    agency_id: int
    channel: str
    parties: Mapping[PartyRole, PartyDraft]
    papers: Mapping[str, Seen] = field(default_factory=dict)
    case: str = ""
    return_method: ReturnMethod = ReturnMethod.COUNTER
    consented: bool = False


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
        yield from ((f"{role}.{field}", sentence) for field, sentence in _of_party(party, role, on))
    if PartyRole.REPRESENTATIVE in parties and not parties[PartyRole.REPRESENTATIVE].mandate:
        yield "representative.mandate", "Ghi số, ngày văn bản ủy quyền hoặc quan hệ với chủ hồ sơ."


def _of_party(party: PartyDraft, role: PartyRole, on: date) -> Iterator[tuple[str, str]]:
    if not party.name:
        yield "name", f"Ghi họ tên {role.label.lower()}."
    checks = (
        ("name", len(party.name) <= 200, "Họ tên dài quá 200 chữ."),
        ("id_number", _has_number(party), _NUMBERS[party.kind]),
        ("phone", not party.phone or _is_phone(party.phone), "Số điện thoại chỉ gồm chữ số, từ 9 đến 15 số."),
        ("email", not party.email or _is_email(party.email), "Địa chỉ thư cần có dạng ten@noi.vn."),
        ("born_on", not party.born_on or party.born_on <= on, "Ngày sinh ở tương lai. Xem lại."),
        ("address", len(party.address) <= 300, "Địa chỉ dài quá 300 chữ."),
        ("mandate", len(party.mandate) <= 200, "Văn bản ủy quyền dài quá 200 chữ. Ghi số, ngày và nơi cấp."),
    )
    yield from ((field, sentence) for field, good, sentence in checks if not good)


_PHONE = re.compile(r"\+?[0-9]{9,15}")
_EMAIL = re.compile(
    r"[A-Za-z0-9_%+&'~-]+(\.[A-Za-z0-9_%+&'~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]*"
)
"""One address, that of one person: no list, no name beside it."""
_NUMBERS = {
    PartyKind.PERSON: "Số định danh có 12 chữ số. Xem lại trên thẻ.",
    PartyKind.ORGANISATION: "Ghi mã số thuế hoặc mã số doanh nghiệp, không quá 20 chữ.",
}


def _has_number(party: PartyDraft) -> bool:
    if party.kind is PartyKind.ORGANISATION:
        return 0 < len(party.id_number) <= 20
    return not party.id_number or is_personal_id(party.id_number)


def _is_phone(phone: str) -> bool:
    return bool(_PHONE.fullmatch(phone))


def _is_email(email: str) -> bool:
    return len(email) <= 254 and _EMAIL.fullmatch(email) is not None
