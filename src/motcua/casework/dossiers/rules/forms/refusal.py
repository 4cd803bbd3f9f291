"""Mẫu 03, Phiếu từ chối: a dossier that is not taken in, or one that was and does not meet the conditions.

Law: 03/2025/TT-VPCP, Phụ lục I, Mẫu 03; 01/2018/TT-VPCP, Mẫu 03; 61/2018/NĐ-CP, Điều 17 khoản 1 and Điều 19 khoản 8.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from .house import (
    FormName,
    Matter,
    PaperLine,
    Signer,
    Text,
    contact,
    opening,
    papers,
    parties,
    request,
    rows,
    signer,
    you,
)
from .words import closed, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalData(Matter):
    """What Mẫu 03 needs to know. ``code`` is "" where nothing was registered; ``basis``: the legal grounds.

    received_at  set where the dossier was taken in and does not meet the conditions; None where it is not taken in
    returned     papers that go back with this one
    signer       who signs for the agency; None: the officer does
    """

    declined_at: datetime
    reason: str
    basis: str
    code: str = ""
    received_at: datetime | None = None
    advice: str = ""
    returned: Sequence[PaperLine] = ()
    officer: str = ""
    extension: str = ""
    signer: Signer | None = None


def refusal_text(data: RefusalData, name: FormName) -> Text:
    """Return what the template of Mẫu 03 prints, as JSON-able text; rows without content are left out."""
    taken_in = data.received_at is not None
    return opening(name, data, data.declined_at) | {
        "rows": rows([*parties("Người nộp", data), ("Nội dung yêu cầu", request(data))]),
        "finding": _finding(data),
        "reason": closed(data.reason),
        "basis": closed(data.basis),
        "advice": closed(data.advice),
        "may": you(data.submitter).capitalize() + " có thể:",
        "returned": papers(data.returned),
        "declined": moment(data.declined_at),
        "submitter": data.submitter.name,
        "receiver": data.officer,
        "office": "NGƯỜI THỤ LÝ" if taken_in else "NGƯỜI TIẾP NHẬN",
        "signer": signer(data.signer),
        "foot": contact(data.agency, data.officer, data.extension),
    }


def _finding(data: RefusalData) -> str:
    if data.received_at is None:
        return f"Qua xem xét lúc {moment(data.declined_at)}, cơ quan chúng tôi không tiếp nhận hồ sơ này."
    return (
        f"Hồ sơ được tiếp nhận lúc {moment(data.received_at)}. Qua thẩm định, đến {moment(data.declined_at)}, "
        "cơ quan chúng tôi thấy hồ sơ không đủ điều kiện giải quyết."
    )
