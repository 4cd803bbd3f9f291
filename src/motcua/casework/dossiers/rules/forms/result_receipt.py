"""Biên nhận trả kết quả, a form of our own: which result was given to whom, by whom, when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from motcua.ground.kernel.text import clean

from .house import FormName, Matter, PaperLine, Party, Text, contact, in_short, opening, papers, parties, request, rows
from .words import day, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultLine:
    """One result. ``kind``  e.g. “Giấy khai sinh”; ``abstract``: what it says; ``copies`` handed over."""

    kind: str
    number: str = ""
    issued_on: date | None = None
    abstract: str = ""
    copies: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultReceiptData(Matter):
    """What the receipt needs to know. Times are local.

    recipient   who took it; capacity  as what, e.g. “Người được ủy quyền”; checked  how he was known
    method      the way of return, in words; paid  what was paid with it, as text
    originals   papers of the applicant that go back with the result
    """

    returned_at: datetime
    results: Sequence[ResultLine]
    recipient: Party
    capacity: str = ""
    checked: str = ""
    method: str = ""
    paid: str = ""
    originals: Sequence[PaperLine] = ()
    officer: str = ""


def result_receipt_text(data: ResultReceiptData, name: FormName) -> Text:
    """Return what the template of the receipt prints. Raises ValueError where nothing is given back."""
    if not data.results:
        raise ValueError("a receipt names what was received")
    who = ", ".join(part for part in (in_short(data.recipient), data.capacity) if part)
    return opening(name, data, data.returned_at) | {
        "rows": rows(
            [
                *parties("Người nộp", data, compact=True),
                ("Nội dung yêu cầu", request(data)),
                ("Người nhận kết quả", who),
                ("Cách kiểm tra", data.checked),
                ("Cách trả", data.method),
                ("Trả lúc", moment(data.returned_at)),
                ("Phí, lệ phí đã thu", data.paid),
            ]
        ),
        "results": [
            [str(place), clean(found.kind), _number(found), clean(found.abstract), str(found.copies)]
            for place, found in enumerate(data.results, 1)
        ],
        "originals": papers(data.originals),
        "recipient": data.recipient.name,
        "officer": data.officer,
        "foot": contact(data.agency, data.officer),
    }


def _number(found: ResultLine) -> str:
    return ", ".join(part for part in (clean(found.number), day(found.issued_on)) if part)
