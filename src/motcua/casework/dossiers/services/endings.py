"""End a dossier without a result: the applicant withdraws it, or the agency stops it. What has ended stays ended.

Law: 03/2025/TT-VPCP, Phụ lục I, Mẫu 05 (initiator, stage, decision, finance); originals go back to the applicant.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid, Refusal
from motcua.ground.kernel.text import clean, prose
from motcua.people.agencies.vocabulary import DocumentType

from .. import policies
from ..events import DossierEvent, DossierStopped, DossierWithdrawn
from ..models import Ending, Enquiry, Paper, Result, Supplement
from ..queries import twin
from ..rules.twin import held
from ..vocabulary import Act, EnquiryState, Initiator, SetKind, Status
from . import _authority
from ._advance import perform
from .acts import Change, Done, Locked, Request
from .processing import about
from .supplements import end_pause


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What the paper of the ending says.

    originals  keys of the papers whose originals were given back; the others are owed, and given back at the counter
    recipient  who took them; finance: what was refunded or is owed
    """

    reason: str
    basis: str = ""
    finance: str = ""
    originals: Sequence[str] = ()
    recipient: str = ""


def withdraw(code: str, settlement: Settlement, *, by: Actor, at: datetime, key: str = "") -> Done:
    """Close the dossier as its applicant wishes, before there is a result; all originals that are here go back to him.

    Raises  NotAllowed · ActNotAllowed once there is a result · Invalid naming every fault, every original left behind.
    """
    tidy = _tidied(settlement)

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        policies.may_receive(locked, by)
        said = about(locked, Act.WITHDRAW)
        here = held(twin.stays_of(locked.id, SetKind.PAPERS), locked.agency_id)
        _refuse_flaws(tidy, locked, needs_basis=False, returns_all=here)
        ending = _write_down(tidy, Initiator.APPLICANT, locked, at)
        event = DossierWithdrawn(**said, ending_id=ending.pk, item_id=locked.item_id)
        return _end(Act.WITHDRAW, locked, at), event

    return perform(code, Request(verb="withdraw", by=by, at=at, key=key, said=repr(tidy)), act)


def stop(code: str, initiator: Initiator, settlement: Settlement, *, by: Actor, at: datetime, key: str = "") -> Done:
    """Stop the processing (Mẫu 05), by decision of a head; for inaction only once the applicant's time is over.

    The applicant need not be there: originals that are not said to be given back wait for him.

    Raises  NotAllowed · ActNotAllowed · Refusal before that time, or where a result was decided · Invalid
    """
    tidy = _tidied(settlement)

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        policies.may_decide(locked)
        said = about(locked, Act.STOP)
        if initiator is Initiator.INACTION:
            _applicant_is_late(locked, at)
        if Result.objects.filter(dossier_id=locked.id).exists():
            raise Refusal("Hồ sơ đã có kết quả, không dừng được. Chuyển trả kết quả.", code="has_result")
        _refuse_flaws(tidy, locked, needs_basis=True, returns_all=False)
        _authority.require(locked, DocumentType.STOP, by=by, at=at, agency_id=by.agency_id)
        ending = _write_down(tidy, initiator, locked, at)
        event = DossierStopped(**said, ending_id=ending.pk, initiator=initiator, item_id=locked.item_id)
        return _end(Act.STOP, locked, at), event

    return perform(code, Request(verb="stop", by=by, at=at, key=key, said=repr((initiator, tidy))), act)


def _end(act: Act, locked: Locked, at: datetime) -> Change:
    end_pause(locked.id, at)
    Enquiry.objects.filter(dossier_id=locked.id, state=EnquiryState.OPEN).update(
        state=EnquiryState.WAIVED, answer="Hồ sơ đã kết thúc.", closed_at=at, closed_by_id=locked.staff_id
    )
    return Change(act=act, close=locked.item_id is not None, ends=True, outcome=act.value, columns={"ended_at": at})


def _applicant_is_late(locked: Locked, at: datetime) -> None:
    asked = Supplement.objects.filter(dossier_id=locked.id, supplied_at__isnull=True).first()
    if locked.status is not Status.SUPPLEMENT or asked is None or at <= asked.answer_by:
        raise Refusal(
            "Chưa hết thời gian chờ người nộp bổ sung, chưa dừng vì lý do này được.",
            code="applicant_in_time",
            source="03/2025/TT-VPCP, Phụ lục I, Mẫu 05",
        )


def _tidied(settlement: Settlement) -> Settlement:
    return Settlement(
        reason=prose(settlement.reason),
        basis=clean(settlement.basis),
        finance=clean(settlement.finance),
        originals=tuple(sorted({clean(key) for key in settlement.originals})),
        recipient=clean(settlement.recipient),
    )


def _refuse_flaws(settlement: Settlement, locked: Locked, *, needs_basis: bool, returns_all: bool) -> None:
    wrong = {}
    if not settlement.reason or len(settlement.reason) > 2000:
        wrong["reason"] = "Ghi lý do, không quá 2000 chữ."
    if needs_basis and not settlement.basis:
        wrong["basis"] = "Ghi căn cứ: văn bản, điều, khoản."
    for field, text, most in (
        ("basis", settlement.basis, 300),
        ("finance", settlement.finance, 300),
        ("recipient", settlement.recipient, 200),
    ):
        if len(text) > most:
            wrong[field] = f"Phần này dài quá {most} chữ."
    papers = {paper.key: paper for paper in Paper.objects.filter(dossier_id=locked.id).order_by("id")}
    kept = [paper for paper in papers.values() if paper.originals and not paper.shown_only]
    left = [paper.name for paper in kept if paper.key not in settlement.originals]
    if left and returns_all:
        wrong["originals"] = "Trả lại bản chính cho người nộp: " + "; ".join(left) + "."
    elif not papers.keys() >= set(settlement.originals):
        wrong["originals"] = "Chỉ đánh dấu giấy tờ có trong hồ sơ này."
    elif settlement.originals and not settlement.recipient:
        wrong["recipient"] = "Ghi người nhận lại bản chính."
    if wrong:
        raise Invalid("Xem lại: " + " ".join(wrong.values()), fields=wrong)


def _write_down(settlement: Settlement, initiator: Initiator, locked: Locked, at: datetime) -> Ending:
    return Ending.objects.create(
        dossier_id=locked.id,
        initiator=initiator,
        reason=settlement.reason,
        basis=settlement.basis,
        finance=settlement.finance,
        originals=list(settlement.originals),
        recipient=settlement.recipient,
        ended_at=at,
        staff_id=locked.staff_id,
        post_id=locked.post_id,
    )
