"""Mẫu 04: the apology with a new date, the apology of a second lateness without one, the request for more time.

Law: 03/2025/TT-VPCP, Phụ lục I, Mẫu 04; 01/2018/TT-VPCP, Mẫu 04 (an apology only); 61/2018/NĐ-CP, Điều 19 khoản 9:
a new date at most once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from motcua.ground.kernel.text import clean

from ...errors import NoSuchForm
from ...vocabulary import FormSet
from .house import FormName, Matter, Signer, Text, contact, opening, request, signer, you
from .words import closed, moment, short_moment

_NO_DATE = ("Phiếu xin lỗi", "về việc chậm trả kết quả")
_EXTENSION = ("Phiếu đề nghị gia hạn", "thời gian giải quyết hồ sơ")


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierLetter:
    """One letter that went before: its number, when it was issued, to when it moved the date, why."""

    number: str
    issued_at: datetime
    new_due_at: datetime | None = None
    cause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApologyData(Matter):
    """What Mẫu 04 needs to know. Times are local.

    due_at       the date first promised, which never changes; promised_at  the date now passing, where it is another
    lead         the unit that holds the dossier; cause  why it is late
    new_due_at   None: no new date is given any more
    returned     where or how the result is then received, a sentence
    told         to whom the lateness was reported, where it goes one level up
    extension    the letter asks for more time instead of announcing a new date
    received_by  the agency that took the dossier in, "": the one that writes
    draft        not approved yet: every page says so
    recipients   “Nơi nhận”, the addressee first
    """

    issued_at: datetime
    received_at: datetime
    due_at: datetime
    promised_at: datetime | None = None
    lead: str
    cause: str
    new_due_at: datetime | None = None
    returned: str = ""
    told: str = ""
    extension: bool = False
    received_by: str = ""
    draft: bool = False
    history: Sequence[EarlierLetter] = ()
    recipients: Sequence[str] = ()
    signer: Signer
    officer: str = ""


def apology_text(data: ApologyData, name: FormName) -> Text:
    """Return what the template of Mẫu 04 prints.

    Raises   NoSuchForm where the set knows no request for more time; ValueError for such a request without a date
    """
    old = name.form_set is FormSet.TT01_2018
    if data.extension and old:
        raise NoSuchForm(FormSet.TT01_2018, name.kind)
    if data.extension and data.new_due_at is None:
        raise ValueError("a request for more time says until when")
    name = named(name, extension=data.extension, appoints=data.new_due_at is not None)
    return opening(name, data, data.issued_at, due_at=data.new_due_at) | {
        "to": data.submitter.name,
        "body": [_received(data), _late(data), _sorry(data)],
        "new": moment(data.new_due_at, weekday=True) if data.new_due_at else "",
        "new_label": "Đề nghị gia hạn đến:" if data.extension else "Hẹn lại ngày trả kết quả:",
        "return": closed(data.returned),
        "closing": _closing(data),
        "history": [] if old else [_earlier(number, letter) for number, letter in enumerate(data.history, 1)],
        "recipients": [clean(who) for who in data.recipients or ("Như trên",)],
        "signer": signer(data.signer),
        "foot": contact(data.agency, data.officer),
        **({"draft": True} if data.draft else {}),
    }


def named(name: FormName, *, extension: bool = False, appoints: bool = True) -> FormName:
    """Return the name as this letter bears it: it asks for more time, appoints a date, or appoints none any more."""
    if extension:
        return replace(name, lines=_EXTENSION)
    return name if appoints else replace(name, lines=_NO_DATE)


def _received(data: ApologyData) -> str:
    again = f", sau đó hẹn lại đến {moment(data.promised_at)}" if data.promised_at else ""
    owner = f" của {data.holder.name}" if data.holder != data.submitter else ""
    return closed(
        f"Lúc {moment(data.received_at)}, {clean(data.received_by or data.agency.name)} tiếp nhận hồ sơ{owner} "
        f"về việc {request(data)}, "
        f"mã hồ sơ {data.code}, hẹn trả kết quả lúc {moment(data.due_at)}{again}"
    )


def _late(data: ApologyData) -> str:
    passed = data.issued_at > (data.promised_at or data.due_at)
    state = (
        "Đến nay đã quá hẹn mà hồ sơ chưa giải quyết xong" if passed else "Hồ sơ không kịp giải quyết xong như đã hẹn"
    )
    return f"{state}. Đơn vị đang chủ trì: {closed(data.lead)} Lý do: {closed(data.cause)}"


def _sorry(data: ApologyData) -> str:
    sorry = f"{clean(data.agency.name)} xin lỗi {you(data.submitter)} về sự chậm trễ này"
    if data.extension:
        return f"{sorry} và đề nghị {you(data.submitter)} cho gia hạn thời gian giải quyết như sau."
    return f"{sorry}."


def _closing(data: ApologyData) -> str:
    if data.new_due_at is not None:
        return ""
    told = f" Việc chậm trễ đã được báo cáo {clean(data.told)}." if data.told else ""
    before = "Ngày trả kết quả đã được hẹn lại trước đây, phiếu này không hẹn thêm ngày mới."
    first = "Phiếu này chưa hẹn được ngày trả kết quả mới."
    return (
        f"{before if data.promised_at else first} Hồ sơ được giải quyết ngay khi đủ điều kiện và kết quả được báo cho "
        f"{you(data.submitter)} khi có.{told}"
    )


def _earlier(number: int, letter: EarlierLetter) -> list[str]:
    return [
        str(number),
        clean(letter.number),
        short_moment(letter.issued_at),
        short_moment(letter.new_due_at) or "không hẹn ngày mới",
        clean(letter.cause),
    ]
