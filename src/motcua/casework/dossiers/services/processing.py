"""Work on a dossier: take, give, put back, finish a step, leave a note."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid, NotAllowed, Refusal
from motcua.ground.kernel.text import prose
from motcua.people.agencies.queries import seats
from motcua.people.agencies.vocabulary import DocumentType
from motcua.tools.workflow import queries as workflow

from .. import policies
from ..errors import EnquiryOpen, LegsOpen, ResultMissing
from ..events import (
    DossierCompleted,
    DossierEvent,
    DossierNoted,
    DossierRejected,
    StepAssigned,
    StepMoved,
    StepReleased,
    StepTaken,
)
from ..models import Note, Result
from ..queries.unsettled import unsettled
from ..rules import deadlines
from ..vocabulary import Act, DueKind, Status
from . import _authority, _clock, _conditions, papersets
from ._advance import perform
from .acts import Change, Done, Locked, Request, next_state

_LONGEST = 5000
_CONCLUDING = frozenset({Act.COMPLETE, Act.REJECT})


def take(code: str, *, by: Actor, at: datetime, key: str = "", item_id: int | None = None) -> Done:
    """Take the open step from the pool onto one's own post; the first taking starts the processing.

    Raises  NotAllowed where the step waits for another role or post.
    """

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        policies.may_hold(locked)
        if locked.item_post_id == by.post_id:
            raise Refusal("Ông/bà đang giữ bước này rồi.", code="already_held")
        if locked.item_post_id is not None:
            raise NotAllowed("Bước này đã giao cho vị trí khác. Nhờ lãnh đạo giao lại nếu cần.")
        starts = Act.PROCESS if locked.status is Status.RECEIVED else None
        change, due_at = _begun(locked, Change(hold=True, holder=by.post_id, taken=True, act=starts), at)
        step_taken = {**about(locked, starts), **open_step(locked), "agency_id": locked.item_agency_id}
        return change, StepTaken(**step_taken, due_at=due_at)

    return perform(code, Request(verb="take", by=by, at=at, key=key, item_id=item_id), act)


def assign(code: str, post_id: int, *, by: Actor, at: datetime, key: str = "", item_id: int | None = None) -> Done:
    """Give the open step to a post of the same agency that carries its role.

    Raises  NotAllowed without the permission to assign there, Invalid for a post that cannot do it.
    """

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        policies.may_assign(locked)
        if post_id not in posts_for(locked.item_agency_id, locked.item_role_id, at):
            raise Invalid("Vị trí này không làm được bước đang mở. Chọn vị trí khác.", fields={"post": "Chọn lại"})
        change, due_at = _begun(locked, Change(hold=True, holder=post_id), at)
        step_given = {**about(locked, None), **open_step(locked), "agency_id": locked.item_agency_id}
        return change, StepAssigned(**step_given, post_id=post_id, due_at=due_at)

    request = Request(verb="assign", by=by, at=at, key=key, item_id=item_id, said=str(post_id))
    return perform(code, request, act)


def release(code: str, *, by: Actor, at: datetime, key: str = "", item_id: int | None = None) -> Done:
    """Put the open step back into the pool of its role."""

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        policies.may_release(locked, by)
        if locked.item_post_id is None:
            raise Refusal("Bước này chưa ai giữ.", code="not_held")
        event = StepReleased(**about(locked, None), **open_step(locked), agency_id=locked.item_agency_id)
        return Change(hold=True, holder=None), event

    return perform(code, Request(verb="release", by=by, at=at, key=key, item_id=item_id), act)


def complete(
    code: str, outcome: str, note: str = "", *, by: Actor, at: datetime, key: str = "", item_id: int | None = None
) -> Done:
    """Finish the open step by one of its outcomes; the next step opens, or the dossier is completed.

    Raises  NotAllowed, PaperElsewhere where the rules ask for papers that are not here, ResultMissing before there is
            anything to conclude with, Invalid for an unknown outcome, WayClosed where what the drawing asks for is not
            so, UnknownCondition for one that nobody knows.
    """
    note = _said(note, "note")

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        policies.may_work(locked, by)
        if locked.flow_id is None:
            raise Invalid("Bước này không có lối ra đó. Chọn lại cách chuyển.", fields={"outcome": "Chọn lại"})
        if locked.effect == Act.RETURN:
            raise Refusal("Bước này kết thúc bằng trả kết quả cho người dân.", code="return_needs_handover")
        _clock.require_started(locked)
        _conditions.may_leave(locked)
        papersets.require_paper(locked.id, locked.item_agency_id, _clock.rules_of(locked).parameters)
        starts = Act.PROCESS if locked.status is Status.RECEIVED else None
        effect = Act(locked.effect) if locked.effect else starts
        # a result lies at the counter at once; other work has to be taken by the agency it is handed to
        accept_by = None if effect in _CONCLUDING else _clock.accept_by(locked, locked.next_agency_id, at)
        change = Change(close=True, outcome=outcome, note=note, act=effect, accept_by=accept_by)
        moved = {**about(locked, effect), **step(locked, outcome)}
        if effect not in _CONCLUDING:
            return change, StepMoved(**moved)
        _may_conclude(locked)
        signed = DocumentType.REJECTION if effect is Act.REJECT else DocumentType.RESULT
        _authority.require(locked, signed, by=by, at=at)
        told = DossierRejected if effect is Act.REJECT else DossierCompleted
        return change, told(**moved, timeliness=_timeliness(locked, at))

    request = Request(verb="complete", by=by, at=at, key=key, item_id=item_id, outcome=outcome, said=note)
    return perform(code, request, act)


def _may_conclude(locked: Locked) -> None:
    """Refuse an end while others work on their part, without a result or an answer, or while the clock stands still."""
    asked, paused, parted = unsettled(locked.id)
    if parted:
        raise LegsOpen
    if not (locked.has_result or Result.objects.filter(dossier_id=locked.id).exists()):
        # asked again: the locking read may have waited for the very one who attached it
        raise ResultMissing("Chưa có kết quả. Gắn tệp hoặc ghi số văn bản kết quả rồi chuyển.")
    if asked:
        raise EnquiryOpen(
            "Còn ý kiến hoặc biên bản xác minh chưa có. Ghi kết quả, hoặc ghi lý do giải quyết không chờ, rồi chuyển.",
            source="61/2018/NĐ-CP, Điều 19 khoản 3, khoản 5",
        )
    policies.not_paused(paused)


def _timeliness(locked: Locked, at: datetime) -> str:
    """Return the verdict by the date without any letter, or by the letter's where the rules count it so."""
    counts = _clock.rules_of(locked).parameters.extension_counts_on_time
    due_at = locked.due_at if counts else locked.legal_due_at or locked.due_at
    return deadlines.timeliness(due_at, at) if due_at else ""


