"""What a unit and its officers are to reach, set by its head; and how much work each officer has."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from motcua.casework.dossiers.queries import workload
from motcua.casework.dossiers.queries.workload import OfficerLoad
from motcua.casework.dossiers.vocabulary import Permission as Dossiers
from motcua.doors.web.ui.answers import page
from motcua.doors.web.ui.typography import number
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Invalid
from motcua.people.agencies.queries.tree import Tree
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.steering.indicators import policies
from motcua.steering.indicators.queries import targets
from motcua.steering.indicators.queries.targets import Holding, Targets
from motcua.steering.indicators.rules.aims import AIMS, OF_OFFICERS, OF_UNITS, Aim
from motcua.steering.indicators.services import targets as services
from motcua.steering.indicators.services.targets import Aimed
from motcua.steering.indicators.vocabulary import Direction, Permission, Unit

from ..choices import whole
from ..keys import key_of
from ..session.request import StaffRequest, needs
from .asked import MOST_ID, Asked, offered, read

_OVERSEES = frozenset({Dossiers.ASSIGN, Dossiers.VIEW_ALL, Permission.TARGETS})
_UNITS = {Unit.PERCENT: "%", Unit.HOURS: " giờ", Unit.DOSSIERS: " hồ sơ"}


@require_safe
@needs(Permission.TARGETS)
def of_unit(request: StaffRequest) -> HttpResponse:
    """Show what a unit is to reach, with a form to set it."""
    return _page(request, {"unit": request.GET.get("don-vi", "")})


@require_POST
@needs(Permission.TARGETS)
def aim(request: StaffRequest) -> HttpResponse:
    """Set a target, or end one."""
    typed = {name: value for name, value in request.POST.dict().items() if isinstance(value, str)}
    at, faults = clock.now(), dict[str, str]()
    said = _aimed(typed, faults, ends=typed.get("act") == "end")
    if not faults:
        try:
            services.aim(said, by=request.actor, at=at, key=key_of(request))
        except Invalid as no:
            faults = no.fields
    if faults:
        return _page(request, typed, faults)
    done = "Đã bỏ chỉ tiêu" if said.value is None else "Đã đặt chỉ tiêu"
    messages.success(request, f"{done} “{AIMS[said.measure].name}” từ ngày {said.valid_from:%d/%m/%Y}.")
    response = HttpResponseRedirect(f"{reverse('indicators:targets')}?don-vi={said.unit_id}")
    response.status_code = 303
    return response


def _aimed(typed: Mapping[str, str], faults: dict[str, str], *, ends: bool) -> Aimed:
    value = None
    if not ends:
        try:
            value = Decimal(typed.get("value", "").strip().removesuffix("%").strip().replace(",", "."))
            value = value.quantize(Decimal("0.01")) if value.is_finite() else None
        except InvalidOperation:
            value = None
        if value is None:
            faults["value"] = "Ghi một số, ví dụ 95 hoặc 97,5."
    try:
        valid_from = date.fromisoformat(typed.get("valid_from", ""))
    except ValueError:
        valid_from = date.min
        faults["valid_from"] = "Chọn ngày bắt đầu."
    unit_id = whole(typed.get("unit", ""), MOST_ID)
    if unit_id is None:
        faults["unit"] = "Chọn đơn vị."
    return Aimed(
        unit_id=unit_id or 0,
        measure=typed.get("measure", ""),
        value=value,
        valid_from=valid_from,
        staff_id=whole(typed.get("staff", ""), MOST_ID),
    )


def _page(request: StaffRequest, typed: Mapping[str, str], faults: Mapping[str, str] | None = None) -> HttpResponse:
    at = clock.now()
    today = at.date()
    around, ids = policies.realm(request.actor, on=today)
    own, wanted = request.actor.agency_id or 0, whole(typed.get("unit", ""), MOST_ID)
    unit = around.units[wanted if wanted is not None and wanted in ids else own]
    choices = [around.units[one] for one in ids if around.units[one].is_open]
    held = targets.of(around.lineage(unit.id), on=today)
    officers = workload.by_officer([unit.id], first=today, last=today, at=at)
    context = {
        "nav": "figures",
        "unit": unit,
        "units": [(one.id, one.name) for one in sorted(choices, key=lambda one: (one.kind, one.name))],
        "rows": [_row(one, held.unit.get(code), around, unit.id) for code, one in AIMS.items()],
        "measures": [
            *((code, one.name) for code, one in OF_UNITS.items()),
            *((code, f"Mỗi người: {one.name.lower()}") for code, one in OF_OFFICERS.items()),
        ],
        "officers": [("", "Cả đơn vị"), *((str(one.staff_id), f"{one.name}, {one.post}") for one in officers)],
        "history": [
            (line, AIMS[line.measure].name if line.measure in AIMS else line.measure, _said(line.measure, line.value))
            for line in targets.history(unit.id)
        ],
        "typed": {"valid_from": f"{today:%Y-%m-%d}", **typed},
        "errors": faults or {},
        "key": uuid4().hex,
    }
    return page(request, "office/indicators/targets.html", context, status=422 if faults else 200)


def _row(one: Aim, found: Holding | None, around: Tree, unit_id: int) -> dict[str, Any]:
    return {
        "name": one.name,
        "of_officers": one.code in OF_OFFICERS,
        "value": _said(one.code, found.value) if found else "",
        "since": found.valid_from if found else None,
        "whose": around.name(found.agency_id) if found and found.agency_id != unit_id else "",
    }


def _said(code: str, value: Decimal | None) -> str:
    """Return ``ít nhất 95%``, ``không quá 5 hồ sơ``."""
    if value is None:
        return "bỏ chỉ tiêu"
    one = AIMS.get(code)
    if one is None:
        return number(float(value))
    bound = "không quá" if one.better is Direction.DOWN else "ít nhất"
    return f"{bound} {number(float(value))}{_UNITS[one.unit]}"


@require_safe
@needs(Dossiers.VIEW_AGENCY, Dossiers.WORK)
def work(request: StaffRequest) -> HttpResponse:
    """Show what officers have and did in a period: all of the unit to who gives out work, to others their own."""
    at = clock.now()
    asked = read(request, at.date())
    oversees = bool(_OVERSEES & request.permissions) and asked.unit is not None
    ids, own = _desks(asked), request.actor.staff_id
    last = min(asked.period.last, at.date())
    found = workload.by_officer(
        ids, first=min(asked.period.first, last), last=last, at=at, staff_id=None if oversees else own or 0
    )
    held = targets.of(asked.lineage, on=last)
    context = {
        "nav": "figures",
        "asked": asked,
        "at": at,
        "over": asked.period.last < at.date(),
        "units": _units(asked) if oversees else [],
        "periods": offered(at.date(), asked.period),
        "rows": [_officer(one, held) for one in found],
        "oversees": oversees,
        "may_aim": Permission.TARGETS in request.permissions,
    }
    return page(request, "office/indicators/work.html", context)


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


def _officer(one: OfficerLoad, held: Targets) -> dict[str, Any]:
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
            aims.append(f"{OF_OFFICERS[code].name.lower()} {_said(code, wanted.value)}: {state}")
    return {
        "load": one,
        "share": "–" if share is None else f"{number(round(share * 100, 1))}%",
        "median": "–" if one.median_hours is None else number(round(one.median_hours, 1)),
        "aims": aims,
    }
