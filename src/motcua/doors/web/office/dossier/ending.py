"""Ends that nobody takes back: withdrawn, stopped, answered no. Each page confirms, with its reason."""

from collections.abc import Mapping
from typing import Any

from motcua.casework.dossiers.services import endings, processing
from motcua.casework.dossiers.services.acts import Done
from motcua.casework.dossiers.services.endings import Settlement
from motcua.casework.dossiers.vocabulary import Initiator, PartyRole, Status
from motcua.ground.kernel.errors import Invalid
from motcua.people.agencies.vocabulary import DocumentType

from ..choices import whole
from . import case as asked
from .forms import Deed, Opened

_LEFT_OUT = {"reason": "Ghi lý do dừng.", "basis": "Ghi căn cứ: văn bản, điều, khoản."}


def withdraw(opened: Opened) -> Done:
    """Close the dossier as its applicant wishes."""
    return endings.withdraw(opened.code, _settlement(opened), by=opened.case.by, at=opened.case.at, key=opened.key)


def stop(opened: Opened) -> Done:
    """Stop the processing."""
    initiator = next((known for known in Initiator if known == opened.text("initiator")), None)
    if initiator is None:
        wrong = {"initiator": "Chọn ai đề nghị dừng."}
        wrong |= {field: sentence for field, sentence in _LEFT_OUT.items() if not opened.text(field).strip()}
        raise Invalid("Xem lại: " + " ".join(wrong.values()), fields=wrong)
    return endings.stop(
        opened.code, initiator, _settlement(opened), by=opened.case.by, at=opened.case.at, key=opened.key
    )


def reject(opened: Opened) -> Done:
    """Conclude by a way out that says no."""
    ways = {way.outcome for way in opened.case.rejecting}
    outcome = opened.text("outcome") or (next(iter(ways)) if len(ways) == 1 else "")
    wrong = {}
    if outcome not in ways:
        wrong["outcome"] = "Chọn cách trả lời."
    if not opened.text("note").strip():
        wrong["note"] = "Ghi điều kiện nào không đáp ứng, căn cứ ở đâu."
    if wrong:
        raise Invalid("Xem lại: " + " ".join(wrong.values()), fields=wrong)
    asked.may_conclude(opened.case, DocumentType.REJECTION)
    return processing.complete(
        opened.code,
        outcome,
        opened.text("note"),
        by=opened.case.by,
        at=opened.case.at,
        key=opened.key,
        item_id=whole(opened.text("item")),
    )


def end_shown(opened: Opened) -> Mapping[str, Any]:
    """Return the originals that go back, who may take them, and who may have wished the end."""
    case = opened.case
    submitter = case.dossier.party(PartyRole.SUBMITTER)
    chosen = opened.typed.getlist("originals")
    return {
        "originals": [
            (paper.key, paper.name, paper.originals, paper.key in chosen)
            for paper in case.dossier.papers
            if paper.originals and not paper.shown_only
        ],
        "recipient": opened.typed.get("recipient", submitter.name if submitter and not opened.typed else ""),
        "initiators": [(one.value, one.label, _why_not(opened, one)) for one in Initiator],
        "enquiries": case.told.open_enquiries,
    }


def reject_shown(opened: Opened) -> Mapping[str, Any]:
    """Return the ways that say no, and the answer that is attached."""
    case = opened.case
    return {"ways": case.rejecting, "results": case.dossier.results}


def may_stop(opened: Opened) -> None:
    """Refuse a stop that the actor may not sign."""
    asked.may_stop(opened.case)
    asked.may_sign_stop(opened.case)


def may_reject(opened: Opened) -> None:
    """Refuse an answer that is not written yet, or that no way leads to."""
    asked.may_reject(opened.case)
    asked.may_conclude(opened.case, DocumentType.REJECTION)


def _settlement(opened: Opened) -> Settlement:
    return Settlement(
        reason=opened.text("reason"),
        basis=opened.text("basis"),
        finance=opened.text("finance"),
        originals=tuple(opened.typed.getlist("originals")),
        recipient=opened.text("recipient") if opened.typed.getlist("originals") else "",
    )


def _why_not(opened: Opened, initiator: Initiator) -> str:
    """Return why nobody may stop it for that reason yet."""
    if initiator is not Initiator.INACTION:
        return ""
    supplement = opened.case.told.supplement
    if opened.case.dossier.status is not Status.SUPPLEMENT or supplement is None:
        return "Chỉ khi đã yêu cầu bổ sung và người nộp không bổ sung"
    return "" if opened.case.at > supplement.answer_by else "Người nộp còn thời gian bổ sung"


WITHDRAW = Deed(
    title="Rút hồ sơ",
    button="Rút hồ sơ",
    template="office/dossier/withdraw.html",
    may=lambda opened: asked.may_withdraw(opened.case),
    do=withdraw,
    shown=end_shown,
    said="Đã ghi: người nộp rút hồ sơ.",
    lead="Theo yêu cầu của người nộp. Hồ sơ kết thúc, không mở lại được; nộp lại là hồ sơ mới.",
    grave=True,
)
STOP = Deed(
    title="Dừng giải quyết hồ sơ",
    button="Dừng giải quyết",
    template="office/dossier/stop.html",
    may=may_stop,
    do=stop,
    shown=end_shown,
    said="Đã dừng giải quyết hồ sơ.",
    lead="Thông báo dừng theo mẫu 05. Hồ sơ kết thúc, không mở lại được; nộp lại là hồ sơ mới.",
    grave=True,
)
REJECT = Deed(
    title="Trả lời không đủ điều kiện",
    button="Trả lời không đủ điều kiện",
    template="office/dossier/reject.html",
    may=may_reject,
    do=reject,
    shown=reject_shown,
    said="Đã trả lời không đủ điều kiện. Hồ sơ chuyển trả kết quả.",
    lead="Văn bản trả lời là kết quả của hồ sơ, người dân đến nhận như mọi kết quả. Không đổi lại được.",
    grave=True,
)
