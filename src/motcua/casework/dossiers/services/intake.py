"""Receive a dossier at a counter, or decline it with a reason."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import IntegrityError, transaction

from motcua.casework.procedures.queries import catalogue
from motcua.casework.procedures.queries.catalogue import OfferView
from motcua.casework.procedures.rules.content import Content, Paper, Terms
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import Invalid, Refusal
from motcua.ground.kernel.money import vnd
from motcua.ground.kernel.text import clean, prose
from motcua.ground.outbox import queries as outbox_queries
from motcua.ground.outbox import services as outbox
from motcua.people.agencies import policies as authority
from motcua.people.agencies.queries import organisation as agencies
from motcua.people.agencies.queries.organisation import AgencyView
from motcua.people.agencies.vocabulary import DocumentType
from motcua.tools.workflow import queries as workflow
from motcua.tools.workflow.queries import DefinitionView

from .. import policies
from ..errors import Incomplete, NotOffered
from ..queries import rulesets
from ..rules import completeness, deadlines, groups, plan, submission
from ..rules.deadlines import Due
from ..rules.rulesets import RuleSet
from ..rules.submission import PartyDraft, Submission
from ..vocabulary import PartyRole, Permission
from . import _clock, _numbers, _open, _plans, transfer
from ._plans import Plan
from .acts import Done, Request, replay

_DECLINED = "TC"
_BY_COUNCIL = "Theo nghị quyết của Hội đồng nhân dân cấp tỉnh"
_LONGEST_REASON, _LONGEST_BASIS = 2000, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What the counter can promise before the button is pressed: terms, due time with its reason, the way it goes.

    crosses  the time runs from the receipt by the competent agency, of another commune
    group    the parts of several agencies, where the procedure is a group
    """

    offer: OfferView
    terms: Terms
    due: Due
    definition: DefinitionView
    rules: RuleSet
    crosses: bool = False
    group: Plan | None = None

    @property
    def fee_text(self) -> str:
        """Return what is to be paid, as the receipt will say it."""
        return _fee_text(self.terms)


def promise(procedure: str, agency_id: int, channel: str, case: str = "", *, at: datetime) -> Promise:
    """Return what the agency promises for a procedure received now, by this channel and case.

    Raises  NotOffered, Invalid where the catalogue has no limit for the channel or no process.
    """
    offer = _offer(procedure, agency_id, at)
    return promised(offer, _terms(offer, channel, case), agency_id, at, case)


def promised(offer: OfferView, terms: Terms, agency_id: int, at: datetime, case: str = "") -> Promise:
    """Return what is promised under given terms, counted from now.

    Raises  Invalid where there is no process, GroupUnsound where several agencies could not keep it.
    """
    definition = workflow.newest(offer.process)
    if definition is None or terms.limit is None:
        raise Invalid("Thủ tục chưa có quy trình giải quyết. Báo quản trị danh mục.", code="no_process")
    rules = rulesets.in_force(local(at).date())
    cutoff = rules.parameters.cutoff
    if offer.process == groups.PROCESS:
        group = _plans.plan(offer, terms, case, at, cutoff)
        return Promise(offer=offer, terms=terms, due=group.due, definition=definition, rules=rules, group=group)
    crosses = _clock.crosses(offer, rules.parameters)
    if crosses:
        offered = _open.agency_of(definition.activities[0], offer, at) == offer.competent_id
        due = _clock.expected(
            terms.limit, agency_id, offer.competent_id, offered=offered, rules=rules.parameters, at=at
        )
    else:
        due = deadlines.due(at, terms.limit, _clock.calendar(agency_id, at.date()), cutoff=cutoff)
    return Promise(offer=offer, terms=terms, due=due, definition=definition, rules=rules, crosses=crosses)


def terms_of(version_id: int, agency_id: int, channel: str, case: str, at: datetime) -> tuple[OfferView, Terms]:
    """Return the offer under which a dossier was handed in, in the version it was born with, and its terms.

    Raises  NotOffered, Invalid where the catalogue has no limit for the channel.
    """
    version = catalogue.by_id(version_id)
    if version is None:
        raise LookupError(f"version {version_id} is not there")
    offer = replace(_offer(version.code, agency_id, at), version=version)
    return offer, _terms(offer, channel, case)


def _terms(offer: OfferView, channel: str, case: str) -> Terms:
    terms = offer.version.content.terms_for(_channel(channel), case)
    if terms is None or terms.limit is None:
        raise Invalid(
            "Danh mục chưa có thời hạn cho cách nộp này. Chọn cách nộp khác hoặc báo quản trị danh mục.",
            code="no_limit",
            source="63/2010/NĐ-CP, Điều 8 khoản 2",
        )
    return terms


def accept(handed_in: Submission, *, by: Actor, at: datetime, key: str = "") -> Done:
    """Register and receive a dossier in one act: number, clock, papers, first step; the receipt follows after commit.

    Raises  NotAllowed, NotOffered, Invalid with every complaint at once, Incomplete naming all missing papers.
    Law     61/2018/NĐ-CP, Điều 17; 309/2026/NĐ-CP (time counts from complete and correct receipt).
    """
    request = Request(verb="accept", by=by, at=at, key=key, said=repr(handed_in))
    return once(request, handed_in.procedure, lambda: _accept(handed_in, request))


