"""A dossier opened for an act: what the policies, the law and its own story say may be done with it now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from motcua.casework.dossiers import policies
from motcua.casework.dossiers.errors import EnquiryOpen, ResultMissing, SupplementSpent
from motcua.casework.dossiers.queries import rulesets, story
from motcua.casework.dossiers.queries.detail import DossierView
from motcua.casework.dossiers.queries.story import Story
from motcua.casework.dossiers.rules import lifecycle
from motcua.casework.dossiers.rules.rulesets import Parameters
from motcua.casework.dossiers.vocabulary import Act, EnquiryKind, EnquiryState, Flag, LetterState, Permission, Status
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Refusal
from motcua.people.agencies import policies as agencies
from motcua.people.agencies.queries import calendars
from motcua.people.agencies.vocabulary import DocumentType
from motcua.tools.workflow import queries as workflow
from motcua.tools.workflow.queries import OutcomeView
from motcua.tools.workflow.vocabulary import ItemState


class Asked(Protocol):
    """A question to an agency, or a verification."""

    pk: int
    kind: str
    state: str
    agency_id: int
    due_at: datetime


class Written(Protocol):
    """A letter of apology."""

    pk: int
    number: int
    state: str
    level: int
    for_due_at: datetime
    new_due_at: datetime | None
    cause: str
    cause_text: str
    holder_agency_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A dossier, its story and its rules, before one actor at one moment."""

    dossier: DossierView
    told: Story
    rules: Parameters
    by: Actor
    at: datetime

    @property
    def ways(self) -> tuple[OutcomeView, ...]:
        """Return the ways out of the open step, the last one to the citizen's hand left out."""
        item = self.dossier.open_item
        found = workflow.outcomes(item.activity_id) if item else ()
        return tuple(way for way in found if way.effect != Act.RETURN)

    @property
    def rejecting(self) -> tuple[OutcomeView, ...]:
        """Return the ways out that answer no."""
        return tuple(way for way in self.ways if way.effect == Act.REJECT)

    @property
    def before_receipt(self) -> bool:
        """Tell whether it is not taken in yet."""
        return self.dossier.status is Status.REGISTERED or self.dossier.state.flag is Flag.BEFORE_RECEIPT

    @property
    def asked_times(self) -> int:
        """Return how often papers were asked for at this stage, before receipt or after it."""
        return sum(row.before_receipt == self.before_receipt for row in self.told.supplements)

    @property
    def is_offered(self) -> bool:
        """Tell whether the open step was handed over to the actor's agency and nobody took it yet."""
        item = self.dossier.open_item
        if item is None or item.accept_by is None or item.taken_at is not None:
            return False
        return item.agency_id == self.dossier.actor_agency_id

    @property
    def may_approve(self) -> bool:
        """Tell whether the actor's post decides what only a head decides."""
        return Permission.APPROVE in self.dossier.words


def case_of(dossier: DossierView, *, by: Actor, at: datetime) -> Case:
    """Return the case of a dossier that the actor sees."""
    told = story.story(dossier.id)
    row = dossier.dossier
    return Case(
        dossier=dossier,
        told=told.only_asked_of(dossier.actor_agency_id) if dossier.asked_only else told,
        rules=rulesets.of_dossier(row.ruleset_id, row.registered_on).parameters,
        by=by,
        at=at,
    )


def lawful(act: Act) -> Callable[[Case], None]:
    """Return the question whether the law knows the act in the state of a case."""

    def ask(case: Case) -> None:
        lifecycle.advance(case.dossier.state, act)

    return ask


def may_ask(case: Case) -> None:
    """Refuse where papers cannot be asked for now by this actor."""
    lawful(Act.ASK)(case)
    if case.dossier.status is Status.REGISTERED:
        policies.may_receive(case.dossier, case.by)
    else:
        policies.may_ask(case.dossier, case.by)
    policies.not_paused(case.told.pause is not None)


def may_ask_again(case: Case) -> None:
    """Refuse a further request to those who cannot approve it."""
    if case.asked_times >= case.rules.max_supplements and not case.may_approve:
        raise SupplementSpent(case.rules.max_supplements)


def may_sign(case: Case, document: DocumentType, agency_id: int | None = None) -> None:
    """Refuse unless the actor may sign such a document now; ``agency_id`` None: of the agency that has the dossier."""
    whose = agency_id or case.dossier.item_agency_id or case.dossier.agency_id
    agencies.require_authority(case.by, document, procedure=case.dossier.version.code, agency_id=whose, at=case.at)


def may_sign_stop(case: Case) -> None:
    """Refuse unless the actor may sign the notice of stopping for his agency."""
    may_sign(case, DocumentType.STOP, case.dossier.actor_agency_id)


def may_supply(case: Case) -> None:
    """Refuse where nothing was asked for, or elsewhere than at the counter."""
    lawful(Act.SUPPLY)(case)
    policies.may_receive(case.dossier, case.by)


def may_demand(case: Case) -> None:
    """Refuse where the applicant cannot be asked for money now by this actor."""
    lawful(Act.DEMAND)(case)
    policies.may_work(case.dossier, case.by)
    policies.not_paused(case.told.pause is not None)


