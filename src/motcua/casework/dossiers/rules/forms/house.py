"""What all papers share: who issues them, who they are about, what every heading says.

Law: 30/2020/NĐ-CP, Phụ lục I (place, date, signature); 01/2023/TT-VPCP, Điều 26 (code at the top left). The layouts are
ours.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from motcua.ground.kernel.text import clean

from ...vocabulary import Form, FormSet, ReturnMethod
from .. import qr
from .words import dated, line, phone, procedure

Text: TypeAlias = dict[str, Any]
"""What a template prints, as JSON-able text: title, heading, form, code, number, agency, dated, on, qr, and its own."""

_UNBROKEN = ("ỦY BAN NHÂN DÂN", "TRUNG TÂM", "PHỤC VỤ", "HÀNH CHÍNH CÔNG", "VĂN PHÒNG")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormName:
    """How a form is called. ``lines``: its name as the heading breaks it; no set and number: a form of our own."""

    kind: Form
    lines: tuple[str, ...]
    number: str = ""
    form_set: FormSet | None = None

    @property
    def title(self) -> str:
        return " ".join(self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """Who issues the paper. ``parent``: the authority above it; ``place`` stands before the date."""

    name: str
    parent: str = ""
    place: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A person or business of the dossier, in full: the paper is its own."""

    name: str
    id_number: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    organisation: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """One paper that was handed in, with the number of originals, certified copies and photocopies.

    note   e.g. “đã đối chiếu, trả lại ngay”, where the paper did not stay
    """

    name: str
    originals: int = 0
    certified: int = 0
    photos: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signs a letter. ``capacity``: the lines above the name, e.g. (“KT. Giám đốc”, “Phó Giám đốc”).

    Law: 30/2020/NĐ-CP, Điều 13 and Phụ lục I, Phần I, Mục II, khoản 7.
    """

    name: str
    capacity: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """The dossier a paper is about. ``owner``: None where the submitter is; ``number``: the paper's own."""

    agency: Agency
    code: str
    procedure_code: str
    procedure_name: str
    submitter: Party
    owner: Party | None = None
    representative: Party | None = None
    number: str = ""

    @property
    def holder(self) -> Party:
        """Return whose dossier it is."""
        return self.owner or self.submitter


def opening(name: FormName, about: Matter, at: datetime, *, due_at: datetime | None = None) -> Text:
    """Return what every paper about a dossier begins with; ``at``: when it was issued, local."""
    said = head(name, about.agency, about.number, at)
    said["code"] = about.code
    said["qr"] = qr.payload(
        code=about.code,
        procedure_code=about.procedure_code,
        id_number=about.submitter.id_number,
        document=name.title,
        published_at=at,
        due_at=due_at,
    )
    return said


def head(name: FormName, agency: Agency, number: str, at: datetime) -> Text:
    """Return what every paper begins with; one about many dossiers has no dossier code, its QR code says its number."""
    return {
        "title": name.title,
        "heading": [line.upper() for line in name.lines],
        "form": f"Mẫu số {name.number}, {name.form_set.label}" if name.form_set else "",
        "code": "",
        "number": number,
        "agency": {"name": _heading(agency.name), "parent": _heading(agency.parent)},
        "dated": dated(at.date(), agency.place),
        "on": at.strftime("%Y-%m-%dT%H:%M"),
        "foot": "",
        "qr": qr.payload(code="", procedure_code="", id_number="", document=name.title, published_at=at, number=number),
    }


def return_words(method: ReturnMethod, agency: Agency, submitter: Party) -> str:
    """Return the sentence that says where or how the result reaches the submitter."""
    if method is ReturnMethod.POST:
        return f"Trả kết quả qua bưu chính đến {submitter.address or 'địa chỉ người nộp'}"
    if method is ReturnMethod.ELECTRONIC:
        return f"Trả bản điện tử qua {submitter.email}" if submitter.email else "Trả bản điện tử"
    return f"Nhận kết quả tại {agency.name}{f', {agency.address}' if agency.address else ''}"


def you(party: Party) -> str:
    """Return how a letter addresses its reader."""
    return "quý đơn vị" if party.organisation else "ông\u00a0(bà)"


def person(label: str, party: Party) -> list[tuple[str, str]]:
    """Return the rows that tell of one party in full."""
    return [
        (label, party.name),
        ("Số định danh", party.id_number),
        ("Địa chỉ", party.address),
        ("Điện thoại", phone(party.phone)),
        ("Thư điện tử", party.email),
    ]


def parties(label: str, about: Matter, *, compact: bool = False) -> list[tuple[str, str]]:
    """Return the rows of the submitter, then of the representative and the owner where they are others.

    compact   telephone and e-mail share a row
    """
    told = person(label, about.submitter)
    if compact:
        told[-2:] = [("Liên hệ", ", ".join(text for _, text in told[-2:] if text))]
    if about.representative is not None and about.representative != about.submitter:
        told.append(("Người đại diện", in_short(about.representative)))
    if about.holder != about.submitter:
        told += [("Chủ hồ sơ", in_short(about.holder)), ("Địa chỉ chủ hồ sơ", about.holder.address)]
    return told


def in_short(party: Party) -> str:
    """Return “Lê Văn Bình, số định danh 036090001111”."""
    return f"{party.name}, số định danh {party.id_number}" if party.id_number else party.name


def request(about: Matter) -> str:
    """Return what is asked for: the procedure with its code."""
    return procedure(about.procedure_name, about.procedure_code)


def rows(told: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Return (label, text) rows as they are printed; those without content are left out."""
    return [[label, line(text)] for label, text in told if clean(text)]


def papers(lines: Sequence[PaperLine]) -> list[list[str]]:
    """Return the table of papers: number, name, originals, certified copies, photocopies; zero is left blank."""
    return [paper(number, line_) for number, line_ in enumerate(lines, 1)]


def paper(number: int, handed: PaperLine) -> list[str]:
    """Return one row of the table of papers."""
    name = f"{clean(handed.name)} ({clean(handed.note)})" if handed.note else clean(handed.name)
    counts = (handed.originals, handed.certified, handed.photos)
    return [str(number), name, *(str(count) if count else "" for count in counts)]


def contact(agency: Agency, officer: str = "", extension: str = "") -> str:
    """Return the line that says whom to ask; "" where nobody is known."""
    number = phone(agency.phone)
    told = [officer, number and f"điện thoại {number}", number and extension and f"máy lẻ {extension}", agency.address]
    said = ", ".join(part for part in told if part)
    return f"Cần hỏi thêm: {said}." if said else ""


def signer(who: Signer | None) -> Text | None:
    """Return the block under which a letter is signed."""
    return {"capacity": [_heading(part) for part in who.capacity], "name": clean(who.name)} if who else None


def _heading(name: str) -> str:
    text = clean(name).upper()
    for phrase in _UNBROKEN:
        text = text.replace(phrase, phrase.replace(" ", "\u00a0"))
    return text
