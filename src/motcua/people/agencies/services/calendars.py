"""Change a working calendar: by decision number, never silently. Nobody else writes its rows."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid, NotAllowed, NotFound, Stale
from motcua.ground.kernel.text import clean
from motcua.ground.kernel.worktime import DayKind, Hours
from motcua.ground.outbox import services as outbox

from .. import policies
from ..events import CalendarChanged
from ..models import CalendarDay, OpeningHours
from ..queries import calendars
from ..rules import holidays
from ..vocabulary import Permission

_LAW = "Bộ luật Lao động 2019, Điều 112"


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySetting:
    """What a date shall be.

    hours     None: as the kind says
    seen      revision of the row that the page showed, 0 where it showed none; None does not ask
    """

    on: date
    kind: DayKind
    note: str
    decision_no: str
    hours: Hours | None = None
    active: bool = True
    seen: int | None = None


def set_day(agency_id: int | None, day: DaySetting, *, by: Actor, at: datetime, key: str = "") -> None:
    """Say what a date is for an agency, for the nation where ``agency_id`` is None.

    Raises  Invalid without a decision number, with overlapping hours, or with a made-up day that is not on a day off ·
            NotAllowed · Stale where somebody changed the row after it was shown.
    """
    decision_no = _decision(day.decision_no)
    problems = _hours_problems(day.hours or ())
    if day.kind is DayKind.HALF_DAY and not day.hours:
        problems = "Ghi giờ mở cửa của ngày làm nửa ngày, ví dụ 07:30-11:30."
    if problems:
        raise Invalid(problems, fields={"hours": problems})

    def write() -> list[str]:
        row = _locked(agency_id, day.on, day.seen)
        row.kind, row.note, row.decision_no = day.kind, clean(day.note), decision_no
        row.hours = None if day.hours is None else _spans(day.hours)
        row.active, row.confirmed = day.active, True
        row.save()
        return [f"{day.on.isoformat()} {day.kind.value}{'' if day.active else ' off'}"]

    _change(agency_id, decision_no, write, by=by, at=at, key=key)


def remove_day(
    agency_id: int | None,
    on: date,
    *,
    decision_no: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    key: str = "",
) -> None:
    """Let a date be what its weekday says again; the nation's row stays, inactive, with the decision that ended it.

    Raises  Invalid without a decision number · NotFound · NotAllowed · Stale.
    """
    number = _decision(decision_no)

    def write() -> list[str]:
        row = _locked(agency_id, on, seen)
        if row.pk is None:
            raise NotFound(f"Lịch không có dòng riêng cho ngày {on:%d/%m/%Y}. Tải lại trang để xem lịch hiện tại.")
        if agency_id is None:
            row.active, row.confirmed, row.decision_no = False, True, number
            row.save()
        else:
            row.delete()
        return [f"{on.isoformat()} removed"]

    _change(agency_id, number, write, by=by, at=at, key=key)


def set_hours(
    agency_id: int | None,
    week: Mapping[int, Hours],
    *,
    valid_from: date,
    decision_no: str,
    by: Actor,
    at: datetime,
    uncounted: Collection[int] = (),
    key: str = "",
) -> None:
    """Set the opening hours of the named weekdays (Monday 0) from a date on.

    uncounted  weekdays on which the office receives, but which no time limit counts
    Raises     Invalid without a decision number, with hours out of order, or where no counted day would be left.
    """
    number = _decision(decision_no)
    problems = {f"day_{weekday}": problem for weekday, hours in week.items() if (problem := _hours_problems(hours))}
    if problems:
        raise Invalid("Giờ mở cửa chưa đúng. Xem lại các ngày được đánh dấu.", fields=problems)
    whole = {view.weekday: view.hours for view in calendars.week(agency_id, on=valid_from)} | dict(week)
    if not any(hours for weekday, hours in whole.items() if weekday not in uncounted):
        raise Invalid("Mỗi tuần phải có ít nhất một ngày làm việc, nếu không thì không tính được hạn trả.")

    def write() -> list[str]:
        for weekday, hours in sorted(week.items()):
            same = OpeningHours.objects.select_for_update(of=("self",)).filter(weekday=weekday, valid_from=valid_from)
            row = same.filter(_of(agency_id)).first() or OpeningHours(
                agency_id=agency_id, weekday=weekday, valid_from=valid_from
            )
            row.spans, row.counted, row.decision_no = _spans(hours), weekday not in uncounted, number
            row.save()
        return [f"hours {weekday} from {valid_from.isoformat()}" for weekday in sorted(week)]

    _change(agency_id, number, write, by=by, at=at, key=key)


def propose_year(year: int, *, by: Actor, at: datetime, key: str = "") -> None:
    """Add the days off that the law gives a year, unconfirmed; what is there already stays as it is."""

    def write() -> list[str]:
        there = set(CalendarDay.objects.filter(agency=None, on__year=year).values_list("on", flat=True))
        rows = [row for row in holidays.days_of(year) if row.on not in there]
        CalendarDay.objects.bulk_create(
            CalendarDay(
                on=row.on,
                kind=row.kind,
                note=row.note,
                decision_no=row.decision,
                confirmed=row.confirmed,
                active=row.active,
            )
            for row in rows
        )
        return [f"{row.on.isoformat()} proposed" for row in rows]

    _change(None, _LAW, write, by=by, at=at, key=key)


def confirm_year(year: int, *, decision_no: str, by: Actor, at: datetime, key: str = "") -> None:
    """Confirm every proposed day off of a year by the decision that announces it; rows kept off stay off.

    Raises  Invalid without a decision number · NotFound where nothing waits for confirmation.
    """
    number = _decision(decision_no)

    def write() -> list[str]:
        rows = CalendarDay.objects.select_for_update().filter(agency=None, on__year=year, active=True, confirmed=False)
        changed = sorted(rows.values_list("on", flat=True))
        if not changed:
            raise NotFound(f"Lịch năm {year} không còn ngày nào chờ xác nhận.")
        for row in rows:
            row.confirmed, row.decision_no, row.revision = True, number, row.revision + 1
            row.save()
        return [f"{on.isoformat()} confirmed" for on in changed]

    _change(None, number, write, by=by, at=at, key=key)


def _change(
    agency_id: int | None, decision_no: str, write: Callable[[], list[str]], *, by: Actor, at: datetime, key: str
) -> None:
    def act() -> None:
        _require(by, agency_id, at.date())
        changes = write()
        subject = f"calendar:{agency_id or calendars.NATION}"
        outbox.publish(
            CalendarChanged(subject=subject, decision_no=decision_no, changes=changes), by=by, at=at, key=key
        )
        calendars.forget(unsettled=True)
        transaction.on_commit(lambda: calendars.forget(unsettled=False))

    outbox.once(act, lambda _: None, by=by, key=key)


def _require(by: Actor, agency_id: int | None, on: date) -> None:
    policies.require(by, Permission.CALENDAR, on=on)
    if policies.may_keep_calendar(by, agency_id, on=on):
        return
    if agency_id is None:
        raise NotAllowed("Lịch chung cả nước do quản trị hệ thống sửa. Ông/bà sửa được lịch của đơn vị mình.")
    raise NotAllowed("Ông/bà chỉ sửa được lịch của đơn vị mình và đơn vị trực thuộc.")


def _locked(agency_id: int | None, on: date, seen: int | None) -> CalendarDay:
    """Return the row to change, with its next revision; a new one where there is none."""
    rows = CalendarDay.objects.select_for_update(of=("self",))
    row = rows.filter(_of(agency_id), on=on).first() or CalendarDay(agency_id=agency_id, on=on, revision=0)
    if seen is not None and seen != row.revision:
        raise Stale(f"Ngày {on:%d/%m/%Y} vừa được người khác sửa. Tải lại trang, xem lại rồi sửa tiếp.")
    row.revision += 1
    return row


def _of(agency_id: int | None) -> Q:
    return Q(agency__isnull=True) if agency_id is None else Q(agency_id=agency_id)


def _decision(text: str) -> str:
    if not (number := clean(text)):
        sentence = "Ghi số văn bản quyết định việc này, ví dụ 12729/VPCP-KGVX."
        raise Invalid(sentence, fields={"decision_no": sentence}, source="Bộ luật Lao động 2019, Điều 112 khoản 3")
    return number


def _hours_problems(hours: Hours) -> str:
    moments = [moment for span in hours for moment in span]
    if moments != sorted(set(moments)):
        return "Giờ mở cửa phải tăng dần và không chồng nhau, ví dụ 07:30-11:30, 13:30-17:00."
    return ""


def _spans(hours: Hours) -> Sequence[Sequence[str]]:
    return [[opens.isoformat("minutes"), closes.isoformat("minutes")] for opens, closes in hours]
