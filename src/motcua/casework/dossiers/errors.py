"""Refusals of the dossier.

Refusal
├── ActNotAllowed    the law knows no such step from this status
├── Incomplete       papers are missing: all of them named at once
├── NotOffered       the agency does not receive this procedure
├── RegisterFull     the day's numbers are spent
├── ResultMissing    nothing to conclude with
└── ItemGone         someone else did this step meanwhile (409)
"""

from collections.abc import Sequence
from datetime import date

from motcua.ground.kernel.errors import Invalid, Refusal, Stale

from .vocabulary import Act, Status


class ActNotAllowed(Refusal):
    code = "act_not_allowed"

    def __init__(self, act: Act, status: Status | None) -> None:
        at = f"đang ở trạng thái “{status.label}”" if status else "chưa tiếp nhận"
        super().__init__(
            f"Không thể {act.label.lower()} khi hồ sơ {at}. Mở lại hồ sơ để xem việc có thể làm tiếp.",
            source="61/2018/NĐ-CP, Điều 17–20",
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


class ResultMissing(Refusal):
    code = "result_missing"


class ItemGone(Stale):
    code = "item_gone"