def decline(handed_in: Submission, reason: str, basis: str, *, by: Actor, at: datetime, key: str = "") -> Done:
    """Decline at the counter, in writing: the reason, and the rule that says so.

    Raises  NotAllowed, NotOffered, Invalid where the reason or its legal basis is missing.
    Law     61/2018/NĐ-CP, Điều 17 khoản 1 điểm b (written refusal, form 03).
    """
    reason, basis = prose(reason), clean(basis)
    request = Request(verb="decline", by=by, at=at, key=key, said=repr((handed_in, reason, basis)))
    return once(request, handed_in.procedure, lambda: _decline(handed_in, reason, basis, request))


def _accept(handed_in: Submission, request: Request) -> Done:
    by, at = request.by, request.at
    policies.require(by, Permission.RECEIVE, agency_id=handed_in.agency_id, on=at)
    promised_now = promise(handed_in.procedure, handed_in.agency_id, handed_in.channel, handed_in.case, at=at)
    parties = tidied(handed_in)
    papers = _checked(handed_in, parties, promised_now.offer.version.content, at.date())
    dues = step_dues(promised_now.definition, at, promised_now.due.at, handed_in.agency_id)
    opening = _open.Opening(
        number=_numbers.allot(agency_of(handed_in), at.date()),
        submission=handed_in,
        parties=parties,
        papers=papers,
        promise_due=promised_now.due,
        offer=promised_now.offer,
        definition=promised_now.definition,
        dues=dues,
        fee_text=_fee_text(promised_now.terms),
        rules=promised_now.rules,
        crosses=promised_now.crosses,
    )
    done = _open.receive(opening, request)
    if promised_now.group:
        transfer.begin(opening.number.id, promised_now.group, at=at)
    return done


def _decline(handed_in: Submission, reason: str, basis: str, request: Request) -> Done:
    by, at = request.by, request.at
    policies.require(by, Permission.DECLINE, agency_id=handed_in.agency_id, on=at)
    offer = _offer(handed_in.procedure, handed_in.agency_id, at)
    _channel(handed_in.channel)
    parties = tidied(handed_in)
    said = complaints(handed_in, parties, offer.version.content, at.date())
    said |= dict(grounds_flaws(reason, basis))
    refuse_if(said)
    authority.require_authority(
        by, DocumentType.DECLINE, procedure=offer.version.code, agency_id=handed_in.agency_id, at=at
    )
    agency = agency_of(handed_in)
    return _open.decline(
        number=_numbers.allot(agency, at.date(), _DECLINED),
        submission=handed_in,
        parties=parties,
        offer=offer,
        grounds=(reason, basis),
        request=request,
    )


def grounds_flaws(reason: str, basis: str) -> Iterator[tuple[str, str]]:
    """Yield (field, sentence) for what is wrong with the reason of a refusal and the rule behind it."""
    if not reason:
        yield "reason", "Ghi lý do từ chối để người dân biết phải làm gì tiếp."
    elif len(reason) > _LONGEST_REASON:
        yield "reason", f"Lý do dài quá {_LONGEST_REASON} chữ."
    if not basis:
        yield "basis", "Ghi căn cứ: văn bản, điều, khoản."
    elif len(basis) > _LONGEST_BASIS:
        yield "basis", f"Căn cứ dài quá {_LONGEST_BASIS} chữ. Ghi số văn bản, điều, khoản."


def step_dues(definition: DefinitionView, at: datetime, due_at: datetime, agency_id: int) -> dict[str, datetime]:
    """Return when each step of a dossier received now is due."""
    return plan.step_dues(definition.activities, at, due_at, _clock.calendar(agency_id, at.date()))


def agency_of(handed_in: Submission) -> AgencyView:
    """Return the agency that something was handed in at."""
    return agencies.agency(handed_in.agency_id)


def procedure_of(version_id: int) -> str:
    """Return the code of the procedure of a version."""
    version = catalogue.by_id(version_id)
    return version.code if version else ""


def once(request: Request, about: str, act: Callable[[], Done]) -> Done:
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
    said = complaints(handed_in, parties, content, on)
    papers = content.papers_for(handed_in.case)
    missing = completeness.missing(papers, handed_in.papers)
    if missing and not said:
        raise Incomplete(missing)
    if missing:
        said |= Incomplete(missing).fields
    refuse_if(said)
    return papers


def complaints(
    handed_in: Submission, parties: Mapping[PartyRole, PartyDraft], content: Content, on: date
) -> dict[str, str]:
    """Return {field: sentence} for everything that would be wrong whether it is received or declined."""
    said = dict([*submission.flaws(parties, on), *completeness.flaws(handed_in.papers)])
    if handed_in.case and handed_in.case not in {case.key for case in content.cases}:
        said["case"] = "Trường hợp đã chọn không có trong thủ tục. Chọn lại."
    return said


def tidied(handed_in: Submission) -> dict[PartyRole, PartyDraft]:
    """Return the parties in the form that is stored."""
    return {role: submission.tidy(party) for role, party in handed_in.parties.items()}


def refuse_if(said: dict[str, str]) -> None:
    """Refuse where there is any complaint, with all of them."""
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
