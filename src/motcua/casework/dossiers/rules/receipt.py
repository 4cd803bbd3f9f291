"""Mẫu 01, Giấy tiếp nhận hồ sơ và hẹn trả kết quả, and Mẫu 03, Phiếu từ chối: what they say, as text to print.

Law: 03/2025/TT-VPCP, Phụ lục I, Mẫu 01 and Mẫu 03; 118/2025/NĐ-CP, Điều 17 khoản 3 (amended by 309/2026/NĐ-CP): the
time counts from the moment shown on this paper.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from motcua.ground.kernel.identifiers import digits
from motcua.ground.kernel.text import clean

from ..vocabulary import ReturnMethod
from . import qr

RECEIPT_TITLE = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
REFUSAL_TITLE = "Phiếu từ chối tiếp nhận, giải quyết hồ sơ"
_MOBILE = (4, 3, 3)
_PHONES = {("024", 11): (3, 4, 4), ("028", 11): (3, 4, 4), ("02", 11): (4, 1, 3, 3)}
_UNIT = re.compile(r"\b(xã|phường|đặc khu|tỉnh|thành phố)\s+(.+)$", re.IGNORECASE)
_UNBROKEN = ("ỦY BAN NHÂN DÂN", "TRUNG TÂM", "PHỤC VỤ", "HÀNH CHÍNH CÔNG", "VĂN PHÒNG")
_CODE = "(mã thủ tục "
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


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
class ReceiptData:
    """What Mẫu 01 needs to know of a dossier. Times are local.

    representative  set where somebody files for the owner: then the submitter is he
    limit           the statutory time in the procedure's own words, e.g. “9 ngày làm việc”
    why             the derivation of the due time, one sentence; due_at is None where the result is given at once
    fee             what is to be paid, as text; fee_timing  “thu khi nộp hồ sơ”, “thu khi nhận kết quả”
    returned        the place or way to receive the result, a sentence (`return_words`)
    """

    code: str
    agency: Agency
    procedure_code: str
    procedure_name: str
    submitter: Party
    owner: Party
    representative: Party | None = None
    papers: Sequence[PaperLine] = ()
    sets: int = 1
    fee: str = ""
    fee_timing: str = ""
    limit: str = ""
    received_at: datetime
    due_at: datetime | None = None
    why: str = ""
    returned: str = ""
    receiver: str = ""
    lookup_site: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalData:
    """What Mẫu 03 needs to know. ``code`` is "" where nothing was registered; ``basis``: the legal grounds."""

    agency: Agency
    procedure_code: str
    procedure_name: str
    submitter: Party
    declined_at: datetime
    reason: str
    basis: str
    advice: str = ""
    officer: str = ""
    code: str = ""
    number: str = ""


def moment(at: datetime, *, weekday: bool = False) -> str:
    """Return “17 giờ 00, thứ Hai, ngày 23/11/2026”."""
    day = f"{_WEEKDAYS[at.weekday()]}, " if weekday else ""
    return f"{at:%H} giờ {at:%M}, {day}ngày {at:%d/%m/%Y}"


def dated(on: date, place: str = "") -> str:
    """Return “Tân Hòa, ngày 05 tháng 02 năm 2026”.

    Law: 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 4: days below 10 and the months 1 and 2 take a leading zero.
    """
    month = f"{on.month:02d}" if on.month < 3 else str(on.month)
    words = f"ngày {on.day:02d} tháng {month} năm {on.year}"
    return f"{place}, {words}" if place else f"N{words[1:]}"


def place_of(*names: str) -> str:
    """Return the place that stands before the date: “Ủy ban nhân dân xã Tân Hòa” → “Tân Hòa”; numbered units in full.

    Law: 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 4.
    """
    for name in names:
        if found := _UNIT.search(clean(name)):
            unit, place = found.groups()
            return f"{unit.capitalize()} {place}" if place[0].isdigit() else place
    return ""


def return_words(method: ReturnMethod, agency: Agency, submitter: Party) -> str:
    """Return the sentence that says where or how the result reaches the submitter."""
    if method is ReturnMethod.POST:
        return f"Trả kết quả qua bưu chính đến {submitter.address or 'địa chỉ người nộp'}"
    if method is ReturnMethod.ELECTRONIC:
        return f"Trả bản điện tử qua {submitter.email}" if submitter.email else "Trả bản điện tử"
    return f"Nhận kết quả tại {agency.name}{f', {agency.address}' if agency.address else ''}"


def phone(number: str) -> str:
    """Return a telephone number in groups: ``0912345678`` → ``0912 345 678``; others as they are."""
    bare = digits(number)
    shape = _PHONES.get((bare[:3] if bare.startswith(("024", "028")) else bare[:2], len(bare))) or (
        _MOBILE if len(bare) == 10 else ()
    )
    if not shape or not bare.isdigit():
        return clean(number)
    starts = [sum(shape[:place]) for place in range(len(shape))]
    return " ".join(bare[start : start + length] for start, length in zip(starts, shape, strict=True))


def receipt_text(data: ReceiptData) -> dict[str, Any]:
    """Return what the template of Mẫu 01 prints, as JSON-able text; rows without content are left out."""
    return {
        "title": RECEIPT_TITLE,
        "code": data.code,
        "number": data.number,
        "agency": _agency(data.agency),
        "dated": dated(data.received_at.date(), data.agency.place),
        "on": data.received_at.strftime("%Y-%m-%dT%H:%M"),
        "rows": _rows([*_parties(data), ("Nội dung yêu cầu", _request(data.procedure_name, data.procedure_code))]),
        "sets": data.sets,
        "papers": [_paper(number, line) for number, line in enumerate(data.papers, 1)],
        "terms": _rows(
            [
                ("Phí, lệ phí", "; ".join(part for part in (data.fee, data.fee_timing) if part)),
                ("Thời hạn giải quyết", data.limit),
                ("Nhận hồ sơ lúc", moment(data.received_at)),
            ]
        ),
        "due": moment(data.due_at, weekday=True) if data.due_at else "Trả kết quả ngay",
        "why": data.why,
        "return": _closed(data.returned),
        "submitter": data.submitter.name,
        "receiver": data.receiver,
        "foot": _foot(data.lookup_site, data.agency.phone),
        "qr": qr.payload(
            code=data.code,
            procedure_code=data.procedure_code,
            id_number=data.submitter.id_number,
            document=RECEIPT_TITLE,
            published_at=data.received_at,
            due_at=data.due_at,
        ),
    }


def refusal_text(data: RefusalData) -> dict[str, Any]:
    """Return what the template of Mẫu 03 prints, as JSON-able text; rows without content are left out."""
    request = ("Nội dung yêu cầu", _request(data.procedure_name, data.procedure_code))
    return {
        "title": REFUSAL_TITLE,
        "code": data.code,
        "number": data.number,
        "agency": _agency(data.agency),
        "dated": dated(data.declined_at.date(), data.agency.place),
        "on": data.declined_at.strftime("%Y-%m-%dT%H:%M"),
        "rows": _rows([*_person("Người nộp", data.submitter), request]),
        "reason": data.reason,
        "basis": data.basis,
        "advice": data.advice,
        "declined": moment(data.declined_at),
        "submitter": data.submitter.name,
        "receiver": data.officer,
        "foot": _contact(data.officer, data.agency),
        "qr": qr.payload(
            code=data.code,
            procedure_code=data.procedure_code,
            id_number=data.submitter.id_number,
            document=REFUSAL_TITLE,
            published_at=data.declined_at,
        ),
    }


def _parties(data: ReceiptData) -> list[tuple[str, str]]:
    rows = _person("Tiếp nhận của", data.submitter)
    if data.representative is not None and data.representative != data.submitter:
        rows.append(("Người đại diện", _short(data.representative)))
    if data.owner != data.submitter:
        rows += [("Chủ hồ sơ", _short(data.owner)), ("Địa chỉ chủ hồ sơ", data.owner.address)]
    return rows


def _person(label: str, party: Party) -> list[tuple[str, str]]:
    return [
        (label, party.name),
        ("Số định danh", party.id_number),
        ("Địa chỉ", party.address),
        ("Điện thoại", phone(party.phone)),
        ("Thư điện tử", party.email),
    ]


def _short(party: Party) -> str:
    return f"{party.name}, số định danh {party.id_number}" if party.id_number else party.name


def _request(name: str, code: str) -> str:
    return f"{name} {_CODE}{code})" if code else name


def _agency(agency: Agency) -> dict[str, str]:
    return {"name": _heading(agency.name), "parent": _heading(agency.parent)}


def _heading(name: str) -> str:
    text = clean(name).upper()
    for phrase in _UNBROKEN:
        text = text.replace(phrase, phrase.replace(" ", "\u00a0"))
    return text


def _paper(number: int, line: PaperLine) -> list[str]:
    name = f"{clean(line.name)} ({line.note})" if line.note else clean(line.name)
    counts = (line.originals, line.certified, line.photos)
    return [str(number), name, *(str(count) if count else "" for count in counts)]


def _rows(rows: Sequence[tuple[str, str]]) -> list[list[str]]:
    # the code of the procedure is not torn apart at a line's end
    return [[label, clean(text).replace(_CODE, _CODE.replace(" ", "\u00a0"))] for label, text in rows if clean(text)]


def _closed(sentence: str) -> str:
    text = clean(sentence)
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."


def _foot(site: str, telephone: str) -> str:
    look = f"Quét mã, hoặc vào {site}, để xem hồ sơ đang ở đâu." if site else "Quét mã để xem hồ sơ đang ở đâu."
    return f"{look} Quá hẹn mà chưa có thư xin lỗi, gọi {phone(telephone)}." if telephone else look


def _contact(officer: str, agency: Agency) -> str:
    told = [
        part for part in (officer, phone(agency.phone) and f"điện thoại {phone(agency.phone)}", agency.address) if part
    ]
    return f"Cần hỏi thêm: {', '.join(told)}." if told else ""
