"""Attach a result, conclude with it, put it into the citizen's hand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid, Refusal
from motcua.ground.kernel.text import clean, fold
from motcua.tools.documents import services as documents

from .. import policies
from ..errors import ActNotAllowed, ResultMissing
from ..events import DossierEvent, DossierReturned, ResultAttached
from ..models import Handover, Party, Result
from ..rules import lifecycle
from ..rules.soundness import RETURN_OUTCOME
from ..vocabulary import Act, IdentityCheck, PartyKind, ReturnMethod
from . import _conditions, _rows
from ._advance import perform
from .acts import Change, Done, Locked, Request
from .processing import about, step, worked_on

_LAST4 = re.compile(r"[0-9]{4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Who took the result, and how the officer knew him. ``id_last4``: of the card shown, never more."""

    recipient: str
    identity_check: IdentityCheck
    relation: str = ""
    id_last4: str = ""
    method: ReturnMethod = ReturnMethod.COUNTER


def attach(
    code: str,
    *,
    by: Actor,
    at: datetime,
    key: str = "",
    stream: BinaryIO | None = None,
    filename: str = "",
    number: str = "",
    abstract: str = "",
) -> Done:
    """Attach a result to the dossier: a file, the number of a paper, or both.

    Raises  ResultMissing where neither is given, NotAllowed, and the refusals of `documents.services.file`.
    """
    number, abstract = clean(number), clean(abstract)
    wrong = dict(_too_long(("number", number, 80), ("abstract", abstract, 300)))
    if wrong:
        raise Invalid("Xem lại: " + " ".join(wrong.values()), fields=wrong)
    if stream is None and not number:
        raise ResultMissing("Chọn tệp kết quả hoặc ghi số văn bản.", fields={"number": "Chọn tệp hoặc ghi số"})

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        policies.may_work(locked, by)
        if locked.status not in lifecycle.RUNNING:
            raise Refusal("Hồ sơ đã xử lý xong, không gắn thêm kết quả.", code="already_completed")
        document_id = None
        if stream is not None:
            document_id = documents.file(
                stream,
                filename,
                subject=f"dossier:{locked.id}",
                title=abstract or filename,
                purpose="result",
                by=by,
                at=at,
                key=key,
            ).pk
        result = Result.objects.create(
            dossier_id=locked.id,
            document_id=document_id,
            number=number,
            abstract=abstract,
            attached_at=at,
            attached_by_id=locked.staff_id,
        )
        return Change(), ResultAttached(**worked_on(locked, None), result_id=result.pk, document_id=document_id)

    digest = documents.digest_of(stream) if stream else ""
    request = Request(verb="attach", by=by, at=at, key=key, said=repr((filename, digest, number, abstract)))
    return perform(code, request, act)


def hand_over(
    code: str, receipt: Receipt, *, by: Actor, at: datetime, key: str = "", item_id: int | None = None
) -> Done:
    """Give the result to the one who came for it, and close the dossier.

    Raises  NotAllowed, ActNotAllowed before there is a result, Invalid naming all that is missing, or where the card
            shown is not that of the party of this name.
    Law     61/2018/NĐ-CP, Điều 20.
    """
    recipient, last4, relation = clean(receipt.recipient), clean(receipt.id_last4), clean(receipt.relation)
    wrong = dict(_too_long(("recipient", recipient, 200), ("relation", relation, 80)))
    if not recipient:
        wrong["recipient"] = "Ghi họ tên người nhận kết quả."
    if (last4 or receipt.identity_check is not IdentityCheck.RECEIPT) and not _LAST4.fullmatch(last4):
        wrong["id_last4"] = "Ghi bốn số cuối của giấy tờ đã đối chiếu."
    if receipt.identity_check is IdentityCheck.MANDATE and not relation:
        wrong["relation"] = "Ghi văn bản ủy quyền hoặc quan hệ với chủ hồ sơ."
    if wrong:
        raise Invalid("Xem lại: " + " ".join(wrong.values()), fields=wrong)

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        policies.may_return(locked)
        lifecycle.advance(locked.state, Act.RETURN)
        if locked.item_id is None or locked.flow_id is None or locked.effect != Act.RETURN:
            raise ActNotAllowed(Act.RETURN, locked.status)
        _conditions.may_leave(locked)
        if receipt.identity_check is IdentityCheck.CARD:
            _same_person(locked.id, recipient, last4)
        handover = Handover(
            dossier_id=locked.id,
            method=receipt.method,
            recipient=recipient,
            relation=relation,
            identity_check=receipt.identity_check,
            id_last4=last4,
            at=at,
            staff_id=locked.staff_id,
            post_id=locked.post_id,
        )
        _rows.insert([handover])
        event = DossierReturned(
            **about(locked, Act.RETURN),
            **step(locked, RETURN_OUTCOME),
            method=receipt.method,
            identity_check=receipt.identity_check,
        )
        return Change(close=True, outcome=RETURN_OUTCOME, act=Act.RETURN), event

    request = Request(
        verb="hand_over", by=by, at=at, key=key, item_id=item_id, outcome=RETURN_OUTCOME, said=repr(receipt)
    )
    return perform(code, request, act)


def _same_person(dossier_id: int, recipient: str, last4: str) -> None:
    """Refuse a card whose last digits are not those of the party of that name."""
    parties = Party.objects.filter(dossier_id=dossier_id, kind=PartyKind.PERSON).exclude(id_number="")
    numbers = [number for name, number in parties.values_list("name", "id_number") if fold(name) == fold(recipient)]
    if numbers and not any(number.endswith(last4) for number in numbers):
        sentence = (
            "Bốn số cuối không khớp với số định danh của người này trong hồ sơ. "
            "Xem lại thẻ; nếu là người khác, ghi đúng họ tên và văn bản ủy quyền."
        )
        raise Invalid(sentence, fields={"id_last4": sentence})


def _too_long(*said: tuple[str, str, int]) -> Iterator[tuple[str, str]]:
    for field, text, most in said:
        if len(text) > most:
            yield field, f"Phần này dài {len(text)} chữ, nhiều nhất {most}."
