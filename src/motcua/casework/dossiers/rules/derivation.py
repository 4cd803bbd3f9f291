"""How a due date tells its own story: steps as data, and one sentence that a citizen understands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypedDict

from motcua.ground.kernel.worktime import OFF, DayKind, DayRule, WorkCalendar

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_DAY = timedelta(days=1)


class StepJson(TypedDict):
    rule: str
    text: str
    on: str | None


class DueJson(TypedDict):
    due: str
    why: str
    steps: list[StepJson]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the derivation.

    rule   received · start · cutoff · count · weekend · skip · worked · clamp · roll · pause · pause_ignored · leg ·
           due
    text   a Vietnamese sentence
    on     the date it speaks of
    """

    rule: str
    text: str
    on: date | None = None

    def to_json(self) -> StepJson:
        return {"rule": self.rule, "text": self.text, "on": self.on.isoformat() if self.on else None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When the result is promised, and why then.

    at   aware, Vietnamese time, whole minutes
    why  one plain sentence
    """

    at: datetime
    why: str
    steps: tuple[Step, ...]

    def to_json(self) -> DueJson:
        """Return ``{"due": "2026-02-26T17:00", "why", "steps": [{"rule", "text", "on"}]}``, in Vietnamese time."""
        return {
            "due": self.at.strftime("%Y-%m-%dT%H:%M"),
            "why": self.why,
            "steps": [step.to_json() for step in self.steps],
        }


def reason(why: str) -> str:
    """Return the sentence without the promise it ends in, for where the promise already stands in large print."""
    before, joint, _ = why.rpartition("; ")
    return before + "." if joint else ""


class Story:
    """Collects the steps and the clauses of the sentence while the engine counts."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self._steps: list[Step] = []
        self._clauses: list[str] = []

    def tell(self, rule: str, text: str, on: date | None = None, *, clause: str = "") -> None:
        """Add a step and, where it matters to a citizen, a clause of the sentence."""
        self._steps.append(Step(rule=rule, text=_sentence(text), on=on))
        if clause:
            self._clauses.append(clause)

    def pass_over(self, after: date, before: date) -> str:
        """Name every day off strictly between two dates; return the reasons in short, "" where there is none."""
        weekends, named = [], []
        for day in _between(after, before):
            rule = self._calendar.days.get(day)
            if self._calendar.is_workday(day):
                continue
            if rule is not None and rule.kind in OFF:
                named.append((day, rule))
            else:
                weekends.append(day)
        reasons = []
        if weekends:
            names = ", ".join(_WEEKDAYS[number] for number in sorted({day.weekday() for day in weekends}))
            self.tell("weekend", f"{names} nghỉ hằng tuần: bỏ qua {len(weekends)} ngày")
            reasons.append(names)
        for day, rule in named:
            self.tell("skip", f"{long_date(day)}: bỏ qua, {_reason(rule.note or rule.kind.label)}{_doubt(rule)}", day)
        for first, last, rule in _runs(named):
            name = (rule.note or rule.kind.label).partition(",")[0]
            reasons.append(f"{_reason(name)} {_short(first, last, before.year)}{_doubt(rule)}")
        *others, final = reasons or [""]
        return f"{', '.join(others)} và {final}" if others else final

    def count_made_up(self, after: date, until: date) -> None:
        """Name every made-up day that counts, after one date and not after another."""
        days = []
        for day in _between(after, until + _DAY):
            rule = self._calendar.days.get(day)
            if rule is not None and rule.kind is DayKind.COMP_WORK and self._calendar.is_workday(day):
                days.append(f"{weekday(day)} {_short(day, day, until.year)}")
                self.tell("worked", f"{long_date(day)}: tính là ngày làm việc, {_lower(rule.note) or 'làm bù'}", day)
        if days:
            self._clauses.append(f"tính cả ngày làm bù {', '.join(days)}")

    def clause(self, text: str) -> None:
        """Add a clause of the sentence."""
        self._clauses.append(text)

    def end(self, at: datetime) -> Due:
        """Return the due date with its sentence."""
        promise = f"hẹn trả {clock_time(at)} {long_date(at.date())}"
        self.tell("due", promise, at.date(), clause=promise)
        return Due(at=at, why=_sentence("; ".join(self._clauses)), steps=tuple(self._steps))


def weekday(day: date) -> str:
    """Return “thứ Hai” … “Chủ nhật”."""
    return _WEEKDAYS[day.weekday()]


def long_date(day: date) -> str:
    """Return “thứ Năm 26/02/2026”."""
    return f"{weekday(day)} {day:%d/%m/%Y}"


def clock_time(moment: datetime) -> str:
    """Return “17:00”."""
    return f"{moment:%H:%M}"


def _between(after: date, before: date) -> Iterator[date]:
    for step in range(1, (before - after).days):
        yield after + _DAY * step


def _runs(named: Sequence[tuple[date, DayRule]]) -> list[tuple[date, date, DayRule]]:
    runs: list[tuple[date, date, DayRule]] = []
    for day, rule in named:
        if runs and runs[-1][1] + _DAY == day and runs[-1][2].note == rule.note:
            runs[-1] = (runs[-1][0], day, rule)
        else:
            runs.append((day, day, rule))
    return runs


def _short(first: date, last: date, year: int) -> str:
    ending = f"{last:%d/%m}" if last.year == year else f"{last:%d/%m/%Y}"
    if first == last:
        return ending
    return f"{first:%d}–{ending}" if first.month == last.month else f"{first:%d/%m}–{ending}"


def _reason(note: str) -> str:
    lowered = _lower(note)
    return lowered if lowered.startswith(("nghỉ", "đóng")) else f"nghỉ {note}"


def _doubt(rule: DayRule) -> str:
    return "" if rule.confirmed else " (dự kiến)"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
