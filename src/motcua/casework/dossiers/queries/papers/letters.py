"""Mẫu 02 and Mẫu 04: what is asked of the applicant, and what the agency is sorry for."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from motcua.ground.kernel import clock
from motcua.people.agencies.queries import organisation as agencies

from ...models import Dossier, DueDate, Letter, PaperNumber, Supplement
from ...rules.forms.apology import ApologyData, EarlierLetter
from ...rules.forms.house import Agency, Signer, return_words
from ...rules.forms.supplement import SupplementData, Wanted
from ...rules.rulesets import RuleSet
from ...vocabulary import DueKind, Form, LetterState, ReturnMethod, SupplementReason
from . import matter

_BEFORE = "Thời hạn giải quyết chỉ tính từ khi hồ sơ được tiếp nhận"
_RESTARTS = "Thời hạn giải quyết tính lại từ đầu khi hồ sơ được bổ sung đủ"
_RUNS_ON = "Thời hạn giải quyết tạm dừng, tính tiếp khi hồ sơ được bổ sung đủ"
_UNSURE = "Ngày hẹn trả mới được ghi cho ông (bà) khi hồ sơ được bổ sung đủ"


def supplement(dossier_id: int, about: int, number: str) -> SupplementData:
    """Return what Mẫu 02 says of one request for papers."""
    row = Supplement.objects.select_related("asked_by", "asked_post").get(pk=about, dossier_id=dossier_id)
    dossier = Dossier.objects.get(pk=dossier_id)
    reasons = tuple(SupplementReason(code) for code in row.reasons)
    received_at = None if row.before_receipt or dossier.received_at is None else clock.local(dossier.received_at)
    return SupplementData(
        **matter.about(dossier, row.asked_post.agency_id, number),
        issued_at=clock.local(row.asked_at),
        received_at=received_at,
        wanted=tuple(_wanted(item) for item in row.items),
        reasons=reasons,
        basis=row.basis,
        guide=row.guidance,
        answer_by=clock.local(row.answer_by),
        clock=_BEFORE if row.before_receipt else _clock(matter.rules(dossier)),
        ordinal=row.number,
        approved_by=row.asked_by.name if row.number > 1 else "",
        officer=row.asked_by.name,
    )


def apology(dossier_id: int, about: int, number: str) -> ApologyData:
    """Return what Mẫu 04 says of one letter that was sent. Raises ValueError for a draft."""
    row = Letter.objects.select_related("approved_by", "approved_post").get(pk=about, dossier_id=dossier_id)
    if row.approved_at is None or row.approved_by is None or row.approved_post is None:
        raise ValueError(f"letter {about} was not sent")
    who = matter.signer(row.approved_by.name, row.approved_post.title)
    sent = matter.entry(dossier_id, "ApologySent", letter_id=row.pk)
    return _apology(row, row.approved_post.agency_id, number, who, row.approved_at, sent.seq if sent else None)


def draft(letter_id: int, *, agency_id: int, name: str, title: str, at: datetime) -> ApologyData:
    """Return what a drafted letter would say, were it sent now by the head of that post."""
    row = Letter.objects.get(pk=letter_id)
    told = _apology(row, agency_id, "", matter.signer(name, title), at, None)
    return replace(told, draft=True)


def _apology(row: Letter, agency_id: int, number: str, who: Signer, at: datetime, seq: int | None) -> ApologyData:
    dossier = Dossier.objects.get(pk=row.dossier_id)
    said = matter.about(dossier, agency_id, number)
    if dossier.received_at is None:
        raise ValueError(f"dossier {dossier.pk} was not taken in")
    due_at = _lawful(dossier, row, seq)
    receiving = agencies.agency(dossier.agency_id)
    holder = agencies.agency(row.holder_agency_id or dossier.competent_id)
    method = ReturnMethod(dossier.return_method or ReturnMethod.COUNTER)
    counter = matter.agency(dossier.agency_id)
    return ApologyData(
        **said,
        issued_at=clock.local(at),
        received_at=clock.local(dossier.received_at),
        due_at=clock.local(due_at),
        promised_at=clock.local(row.for_due_at) if row.for_due_at != due_at else None,
        lead=holder.name,
        cause=row.cause_text,
        new_due_at=clock.local(row.new_due_at) if row.new_due_at else None,
        returned=return_words(method, counter, said["submitter"]) if row.new_due_at else "",
        received_by=receiving.name,
        history=tuple(_earlier(row)),
        recipients=_recipients(said["agency"], receiving.name, holder.name),
        signer=who,
    )


def _lawful(dossier: Dossier, row: Letter, seq: int | None) -> datetime:
    """Return the date by law when the letter was written: without any letter before it."""
    promises = DueDate.objects.filter(dossier=dossier).exclude(kind=DueKind.REAPPOINTED)
    if seq is not None:
        promises = promises.filter(event_seq__lt=seq)
    found = promises.order_by("-event_seq").first()
    return min(found.due_at, row.for_due_at) if found else row.for_due_at


def _earlier(row: Letter) -> Iterator[EarlierLetter]:
    sent = Letter.objects.filter(dossier_id=row.dossier_id, state=LetterState.SENT, number__lt=row.number)
    rows = PaperNumber.objects.filter(dossier_id=row.dossier_id, form=Form.APOLOGY)
    numbers = dict(rows.values_list("about", "number"))
    for letter in sent.order_by("number", "id"):
        if letter.approved_at is not None:
            yield EarlierLetter(
                number=numbers.get(letter.pk, ""),
                issued_at=clock.local(letter.approved_at),
                new_due_at=clock.local(letter.new_due_at) if letter.new_due_at else None,
                cause=letter.cause_text,
            )


def _recipients(issuer: Agency, *others: str) -> tuple[str, ...]:
    return ("Như trên", *(name for name in dict.fromkeys(others) if name != issuer.name))


def _wanted(item: dict[str, str]) -> Wanted:
    return Wanted(name=item["name"] or item["key"] or "Nội dung khai", todo=item["want"], why=item["why"])


def _clock(rules: RuleSet) -> str:
    """Return what becomes of the limit; a rule that no text confirms is not told to citizens as law."""
    if "supplement_restarts" in rules.unconfirmed:
        return _UNSURE
    return _RESTARTS if rules.parameters.supplement_restarts else _RUNS_ON
