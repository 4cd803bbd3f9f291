"""Receive a dossier at a counter, or decline it with a reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from motcua.casework.procedures.queries import catalogue
from motcua.casework.procedures.queries.catalogue import OfferView
from motcua.casework.procedures.rules.content import Content, Paper, Terms
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid, Refusal
from motcua.ground.kernel.money import vnd
from motcua.ground.kernel.text import clean, prose
from motcua.ground.kernel.worktime import WorkCalendar
from motcua.ground.outbox import queries as outbox_queries
from motcua.ground.outbox import services as outbox
from motcua.people.agencies.queries import calendars
from motcua.people.agencies.queries import organisation as agencies
from motcua.tools.workflow import queries as workflow
from motcua.tools.workflow.queries import DefinitionView

from .. import policies
from ..errors import Incomplete, NotOffered
from ..rules import completeness, deadlines, plan, submission
from ..rules.deadlines import Due
from ..rules.submission import PartyDraft, Submission
from ..vocabulary import PartyRole, Permission
from . import _numbers, _open
from .acts import Done, Request, replay

_HORIZON = timedelta(days=800)
_DECLINED = "TC"
_BY_COUNCIL = "Theo nghị quyết của Hội đồng nhân dân cấp tỉnh"
_LONGEST_REASON, _LONGEST_BASIS = 2000, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What the counter can promise before the button is pressed: terms, due time with its reason, the way it goes."""

    offer: OfferView
    terms: Terms
    due: Due
    definition: DefinitionView

    @property
    def fee_text(self) -> str:
        """Return what is to be paid, as the receipt will say it."""
        return _fee_text(self.terms)


def promise(procedure: str, agency_id: int, channel: str, case: str = "", *, at: datetime) -> Promise:
    """Return what the agency promises for a procedure received now, by this channel and case.

    Raises  NotOffered, Invalid where the catalogue has no limit for the channel or no process.
    """
    offer = _offer(procedure, agency_id, at)
    terms = offer.version.content.terms_for(_channel(channel), case)
    if terms is None or terms.limit is None:
        raise Invalid(
            "Danh mục chưa có thời hạn cho cách nộp này. Chọn cách nộp khác hoặc báo quản trị danh mục.",
            code="no_limit",
            source="63/2010/NĐ-CP, Điều 8 khoản 2",
        )
    definition = workflow.newest(offer.process)
    if definition is None:
        raise Invalid("Thủ tục chưa có quy trình giải quyết. Báo quản trị danh mục.", code="no_process")
    due = deadlines.due(at, terms.limit, _calendar(agency_id, at.date()))
    return Promise(offer=offer, terms=terms, due=due, definition=definition)


def accept(handed_in: Submission, *, by: Actor, at: datetime, key: str = "") -> Done:
    """Register and receive a dossier in one act: number, clock, papers, first step; the receipt follows after commit.

    Raises  NotAllowed, NotOffered, Invalid with every complaint at once, Incomplete naming all missing papers.
    Law     61/2018/NĐ-CP, Điều 17; 309/2026/NĐ-CP (time counts from complete and correct receipt).
    """
    request = Request(verb="accept", by=by, at=at, key=key, said=repr(handed_in))
    return _once(request, handed_in.procedure, lambda: _accept(handed_in, request))


def decline(handed_in: Submission, reason: str, basis: str, *, by: Actor, at: datetime, key: str = "") -> Done:
    """Decline at the counter, in writing: the reason, and the rule that says so.

    Raises  NotAllowed, NotOffered, Invalid where the reason or its legal basis is missing.
    Law     61/2018/NĐ-CP, Điều 17 khoản 1 điểm b (written refusal, form 03).
    """
    reason, basis = prose(reason), clean(basis)
    request = Request(verb="decline", by=by, at=at, key=key, said=repr((handed_in, reason, basis)))
    return _once(request, handed_in.procedure, lambda: _decline(handed_in, reason, basis, request))


def _accept(handed_in: Submission, request: Request) -> Done:
    by, at = request.by, request.at
    policies.require(by, Permission.RECEIVE, agency_id=handed_in.agency_id, on=at.date())
    promised = promise(handed_in.procedure, handed_in.agency_id, handed_in.channel, handed_in.case, at=at)
    parties = _tidied(handed_in)
    papers = _checked(handed_in, parties, promised.offer.version.content, at.date())
    agency = agencies.agency(handed_in.agency_id)
    dues = plan.step_dues(
        promised.definition.activities, at, promised.due.at, _calendar(handed_in.agency_id, at.date())
    )
    opening = _open.Opening(
        number=_numbers.allot(agency, at.date()),
        submission=handed_in,
        parties=parties,
        papers=papers,
        promise_due=promised.due,
        offer=promised.offer,
        definition=promised.definition,
        dues=dues,
        fee_text=_fee_text(promised.terms),
    )
    return _open.receive(opening, request)


