"""Mẫu 01, Giấy tiếp nhận hồ sơ và hẹn trả kết quả: what it says, as text to print.

Law: 03/2025/TT-VPCP, Phụ lục I, Mẫu 01; 01/2018/TT-VPCP, Mẫu 01; 118/2025/NĐ-CP, Điều 17 khoản 3 (amended by
309/2026/NĐ-CP): the time counts from the moment shown on this paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ...vocabulary import FormSet
from .house import FormName, Matter, PaperLine, Text, opening, papers, parties, request, rows
from .words import closed, moment, phone


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptData(Matter):
    """What Mẫu 01 needs to know of a dossier. Times are local.

    limit         the statutory time in the procedure's own words, e.g. “9 ngày làm việc”
    counted_from  from when the time counts, where that is not the receipt, e.g. “khi cơ quan có thẩm quyền nhận hồ sơ”
    why           the derivation of the due time, one sentence; due_at is None where the result is given at once
    fee           what is to be paid, as text; fee_timing  “thu khi nộp hồ sơ”, “thu khi nhận kết quả”
    returned      the place or way to receive the result, a sentence (`house.return_words`)
    reissued_at   when it was issued anew in place of an earlier one, None: it is the first
    """

    received_at: datetime
    reissued_at: datetime | None = None
    papers: Sequence[PaperLine] = ()
    sets: int = 1
    fee: str = ""
    fee_timing: str = ""
    limit: str = ""
    counted_from: str = ""
    due_at: datetime | None = None
    why: str = ""
    returned: str = ""
    receiver: str = ""
    lookup_site: str = ""


def receipt_text(data: ReceiptData, name: FormName) -> Text:
    """Return what the template of Mẫu 01 prints, as JSON-able text; rows without content are left out."""
    counted_from = "" if name.form_set is FormSet.TT01_2018 else data.counted_from
    return opening(name, data, data.reissued_at or data.received_at, due_at=data.due_at) | {
        "rows": rows([*parties("Tiếp nhận của", data), ("Nội dung yêu cầu", request(data))]),
        "sets": data.sets,
        "papers": papers(data.papers),
        "terms": rows(
            [
                ("Phí, lệ phí", "; ".join(part for part in (data.fee, data.fee_timing) if part)),
                ("Thời hạn giải quyết", data.limit),
                ("Nhận hồ sơ lúc", moment(data.received_at)),
                ("Thời hạn tính từ", counted_from),
                ("Cấp lại lúc", f"{moment(data.reissued_at)}, thay giấy đã cấp trước đó" if data.reissued_at else ""),
            ]
        ),
        "due": moment(data.due_at, weekday=True) if data.due_at else "Trả kết quả ngay",
        "why": data.why,
        "return": closed(data.returned),
        "submitter": data.submitter.name,
        "receiver": data.receiver,
        "foot": _foot(data.lookup_site, data.agency.phone),
    }


def _foot(site: str, telephone: str) -> str:
    look = f"Quét mã, hoặc vào {site}, để xem hồ sơ đang ở đâu." if site else "Quét mã để xem hồ sơ đang ở đâu."
    return f"{look} Quá hẹn mà chưa có thư xin lỗi, gọi {phone(telephone)}." if telephone else look
