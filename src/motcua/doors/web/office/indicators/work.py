"""How much work each officer has and had, and the steps behind each number."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.casework.dossiers.queries import workload
from motcua.casework.dossiers.queries.workload import OfficerLoad, Steps
from motcua.casework.dossiers.vocabulary import Permission as Dossiers
from motcua.doors.web.ui.answers import page
from motcua.doors.web.ui.typography import number
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotAllowed, NotFound
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.steering.indicators.queries import targets
from motcua.steering.indicators.queries.targets import Targets
from motcua.steering.indicators.rules.aims import OF_OFFICERS
from motcua.steering.indicators.vocabulary import Permission

from ..choices import term, whole
from ..session.request import StaffRequest, needs
from . import words
from .asked import MOST_ID, Asked, offered, read

_OVERSEES = frozenset({Dossiers.ASSIGN, Dossiers.VIEW_ALL, Permission.TARGETS})
_PAGE = 50
_COLUMNS = {
    Steps.OPEN: "Đang giữ",
    Steps.TODAY: "Hạn hôm nay",
    Steps.LATE: "Đã quá hạn",
    Steps.DONE: "Bước xong trong kỳ",
    Steps.DONE_LATE: "Xong sau hạn của bước",
}


@require_safe
@needs(Dossiers.VIEW_AGENCY, Dossiers.WORK)
def work(request: StaffRequest) -> HttpResponse:
    """Show what officers have and did in a period: all of the unit to who gives out work, to others their own."""
    at = clock.now()
    asked = read(request, at.date())
    oversees, own = _oversees(request, asked), request.actor.staff_id
    last = min(asked.period.last, at.date())
    found = workload.by_officer(
        _desks(asked), first=asked.period.first, last=last, at=at, staff_id=None if oversees else own or 0
    )
    held = targets.of(asked.lineage, on=last)
    context = {
        "nav": "figures",
        "asked": asked,
        "at": at,
        "over": asked.period.last < at.date(),
        "units": _units(asked) if oversees else [],
        "periods": offered(at.date(), asked.period),
        "rows": [_officer(asked, one, held) for one in found],
        "oversees": oversees,
        "may_aim": Permission.TARGETS in request.permissions,
    }
    return page(request, "office/indicators/work.html", context)


@require_safe
@needs(Dossiers.VIEW_AGENCY, Dossiers.WORK)
def steps(request: StaffRequest) -> HttpResponse:
    """List the steps behind a number of an officer."""
    at = clock.now()
    asked, which = read(request, at.date()), term(Steps, request.GET.get("buoc", ""), Steps.OPEN)
    ids, after = _desks(asked), whole(request.GET.get("sau", ""), MOST_ID) or 0
    staff_id = whole(request.GET.get("nguoi", ""), MOST_ID) or 0
    if staff_id != request.actor.staff_id and not _oversees(request, asked):
        raise NotAllowed("Việc này là của người khác.")
    days = {"first": asked.period.first, "last": min(asked.period.last, at.date())}
    officer = next(iter(workload.by_officer(ids, **days, at=at, staff_id=staff_id)), None)
    if officer is None:
        raise NotFound("Không có người này ở đơn vị. Mở lại trang Việc từng người.")
    found = workload.steps(ids, staff_id, which, **days, at=at, after=after, limit=_PAGE + 1)
    here = {"nguoi": str(staff_id), "buoc": which.value}
    context = {
        "nav": "figures",
        "asked": asked,
        "officer": officer,
        "title": _COLUMNS[which],
        "ended": which in (Steps.DONE, Steps.DONE_LATE),
        "total": getattr(officer, which.name.lower()),
        "lines": found[:_PAGE],
        "first": asked.address("steps", **here) if after else "",
        "next": asked.address("steps", **here, sau=str(found[_PAGE - 1].id)) if len(found) > _PAGE else "",
        "back": asked.address("work"),
    }
    return page(request, "office/indicators/steps.html", context)


def _oversees(request: StaffRequest, asked: Asked) -> bool:
    return bool(_OVERSEES & request.permissions) and asked.unit is not None


def _desks(asked: Asked) -> tuple[int, ...]:
    """Return the agency whose officers are shown: the unit itself, of a committee its centre as well."""
    if asked.unit is None:
        return ()
    centres = [
        one
        for one in asked.tree.below(asked.unit.id)
        if asked.tree.units[one].parent_id == asked.unit.id and asked.tree.units[one].kind == AgencyKind.CENTRE
    ]
    return asked.unit.id, *centres


def _units(asked: Asked) -> list[tuple[str, str]]:
    if not asked.wide:
        return []
    return [(str(one.id), one.name) for one in asked.tree.units.values() if one.is_open]


def _officer(asked: Asked, one: OfficerLoad, held: Targets) -> dict[str, Any]:
    share = (one.done - one.done_late) / one.done if one.done else None
    values = {
        "steps_on_time_rate": None if share is None else share * 100,
        "steps_late_open": one.late,
        "steps_median_hours": one.median_hours,
    }
    aims = []
    for code, value in values.items():
        wanted = held.of_officer(one.staff_id, code)
        if wanted is not None:
            reached = OF_OFFICERS[code].is_reached(value, wanted.value)
            state = "chưa có số" if reached is None else "đạt" if reached else "chưa đạt"
            aims.append(f"{OF_OFFICERS[code].name.lower()} {words.aim(code, wanted.value)}: {state}")
    return {
        "load": one,
        "numbers": [
            (n, asked.address("steps", nguoi=str(one.staff_id), buoc=which.value), label.lower())
            for n, (which, label) in zip(
                (one.open, one.today, one.late, one.done, one.done_late), _COLUMNS.items(), strict=True
            )
        ],
        "share": "–" if share is None else f"{number(round(share * 100, 1))}%",
        "median": "–" if one.median_hours is None else number(round(one.median_hours, 1)),
        "aims": aims,
    }
