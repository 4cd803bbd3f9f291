"""Mẫu 05, the record of a withdrawal, the minutes of a verification, the receipt of a result."""

from collections.abc import Iterator

from motcua.ground.kernel import clock
from motcua.ground.kernel.text import clean, fold
from motcua.people.agencies.queries import organisation as agencies
from motcua.tools.workflow import queries as workflow

from ...models import Dossier, Ending, Enquiry, Handover, Paper, Result
from ...rules.forms.house import Party
from ...rules.forms.minutes import MinutesData, Participant
from ...rules.forms.result_receipt import ResultLine, ResultReceiptData
from ...rules.forms.stop import StopData
from ...rules.forms.withdrawal import WithdrawalData
from ...vocabulary import IdentityCheck, Initiator, ReturnMethod
from . import matter


def stop(dossier_id: int, _about: int, number: str) -> StopData:
    """Return what Mẫu 05 says. Raises ValueError for a dossier that had not been taken in."""
    ending, dossier = _ending(dossier_id), Dossier.objects.get(pk=dossier_id)
    if dossier.received_at is None:
        raise ValueError(f"dossier {dossier_id} was not taken in")
    said, at = matter.about(dossier, ending.post.agency_id, number), clock.local(ending.ended_at)
    competent = agencies.agency(dossier.competent_id).name
    return StopData(
        **said,
        issued_at=at,
        stopped_at=at,
        received_at=clock.local(dossier.received_at),
        initiator=Initiator(ending.initiator),
        stage=_stage(dossier_id),
        reason=ending.reason,
        basis=ending.basis,
        settlement=ending.finance,
        originals=matter.papers(dossier, keys=ending.originals) if ending.originals else (),
        kept=_kept(dossier, ending),
        recipients=("Như trên",) if competent == said["agency"].name else ("Như trên", competent),
        signer=matter.signer(ending.staff.name, ending.post.title),
        officer=ending.staff.name,
    )


def withdrawal(dossier_id: int, _about: int, number: str) -> WithdrawalData:
    """Return what the record of a withdrawal says."""
    ending, dossier = _ending(dossier_id), Dossier.objects.get(pk=dossier_id)
    said, at = matter.about(dossier, dossier.agency_id, number), clock.local(ending.ended_at)
    return WithdrawalData(
        **said,
        asked_at=at,
        returned_at=at,
        received_at=clock.local(dossier.received_at) if dossier.received_at else None,
        reason=ending.reason,
        originals=matter.papers(dossier, keys=ending.originals) if ending.originals else (),
        settlement=ending.finance,
        kept=_kept(dossier, ending),
        recipient=_taker(ending.recipient, said["submitter"]),
        officer=ending.staff.name,
    )


def minutes(dossier_id: int, about: int, number: str) -> MinutesData:
    """Return what the minutes of one verification say. Raises ValueError where none were recorded."""
    row = Enquiry.objects.get(pk=about, dossier_id=dossier_id)
    if row.closed_at is None or not row.minutes:
        raise ValueError(f"enquiry {about} has no minutes")
    return MinutesData(
        **matter.about(Dossier.objects.get(pk=dossier_id), row.agency_id, number),
        took_place=row.minutes["took_place"],
        recorded_at=clock.local(row.closed_at),
        place=row.minutes["place"],
        participants=tuple(_participants(row.minutes["participants"])),
        content=row.question,
        findings=row.minutes["content"],
    )


def result_receipt(dossier_id: int, _about: int, _number: str) -> ResultReceiptData:
    """Return what the receipt of a result says."""
    row = Handover.objects.select_related("staff", "post").get(dossier_id=dossier_id)
    said = matter.about(Dossier.objects.get(pk=dossier_id), row.post.agency_id)
    shown = f", số cuối {row.id_last4}" if row.id_last4 else ""
    return ResultReceiptData(
        **said,
        returned_at=clock.local(row.at),
        results=tuple(_results(dossier_id)),
        recipient=_taker(row.recipient, said["submitter"]) or said["submitter"],
        capacity=row.relation,
        checked=f"{IdentityCheck(row.identity_check).label}{shown}",
        method=ReturnMethod(row.method).label,
        officer=row.staff.name,
    )


def _kept(dossier: Dossier, ending: Ending) -> str:
    """Return which originals are still to be given back; "" where none are."""
    owed = Paper.objects.filter(dossier=dossier, originals__gt=0, shown_only=False).exclude(key__in=ending.originals)
    names = "; ".join(f"{row.name} ({row.originals} bản chính)" for row in owed.order_by("id"))
    return f"{names}. Trả khi người nộp đến nhận" if names else ""


def _ending(dossier_id: int) -> Ending:
    return Ending.objects.select_related("staff", "post").get(dossier_id=dossier_id)


def _stage(dossier_id: int) -> str:
    """Return the step at which the dossier was stopped."""
    items = workflow.items(dossier_id)
    return items[-1].activity_name if items else "Chưa giải quyết"


def _taker(name: str, submitter: Party) -> Party | None:
    """Return who took something where it is another than the submitter."""
    return None if not name or fold(name) == fold(submitter.name) else Party(name=name)


def _participants(text: str) -> Iterator[Participant]:
    """Yield who took part, one a line or between semicolons: a name, then what he is."""
    for line in text.replace(";", "\n").splitlines():
        name, _, role = clean(line).partition(",")
        if name:
            yield Participant(name=clean(name), role=clean(role))


def _results(dossier_id: int) -> Iterator[ResultLine]:
    for row in Result.objects.filter(dossier_id=dossier_id).select_related("document").order_by("id"):
        title = row.abstract or (row.document.title if row.document else "")
        yield ResultLine(kind=title or "Kết quả giải quyết", number=row.number)
