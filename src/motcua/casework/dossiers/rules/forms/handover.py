"""Phiếu bàn giao hồ sơ, a form of our own: a batch that goes from one desk to another, on paper and in the system.

Both sides scan the code of each dossier; what is missing or too much is written down before both sign.
Law: 61/2018/NĐ-CP, Điều 18 (hand-over); the layout is ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.ground.kernel.text import clean

from .control import Side
from .house import Agency, FormName, Text, contact, head, rows
from .words import closed, line, moment, procedure, short_moment


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    """One dossier of the batch.

    sets, papers   how many sets and how many pieces of paper are in the bag; 0 and 0: nothing on paper
    sent_at        of the electronic leg; accepted_at  of the electronic leg
    arrived        whether the paper arrived; None while nobody has counted
    """

    code: str
    procedure_name: str
    owner: str
    procedure_code: str = ""
    sets: int = 1
    papers: int = 0
    sent_at: datetime | None = None
    accepted_at: datetime | None = None
    arrived: bool | None = None
    difference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverData:
    """What the slip needs to know. ``extra``: codes that arrived and are not on the list. Times are local."""

    agency: Agency
    number: str
    giver: Side
    receiver: Side
    issued_at: datetime
    sent_at: datetime | None = None
    received_at: datetime | None = None
    carrier: str = ""
    lines: Sequence[BatchLine]
    extra: Sequence[str] = ()
    remark: str = ""


def handover_text(data: HandoverData, name: FormName) -> Text:
    """Return what the template of the slip prints; ``codes`` are drawn as QR codes, one a line.

    Raises   ValueError for an empty batch, or a dossier that stands on it twice
    """
    codes = [batched.code for batched in data.lines]
    if not codes or len(set(codes)) < len(codes):
        raise ValueError("a batch names each of its dossiers once")
    return head(name, data.agency, data.number, data.issued_at) | {
        "rows": rows(
            [
                ("Bên giao", _side(data.giver)),
                ("Bên nhận", _side(data.receiver)),
                ("Người vận chuyển", data.carrier),
                ("Giao lúc", moment(data.sent_at) if data.sent_at else ""),
                ("Nhận lúc", moment(data.received_at) if data.received_at else ""),
            ]
        ),
        "lines": [_line(number, batched) for number, batched in enumerate(data.lines, 1)],
        "codes": codes,
        "sums": _sums(data),
        "differences": _differences(data),
        "counted": data.received_at is not None,
        "giver": clean(data.giver.person),
        "receiver": clean(data.receiver.person),
        "carrier": clean(data.carrier),
        "foot": contact(data.agency),
    }


def _side(side: Side) -> str:
    return f"{side.agency}, {side.person}" if side.person else side.agency


def _line(number: int, batched: BatchLine) -> Text:
    told = {None: "", True: "đủ", False: "thiếu"}[batched.arrived]
    has_paper = bool(batched.papers)
    return {
        "number": str(number),
        "code": batched.code,
        "request": line(procedure(batched.procedure_name, batched.procedure_code)),
        "owner": clean(batched.owner),
        "sets": str(batched.sets) if has_paper else "",
        "papers": str(batched.papers) if has_paper else "",
        "sent": short_moment(batched.sent_at),
        "accepted": short_moment(batched.accepted_at),
        "arrived": told if has_paper else "không có",
        "difference": clean(batched.difference),
    }


def _sums(data: HandoverData) -> list[str]:
    on_paper = [batched for batched in data.lines if batched.papers]
    return [str(len(data.lines)), str(sum(kept.sets for kept in on_paper)), str(sum(kept.papers for kept in on_paper))]


def _differences(data: HandoverData) -> list[str]:
    missing = [kept.code for kept in data.lines if kept.arrived is False]
    found = [
        f"Thiếu hồ sơ giấy: {', '.join(missing)}." if missing else "",
        f"Thừa, không có trong danh sách: {', '.join(data.extra)}." if data.extra else "",
        closed(data.remark),
    ]
    return [sentence for sentence in found if sentence]