def note(code: str, text: str, *, by: Actor, at: datetime, key: str = "") -> Done:
    """Leave a note for colleagues; the citizen never sees it."""
    text = _said(text, "text")
    if not text:
        raise Invalid("Ghi chú còn trống.", fields={"text": "Gõ nội dung ghi chú"})

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        if not policies.sees(locked, by) and not workflow.worked_on(
            locked.id, staff_id=locked.staff_id, post_id=locked.post_id
        ):
            policies.may_see(locked, by)
        written = Note.objects.create(
            dossier_id=locked.id, text=text, written_at=at, staff_id=locked.staff_id, post_id=locked.post_id
        )
        return Change(), DossierNoted(**about(locked, None), note_id=written.pk)

    return perform(code, Request(verb="note", by=by, at=at, key=key, said=text), act)


def _said(text: str, field: str) -> str:
    text = prose(text)
    if len(text) > _LONGEST:
        sentence = f"Ghi chú dài {len(text)} chữ, nhiều nhất {_LONGEST}. Rút gọn hoặc gắn thành tệp."
        raise Invalid(sentence, fields={field: sentence})
    return text


def posts_for(agency_id: int | None, role_id: int | None, at: datetime) -> frozenset[int]:
    """Return the posts of an agency that carry a role and have somebody on them that day."""
    if agency_id is None or role_id is None:
        return frozenset()
    return seats.manned(agency_id, role_id, on=at)


def about(locked: Locked, act: Act | None) -> dict[str, Any]:
    """Return what every event about a dossier says: its subject, its code, the status after the act."""
    return {"subject": f"dossier:{locked.id}", "code": locked.code, "status": next_state(locked, act).status}


def _begun(locked: Locked, change: Change, at: datetime) -> tuple[Change, str]:
    """Let the time of a dossier from elsewhere run from this taking; return the change, and the date it promises."""
    promise = _clock.started(locked, at)
    if promise is None:
        return change, ""
    _clock.row(locked, promise, DueKind.STARTED, at).save()
    begun = replace(
        change, step_due=promise.step_due, plan=promise.plan, columns={**promise.columns, "competent_at": at}
    )
    return begun, promise.due_at.isoformat()


def worked_on(locked: Locked, act: Act | None) -> dict[str, Any]:
    """Return what an event about work on the open step says: besides the rest, who took the step by doing it.

    Raises  Refusal where the time of the dossier runs only from the taking
    """
    _clock.require_started(locked)
    return {**about(locked, act), "taken_by": locked.taken_by}


def open_step(locked: Locked) -> dict[str, Any]:
    """Return what an event says of the step that is open."""
    return {"item_id": locked.item_id, "activity": locked.activity_key}


def step(locked: Locked, outcome: str) -> dict[str, Any]:
    """Return what an event says of a finished step."""
    return {
        **open_step(locked),
        "outcome": outcome,
        "next_activity": locked.next_key or "",
        "agency_id": locked.item_agency_id,
        "next_agency_id": locked.next_agency_id,
    }
