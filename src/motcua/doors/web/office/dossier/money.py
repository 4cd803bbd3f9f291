"""The clock by hand: money owed before the result, a pause by a ground of law."""

from collections.abc import Mapping
from typing import Any

from motcua.casework.dossiers.services import obligations, suspensions
from motcua.casework.dossiers.services.acts import Done
from motcua.casework.dossiers.vocabulary import PauseCause
from motcua.ground.kernel.errors import Invalid

from ..choices import whole
from . import case as asked
from .forms import Deed, Opened

_CAUSES = (PauseCause.OUTAGE, PauseCause.CONFIRMATION, PauseCause.APPLICANT)


def demand(opened: Opened) -> Done:
    """Ask the applicant to pay."""
    return obligations.demand(
        opened.code,
        opened.text("document_no"),
        opened.text("basis"),
        by=opened.case.by,
        at=opened.case.at,
        key=opened.key,
        item_id=whole(opened.text("item")),
    )


def settle(opened: Opened) -> Done:
    """Record the proof."""
    return obligations.settle(opened.code, opened.text("proof"), by=opened.case.by, at=opened.case.at, key=opened.key)


def settle_shown(opened: Opened) -> Mapping[str, Any]:
    """Return what was demanded."""
    return {"pause": opened.case.told.pause}


def demand_shown(opened: Opened) -> Mapping[str, Any]:
    """Return whether the clock stands for it."""
    return {"suspends": opened.case.rules.finance_suspends}


def pause(opened: Opened) -> Done:
    """Stop the clock."""
    cause = next((known for known in _CAUSES if known == opened.text("cause")), None)
    if cause is None:
        raise Invalid("Chọn nguyên nhân tạm dừng.", fields={"cause": "Chọn nguyên nhân tạm dừng."})
    return suspensions.pause(
        opened.code,
        cause,
        opened.text("document_no"),
        opened.text("basis"),
        by=opened.case.by,
        at=opened.case.at,
        key=opened.key,
    )


def pause_shown(opened: Opened) -> Mapping[str, Any]:
    """Return the causes, each with whether the rules of the dossier leave its time out of the limit."""
    rules = opened.case.rules
    counts = {
        PauseCause.OUTAGE: rules.outage_suspends,
        PauseCause.CONFIRMATION: True,
        PauseCause.APPLICANT: rules.applicant_suspends,
    }
    said = {True: "Thời gian này không tính vào thời hạn.", False: "Thời gian này vẫn tính vào thời hạn."}
    return {"causes": [(cause.value, cause.label, said[counts[cause]]) for cause in _CAUSES]}


DEMAND = Deed(
    title="Yêu cầu thực hiện nghĩa vụ tài chính",
    button="Gửi yêu cầu",
    template="office/dossier/demand.html",
    may=lambda opened: asked.may_demand(opened.case),
    do=demand,
    shown=demand_shown,
    said="Đã yêu cầu thực hiện nghĩa vụ tài chính. Hồ sơ chờ người nộp.",
    lead="Hồ sơ chờ đến khi người nộp đưa chứng từ đã nộp.",
    takes=True,
)
SETTLE = Deed(
    title="Ghi chứng từ đã nộp",
    button="Ghi đã nộp đủ",
    template="office/dossier/settle.html",
    may=lambda opened: asked.may_settle(opened.case),
    do=settle,
    shown=settle_shown,
    said="Đã ghi chứng từ. Thời hạn chạy tiếp.",
    lead="Thời hạn chạy tiếp từ lúc ghi; ngày hẹn trả được cộng thời gian đã chờ, nếu bộ quy tắc cho phép.",
)
PAUSE = Deed(
    title="Tạm dừng tính thời hạn",
    button="Tạm dừng",
    template="office/dossier/pause.html",
    may=lambda opened: asked.may_pause(opened.case),
    do=pause,
    shown=pause_shown,
    said="Đã tạm dừng tính thời hạn.",
    lead="Chỉ tạm dừng khi có văn bản. Người đang giữ hồ sơ vẫn giữ và vẫn làm tiếp được.",
    just="pause",
)
