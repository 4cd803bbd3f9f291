"""Which deeds a dossier offers the actor now: every button asks the predicate its deed will ask."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from motcua.casework.dossiers import policies
from motcua.casework.dossiers.queries.detail import DossierView
from motcua.casework.dossiers.rules import groups, lifecycle
from motcua.casework.dossiers.services import processing
from motcua.casework.dossiers.vocabulary import Act, EnquiryKind, Flag, Permission, Status
from motcua.ground.kernel.errors import Refusal
from motcua.people.agencies.queries import organisation
from motcua.people.agencies.vocabulary import DocumentType
from motcua.tools.workflow import queries as workflow
from motcua.tools.workflow.queries import OutcomeView

from . import case as asked
from .case import Asked, Case

_FIRST = frozenset({"answer", "letter", "refuse", "supply", "settle", "ask"})
"""Acts that stand beside the way on; the rest wait in the menu."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An act with a page of its own. ``waits``: why not yet, where the reason fits beside the button; "" for at once.

    name    of its address
    grave   it cannot be taken back
    about   the enquiry that it is about, 0 for the dossier itself
    """

    name: str
    label: str
    icon: str = "right"
    key: str = ""
    waits: str = ""
    grave: bool = False
    about: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Actions:
    """What may be done. ``outcomes``: ways out of the open step; ``waits``: why the concluding one must wait yet.

    posts   (id, text) of the posts the step may be given to
    first   acts of law that stand in the bar, ``more`` those in its menu
    on      for each open enquiry, by id: its acts
    resume  the clock that stands may be started again
    """

    take: bool
    release: bool
    posts: tuple[tuple[int, str], ...]
    outcomes: tuple[OutcomeView, ...]
    waits: str
    attach: bool
    scan: bool
    hand_over: bool
    receipt: bool
    refusal: bool
    first: tuple[Offer, ...]
    more: tuple[Offer, ...]
    on: dict[int, tuple[Offer, ...]]
    resume: bool
    note: bool
    reveal: bool


def actions(case: Case) -> Actions:
    """Return the deeds that the policies allow."""
    dossier, by = case.dossier, case.by
    item = dossier.open_item
    works = allows(policies.may_work, dossier, by)
    held = item.post_id if item else None
    ways = by_hand(dossier, case.ways) if works else ()
    returns = any(way.effect == Act.RETURN for way in (workflow.outcomes(item.activity_id) if item else ()))
    running = dossier.status in lifecycle.RUNNING
    at_counter = dossier.actor_agency_id == dossier.agency_id
    offers = tuple(_offers(case))
    return Actions(
        take=bool(item) and held is None and allows(policies.may_hold, dossier),
        release=held is not None and (held == by.post_id or allows(policies.may_assign, dossier)),
        posts=_posts(case) if allows(policies.may_assign, dossier) else (),
        outcomes=tuple(way for way in ways if way.effect != Act.REJECT),
        waits=why_not(asked.may_conclude, case) if works and _concludes(case) else "",
        attach=works and running and not of_several(dossier),
        scan=running and bool(dossier.papers) and allows(policies.may_file, dossier, by),
        hand_over=returns and dossier.status is Status.COMPLETED and allows(policies.may_return, dossier),
        receipt=_has_receipt(case),
        refusal=dossier.status is Status.DECLINED
        and dossier.dossier.flag != Flag.MIRRORED
        and at_counter
        and bool(dossier.words & {Permission.RECEIVE, Permission.DECLINE}),
        first=tuple(offer for offer in offers if offer.name in _FIRST),
        more=tuple(offer for offer in offers if offer.name not in _FIRST),
        on={enquiry.pk: tuple(_on(case, enquiry)) for enquiry in case.told.open_enquiries},
        resume=allows(asked.may_resume, case),
        note=not dossier.asked_only and dossier.state.flag is not Flag.MIRRORED,
        reveal=not dossier.asked_only,
    )


def by_hand(dossier: DossierView, ways: tuple[OutcomeView, ...]) -> tuple[OutcomeView, ...]:
    """Return the ways out that people take: a whole of several agencies ends by itself, with its last part."""
    return () if of_several(dossier) and dossier.status in lifecycle.RUNNING else ways


def of_several(dossier: DossierView) -> bool:
    """Tell whether several agencies handle it: each answers with a result of its own."""
    return dossier.definition is not None and dossier.definition.key == groups.PROCESS


def allows(predicate: Callable[..., None], *about: Any) -> bool:
    """Tell whether a policy lets the deed pass."""
    return not why_not(predicate, *about)


def why_not(predicate: Callable[..., None], *about: Any) -> str:
    """Return the sentence with which a policy refuses the deed, "" where it lets it pass."""
    try:
        predicate(*about)
    except Refusal as no:
        return no.sentence
    return ""


def _has_receipt(case: Case) -> bool:
    """Tell whether a receipt of ours was given for it, and the actor may ask for it."""
    seen = case.dossier
    return bool(seen.dossier.received_at) and not seen.asked_only and seen.state.flag is not Flag.MIRRORED


def _spent(case: Case) -> str:
    """Return why somebody else has to ask for more papers."""
    if allows(asked.may_ask_again, case):
        return why_not(asked.may_sign, case, DocumentType.SUPPLEMENT)
    return f"đã yêu cầu {case.asked_times} lần; thêm nữa do lãnh đạo có quyền duyệt"


def _unready(case: Case) -> str:
    """Return why a conclusion has to wait."""
    return why_not(asked.may_conclude, case, DocumentType.REJECTION)


def _unsigned(case: Case) -> str:
    """Return who else has to stop it."""
    return why_not(asked.may_sign_stop, case)


def _concludes(case: Case) -> bool:
    return any(way.effect == Act.COMPLETE for way in case.ways)


def _ready(_case: Case) -> str:
    return ""


_OFFERS: tuple[tuple[Callable[[Case], None], Offer, Callable[[Case], str]], ...] = (
    (asked.may_refuse_handover, Offer(name="refuse", label="Không nhận bàn giao", icon="left"), _ready),
    (asked.may_supply, Offer(name="supply", label="Nhận bổ sung", icon="down", key="KeyB"), _ready),
    (asked.may_settle, Offer(name="settle", label="Ghi chứng từ đã nộp", icon="coin"), _ready),
    (asked.may_ask, Offer(name="ask", label="Yêu cầu bổ sung", icon="doc", key="KeyB"), _spent),
    (asked.may_enquire, Offer(name="consult", label="Lấy ý kiến cơ quan", icon="chat"), _ready),
    (asked.may_enquire, Offer(name="verify", label="Thẩm tra, xác minh", icon="pin"), _ready),
    (asked.may_demand, Offer(name="demand", label="Yêu cầu nghĩa vụ tài chính", icon="coin"), _ready),
    (asked.may_pause, Offer(name="pause", label="Tạm dừng tính thời hạn", icon="pause"), _ready),
    (asked.may_correct, Offer(name="correct", label="Sửa tiếp nhận sai", icon="pen"), _ready),
    (asked.may_reject, Offer(name="reject", label="Trả lời không đủ điều kiện", icon="x", grave=True), _unready),
    (asked.may_withdraw, Offer(name="withdraw", label="Rút hồ sơ", icon="left", grave=True), _ready),
    (asked.may_stop, Offer(name="stop", label="Dừng giải quyết", icon="x", grave=True), _unsigned),
)
"""Acts of law in the order in which the page offers them: who may, what is offered, why it has to wait."""


def _offers(case: Case) -> Iterator[Offer]:
    for enquiry in case.told.open_enquiries:
        if allows(asked.may_answer, case, enquiry):
            yield Offer(name="answer", label="Trả lời ý kiến", icon="chat", about=enquiry.pk)
    for letter in case.told.letters:
        if allows(asked.may_approve_letter, case, letter):
            yield Offer(name="letter", label="Duyệt thư xin lỗi", icon="post", about=letter.pk)
    for may, offer, waits in _OFFERS:
        if allows(may, case):
            yield replace(offer, waits=waits(case))


def _on(case: Case, enquiry: Asked) -> Iterator[Offer]:
    if allows(asked.may_answer, case, enquiry):
        yield Offer(name="answer", label="Trả lời ý kiến", icon="chat", about=enquiry.pk)
    if allows(asked.may_record, case, enquiry):
        yield Offer(name="record", label="Ghi biên bản", icon="pen", about=enquiry.pk)
    if allows(policies.may_work, case.dossier, case.by):
        early = bool(why_not(asked.may_waive, case, enquiry))
        waits = "Không chờ: chỉ sau hạn trả lời" if early else ""
        if not waits or enquiry.kind == EnquiryKind.CONSULTATION:
            yield Offer(name="waive", label="Giải quyết không chờ", icon="right", waits=waits, about=enquiry.pk)


def _posts(case: Case) -> tuple[tuple[int, str], ...]:
    item, at = case.dossier.open_item, case.at
    if item is None:
        return ()
    able = processing.posts_for(item.agency_id, item.role_id, at)
    found = organisation.posts(item.agency_id, on=at.date())
    return tuple(
        (post.id, f"{', '.join(post.staff)} ({post.title})")
        for post in found
        if post.id in able and post.id != item.post_id
    )
