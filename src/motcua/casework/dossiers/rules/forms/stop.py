"""Mẫu 05 of the set of 2025, Thông báo dừng giải quyết hồ sơ: who asked, at which stage, what was decided and settled.

Law: 03/2025/TT-VPCP, Phụ lục I, Mẫu 05. The set of 2018 has no such paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.ground.kernel.text import clean

from ...vocabulary import Initiator
from .house import FormName, Matter, PaperLine, Signer, Text, contact, opening, papers, parties, request, rows, signer
from .words import closed, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class StopData(Matter):
    """What the notice needs to know. Times are local.

    stage        how far the dossier had come, in words, e.g. “Thẩm định hồ sơ”
    asked        by which paper and when it was asked for, e.g. “Đơn xin dừng ngày 12/11/2026”
    decision     number and date of the deciding document, where there is one
    settlement   what becomes of fees and financial obligations, a sentence
    originals    papers that go back; kept: originals that wait for the applicant, a sentence
    """

    issued_at: datetime
    received_at: datetime
    stopped_at: datetime
    initiator: Initiator
    asked: str = ""
    stage: str
    reason: str
    basis: str = ""
    decision: str = ""
    settlement: str = ""
    originals: Sequence[PaperLine] = ()
    kept: str = ""
    recipients: Sequence[str] = ()
    signer: Signer
    officer: str = ""


def stop_text(data: StopData, name: FormName) -> Text:
    """Return what the template of Mẫu 05 prints."""
    asked = f"{data.initiator.label} ({clean(data.asked)})" if data.asked else data.initiator.label
    return opening(name, data, data.issued_at) | {
        "rows": rows(
            [
                *parties("Kính gửi", data, compact=True),
                ("Nội dung yêu cầu", request(data)),
                ("Tiếp nhận lúc", moment(data.received_at)),
                ("Dừng theo đề nghị", asked),
                ("Giai đoạn khi dừng", data.stage),
                ("Văn bản quyết định", data.decision),
            ]
        ),
        "stopped": f"Dừng giải quyết hồ sơ từ {moment(data.stopped_at)}",
        "reason": closed(data.reason),
        "basis": closed(data.basis),
        "settlement": closed(data.settlement),
        "originals": papers(data.originals),
        "kept": closed(data.kept),
        "recipients": [clean(who) for who in data.recipients or ("Như trên",)],
        "signer": signer(data.signer),
        "foot": contact(data.agency, data.officer),
    }