def may_settle(case: Case) -> None:
    """Refuse where no money is owed, or to those who take no proofs."""
    lawful(Act.SETTLE)(case)
    policies.may_settle(case.dossier, case.by)


def may_pause(case: Case) -> None:
    """Refuse to stop a clock that stands, or to others than heads."""
    lawful(Act.PAUSE)(case)
    policies.may_decide(case.dossier)
    policies.not_paused(case.told.pause is not None)


def may_resume(case: Case) -> None:
    """Refuse to start a clock that runs, or to others than heads."""
    lawful(Act.RESUME)(case)
    policies.may_decide(case.dossier)
    if case.told.pause is None:
        raise Refusal("Thời hạn đang chạy, không có gì để tiếp tục.", code="not_paused")


def may_enquire(case: Case) -> None:
    """Refuse a question once nobody works on the dossier, or to those who do not."""
    policies.may_work(case.dossier, case.by)
    if case.dossier.status not in lifecycle.RUNNING:
        raise Refusal("Hồ sơ không còn đang giải quyết.", code="not_running")


def may_answer(case: Case, enquiry: Asked) -> None:
    """Refuse an answer to those who were not asked, or to a question that is closed."""
    _is_open(enquiry, EnquiryKind.CONSULTATION)
    policies.may_answer(case.dossier, enquiry.agency_id)


def may_record(case: Case, enquiry: Asked) -> None:
    """Refuse minutes of a verification to those who do not work on the dossier."""
    _is_open(enquiry, EnquiryKind.VERIFICATION)
    policies.may_work(case.dossier, case.by)


def may_waive(case: Case, enquiry: Asked) -> None:
    """Refuse to go on without an answer while there is time for it."""
    _is_open(enquiry)
    policies.may_work(case.dossier, case.by)
    if enquiry.kind == EnquiryKind.CONSULTATION and case.at <= enquiry.due_at:
        raise Refusal("Cơ quan được hỏi còn thời hạn trả lời. Chờ đến hạn đã hẹn.", code="enquiry_in_time")


def may_withdraw(case: Case) -> None:
    """Refuse once there is a result, or elsewhere than at the counter."""
    lawful(Act.WITHDRAW)(case)
    policies.may_receive(case.dossier, case.by)


def may_stop(case: Case) -> None:
    """Refuse to others than heads, and where a result was decided."""
    lawful(Act.STOP)(case)
    policies.may_decide(case.dossier)
    if case.dossier.results:
        raise Refusal("Hồ sơ đã có kết quả, không dừng được. Chuyển trả kết quả.", code="has_result")


def may_reject(case: Case) -> None:
    """Refuse where no way out of the open step says no."""
    policies.may_work(case.dossier, case.by)
    if not case.rejecting:
        raise Refusal(
            "Bước này không có lối trả lời không đủ điều kiện. Chuyển đến bước có lối đó.", code="no_such_way"
        )


def may_refuse_handover(case: Case) -> None:
    """Refuse to send back what was not handed over, or was taken."""
    policies.may_refuse_handover(case.dossier)
    item = case.dossier.open_item
    if item is None or item.accept_by is None or item.taken_at is not None:
        raise Refusal("Việc này không còn chờ nhận. Mở lại hồ sơ để xem.", code="not_offered")
    if not any(step.state == ItemState.DONE for step in case.dossier.items):
        raise Refusal("Bước này do nơi tiếp nhận chuyển đến, không có bước nào trước nó để trả về.", code="no_way_back")


def may_correct(case: Case) -> None:
    """Refuse a correction once there is a result, or elsewhere than at the counter that took it in."""
    lawful(Act.CORRECT)(case)
    policies.may_receive(case.dossier, case.by)
    policies.not_paused(case.told.pause is not None)


def may_approve_letter(case: Case, letter: Written) -> None:
    """Refuse a letter that is settled, or to others than the head who answers for it."""
    if letter.state != LetterState.DRAFTED:
        raise Refusal("Thư này đã được xử lý. Mở lại hồ sơ để xem.", code="letter_settled")
    agency_id = letter.holder_agency_id or case.dossier.agency_id
    policies.may_approve_letter(case.dossier, agency_id, calendars.lineage(agency_id)[:-1], letter.level)
    may_sign(case, DocumentType.APOLOGY, case.dossier.actor_agency_id)


def may_conclude(case: Case, document: DocumentType = DocumentType.RESULT) -> None:
    """Refuse an end without a result, with an answer outstanding, while the clock stands, or by another's hand."""
    if not case.dossier.results:
        raise ResultMissing("Chờ kết quả: gắn tệp hoặc ghi số văn bản trước.")
    if case.told.open_enquiries:
        raise EnquiryOpen("Chờ ý kiến hoặc biên bản xác minh: ghi kết quả, hoặc ghi lý do không chờ, trước.")
    policies.not_paused(case.told.pause is not None)
    may_sign(case, document)


def _is_open(enquiry: Asked, kind: EnquiryKind | None = None) -> None:
    if kind is not None and enquiry.kind != kind:
        raise Refusal("Việc này không làm được với loại hỏi thêm này.", code="wrong_enquiry")
    if enquiry.state != EnquiryState.OPEN:
        raise Refusal("Việc này đã kết thúc. Mở lại hồ sơ để xem.", code="enquiry_closed")
