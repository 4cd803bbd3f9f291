"""Money owed before the result: the clock stands still from the demand to the proof, where the rules say so."""

from datetime import datetime

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid
from motcua.ground.kernel.text import clean

from .. import policies
from ..events import DossierEvent, ObligationDemanded, ObligationSettled
from ..models import Pause
from ..vocabulary import Act, DueKind, PauseCause
from . import _clock
from ._advance import perform
from .acts import Change, Done, Locked, Request
from .processing import about, worked_on
from .supplements import end_pause, running_again


def demand(
    code: str, document_no: str, basis: str, *, by: Actor, at: datetime, key: str = "", item_id: int | None = None
) -> Done:
    """Ask the applicant to meet a financial obligation; the notice's number and its ground are kept.

    Raises  NotAllowed · ActNotAllowed · Invalid where number or ground is missing.
    """
    document_no, basis = clean(document_no), clean(basis)
    wrong = {}
    if not document_no or len(document_no) > 80:
        wrong["document_no"] = "Ghi số thông báo nghĩa vụ tài chính, không quá 80 chữ."
    if not basis or len(basis) > 300:
        wrong["basis"] = "Ghi căn cứ: văn bản, điều, khoản, không quá 300 chữ."
    if wrong:
        raise Invalid("Xem lại: " + " ".join(wrong.values()), fields=wrong)

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        policies.may_work(locked, by)
        _clock.require_running(locked)
        said = worked_on(locked, Act.DEMAND)
        pause = Pause.objects.create(
            dossier_id=locked.id,
            cause=PauseCause.FINANCE,
            basis=basis,
            document_no=document_no,
            counts=_clock.rules_of(locked).parameters.finance_suspends,
            began_at=at,
        )
        event = ObligationDemanded(**said, pause_id=pause.pk, item_id=locked.item_id)
        return Change(act=Act.DEMAND, item_state="waiting"), event

    request = Request(verb="demand", by=by, at=at, key=key, item_id=item_id, said=repr((document_no, basis)))
    return perform(code, request, act)


def settle(code: str, proof: str, *, by: Actor, at: datetime, key: str = "") -> Done:
    """Record the proof that the obligation is met; the clock runs on.

    Raises  NotAllowed · ActNotAllowed · Invalid without a proof.
    """
    proof = clean(proof)
    if not proof or len(proof) > 300:
        sentence = "Ghi chứng từ: số, ngày, nơi thu, không quá 300 chữ."
        raise Invalid(sentence, fields={"proof": sentence})

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        policies.may_settle(locked, by)
        said = about(locked, Act.SETTLE)
        pause = end_pause(locked.id, at, proof)
        promise = _clock.resumed(locked, at)
        _clock.row(locked, promise, DueKind.RESUMED, at).save()
        event = ObligationSettled(
            **said, pause_id=pause.pk if pause else 0, due_at=promise.due_at.isoformat(), item_id=locked.item_id
        )
        return running_again(Act.SETTLE, promise, locked, at), event

    return perform(code, Request(verb="settle", by=by, at=at, key=key, said=proof), act)
