"""Mẫu 02, Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ: everything that is wanted, with its reason, in one paper.

Law: 03/2025/TT-VPCP, Phụ lục I, Mẫu 02; 01/2018/TT-VPCP, Mẫu 02 (without stage and basis); 118/2025/NĐ-CP, Điều 17
khoản 2 điểm a (amended by 309/2026/NĐ-CP): one notice with content, reason and full guidance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ...vocabulary import FormSet, SupplementReason
from .house import FormName, Matter, PaperLine, Text, contact, opening, paper, parties, request, rows, you
from .words import closed, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One component to complete: how many of it are wanted, what is to be done with it, and why; ``reason`` None: the
    reasons of the dossier as a whole are its own.

    todo     e.g. “Ký đủ tên các bên, nộp lại bản chính”; why  e.g. “Thiếu chữ ký của bên mua”
    """

    name: str
    todo: str
    reason: SupplementReason | None = None
    why: str = ""
    originals: int = 0
    certified: int = 0
    photos: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementData(Matter):
    """What Mẫu 02 needs to know. Times are local.

    received_at  when the dossier was taken in; None before receipt
    reasons      of the dossier as a whole; each wanted component has its own
    guide        full guidance in words: the right agency, how to have a database corrected
    clock        what becomes of the time limit, a sentence from the rules in force
    ordinal      which request of this dossier it is; approved_by: who allowed a second one
    """

    issued_at: datetime
    received_at: datetime | None = None
    wanted: Sequence[Wanted] = ()
    reasons: Sequence[SupplementReason] = ()
    basis: str = ""
    guide: str = ""
    answer_by: datetime | None = None
    clock: str = ""
    ordinal: int = 1
    approved_by: str = ""
    officer: str = ""
    extension: str = ""


def supplement_text(data: SupplementData, name: FormName) -> Text:
    """Return what the template of Mẫu 02 prints.

    Raises   ValueError for a request that neither names a component nor gives a reason
    """
    if not data.wanted and not data.reasons:
        raise ValueError("a request says what is wanted, or why the dossier cannot be taken as it is")
    told = [
        *parties("Hồ sơ của", data, compact=True),
        ("Nội dung yêu cầu", request(data)),
        ("Giai đoạn", _stage(data.received_at)),
        ("Lý do", "; ".join(reason.label for reason in dict.fromkeys(data.reasons))),
        ("Căn cứ", data.basis),
        ("Lần yêu cầu", _again(data)),
    ]
    if name.form_set is FormSet.TT01_2018:
        told = [row for row in told if row[0] not in ("Giai đoạn", "Căn cứ")]
    return opening(name, data, data.issued_at) | {
        "rows": rows(told),
        "counted": any(thing.originals or thing.certified or thing.photos for thing in data.wanted),
        "wanted": [_row(number, thing) for number, thing in enumerate(data.wanted, 1)],
        "guide": closed(data.guide),
        "answer": moment(data.answer_by, weekday=True) if data.answer_by else "",
        "ask": _ask(data),
        "clock": closed(data.clock),
        "officer": data.officer,
        "foot": contact(data.agency, data.officer, data.extension),
    }


def _stage(received_at: datetime | None) -> str:
    return f"Sau khi tiếp nhận lúc {moment(received_at)}" if received_at else "Trước khi tiếp nhận hồ sơ"


def _ask(data: SupplementData) -> str:
    todo = "bổ sung, hoàn thiện hồ sơ" if data.wanted else "thực hiện nội dung trên"
    return f"Đề nghị {you(data.submitter)} {todo}"


def _again(data: SupplementData) -> str:
    if data.ordinal < 2:
        return ""
    return f"Lần thứ {data.ordinal}" + (f", người duyệt: {data.approved_by}" if data.approved_by else "")


def _row(number: int, thing: Wanted) -> dict[str, str | list[str]]:
    counts = PaperLine(name=thing.name, originals=thing.originals, certified=thing.certified, photos=thing.photos)
    why = ". ".join(part for part in (thing.reason.label if thing.reason else "", thing.why) if part)
    return {"cells": paper(number, counts), "todo": closed(thing.todo), "why": closed(why)}
