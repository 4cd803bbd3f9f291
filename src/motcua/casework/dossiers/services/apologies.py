"""The letter of apology: drafted by the clock, approved by the head who answers for it, sent through the outbox.

Law: 61/2018/NĐ-CP, Điều 19 khoản 9.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import Invalid, NotFound, Refusal
from motcua.ground.kernel.text import prose
from motcua.people.agencies.queries import calendars, seats
from motcua.people.agencies.vocabulary import DocumentType

from .. import policies
from ..events import ApologyDrafted, ApologyDropped, ApologySent, DossierEvent, LatenessNoted
from ..models import LateEvent, Letter, Pause
from ..queries import alarms, circumstances, possession
from ..rules import apology, lifecycle
from ..vocabulary import Act, DueKind, Flag, HolderKind, LateCause, LateKind, LetterState, Permission
from . import _authority, _clock
from ._advance import perform
from .acts import Change, Done, Locked, Request
from .processing import about

_LONGEST, _FURTHEST = 2000, timedelta(days=366)


def note_lateness(code: str, *, by: Actor, at: datetime) -> Done:
    """Note that the promised date has passed without a result; once for each date, only the clockwork asks.

    Raises  Refusal where it has not, or was noted
    """

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        missed = alarms.missed(locked.id, at)
        if missed is None:
            raise Refusal("Không có ngày hẹn nào đã qua mà chưa ghi nhận.", code="in_time")
        held = next(span for span in reversed(possession.spans(locked.id, at=at)) if span.since < missed.passed_at)
        row = LateEvent.objects.create(
            dossier_id=locked.id,
            kind=LateKind.ORIGINAL if missed.is_original else LateKind.REAPPOINTED,
            due_at=missed.due_at,
            noted_at=at,
            holder_agency_id=held.agency_id,
            holder_post_id=held.holder.id if held.holder.kind is HolderKind.POST else None,
        )
        event = LatenessNoted(
            **about(locked, None),
            late_event_id=row.pk,
            kind=row.kind,
            due_at=missed.due_at.isoformat(),
            holder=held.holder.ref,
        )
        return Change(), event

    return perform(code, Request(verb="note_lateness", by=by, at=at, machine=True), act)


def draft(code: str, *, by: Actor, at: datetime) -> Done:
    """Write the letter about the promise in force, with cause, holder and, where the rules allow, a new date.

    Raises  Refusal where there is one, or the clock does not run
    """

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        due_at = _owed(locked)
        calendar = _clock.calendar_of(locked, at)
        seen = circumstances.of(locked.id, at=at)
        held_by = _held_by(locked, due_at)
        why, number = apology.cause(seen), _written(locked).count() + 1
        row = Letter.objects.create(
            dossier_id=locked.id,
            number=number,
            for_due_at=due_at,
            new_due_at=apology.new_date(seen, at, calendar) if _may_appoint(locked, due_at) else None,
            cause=why,
            cause_text=apology.sentence(seen, why),
            holder_agency_id=held_by[0],
            holder_post_id=held_by[1],
            level=_level(held_by[0] or locked.agency_id, number, at),
            drafted_at=at,
        )
        event = ApologyDrafted(
            **about(locked, None),
            letter_id=row.pk,
            number=number,
            cause=why,
            for_due_at=due_at.isoformat(),
            new_due_at=row.new_due_at.isoformat() if row.new_due_at else "",
            level=row.level,
        )
        return Change(), event

    return perform(code, Request(verb="draft_apology", by=by, at=at, machine=True), act)


def approve(
    code: str,
    letter_id: int,
    said: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    key: str = "",
) -> Done:
    """Approve a drafted letter and send it; where it appoints anew, its date is the promise from now on.

    said    ``cause`` of LateCause, ``cause_text``, ``new_due_at`` (aware; ignored where the letter appoints nothing)
    Raises  NotAllowed for others than the head who answers for it · NotFound · Refusal · Invalid
    """
    cause, text, wanted = said.get("cause", ""), prose(str(said.get("cause_text", ""))), said.get("new_due_at")

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        letter = _drafted(locked, letter_id)
        agency_id = letter.holder_agency_id or locked.agency_id
        policies.may_approve_letter(locked, agency_id, calendars.lineage(agency_id)[:-1], letter.level)
        _authority.require(locked, DocumentType.APOLOGY, by=by, at=at, agency_id=by.agency_id)
        new_due_at = wanted if letter.new_due_at and isinstance(wanted, datetime) else letter.new_due_at
        if not _may_appoint(locked, letter.for_due_at):
            new_due_at = None  # another promise holds, or none does: the letter is owed all the same
        _refuse_flaws(cause, text, new_due_at, locked, at)
        late = apology.is_late(letter.for_due_at, at)
        letter.state, letter.approved_at = LetterState.SENT, at
        letter.approved_by_id, letter.approved_post_id = locked.staff_id, locked.post_id
        letter.cause, letter.cause_text, letter.new_due_at = cause, text, new_due_at
        letter.save()
        moves = new_due_at is not None
        event = ApologySent(
            **about(locked, Act.EXTEND if moves else None),
            letter_id=letter.pk,
            number=letter.number,
            cause=cause,
            for_due_at=letter.for_due_at.isoformat(),
            due_at=new_due_at.isoformat() if new_due_at else "",
            ahead=not late,
        )
        return (_appoint(locked, new_due_at, at) if new_due_at else Change()), event

    request = Request(verb="approve_apology", by=by, at=at, key=key, said=repr((letter_id, cause, text, wanted)))
    return perform(code, request, act)


def drop(code: str, *, by: Actor, at: datetime) -> Done:
    """Drop a draft that nobody needs any more: the dossier was concluded on time, ended, or has another date.

    Raises  Refusal where there is none, or it is still needed
    """

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        letter = Letter.objects.filter(dossier_id=locked.id, state=LetterState.DRAFTED).order_by("id").first()
        if letter is None:
            raise Refusal("Không có dự thảo thư.", code="no_letter")
        noted = LateEvent.objects.filter(dossier_id=locked.id, due_at=letter.for_due_at).exists()
        still = locked.status in lifecycle.RUNNING and locked.due_at == letter.for_due_at
        if noted or still:
            raise Refusal("Thư này còn cần.", code="letter_needed")
        letter.state, letter.dropped_at = LetterState.DROPPED, at
        letter.save(update_fields=["state", "dropped_at"])
        return Change(), ApologyDropped(**about(locked, None), letter_id=letter.pk)

    return perform(code, Request(verb="drop_apology", by=by, at=at, machine=True), act)


def _level(agency_id: int, number: int, at: datetime) -> int:
    """Return who approves: the head of the agency that held it, one above for a second letter or where none sits."""
    return 0 if number == 1 and seats.holding(agency_id, Permission.APPROVE, at=at) else 1


def _may_appoint(locked: Locked, for_due_at: datetime) -> bool:
    """Tell whether a letter may give a new date: its own still holds, the clock runs, the rules allow one more."""
    sent = Letter.objects.filter(dossier_id=locked.id, state=LetterState.SENT, new_due_at__isnull=False)
    most = _clock.rules_of(locked).parameters.max_reappointments
    return locked.status in lifecycle.RUNNING and locked.due_at == for_due_at and sent.count() < most


def _written(locked: Locked) -> QuerySet[Letter]:
    return Letter.objects.filter(dossier_id=locked.id).exclude(state=LetterState.DROPPED)


def _held_by(locked: Locked, due_at: datetime) -> tuple[int | None, int | None]:
    """Return agency and post that held the dossier when the date passed, or hold it now."""
    noted = LateEvent.objects.filter(dossier_id=locked.id, due_at=due_at).first()
    return (noted.holder_agency_id, noted.holder_post_id) if noted else (locked.item_agency_id, locked.item_post_id)


def _appoint(locked: Locked, new_due_at: datetime, at: datetime) -> Change:
    promise = _clock.moved(locked, new_due_at, at)
    _clock.row(locked, promise, DueKind.REAPPOINTED, at).save()
    return Change(
        act=Act.EXTEND,
        step_due=promise.step_due,
        plan=promise.plan,
        columns={"due_at": new_due_at, "due_why": promise.legal.why, "due_steps": promise.legal.to_json()},
    )


def _refuse_flaws(cause: str, text: str, new_due_at: datetime | None, locked: Locked, at: datetime) -> None:
    wrong = {}
    if cause not in set(LateCause):
        wrong["cause"] = "Chọn nguyên nhân."
    if not text or len(text) > _LONGEST:
        wrong["cause_text"] = f"Ghi nguyên nhân để người dân hiểu, không quá {_LONGEST} chữ."
    if new_due_at is not None and (new_due_at <= at or (locked.due_at and new_due_at <= locked.due_at)):
        wrong["new_due_at"] = "Ngày hẹn lại phải sau ngày hẹn cũ và sau lúc này."
    elif new_due_at is not None and new_due_at > at + _FURTHEST:
        wrong["new_due_at"] = "Ngày hẹn lại quá xa. Chọn ngày trong vòng một năm."
    elif new_due_at is not None and not _clock.calendar_of(locked, at).is_workday(local(new_due_at).date()):
        wrong["new_due_at"] = "Ngày hẹn lại là ngày nghỉ. Chọn ngày làm việc."
    if wrong:
        raise Invalid("Xem lại: " + " ".join(wrong.values()), fields=wrong)


def _drafted(locked: Locked, letter_id: int) -> Letter:
    letter = Letter.objects.filter(dossier_id=locked.id, pk=letter_id).first()
    if letter is None:
        raise NotFound("Hồ sơ này không có thư xin lỗi đó.")
    if letter.state != LetterState.DRAFTED:
        raise Refusal("Thư này đã được xử lý. Mở lại hồ sơ để xem.", code="letter_settled")
    return letter


def _running(locked: Locked) -> datetime:
    """Return the promise in force; refuse where no clock runs towards it."""
    if locked.due_at is None or locked.flag is Flag.MIRRORED:
        raise Refusal("Hồ sơ không có ngày hẹn.", code="no_due")
    if Pause.objects.filter(dossier_id=locked.id, ended_at__isnull=True, counts=True).exists():
        raise Refusal("Thời hạn đang tạm dừng.", code="paused")
    if locked.status not in lifecycle.RUNNING | lifecycle.WAITING:
        raise Refusal("Hồ sơ không còn đang giải quyết.", code="not_running")
    return locked.due_at


def _owed(locked: Locked) -> datetime:
    """Return the date a letter is about: one that passed and was noted, else the one in force."""
    written = _written(locked)
    missed = LateEvent.objects.filter(dossier_id=locked.id).exclude(due_at__in=written.values("for_due_at"))
    if (oldest := missed.order_by("due_at").first()) is not None:
        return oldest.due_at
    due_at = _running(locked)
    if written.filter(for_due_at=due_at).exists():
        raise Refusal("Đã có thư xin lỗi cho ngày hẹn này.", code="has_letter")
    return due_at
