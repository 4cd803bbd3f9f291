"""Phiếu kiểm soát quá trình giải quyết hồ sơ: who gave the dossier to whom, when, and whether each was in time.

Law: 03/2025/TT-VPCP, Phụ lục I, Mẫu 06; 01/2018/TT-VPCP, Mẫu 05; 61/2018/NĐ-CP, Điều 18.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.ground.kernel.text import clean

from ...vocabulary import Timeliness
from .house import FormName, Matter, PaperLine, Text, contact, in_short, opening, papers, request, rows
from .words import moment, short_moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a hand-over: the agency or unit, and the person."""

    agency: str
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """One hand-over. Times are local.

    given_at     accepted_at: None while the receiver has not accepted
    due_at       when the receiver is to be done; timeliness  how he was, None while he is not
    electronic   accepted in the system: no place to sign is left
    """

    giver: Side
    receiver: Side
    given_at: datetime
    accepted_at: datetime | None = None
    due_at: datetime | None = None
    timeliness: Timeliness | None = None
    note: str = ""
    electronic: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlData(Matter):
    """What the slip needs to know: hand-overs of the dossier in order, then those of the result. Times are local."""

    issued_at: datetime
    received_at: datetime
    due_at: datetime | None = None
    lead: str = ""
    papers: Sequence[PaperLine] = ()
    dossier_legs: Sequence[HandOver] = ()
    result_legs: Sequence[HandOver] = ()
    officer: str = ""


def control_text(data: ControlData, name: FormName) -> Text:
    """Return what the template of the slip prints."""
    return opening(name, data, data.issued_at, due_at=data.due_at) | {
        "rows": rows(
            [
                ("Nội dung yêu cầu", request(data)),
                ("Chủ hồ sơ", in_short(data.holder)),
                ("Địa chỉ", data.holder.address),
                ("Cơ quan chủ trì", data.lead),
                ("Nhận hồ sơ lúc", moment(data.received_at)),
                ("Hẹn trả kết quả", moment(data.due_at) if data.due_at else "Trả kết quả ngay"),
            ]
        ),
        "papers": papers(data.papers),
        "legs": [
            {"name": label, "rows": [_leg(number, leg) for number, leg in enumerate(legs, 1)]}
            for label, legs in (("I. Giao hồ sơ", data.dossier_legs), ("II. Nhận kết quả", data.result_legs))
            if legs
        ],
        "officer": data.officer,
        "foot": contact(data.agency),
    }


def _leg(number: int, leg: HandOver) -> Text:
    return {
        "number": str(number),
        "giver": [clean(leg.giver.agency), clean(leg.giver.person)],
        "receiver": [clean(leg.receiver.agency), clean(leg.receiver.person)],
        "given": short_moment(leg.given_at),
        "accepted": short_moment(leg.accepted_at) or "chưa nhận",
        "due": short_moment(leg.due_at),
        "result": leg.timeliness.label if leg.timeliness else "",
        "note": clean(leg.note),
        "sign": not leg.electronic,
    }
