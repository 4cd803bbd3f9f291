"""The calendar desk: see a year, change a day, set the week's hours, confirm what was announced."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid, NotAllowed, NotFound
from motcua.ground.kernel.worktime import DayKind
from motcua.people.agencies import policies
from motcua.people.agencies.queries import calendars, organisation
from motcua.people.agencies.queries.calendars import DayView
from motcua.people.agencies.services import calendars as services
from motcua.people.agencies.services.calendars import DaySetting

from ..choices import whole
from ..keys import key_of
from .forms import WEEKDAYS, DayForm, RemovalForm, WeekForm, YearForm, write_hours
from .sheet import months

_YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whose:
    """Whose calendar the page is about; ``id`` None is the nation."""

    id: int | None
    name: str
    may_change: bool
    today: date


@require_GET
def year(request: HttpRequest) -> HttpResponse:
    """Show a year of the nation or of one unit, with what waits for an administrator."""
    by, today = _actor(request), clock.now().date()
    whose = _whose(request, by, today)
    shown = _year(request.GET.get("year", ""), today)
    rows = calendars.days(whose.id, year=shown)
    calendar = calendars.calendar_of(whose.id, first=date(shown, 1, 1), last=date(shown, 12, 31))
    context = {
        **_frame(whose),
        "year": shown,
        "previous": _address("year", whose.id, year=shown - 1),
        "next": _address("year", whose.id, year=shown + 1),
        "agencies": organisation.agencies(on=today),
        "months": months(shown, calendar, rows),
        "rows": rows,
        "unconfirmed": shown in calendars.unconfirmed_years(),
        "known": shown in calendars.years(),
        "unsettled": calendars.unsettled_days(since=today)[:1],
        "week": calendars.week(whose.id, on=today),
        "may_change_nation": policies.may_keep_calendar(by, None, on=today),
        "key": uuid4().hex,
    }
    return page(request, "office/calendar/year.html", context)


@require_http_methods(["GET", "POST"])
def day(request: HttpRequest) -> HttpResponse:
    """Change one date."""
    by, at = _actor(request), clock.now()
    whose = _whose(request, by, at.date())
    if request.method == "GET":
        on = _date(request.GET.get("on", ""), at.date())
        row = _row(whose.id, on)
        return _day_page(request, whose, _day_values(on, row), row)
    form = DayForm(request.POST)
    errors = _errors(form)
    if not errors:
        setting = DaySetting(
            **{name: form.cleaned_data[name] for name in ("on", "kind", "note", "decision_no", "active", "seen")},
            hours=form.cleaned_data["hours"] or None,
        )
        try:
            services.set_day(whose.id, setting, by=by, at=at, key=key_of(request))
        except Invalid as no:
            errors = no.fields or {"kind": no.sentence}
        else:
            messages.success(request, f"Đã ghi ngày {setting.on:%d/%m/%Y}: {setting.kind.label.lower()}.")
            return _see_other(_address("year", whose.id, year=setting.on.year))
    on = _date(request.POST.get("on", ""), at.date())
    return _day_page(request, whose, request.POST.dict(), _row(whose.id, on), errors=errors)


@require_POST
def remove_day(request: HttpRequest) -> HttpResponse:
    """Let a date be what its weekday, or the unit above, says again."""
    by, at = _actor(request), clock.now()
    whose = _whose(request, by, at.date())
    form = RemovalForm(request.POST)
    if errors := _errors(form):
        on = _date(request.POST.get("on", ""), at.date())
        row = _row(whose.id, on)
        return _day_page(request, whose, _day_values(on, row), row, errors={"removal_no": next(iter(errors.values()))})
    services.remove_day(whose.id, by=by, at=at, key=key_of(request), **form.cleaned_data)
    messages.success(request, f"Đã bỏ dòng riêng của ngày {form.cleaned_data['on']:%d/%m/%Y}.")
    return _see_other(_address("year", whose.id, year=form.cleaned_data["on"].year))


@require_http_methods(["GET", "POST"])
def hours(request: HttpRequest) -> HttpResponse:
    """Set the opening hours of the week from a date on."""
    by, at = _actor(request), clock.now()
    whose = _whose(request, by, at.date())
    if request.method == "GET":
        week = calendars.week(whose.id, on=at.date())
        values: dict[str, object] = {f"day_{view.weekday}": write_hours(view.hours) for view in week}
        values |= {"valid_from": at.date().isoformat(), "decision_no": ""}
        return _hours_page(request, whose, values, [view.weekday for view in week if not view.counted])
    form = WeekForm(request.POST)
    errors = _errors(form)
    if not errors:
        try:
            services.set_hours(
                whose.id,
                form.week(),
                valid_from=form.cleaned_data["valid_from"],
                decision_no=form.cleaned_data["decision_no"],
                uncounted=form.cleaned_data["uncounted"],
                by=by,
                at=at,
                key=key_of(request),
            )
        except Invalid as no:
            errors = no.fields or {"day_0": no.sentence}
        else:
            messages.success(request, f"Đã ghi giờ làm việc từ {form.cleaned_data['valid_from']:%d/%m/%Y}.")
            return _see_other(_address("year", whose.id))
    uncounted = [number for sent in request.POST.getlist("uncounted") if (number := whole(sent, 6)) is not None]
    return _hours_page(request, whose, dict(request.POST.items()), uncounted, errors=errors)


@require_POST
def confirm_year(request: HttpRequest) -> HttpResponse:
    """Confirm the nation's proposed days off of a year by the document that announces them."""
    number, decision_no = _announced(request)
    by, at, key = _actor(request), clock.now(), key_of(request)
    services.confirm_year(number, decision_no=decision_no, by=by, at=at, key=key)
    messages.success(request, f"Đã xác nhận lịch nghỉ năm {number}.")
    return _see_other(_address("year", None, year=number))


