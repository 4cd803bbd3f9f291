"""Biên bản trả lại hồ sơ, a form of our own: the applicant withdrew, and takes back what he had handed in.

Law: 61/2018/NĐ-CP, Điều 20 khoản 2 (papers shown for comparison go back); the layout is ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from .house import FormName, Matter, PaperLine, Party, Text, contact, in_short, opening, papers, parties, request, rows
from .words import closed, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalData(Matter):
    """What the record needs to know. Times are local.

    asked_at     when the withdrawal was asked for; received_at  when the dossier had been taken in, None: never
    recipient    who takes the papers back, None: the submitter
    settlement   what becomes of what was paid, a sentence
    kept         what stays with the agency and why, a sentence
    """

    returned_at: datetime
    asked_at: datetime
    received_at: datetime | None = None
    reason: str = ""
    originals: Sequence[PaperLine] = ()
    settlement: str = ""
    kept: str = ""
    recipient: Party | None = None
    officer: str = ""


def withdrawal_text(data: WithdrawalData, name: FormName) -> Text:
    """Return what the template of the record prints."""
    recipient = data.recipient or data.submitter
    return opening(name, data, data.returned_at) | {
        "rows": rows(
            [
                *parties("Người nộp", data, compact=True),
                ("Nội dung yêu cầu", request(data)),
                ("Tiếp nhận lúc", moment(data.received_at) if data.received_at else ""),
                ("Đề nghị rút lúc", moment(data.asked_at)),
                ("Lý do rút", data.reason),
                ("Người nhận lại", in_short(recipient) if recipient != data.submitter else ""),
            ]
        ),
        "opening": closed(f"Lúc {moment(data.returned_at)}, hai bên cùng kiểm đếm và giao nhận lại hồ sơ"),
        "originals": papers(data.originals),
        "none": "" if data.originals or data.kept else "Không có giấy tờ phải trả lại.",
        "settlement": closed(data.settlement),
        "kept": closed(data.kept),
        "recipient": recipient.name,
        "officer": data.officer,
        "foot": contact(data.agency, data.officer),
    }
