"""How a list says where the clock of a dossier stands: one chip, and one thing beside it that must not be hidden.

A date that a letter moved keeps its original beside it; a dossier that is late says whether somebody apologised.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from motcua.ground.kernel.clock import local
from motcua.ground.kernel.worktime import WorkCalendar

from ..vocabulary import LetterState, PauseCause
from . import deadlines
from .deadlines import Chip

_SOON_DAYS = 2
_WAITS = {
    PauseCause.SUPPLEMENT: "chờ bổ sung",
    PauseCause.FINANCE: "chờ nộp tiền",
    PauseCause.OUTAGE: "sự cố đã công bố",
    PauseCause.CONFIRMATION: "chờ xác nhận qua VNeID",
    PauseCause.APPLICANT: "theo đề nghị của người nộp",
}
_LETTERS = {
    None: "chưa có thư xin lỗi",
    LetterState.DRAFTED: "thư xin lỗi chờ duyệt",
    LetterState.SENT: "đã có thư xin lỗi",
    LetterState.DROPPED: "chưa có thư xin lỗi",
}


def soon_until(at: datetime, calendar: WorkCalendar) -> datetime:
    """Return up to when a due time counts as soon: the end of the second working day from now."""
    today = local(at).date()
    midnight = local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + (calendar.add_workdays(today, _SOON_DAYS) - today) + timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the chip of a dossier must know.

    due_at       the promise in force; ``legal_due_at``: the date without any letter
    finished_at  when there was a result; ``ended_at``: withdrawn or stopped
    pause        why the clock stands still, None while it runs; ``paused_at`` since when
    counts       whether the pause is left out of the limit
    letter       where the letter about ``due_at`` is, None where nobody wrote one
    """

    due_at: datetime
    legal_due_at: datetime | None = None
    finished_at: datetime | None = None
    ended_at: datetime | None = None
    pause: PauseCause | None = None
    paused_at: datetime | None = None
    counts: bool = True
    letter: LetterState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A chip and what stands beside it, "" for nothing. ``bad``: what stands beside it is a fault of ours."""

    chip: Chip
    note: str = ""
    bad: bool = False


def said(now: datetime, standing: Standing, calendar: WorkCalendar) -> Said:
    """Return what a list says of a dossier: late, today, soon, ok, paused, extended, done or ended."""
    due_at, legal = standing.due_at, standing.legal_due_at or standing.due_at
    if standing.ended_at is not None:
        return Said(chip=Chip(kind="ended", text="Đã kết thúc"))
    if standing.finished_at is not None:
        return Said(chip=deadlines.chip(now, legal, calendar, standing.finished_at))
    waits = f"{_WAITS[standing.pause]} từ {_day(standing.paused_at)}" if standing.pause and standing.paused_at else ""
    if waits and standing.counts:
        return Said(chip=Chip(kind="paused", text="Tạm dừng"), note=waits)
    chip = deadlines.chip(now, due_at, calendar)
    if chip.kind == "late":
        return Said(chip=chip, note=_LETTERS[standing.letter], bad=standing.letter is not LetterState.SENT)
    if due_at > legal:
        moved = replace(chip, kind="extended", text=f"Hẹn lại {_day(due_at)}") if chip.kind == "ok" else chip
        return Said(chip=moved, note=f"hạn gốc {_day(legal)}")
    return Said(chip=chip, note=waits)


def _day(moment: datetime) -> str:
    return f"{local(moment):%d/%m}"
