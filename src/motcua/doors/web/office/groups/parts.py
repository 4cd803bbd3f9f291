"""What pages show of a group: its parts as lines of a table, and the same as a drawing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.casework.dossiers.queries import groups
from motcua.casework.dossiers.queries.detail import DossierView
from motcua.casework.dossiers.queries.groups import GroupView, LegView
from motcua.casework.dossiers.rules import deadlines
from motcua.casework.dossiers.rules.deadlines import Chip
from motcua.casework.dossiers.rules.groups import PROCESS
from motcua.casework.dossiers.vocabulary import LegState, PauseCause, Permission
from motcua.ground.kernel.actors import Actor

from ..timing import calendar_around
from .graph import Drawing, drawing

_AT_COUNTER = frozenset({Permission.RECEIVE, Permission.RETURN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A part as a line. ``link``: whether the reader may open its dossier; ``after``: names of what it waits for."""

    leg: LegView
    link: bool
    after: str
    said: str
    chip: Chip | None
    late: str


def together(dossier: DossierView, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Return what the page of one dossier shows of its group: the parts of a whole, or the whole of a part."""
    if dossier.definition is not None and dossier.definition.key == PROCESS:
        group = groups.of_dossier(dossier.id, at=at)
        return {"whole": None, **(drawn(group, dossier, by=by, at=at) if group else {"group": None})}
    return {"group": None, "whole": groups.whole_of(dossier.id) if dossier.is_part else None}


def drawn(group: GroupView, dossier: DossierView, *, by: Actor, at: datetime, wide: bool = False) -> dict[str, Any]:
    """Return the lines and the drawing of a group."""
    names = {leg.key: leg.name for leg in group.legs}
    lines = [_line(leg, names, group, dossier, (by, at)) for leg in group.legs]
    return {"group": group, "lines": lines, "drawing": _drawing(group), "wide": wide}


def _line(
    leg: LegView, names: dict[str, str], group: GroupView, dossier: DossierView, who: tuple[Actor, datetime]
) -> Line:
    by, at = who
    calendar = calendar_around(leg.agency_id, at)
    runs = leg.state is LegState.OPEN and not leg.pause
    late = _late(leg, at) if leg.late_minutes else ""
    return Line(
        leg=leg,
        link=bool(leg.child_code) and _may_open(leg, group, dossier, by),
        after=", ".join(names[key] for key in leg.depends_on if key in names),
        said=_said(leg, at),
        chip=deadlines.chip(at, leg.due_at, calendar) if runs else None,
        late=late,
    )


def _may_open(leg: LegView, group: GroupView, dossier: DossierView, by: Actor) -> bool:
    """Tell whether the reader may open a part: his agency's, or all where he took the whole in or has worked on it."""
    if leg.agency_id == by.agency_id or leg.child_code == dossier.code or Permission.VIEW_ALL in dossier.words:
        return True
    at_counter = dossier.agency_id == by.agency_id and bool(dossier.words & _AT_COUNTER)
    return dossier.worked_on or (dossier.code == group.code and at_counter)


def _said(leg: LegView, at: datetime) -> str:
    if leg.state is LegState.OPEN and leg.pause:
        return PauseCause(leg.pause).label
    if leg.state is LegState.OPEN and leg.acknowledged_at is None:
        overdue = leg.acknowledge_by is not None and at > leg.acknowledge_by
        return "Quá giờ chưa nhận" if overdue else "Chờ cơ quan nhận"
    if leg.state in (LegState.FAILED, LegState.SKIPPED):
        return leg.outcome.label
    return leg.state.label


def _late(leg: LegView, at: datetime) -> str:
    days, rest = divmod(leg.late_minutes, calendar_around(leg.agency_id, at).full_day_minutes(at.date()) or 450)
    return f"Trễ {days} ngày làm việc" if days else f"Trễ {max(rest // 60, 1)} giờ làm việc"


def _drawing(group: GroupView) -> Drawing:
    return drawing([(leg.key, leg.name, leg.agency_name, leg.state, _before(leg, group)) for leg in group.legs])


def _before(leg: LegView, group: GroupView) -> tuple[str, ...]:
    """Return the parts that a part is drawn after: what it needs, in a fixed order the one just before it."""
    if leg.order_no is None:
        return leg.depends_on
    return tuple(other.key for other in group.legs if other.order_no == leg.order_no - 1)
