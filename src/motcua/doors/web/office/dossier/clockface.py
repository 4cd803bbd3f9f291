"""The clock of a dossier as its page tells it: the date now and the first one, pauses, why it moved, whom it awaits."""

from dataclasses import dataclass
from datetime import datetime

from motcua.casework.dossiers.queries import rulesets, uncollected
from motcua.casework.dossiers.queries.story import Story
from motcua.casework.dossiers.rules import chips, deadlines
from motcua.casework.dossiers.rules.chips import Said, Standing
from motcua.casework.dossiers.rules.deadlines import Chip
from motcua.casework.dossiers.vocabulary import (
    DueKind,
    EnquiryKind,
    EnquiryState,
    LetterState,
    PauseCause,
    ReturnMethod,
    Status,
)
from motcua.ground.kernel import clock
from motcua.ground.kernel.worktime import WorkCalendar

from ..timing import calendar_around, working_time
from .case import Asked, Case

_COUNTED = frozenset({DueKind.RECEIVED, DueKind.STARTED, DueKind.RESTARTED, DueKind.CORRECTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """A pause. ``length``: opening time of it so far, in words; ``ground``: number and rule."""

    cause: str
    began_at: datetime
    ended_at: datetime | None
    length: str
    counts: bool
    ground: str
    proof: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A date that was promised, and how it came about."""

    kind: str
    due_at: datetime
    set_at: datetime
    why: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An opinion or a verification. ``chip``: of its own date, None once closed; ``ended``: how, in words."""

    id: int
    title: str
    enquiry: Asked
    chip: Chip | None
    ended: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clockface:
    """What the page says of time.

    original  the first date that was promised, None while it is the one in force
    waits     whom everybody waits for and until when, "" for nobody
    letter    where the letter about the date is, "" while none is needed
    """

    said: Said | None = None
    due_at: datetime | None = None
    original: datetime | None = None
    waits: str = ""
    letter: str = ""
    pauses: tuple[Still, ...] = ()
    promises: tuple[Promise, ...] = ()
    questions: tuple[Question, ...] = ()
    used: str = ""


def clockface(case: Case) -> Clockface:
    """Return the clock of a dossier; an agency that is asked sees the clock of its own question alone."""
    if case.dossier.asked_only:
        return Clockface(questions=tuple(_questions(case)))
    row, told = case.dossier.dossier, case.told
    calendar = calendar_around(case.dossier.agency_id, case.at)
    said = chips.said(case.at, _standing(case, row.due_at), calendar) if row.due_at else None
    first = told.dues[0].due_at if told.dues else row.legal_due_at
    return Clockface(
        said=said,
        due_at=row.due_at,
        original=first if first != row.due_at and row.due_at else None,
        waits=_waits(case),
        letter=said.note if said and said.chip.kind == "late" else _letter(case),
        pauses=tuple(_stills(told, calendar, case.at)),
        promises=_promises(case),
        questions=tuple(_questions(case)),
        used=_used(case, calendar),
    )


def _standing(case: Case, due_at: datetime) -> Standing:
    row, pause = case.dossier.dossier, case.told.pause
    judged = due_at if case.rules.extension_counts_on_time else row.legal_due_at
    return Standing(
        due_at=due_at,
        legal_due_at=judged if row.completed_at else row.legal_due_at,
        finished_at=row.completed_at,
        ended_at=row.ended_at,
        pause=PauseCause(pause.cause) if pause else None,
        paused_at=pause.began_at if pause else None,
        counts=pause.counts if pause else True,
        letter=case.told.letter_for(due_at),
    )


def _letter(case: Case) -> str:
    """Return what the newest letter did, where there is one."""
    if not case.told.letters:
        return ""
    newest = case.told.letters[-1]
    if newest.state == LetterState.DRAFTED:
        return f"Thư xin lỗi lần {newest.number} chờ duyệt"
    again = f", hẹn lại {clock.local(newest.new_due_at):%d/%m/%Y}" if newest.new_due_at else ""
    return f"Đã gửi thư xin lỗi lần {newest.number}{again}"


def _waits(case: Case) -> str:
    row, told, status = case.dossier.dossier, case.told, case.dossier.status
    if status is Status.SUPPLEMENT and told.supplement:
        until = told.supplement.answer_by
        over = "Đã quá ngày đó, có thể dừng giải quyết." if case.at > until else ""
        return f"Đang chờ người nộp bổ sung đến {_day(until)}. {over}".rstrip()
    if status is Status.REGISTERED and row.accept_by:
        return f"Chưa tiếp nhận. Quyết định trước {clock.local(row.accept_by):%H:%M} {_day(row.accept_by)}."
    if status is Status.COMPLETED:
        return _lies(case)
    if told.pause is None:
        return ""
    since, paper = _day(told.pause.began_at), told.pause.document_no
    if status is Status.FINANCE:
        return f"Đang chờ người nộp thực hiện nghĩa vụ tài chính theo {paper}, từ {since}."
    cause = PauseCause(told.pause.cause).label
    return f"Thời hạn tạm dừng từ {since}: {cause[0].lower()}{cause[1:]}, {paper}."


def _lies(case: Case) -> str:
    """Return how long the result waits for the applicant, and when he was called for it."""
    first = min(rulesets.in_force(clock.local(case.at).date()).parameters.uncollected_days)
    lies = uncollected.of(case.dossier.id, at=case.at, first=first)
    if lies is None:
        return ""
    since = _day(lies.ready_at)
    if lies.method is not ReturnMethod.COUNTER:
        return f"Kết quả chờ gửi cho người nộp ({lies.method.label.lower()}) từ {since}."
    if not lies.is_long:
        return f"Kết quả chờ trả từ {since}."
    called = f" Đã nhắc người nộp ngày {_day(lies.called_at)}." if lies.called_at else " Chưa nhắc người nộp."
    return f"Kết quả đã chờ {lies.waited_days} ngày, từ {since}, chưa ai đến nhận.{called}"


def _stills(told: Story, calendar: WorkCalendar, at: datetime) -> list[Still]:
    return [
        Still(
            cause=PauseCause(row.cause).label,
            began_at=row.began_at,
            ended_at=row.ended_at,
            length=working_time(row.began_at, row.ended_at or at, calendar) or "chưa đến 1 phút làm việc",
            counts=row.counts,
            ground=row.basis if row.cause == PauseCause.SUPPLEMENT else f"{row.document_no}; {row.basis}",
            proof=row.proof,
        )
        for row in told.pauses
    ]


def _promises(case: Case) -> tuple[Promise, ...]:
    """Return the ledger of dates, the newest first; of an old dossier what stands in its own row."""
    row = case.dossier.dossier
    if not case.told.dues and row.due_at and row.received_at:
        return (
            Promise(
                kind=DueKind.RECEIVED.label,
                due_at=row.due_at,
                set_at=row.received_at,
                why=row.due_why,
                steps=_steps(row.due_steps),
            ),
        )
    return tuple(
        Promise(
            kind=DueKind(due.kind).label, due_at=due.due_at, set_at=due.set_at, why=due.why, steps=_steps(due.steps)
        )
        for due in reversed(case.told.dues)
    )


def _steps(kept: object) -> tuple[str, ...]:
    found = kept.get("steps", ()) if isinstance(kept, dict) else ()
    return tuple(str(step["text"]) for step in found)


def _questions(case: Case) -> list[Question]:
    return [
        Question(
            id=row.pk,
            title=row.agency.short_name if row.kind == EnquiryKind.CONSULTATION else "Thẩm tra, xác minh",
            enquiry=row,
            chip=deadlines.chip(case.at, row.due_at, calendar_around(row.agency_id, case.at))
            if row.state == EnquiryState.OPEN
            else None,
            ended="" if row.state == EnquiryState.OPEN else EnquiryState(row.state).label,
        )
        for row in case.told.enquiries
    ]


def _used(case: Case, calendar: WorkCalendar) -> str:
    """Return how much of the limit is gone; what was suspended is no part of it."""
    row = case.dossier.dossier
    due_at = row.legal_due_at or row.due_at
    if row.received_at is None or due_at is None:
        return ""
    if row.cross_boundary and row.competent_at is None:
        return "Thời hạn chưa chạy: tính từ khi cơ quan có thẩm quyền nhận."
    begun = max((due.set_at for due in case.told.dues if due.kind in _COUNTED), default=row.received_at)
    ends = row.completed_at or row.ended_at or case.at
    stood = [pause for pause in case.told.pauses if pause.counts and pause.began_at >= begun]
    lost = sum(_days(pause.began_at, pause.ended_at, calendar) for pause in stood if pause.ended_at)
    lasting = sum(_days(pause.began_at, ends, calendar) for pause in stood if not pause.ended_at)
    whole = _days(begun, due_at, calendar) - lost
    used = _days(begun, ends, calendar) - lost - lasting
    said = f"Đã dùng {max(used, 0)} trên {whole} ngày làm việc" if whole > 0 else ""
    return f"{said}. Thời gian tạm dừng không tính." if said and stood else said


def _days(begin: datetime, end: datetime, calendar: WorkCalendar) -> int:
    return calendar.workdays_between(clock.local(begin).date(), clock.local(end).date())


def _day(moment: datetime) -> str:
    return f"{clock.local(moment):%d/%m/%Y}"