def _decline(handed_in: Submission, reason: str, basis: str, request: Request) -> Done:
    by, at = request.by, request.at
    policies.require(by, Permission.DECLINE, agency_id=handed_in.agency_id, on=at.date())
    offer = _offer(handed_in.procedure, handed_in.agency_id, at)
    _channel(handed_in.channel)
    parties = _tidied(handed_in)
    said = _complaints(handed_in, parties, offer.version.content, at.date())
    if not reason:
        said["reason"] = "Ghi lý do từ chối để người dân biết phải làm gì tiếp."
    elif len(reason) > _LONGEST_REASON:
        said["reason"] = f"Lý do dài quá {_LONGEST_REASON} chữ."
    if not basis:
        said["basis"] = "Ghi căn cứ: văn bản, điều, khoản."
    elif len(basis) > _LONGEST_BASIS:
        said["basis"] = f"Căn cứ dài quá {_LONGEST_BASIS} chữ. Ghi số văn bản, điều, khoản."
    _refuse_if(said)
    agency = agencies.agency(handed_in.agency_id)
    return _open.decline(
        number=_numbers.allot(agency, at.date(), _DECLINED),
        submission=handed_in,
        parties=parties,
        offer=offer,
        grounds=(reason, basis),
        request=request,
    )


def _once(request: Request, about: str, act: Callable[[], Done]) -> Done:
    """Do the act in one transaction; a refusal may be its second arrival, then its key answers as the first time."""
    try:
        with transaction.atomic():
            return act()
    except (Refusal, IntegrityError):
        if (done := outbox_queries.by_key(request.by.ref, request.key)) is None:
            raise
        return replay(outbox.same_request(done, request.fingerprint(about)))


def _checked(
    handed_in: Submission, parties: Mapping[PartyRole, PartyDraft], content: Content, on: date
) -> tuple[Paper, ...]:
    """Return the papers of the case, or refuse with every complaint about case, parties and papers at once."""
    said = _complaints(handed_in, parties, content, on)
    papers = content.papers_for(handed_in.case)
    missing = completeness.missing(papers, handed_in.papers)
    if missing and not said:
        raise Incomplete(missing)
    if missing:
        said |= Incomplete(missing).fields
    _refuse_if(said)
    return papers


def _complaints(
    handed_in: Submission, parties: Mapping[PartyRole, PartyDraft], content: Content, on: date
) -> dict[str, str]:
    """Return {field: sentence} for everything that would be wrong whether it is received or declined."""
    said = dict([*submission.flaws(parties, on), *completeness.flaws(handed_in.papers)])
    if handed_in.case and handed_in.case not in {case.key for case in content.cases}:
        said["case"] = "Trường hợp đã chọn không có trong thủ tục. Chọn lại."
    return said


def _tidied(handed_in: Submission) -> dict[PartyRole, PartyDraft]:
    return {role: submission.tidy(party) for role, party in handed_in.parties.items()}


def _refuse_if(said: dict[str, str]) -> None:
    if said:
        raise Invalid("Xem lại: " + " ".join(said.values()), fields=said)


def _offer(procedure: str, agency_id: int, at: datetime) -> OfferView:
    offer = catalogue.offer(clean(procedure), agency_id, on=at.date())
    if offer is None:
        raise NotOffered("Đơn vị không tiếp nhận thủ tục này hôm nay. Chọn thủ tục khác hoặc báo quản trị danh mục.")
    return offer


def _channel(channel: str) -> Channel:
    if channel not in set(Channel):
        raise Invalid("Cách nộp này không có. Chọn lại cách nộp.", fields={"channel": "Chọn lại cách nộp"})
    return Channel(channel)


def _calendar(agency_id: int, on: date) -> WorkCalendar:
    return calendars.calendar_of(agency_id, first=on - timedelta(days=7), last=on + _HORIZON)


def _fee_text(terms: Terms) -> str:
    parts = []
    for fee in terms.fees:
        if fee.local or fee.amount_vnd is None:
            said = fee.text or (_BY_COUNCIL if fee.local else "Danh mục chưa ghi mức thu")
            parts.append(f"{said.rstrip('.')}. {fee.note}" if fee.note else said)
        else:
            parts.append(_amount(fee.amount_vnd, fee.per) + (f" ({fee.note})" if fee.note else ""))
    return "; ".join(parts)


def _amount(amount: int, per: str) -> str:
    if amount == 0:
        return "Không mất phí"
    return f"{vnd(amount)}{'/' + per if per else ''}"
