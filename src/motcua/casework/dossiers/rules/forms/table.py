"""Every form by the set it belongs to: its number, its name, its template, what it takes and the text it gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import NoSuchForm
from ...vocabulary import Form, FormSet
from .apology import ApologyData, apology_text
from .control import ControlData, control_text
from .handover import HandoverData, handover_text
from .house import FormName, Text
from .label import LabelData, label_text
from .minutes import MinutesData, minutes_text
from .receipt import ReceiptData, receipt_text
from .refusal import RefusalData, refusal_text
from .register import RegisterData, register_text
from .result_receipt import ResultReceiptData, result_receipt_text
from .stop import StopData, stop_text
from .supplement import SupplementData, supplement_text
from .withdrawal import WithdrawalData, withdrawal_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """One form before it is filled in. ``takes``: the type of value that ``text`` is called with."""

    name: FormName
    takes: type
    text: Callable[[Any, FormName], Text]

    @property
    def template(self) -> str:
        """Return the name of its template in ``papers/``."""
        return self.name.kind.value

    def said(self, data: object) -> Text:
        """Return what the template prints. Raises TypeError where the value belongs to another form."""
        if not isinstance(data, self.takes):
            raise TypeError(f"{self.name.kind} is filled in from {self.takes.__name__}, not {type(data).__name__}")
        return self.text(data, self.name)


_Writer = tuple[type, Callable[[Any, FormName], Text]]
_WRITERS: Mapping[Form, _Writer] = {
    Form.RECEIPT: (ReceiptData, receipt_text),
    Form.SUPPLEMENT: (SupplementData, supplement_text),
    Form.REFUSAL: (RefusalData, refusal_text),
    Form.APOLOGY: (ApologyData, apology_text),
    Form.STOP: (StopData, stop_text),
    Form.CONTROL: (ControlData, control_text),
    Form.REGISTER: (RegisterData, register_text),
    Form.HANDOVER: (HandoverData, handover_text),
    Form.LABEL: (LabelData, label_text),
    Form.RESULT_RECEIPT: (ResultReceiptData, result_receipt_text),
    Form.WITHDRAWAL: (WithdrawalData, withdrawal_text),
    Form.MINUTES: (MinutesData, minutes_text),
}
_NAMES: Mapping[Form, tuple[str, ...]] = {
    Form.RECEIPT: ("Giấy tiếp nhận hồ sơ", "và hẹn trả kết quả"),
    Form.SUPPLEMENT: ("Phiếu yêu cầu bổ sung,", "hoàn thiện hồ sơ"),
    Form.REFUSAL: ("Phiếu từ chối", "tiếp nhận, giải quyết hồ sơ"),
    Form.APOLOGY: ("Phiếu xin lỗi", "và hẹn lại ngày trả kết quả"),
    Form.STOP: ("Thông báo", "dừng giải quyết hồ sơ"),
    Form.CONTROL: ("Phiếu kiểm soát", "quá trình giải quyết hồ sơ"),
    Form.REGISTER: ("Sổ theo dõi hồ sơ",),
    Form.HANDOVER: ("Phiếu bàn giao hồ sơ",),
    Form.LABEL: ("Nhãn túi hồ sơ giấy",),
    Form.RESULT_RECEIPT: ("Biên nhận", "trả kết quả"),
    Form.WITHDRAWAL: ("Biên bản", "trả lại hồ sơ"),
    Form.MINUTES: ("Biên bản", "thẩm tra, xác minh"),
}
_NUMBERS: Mapping[FormSet, Mapping[Form, str]] = {
    FormSet.TT03_2025: {
        Form.RECEIPT: "01",
        Form.SUPPLEMENT: "02",
        Form.REFUSAL: "03",
        Form.APOLOGY: "04",
        Form.STOP: "05",
        Form.CONTROL: "06",
        Form.REGISTER: "07",
    },
    FormSet.TT01_2018: {
        Form.RECEIPT: "01",
        Form.SUPPLEMENT: "02",
        Form.REFUSAL: "03",
        Form.APOLOGY: "04",
        Form.CONTROL: "05",
        Form.REGISTER: "06",
    },
}
"""Law: 03/2025/TT-VPCP, Phụ lục I; 01/2018/TT-VPCP, Phụ lục. The number of each form in its set."""


def _blank(kind: Form, number: str = "", form_set: FormSet | None = None) -> Blank:
    takes, text = _WRITERS[kind]
    return Blank(name=FormName(kind=kind, lines=_NAMES[kind], number=number, form_set=form_set), takes=takes, text=text)


FORMS: Mapping[tuple[FormSet, Form], Blank] = {
    (form_set, kind): _blank(kind, number, form_set)
    for form_set, numbers in _NUMBERS.items()
    for kind, number in numbers.items()
}
"""The statutory forms."""

LOCAL: Mapping[Form, Blank] = {
    kind: _blank(kind) for kind in (Form.HANDOVER, Form.LABEL, Form.RESULT_RECEIPT, Form.WITHDRAWAL, Form.MINUTES)
}
"""Forms of our own: of no set, the same at all times."""


def statutory(form_set: FormSet, kind: Form) -> Blank:
    """Return a form of a set. Raises NoSuchForm where the set has none, e.g. the notice of stopping in that of 2018."""
    if (form_set, kind) not in FORMS:
        raise NoSuchForm(form_set, kind)
    return FORMS[form_set, kind]
