"""Stop and start the clock by a ground of law that nobody in the dossier caused: an announced outage, force majeure.

Law: 301/2026/NĐ-CP (announced outage is not counted, the clock runs again when the system works again); elsewhere by
the rules of the dossier.
"""

from datetime import datetime

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid, Refusal
from motcua.ground.kernel.text import clean

from .. import policies
from ..events import DossierEvent, DossierPaused, DossierResumed
from ..models import Pause
from ..rules.rulesets import Parameters
from ..vocabulary import Act, DueKind, PauseCause
from . import _clock
from ._advance import perform
from .acts import Change, Done, Locked, Request
from .processing import about
from .supplements import end_pause, running_again

_BY_ORDER = (PauseCause.OUTAGE, PauseCause.CONFIRMATION, PauseCause.APPLICANT)


def pause(
    code: str, cause: PauseCause, document_no: str, basis: str, *, by: Actor, at: datetime, key: str = ""
) -> Done:
    """Stop the clock from now on; who holds the dossier goes on holding it.

    document_no  of the announcement or the applicant's letter
    Raises       NotAllowed · ActNotAllowed · Refusal where it stands already · Invalid
    """
    document_no, basis = clean(document_no), clean(basis)
    wrong = {}
    if cause not in _BY_ORDER:
        wrong["cause"] = "Chọn nguyên nhân tạm dừng."
    if not document_no or len(document_no) > 80:
        wrong["document_no"] = "Ghi số văn bản công bố hoặc đơn đề nghị, không quá 80 chữ."
    if not basis or len(basis) > 300:
        wrong["basis"] = "Ghi căn cứ: văn bản, điều, khoản, không quá 300 chữ."
    if wrong:
        raise Invalid("Xem lại: " + " ".join(wrong.values()), fields=wrong)

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        policies.may_decide(locked)
        _clock.require_running(locked)
        said = about(locked, Act.PAUSE)
        row = Pause.objects.create(
            dossier_id=locked.id,
            cause=cause,
            basis=basis,
            document_no=document_no,
            counts=_counts(cause, _clock.rules_of(locked).parameters),
            began_at=at,
        )
        return Change(act=Act.PAUSE), DossierPaused(**said, pause_id=row.pk, cause=cause)

    request = Request(verb="pause", by=by, at=at, key=key, said=repr((cause, document_no, basis)))
    return perform(code, request, act)


def resume(code: str, *, by: Actor, at: datetime, key: str = "") -> Done:
    """Let the clock run on; what was lost is added to the limit.

    Raises  NotAllowed · ActNotAllowed · Refusal where it runs.
    """

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        policies.may_decide(locked)
        said = about(locked, Act.RESUME)
        row = end_pause(locked.id, at)
        if row is None:
            raise Refusal("Thời hạn đang chạy, không có gì để tiếp tục.", code="not_paused")
        promise = _clock.resumed(locked, at)
        _clock.row(locked, promise, DueKind.RESUMED, at).save()
        event = DossierResumed(**said, pause_id=row.pk, cause=row.cause, due_at=promise.due_at.isoformat())
        return running_again(Act.RESUME, promise, locked, at), event

    return perform(code, Request(verb="resume", by=by, at=at, key=key), act)


def _counts(cause: PauseCause, rules: Parameters) -> bool:
    return {
        PauseCause.OUTAGE: rules.outage_suspends,
        PauseCause.APPLICANT: rules.applicant_suspends,
        PauseCause.CONFIRMATION: True,
    }[cause]
