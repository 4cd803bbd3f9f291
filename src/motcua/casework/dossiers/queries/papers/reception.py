"""Mẫu 01 and Mẫu 03: what was taken in, and what was not, or was answered with no."""

from datetime import datetime

from django.conf import settings

from motcua.casework.procedures.queries.catalogue import VersionView
from motcua.casework.procedures.rules.content import Limit
from motcua.casework.procedures.vocabulary import Channel, LimitUnit
from motcua.ground.kernel import clock
from motcua.ground.outbox import queries as outbox

from ...models import Dossier, DueDate, Result
from ...rules.forms.house import return_words
from ...rules.forms.receipt import ReceiptData
from ...rules.forms.refusal import RefusalData
from ...vocabulary import ReturnMethod
from .. import legs
from . import matter

_ANSWERED = "Hồ sơ không đủ điều kiện giải quyết, như nêu trong văn bản trả lời kèm theo phiếu này."


def receipt(dossier_id: int, _about: int, _number: str) -> ReceiptData:
    """Return what Mẫu 01 says: as of the receipt, or of the correction after which it was issued anew.

    Raises   ValueError for a dossier that was not taken in
    """
    dossier = Dossier.objects.select_related("received_by").get(pk=dossier_id)
    if dossier.received_at is None or dossier.received_by is None:
        raise ValueError(f"dossier {dossier_id} was not taken in")
    version, said = matter.version(dossier), matter.about(dossier, dossier.agency_id)
    corrected = matter.entry(dossier_id, "DossierCorrected")
    born = corrected or matter.entry(dossier_id, "DossierReceived")
    promise = matter.promised(dossier_id, born.seq if born else None)
    due_at, why = _promise(promise, dossier)
    method = ReturnMethod(dossier.return_method or ReturnMethod.COUNTER)
    return ReceiptData(
        **said,
        papers=matter.papers(dossier),
        sets=version.content.sets,
        fee=dossier.fee_text,
        limit=_limit(version, dossier),
        received_at=clock.local(dossier.received_at),
        reissued_at=clock.local(corrected.at) if corrected else None,
        due_at=clock.local(due_at) if due_at else None,
        why=why,
        returned=return_words(method, said["agency"], said["submitter"]),
        receiver=dossier.received_by.name,
        lookup_site=settings.PORTAL_ADDRESS,
    )


def refusal(dossier_id: int, _about: int, number: str) -> RefusalData:
    """Return what Mẫu 03 says of a dossier that was declined, or does not meet the conditions.

    Raises   ValueError for any other dossier
    """
    dossier = Dossier.objects.get(pk=dossier_id)
    if dossier.declined_at is None:
        return _rejection(dossier, number)
    return RefusalData(
        **matter.about(dossier, dossier.agency_id, number),
        declined_at=clock.local(dossier.declined_at),
        reason=dossier.decline_reason,
        basis=dossier.decline_basis,
        officer=_decliner(dossier_id),
    )


def _rejection(dossier: Dossier, number: str) -> RefusalData:
    """What speaks against the dossier is in the answer that goes with it: notes of officers stay in the house."""
    rejected = matter.entry(dossier.pk, "DossierRejected")
    if rejected is None or dossier.received_at is None:
        raise ValueError(f"dossier {dossier.pk} was neither declined nor rejected")
    name, title, agency_id = matter.person(rejected.actor)
    answer = Result.objects.filter(dossier=dossier).order_by("-id").first()
    letter = f"Văn bản trả lời số {answer.number}" if answer and answer.number else ""
    return RefusalData(
        **matter.about(dossier, agency_id or dossier.competent_id, number),
        received_at=clock.local(dossier.received_at),
        declined_at=clock.local(rejected.at),
        reason=answer.abstract if answer and answer.abstract else _ANSWERED,
        basis=letter,
        officer=name,
        signer=matter.signer(name, title) if title else None,
    )


def _promise(promise: DueDate | None, dossier: Dossier) -> tuple[datetime | None, str]:
    return (promise.due_at, promise.why) if promise else (dossier.due_at, dossier.due_why)


def _decliner(dossier_id: int) -> str:
    told = matter.entry(dossier_id, "DossierDeclined") or next(iter(outbox.history(f"dossier:{dossier_id}")), None)
    return matter.person(told.actor)[0] if told else ""


def _limit(version: VersionView, dossier: Dossier) -> str:
    if own := legs.limit_of(dossier.pk):
        return _limit_words(own)
    terms = version.content.terms_for(Channel(dossier.channel), dossier.case)
    return _limit_words(terms.limit) if terms and terms.limit else ""


def _limit_words(limit: Limit) -> str:
    if limit.unit is LimitUnit.SAME_DAY:
        return LimitUnit.SAME_DAY.label.capitalize()
    return f"{limit.value:02d} {limit.unit.label}"