@require_POST
def propose_year(request: HttpRequest) -> HttpResponse:
    """Enter the lawful days off of a year, to be confirmed later."""
    number, _ = _announced(request)
    by, at, key = _actor(request), clock.now(), key_of(request)
    services.propose_year(number, by=by, at=at, key=key)
    messages.success(request, f"Đã lập lịch nghỉ dự kiến năm {number}. Xác nhận khi có thông báo chính thức.")
    return _see_other(_address("year", None, year=number))


def _actor(request: HttpRequest) -> Actor:
    actor = getattr(request, "actor", None)
    if not isinstance(actor, Actor):
        raise NotAllowed("Đăng nhập bằng tài khoản cán bộ để xem lịch làm việc.")
    return actor


def _whose(request: HttpRequest, by: Actor, today: date) -> _Whose:
    chosen = request.POST.get("agency") if request.method == "POST" else request.GET.get("agency")
    if not chosen:
        may = policies.may_keep_calendar(by, None, on=today)
        return _Whose(id=None, name="Cả nước", may_change=may, today=today)
    unit = next((unit for unit in organisation.agencies(on=today) if str(unit.id) == chosen), None)
    if unit is None:
        raise NotFound("Không có đơn vị này. Chọn lại đơn vị trong danh sách.")
    may = policies.may_keep_calendar(by, unit.id, on=today)
    return _Whose(id=unit.id, name=unit.name, may_change=may, today=today)


def _frame(whose: _Whose) -> dict[str, object]:
    return {"nav": "calendar", "whose": whose, "agency": whose.id or "", "today": whose.today}


def _day_values(on: date, row: DayView | None) -> dict[str, object]:
    if row is None:
        return {"on": on.isoformat(), "kind": DayKind.CLOSED.value, "active": "1", "seen": 0}
    return {
        "on": on.isoformat(),
        "kind": row.kind.value,
        "note": row.note,
        "hours": write_hours(row.hours or ()),
        "decision_no": row.decision_no if row.confirmed else "",
        "active": "1" if row.active else "",
        "seen": row.revision,
    }


def _day_page(
    request: HttpRequest,
    whose: _Whose,
    values: Mapping[str, object],
    row: DayView | None,
    *,
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    on = _date(str(values.get("on", "")), whose.today)
    context = {
        **_frame(whose),
        "on": on,
        "values": values,
        "row": row,
        "errors": errors or {},
        "kinds": DayKind.choices(),
        "key": uuid4().hex,
        "back": _address("year", whose.id, year=on.year),
    }
    return page(request, "office/calendar/day.html", context, status=422 if errors else 200)


def _hours_page(
    request: HttpRequest,
    whose: _Whose,
    values: Mapping[str, object],
    uncounted: list[int],
    *,
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    context = {
        **_frame(whose),
        "values": values,
        "uncounted": uncounted,
        "weekdays": tuple(enumerate(WEEKDAYS)),
        "errors": errors or {},
        "key": uuid4().hex,
        "back": _address("year", whose.id),
    }
    return page(request, "office/calendar/hours.html", context, status=422 if errors else 200)


def _row(agency_id: int | None, on: date) -> DayView | None:
    rows = calendars.days(agency_id, year=on.year)
    return next((row for row in rows if row.on == on and row.agency_id == agency_id), None)


def _errors(form: Form) -> dict[str, str]:
    return {name: str(sentences[0]) for name, sentences in form.errors.items()}


def _announced(request: HttpRequest) -> tuple[int, str]:
    form = YearForm(request.POST)
    if not form.is_valid():
        raise Invalid("Năm chưa đúng. Chọn lại năm trên lịch.", fields=_errors(form))
    return form.cleaned_data["year"], form.cleaned_data["decision_no"]


def _year(text: str, today: date) -> int:
    asked = whole(text, _YEARS[-1])
    return asked if asked is not None and asked in _YEARS else today.year


def _date(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise


def _address(name: str, agency_id: int | None, **more: object) -> str:
    query = {"agency": agency_id or "", **more}
    return f"{reverse(f'calendar:{name}')}?{urlencode({key: value for key, value in query.items() if value != ''})}"


def _see_other(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
