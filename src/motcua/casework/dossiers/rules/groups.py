"""Liên thông: one promise, several agencies, each with its own part, its own clock, its own answer.

A template says which parts (legs) there are, who leads, what waits for what, how long each may take. From it follow the
order, the due time of the whole (the longest way through the legs), and what may begin once something has ended.

Law: 61/2018/NĐ-CP, Điều 19 khoản 6 (on paper one after the other in a fixed order, in electronic form at once, with the
leading agency, task and time of each), khoản 7 (other levels); 63/2024/NĐ-CP as amended by 301/2026/NĐ-CP (birth and
death: legs, times, results returned one by one).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, time
from functools import lru_cache
from typing import Any

from motcua.casework.procedures.rules.content import Limit
from motcua.casework.procedures.vocabulary import LimitUnit
from motcua.ground.kernel.clock import VIETNAM, local
from motcua.ground.kernel.worktime import WorkCalendar

from ..vocabulary import GroupMode, LegRole
from . import deadlines

PROCESS = "interlinked"
"""Key of the process that a group follows at the one-stop; an offer that names it offers a group."""
JOINED, REFUSED = "join", "refuse"
"""Ways out of its first step, taken by the system alone."""
COMPETENT = "competent"
"""Place of a leg done by the agency that is competent for the whole; any other place is looked up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One agency's part.

    task        what the agency has to do, as its officers read it
    procedure   code of the procedure that this part is, "" where it is none of its own
    place       COMPETENT, or "" for the agency that does this part for the one-stop
    process     key of the process that it follows there
    depends_on  keys of the legs whose results it needs
    cases       cases of the whole in which there is this leg; () for all
    awaited     the whole ends only once it has ended; one that is not awaited goes on by itself
    papers      keys of the whole's papers that are carried down to it
    wait_days   working days for which the applicant is waited for, 0 as the rules say
    """

    key: str
    name: str
    role: LegRole
    process: str
    limit: Limit
    task: str = ""
    procedure: str = ""
    place: str = ""
    depends_on: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    awaited: bool = True
    papers: tuple[str, ...] = ()
    wait_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A group of procedures. ``cutoff``: received after 15:00, all limits count from the next working day.

    acknowledge_hours  working hours in which an agency confirms that it has its part
    sync_minutes       minutes in which a result reaches the next agency
    """

    procedure: str
    name: str
    mode: GroupMode
    legs: tuple[Leg, ...]
    basis: str = ""
    cutoff: bool = False
    acknowledge_hours: int = 2
    sync_minutes: int = 10
    version: int = 0
    id: int = 0

    def of_case(self, case: str) -> tuple[Leg, ...]:
        """Return the legs of a case, in an order in which each follows what it needs; other legs are forgotten."""
        chosen = [leg for leg in self.legs if not leg.cases or case in leg.cases]
        keys = {leg.key for leg in chosen}
        known = [replace(leg, depends_on=tuple(key for key in leg.depends_on if key in keys)) for leg in chosen]
        return ordered(known)

    @property
    def cases(self) -> tuple[str, ...]:
        """Return every case that the legs speak of, and the one that none speaks of."""
        return ("", *dict.fromkeys(case for leg in self.legs for case in leg.cases))


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When a leg should begin and when it is due."""

    start: datetime
    due_at: datetime


def to_json(template: Template) -> list[dict[str, Any]]:
    """Return the legs as the ``legs`` column keeps them."""
    return [asdict(leg) for leg in template.legs]


def legs_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Leg, ...]:
    """Return the legs that a column or a seed file keeps."""
    return tuple(_leg(row) for row in rows)


def _leg(row: Mapping[str, Any]) -> Leg:
    known = {name: row[name] for name in Leg.__slots__ if name in row}
    limit = row["limit"]
    known |= {name: tuple(row.get(name, ())) for name in ("depends_on", "cases", "papers")}
    known |= {"role": LegRole(row["role"])}
    known["limit"] = Limit(value=limit["value"], unit=LimitUnit(limit["unit"]), text=limit.get("text", ""))
    return Leg(**known)


def ordered(legs: Sequence[Leg]) -> tuple[Leg, ...]:
    """Return the legs so that each comes after those it needs, otherwise as they were drawn; a circle is left out."""
    placed: dict[str, Leg] = {}
    while ready := [leg for leg in legs if leg.key not in placed and set(leg.depends_on) <= placed.keys()]:
        placed[ready[0].key] = ready[0]
    return tuple(placed.values())


def flaws(template: Template) -> Iterator[str]:
    """Yield, in Vietnamese, what makes the drawing of a group unusable, each with the leg it is about."""
    keys = [leg.key for leg in template.legs]
    if not keys:
        yield "Nhóm chưa có phần việc nào."
        return
    for key in dict.fromkeys(key for key in keys if keys.count(key) > 1):
        yield f"Có hai phần việc cùng mã “{key}”."
    leads = [leg.name for leg in template.legs if leg.role is LegRole.LEAD]
    if len(leads) != 1:
        yield f"Cần đúng một cơ quan chủ trì, đang có {len(leads)}."
    for leg in template.legs:
        yield from _leg_flaws(leg, template.legs)
    if all(set(leg.depends_on) <= set(keys) for leg in template.legs):
        caught = sorted(set(keys) - {leg.key for leg in ordered(template.legs)})
        if caught:
            yield f"Các phần việc chờ nhau thành vòng: {', '.join(caught)}."


def _leg_flaws(leg: Leg, legs: Sequence[Leg]) -> Iterator[str]:
    keys = {other.key for other in legs}
    for key in leg.depends_on:
        if key not in keys:
            yield f"Phần việc “{leg.name}” chờ phần việc không có: {key}."
    if leg.limit.unit is not LimitUnit.SAME_DAY and leg.limit.value < 1:
        yield f"Phần việc “{leg.name}” chưa có thời hạn."
    by_themselves = {other.key for other in legs if not other.awaited}
    if leg.awaited and (extra := sorted(set(leg.depends_on) & by_themselves)):
        yield f"Phần việc “{leg.name}” chờ phần việc mà cả hồ sơ không chờ: {', '.join(extra)}."
    if leg.role is LegRole.LEAD and (leg.cases or not leg.awaited):
        yield f"Phần việc chủ trì “{leg.name}” phải có trong mọi trường hợp."


def waits_for(leg: Leg, legs: Sequence[Leg], mode: GroupMode) -> tuple[str, ...]:
    """Return the keys of the legs that must have ended before this one begins; on paper also every earlier one."""
    if mode is GroupMode.PARALLEL:
        return leg.depends_on
    order = [other.key for other in legs]
    return tuple(order[: order.index(leg.key)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """What the legs' time is counted by: each agency's calendar by leg, and working days added to a leg since."""

    calendars: Mapping[str, WorkCalendar]
    cutoff: time
    added: Mapping[str, int] = field(default_factory=dict)


def windows(legs: Sequence[Leg], mode: GroupMode, start: datetime, clocks: Clocks) -> dict[str, Window]:
    """Return when each leg should begin and be due, if every one takes all of its time.

    legs   in the order of `ordered`
    start  when the whole was received
    """
    found: dict[str, Window] = {}
    for leg in legs:
        begins = max((found[key].due_at for key in waits_for(leg, legs, mode)), default=start)
        calendar = clocks.calendars[leg.key]
        due_at = deadlines.due(begins, leg.limit, calendar, cutoff=clocks.cutoff).at
        if days := clocks.added.get(leg.key, 0):
            due_at = calendar.close_time(calendar.add_workdays(local(due_at).date(), days))
        found[leg.key] = Window(start=begins, due_at=due_at)
    return found


def critical_path(legs: Sequence[Leg], mode: GroupMode, found: Mapping[str, Window]) -> tuple[str, ...]:
    """Return the keys of the longest way through the awaited legs, in order: its last due time is that of the whole."""
    here = max((leg for leg in legs if leg.awaited), key=lambda leg: found[leg.key].due_at)
    path = [here.key]
    while before := waits_for(here, legs, mode):
        here = next(leg for leg in legs if leg.key == max(before, key=lambda key: found[key].due_at))
        path.append(here.key)
    return tuple(reversed(path))


def begins(template: Template, received: datetime, calendar: WorkCalendar, cutoff: time) -> datetime:
    """Return the moment from which the limits of the whole count."""
    start = calendar.next_open(local(received))
    if template.cutoff and start.time() > cutoff:
        return calendar.open_time(calendar.next_workday(start.date()))
    return start


@lru_cache(maxsize=256)
def too_long(template: Template, case: str, total: Limit) -> str:
    """Return why the legs cannot keep the published limit of the whole, "" where they can.

    Tried on two ordinary weeks, from every working day's morning and last hour: what one unlucky calendar adds on a
    single day is not the drawing's fault.
    """
    calendar = WorkCalendar()
    legs = template.of_case(case)
    clocks = Clocks(calendars={leg.key: calendar for leg in legs}, cutoff=deadlines.CUTOFF)
    for start in _STARTS:
        begun = begins(template, start, calendar, deadlines.CUTOFF)
        found = windows(legs, template.mode, begun, clocks)
        path = critical_path(legs, template.mode, found)
        allowed = deadlines.due(begun, total, calendar).at
        if local(found[path[-1]].due_at).date() > local(allowed).date():
            names = {leg.key: leg.name for leg in legs}
            said = f"{total.value} {total.unit.label}" if total.unit is not LimitUnit.SAME_DAY else total.unit.label
            way = " → ".join(names[key] for key in path)
            return f"Đường dài nhất qua các phần việc ({way}) vượt thời hạn đã công bố của cả nhóm: {said}."
    return ""


_STARTS = tuple(
    datetime(2026, 3, day, hour, minute, tzinfo=VIETNAM)
    for day in (2, 3, 4, 5, 6, 9, 10, 11, 12, 13)
    for hour, minute in ((7, 30), (10, 15), (14, 59), (16, 30))
)
