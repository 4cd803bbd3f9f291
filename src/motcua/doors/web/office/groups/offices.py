"""Groups of procedures, and which agency does which part of them for each one-stop."""

from collections.abc import Mapping
from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.casework.dossiers.queries import legs
from motcua.casework.dossiers.rules import groups, promises
from motcua.casework.dossiers.rules.groups import Template
from motcua.casework.dossiers.services import templates
from motcua.casework.procedures import policies
from motcua.casework.procedures.queries import catalogue
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Invalid, NotFound
from motcua.people.agencies.queries import organisation

from ..choices import whole
from ..session.request import StaffRequest


@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """Show every group, its parts, and the one-stops that take it in."""
    today = clock.now().date()
    policies.require_offer(request.actor, on=today)
    names = {agency.id: agency.short_name for agency in organisation.agencies(on=today)}
    shown = [
        (
            template,
            [(leg, promises.limit_words(leg.limit), _names(leg.depends_on, template)) for leg in template.legs],
            [(pk, names[pk]) for pk in catalogue.agencies_offering(template.procedure, on=today) if pk in names],
        )
        for template in legs.templates()
    ]
    return page(request, "office/groups/list.html", {"nav": "catalogue", "search_text": "", "shown": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def offices(request: StaffRequest, procedure: str, agency_id: int) -> HttpResponse:
    """Say who does each part for one one-stop."""
    at = clock.now()
    policies.require_offer(request.actor, on=at.date())
    template = legs.template(procedure)
    found = organisation.by_ids([agency_id])
    if template is None or not found:
        raise NotFound("Không có nhóm thủ tục hoặc nơi tiếp nhận này. Mở lại từ danh sách.")
    if request.method != "POST":
        named = legs.offices(procedure, agency_id, on=at.date())
        return _form(request, template, agency_id, {key: str(pk) for key, pk in named.items()}, {}, at.date())
    chosen = {leg.key: request.POST.get(leg.key, "") for leg in _named(template)}
    errors = {key: "Chọn lại cơ quan." for key, text in chosen.items() if text and whole(text) is None}
    day = _day(request.POST.get("valid_from", ""))
    if day is None or day < at.date():
        errors["valid_from"] = "Ghi ngày bắt đầu, sớm nhất là hôm nay."
    if day is not None and not errors:
        try:
            templates.set_offices(
                procedure,
                {key: whole(text) if text else None for key, text in chosen.items()},
                receiving_id=agency_id,
                valid_from=day,
                by=request.actor,
                at=at,
            )
        except Invalid as no:
            errors = dict(no.fields)
        else:
            messages.success(request, f"Đã ghi nơi làm từng phần việc từ {day:%d/%m/%Y}.")
            response = HttpResponseRedirect(reverse("groups:list"))
            response.status_code = 303
            return response
    return _form(request, template, agency_id, chosen, errors, at.date())


def _form(
    request: StaffRequest,
    template: Template,
    agency_id: int,
    chosen: Mapping[str, str],
    errors: Mapping[str, str],
    today: date,
) -> HttpResponse:
    (receiving,) = organisation.by_ids([agency_id])
    agencies = [(str(agency.id), agency.short_name or agency.name) for agency in organisation.agencies(on=today)]
    fields = []
    for leg in _named(template):
        own = catalogue.offer(leg.procedure, agency_id, on=today) if leg.procedure else None
        usual = organisation.agency(own.competent_id).short_name if own else ""
        fields.append((leg, [("", f"Theo thủ tục {leg.procedure}: {usual}" if usual else "Chọn cơ quan"), *agencies]))
    context = {
        "nav": "catalogue",
        "search_text": "",
        "template": template,
        "receiving": receiving,
        "fields": fields,
        "chosen": chosen,
        "errors": errors,
        "key": uuid4().hex,
        "day": request.POST.get("valid_from") or today.isoformat(),
    }
    return page(request, "office/groups/offices.html", context, status=422 if errors else 200)


def _named(template: Template) -> list[groups.Leg]:
    return [leg for leg in template.legs if leg.place != groups.COMPETENT]


def _names(keys: tuple[str, ...], template: Template) -> str:
    return ", ".join(leg.name for leg in template.legs if leg.key in keys)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
