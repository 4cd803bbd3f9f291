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
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Invalid
from motcua.people.agencies.queries.tree import Tree
from motcua.steering.indicators import policies
from motcua.steering.indicators.queries import targets
from motcua.steering.indicators.queries.targets import Holding
from motcua.steering.indicators.rules.aims import AIMS, OF_OFFICERS, OF_UNITS, Aim
from motcua.steering.indicators.services import targets as services
from motcua.steering.indicators.services.targets import Aimed
from motcua.steering.indicators.vocabulary import Permission

from ..choices import whole
from ..keys import key_of
from ..session.request import StaffRequest, needs
from . import words
from .asked import MOST_ID


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
            (
                line,
                AIMS[line.measure].name if line.measure in AIMS else line.measure,
                words.aim(line.measure, line.value),
            )
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
        "value": words.aim(one.code, found.value) if found else "",
        "since": found.valid_from if found else None,
        "whose": around.name(found.agency_id) if found and found.agency_id != unit_id else "",
    }
