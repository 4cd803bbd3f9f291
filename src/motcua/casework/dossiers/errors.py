"""Refusals of the dossier.

Refusal
├── ActNotAllowed    the law knows no such step from this status
├── Incomplete       papers are missing: all of them named at once
├── NotOffered       the agency does not receive this procedure
├── RegisterFull     the day's numbers are spent
├── Mirrored         another system handles it: ours only shows it
├── SupplementSpent  papers were asked for once already
├── EnquiryOpen      an opinion or a verification is still awaited
├── UnknownCondition a condition that this release does not know: never taken for true
├── NoSuchForm       the set of forms of the dossier's time has no such paper
├── WayClosed        the process asks for something that is not so yet
├── ResultMissing    nothing to conclude with
├── LegsOpen         other agencies still work on their part
├── GroupUnsound     a group of procedures that cannot be promised
├── AlreadyReminded  whoever holds it was told today
├── PaperElsewhere   the rules ask for the papers, and they are not here
├── NotInBag         what was scanned cannot be handed over here
└── ItemGone         someone else did this step meanwhile (409)
"""

from collections.abc import Sequence
from datetime import date, datetime

from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import Invalid, Refusal, Stale

from .vocabulary import Act, Condition, Form, FormSet, Status


class ActNotAllowed(Refusal):
    code = "act_not_allowed"

    def __init__(self, act: Act, status: Status | None) -> None:
        at = f"đang ở trạng thái “{status.label}”" if status else "chưa tiếp nhận"
        super().__init__(
            f"Không thể {act.label.lower()} khi hồ sơ {at}. Mở lại hồ sơ để xem việc có thể làm tiếp.",
            source="61/2018/NĐ-CP, Điều 17–20",
        )


class Mirrored(Refusal):
    code = "mirrored"

    def __init__(self) -> None:
        super().__init__(
            "Hồ sơ này được giải quyết ở hệ thống khác, ở đây chỉ xem. Làm tiếp trên hệ thống đang giải quyết.",
            source="224/2026/NĐ-CP, Điều 18",
        )


class SupplementSpent(Refusal):
    code = "supplement_spent"

    def __init__(self, most: int) -> None:
        super().__init__(
            f"Hồ sơ đã được yêu cầu bổ sung đủ {most} lần. Chỉ yêu cầu thêm khi có căn cứ của pháp luật chuyên ngành "
            "và được lãnh đạo duyệt.",
            source="61/2018/NĐ-CP, Điều 19 khoản 4",
        )


class EnquiryOpen(Refusal):
    code = "enquiry_open"


class UnknownCondition(Refusal):
    code = "unknown_condition"

    def __init__(self, condition: str) -> None:
        super().__init__(f"Quy trình hỏi điều kiện “{condition}” mà hệ thống không biết. Báo quản trị quy trình.")


class WayClosed(Refusal):
    code = "way_closed"

    def __init__(self, condition: Condition) -> None:
        super().__init__(
            f"Quy trình chỉ cho đi lối này khi: {condition.label.lower()}. Chọn lối khác, hoặc làm cho đủ rồi chuyển."
        )


class Incomplete(Invalid):
    code = "incomplete"

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(
            "Chưa đủ giấy tờ: "
            + "; ".join(missing)
            + ". Ghi một phiếu yêu cầu bổ sung cho đủ một lần, hoặc từ chối có lý do.",
            source="61/2018/NĐ-CP, Điều 17 khoản 1",
            fields={"papers": "Chưa đủ giấy tờ: " + "; ".join(missing)},
        )
        self.missing = tuple(missing)


class NotOffered(Refusal):
    code = "not_offered"
    status = 404


class RegisterFull(Refusal):
    code = "register_full"

    def __init__(self, unit: str, day: date) -> None:
        super().__init__(
            f"Sổ ngày {day:%d/%m/%Y} của {unit} đã hết 9.999 số. Báo quản trị đổi mẫu số hồ sơ.",
            source="01/2018/TT-VPCP, Điều 19 khoản 1",
        )


class NoSuchForm(Refusal):
    code = "no_such_form"

    def __init__(self, form_set: FormSet, kind: Form) -> None:
        super().__init__(
            f"Bộ mẫu của {form_set.label} không có “{kind.label}”. Chọn giấy khác trong danh sách giấy của hồ sơ.",
            source=form_set.label,
        )


class ResultMissing(Refusal):
    code = "result_missing"


class LegsOpen(Refusal):
    code = "legs_open"

    def __init__(self) -> None:
        super().__init__(
            "Hồ sơ liên thông tự kết thúc khi các phần việc của các cơ quan xong. Mở bảng phần việc để xem còn ai làm.",
            source="61/2018/NĐ-CP, Điều 19 khoản 6",
        )


class GroupUnsound(Refusal):
    code = "group_unsound"


class ItemGone(Stale):
    code = "item_gone"


class AlreadyReminded(Refusal):
    """Whoever holds the dossier was reminded of it that day: once is enough, whoever asks."""

    code = "reminded"

    def __init__(self, code: str, given_at: datetime) -> None:
        super().__init__(
            f"Hồ sơ {code} đã được nhắc lúc {local(given_at):%H:%M} hôm nay. Mai còn trễ thì nhắc lại được."
        )


class PaperElsewhere(Refusal):
    code = "paper_elsewhere"


class NotInBag(Invalid):
    """What was scanned is no bag that can be handed over here; ``fields`` names the scanner's field."""

    code = "not_in_bag"

    def __init__(self, sentence: str, *, code: str = "") -> None:
        super().__init__(sentence, code=code, fields={"scan": sentence})
