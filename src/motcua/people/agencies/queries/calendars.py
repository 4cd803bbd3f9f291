"""The working calendar of an agency, built from the rows of the nation, of the units above it, and its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from time import monotonic

from django.db import connection
from django.db.models import Q

from motcua.ground.kernel.worktime import DEFAULT_WEEK, DayKind, DayRule, Hours, Week, WorkCalendar

from ..models import CalendarDay, OpeningHours
from ..rules import holidays

NATION = 0
_KEEP_SECONDS = 60
_BEGINNING = date.min


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """A row of a calendar as the desk shows it; ``agency_id`` None is the nation's."""

    agency_id: int | None
    on: date
    kind: DayKind
    note: str
    hours: Hours | None
    decision_no: str
    confirmed: bool
    active: bool
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursView:
    """The opening hours of one weekday, and where they come from: None when nobody has set any."""

    weekday: int
    hours: Hours
    counted: bool
    agency_id: int | None
    valid_from: date | None
    decision_no: str


@dataclass(slots=True)
class _Kept:
    calendar: WorkCalendar
    years: range
    until: float


@dataclass(slots=True)
class _Cache:
    """Calendars of this process; while a transaction here has changed one and has not ended, nothing is kept."""

    calendars: dict[int, _Kept] = field(default_factory=dict)
    unsettled: bool = False


_cache = _Cache()


def calendar_of(agency_id: int | None, *, first: date, last: date) -> WorkCalendar:
    """Return the working calendar of an agency, of the nation where it is None, good from ``first`` to ``last``.

    A unit without rows of its own follows the units above it, at last the nation. A year of which the nation has no row
    at all is filled with the lawful proposal, unconfirmed. Kept in the process for up to a minute.
    """
    years = range(first.year, last.year + 1)
    key = agency_id or NATION
    kept = _cache.calendars.get(key)
    if kept and kept.until > monotonic() and years.start >= kept.years.start and years.stop <= kept.years.stop:
        return kept.calendar
    if kept:
        years = range(min(years.start, kept.years.start), max(years.stop, kept.years.stop))
    calendar = _build(lineage(agency_id), years)
    if not _cache.unsettled:
        _cache.calendars[key] = _Kept(calendar, years, monotonic() + _KEEP_SECONDS)
    return calendar


def calendars_of(agency_ids: Sequence[int], *, first: date, last: date) -> Mapping[int, WorkCalendar]:
    """Return the working calendars of several agencies in three statements at most; kept like those of one."""
    years, now = range(first.year, last.year + 1), monotonic()
    found = {
        key: kept.calendar
        for key in agency_ids
        if (kept := _cache.calendars.get(key))
        and kept.until > now
        and years.start >= kept.years.start
        and years.stop <= kept.years.stop
    }
    missing = [key for key in agency_ids if key not in found]
    if not missing:
        return found
    chains = _lineages(missing)
    every = {unit for chain in chains.values() for unit in chain}
    days = list(CalendarDay.objects.filter(Q(agency=None) | Q(agency__in=every)))
    hours = list(OpeningHours.objects.filter(Q(agency=None) | Q(agency__in=every)))
    for key in missing:
        chain = chains.get(key, (key,))
        own = {None, *chain}
        calendar = _built(
            sorted((row for row in days if row.agency_id in own), key=lambda row: _rank(row.agency_id, chain)),
            sorted(
                (row for row in hours if row.agency_id in own),
                key=lambda row: (_rank(row.agency_id, chain), row.valid_from),
            ),
            years,
        )
        found[key] = calendar
        if not _cache.unsettled:
            _cache.calendars[key] = _Kept(calendar, years, now + _KEEP_SECONDS)
    return found


def forget(*, unsettled: bool) -> None:
    """Drop what this process keeps; ``unsettled`` until the changing transaction has been committed."""
    _cache.calendars.clear()
    _cache.unsettled = unsettled


def lineage(agency_id: int | None) -> tuple[int, ...]:
    """Return the ids of the units above an agency, the topmost first, and its own; () for the nation."""
    if agency_id is None:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE above AS (
                SELECT id, parent_id, 0 AS depth FROM agencies_agency WHERE id = %s
                UNION ALL
                SELECT a.id, a.parent_id, depth + 1 FROM agencies_agency a JOIN above ON a.id = above.parent_id
                WHERE depth < 20
            )
            SELECT id FROM above ORDER BY depth DESC
            """,
            [agency_id],
        )
        return tuple(row[0] for row in cursor.fetchall())


def _lineages(agency_ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE above AS (
                SELECT id AS of, id, parent_id, 0 AS depth FROM agencies_agency WHERE id = ANY(%s::bigint[])
                UNION ALL
                SELECT above.of, a.id, a.parent_id, depth + 1
                  FROM agencies_agency a JOIN above ON a.id = above.parent_id
                WHERE depth < 20
            )
            SELECT of, array_agg(id ORDER BY depth DESC) FROM above GROUP BY of
            """,
            [list(agency_ids)],
        )
        return {unit: tuple(chain) for unit, chain in cursor.fetchall()}


def days(agency_id: int | None, *, year: int) -> tuple[DayView, ...]:
    """Return the nation's rows of a year and those along the agency's lineage, by date, the nation's first."""
    chain = lineage(agency_id)
    rows = [row for row in _rows(chain) if row.on.year == year]
    return tuple(sorted((_day_view(row) for row in rows), key=lambda row: (row.on, _rank(row.agency_id, chain))))


def week(agency_id: int | None, *, on: date) -> tuple[HoursView, ...]:
    """Return the opening hours in force on a day, Monday first."""
    chain = lineage(agency_id)
    views = {
        weekday: HoursView(weekday=weekday, hours=hours, counted=True, agency_id=None, valid_from=None, decision_no="")
        for weekday, hours in DEFAULT_WEEK.items()
    }
    for row in _hours_rows(chain):
        if row.valid_from <= on:
            views[row.weekday] = HoursView(
                weekday=row.weekday,
                hours=read_hours(row.spans),
                counted=row.counted,
                agency_id=row.agency_id,
                valid_from=row.valid_from,
                decision_no=row.decision_no,
            )
    return tuple(views[weekday] for weekday in range(7))


def unconfirmed_years() -> tuple[int, ...]:
    """Return the years of the nation's calendar that still hold an unconfirmed day off, ascending."""
    found = CalendarDay.objects.filter(agency=None, active=True, confirmed=False).dates("on", "year")
    return tuple(day.year for day in found)


def unsettled_days(*, since: date) -> tuple[DayView, ...]:
    """Return the nation's rows that count for nothing until an administrator decides, e.g. 24/11."""
    rows = CalendarDay.objects.filter(agency=None, active=False, confirmed=False, on__gte=since).order_by("on")
    return tuple(_day_view(row) for row in rows)


def years() -> tuple[int, ...]:
    """Return the years that the nation's calendar holds, ascending."""
    return tuple(day.year for day in CalendarDay.objects.filter(agency=None).dates("on", "year"))


def read_hours(spans: Sequence[Sequence[str]]) -> Hours:
    """Return the hours kept as [["07:30", "11:30"], …]."""
    return tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in spans)


def _build(chain: tuple[int, ...], years: range) -> WorkCalendar:
    return _built(_rows(chain), _hours_rows(chain), years)


def _built(days: Sequence[CalendarDay], hours: Sequence[OpeningHours], years: range) -> WorkCalendar:
    rules: dict[date, DayRule] = {}
    known = set()
    for row in days:
        if row.agency_id is None:
            known.add(row.on.year)
        if row.active:
            rules[row.on] = DayRule(
                kind=DayKind(row.kind),
                note=row.note,
                hours=None if row.hours is None else read_hours(row.hours),
                confirmed=row.confirmed,
            )
    for year in set(years) - known:
        for day in holidays.days_of(year):
            if day.active:
                rules.setdefault(day.on, DayRule(kind=day.kind, note=day.note, confirmed=day.confirmed))
    first, *later = _weeks(hours)
    latest = {row.weekday: row.counted for row in hours}
    return WorkCalendar(
        week=first[1],
        days=rules,
        later=tuple(later),
        uncounted=frozenset(weekday for weekday, counted in latest.items() if not counted),
    )


def _weeks(rows: Sequence[OpeningHours]) -> list[tuple[date, Week]]:
    """Return the week from the beginning of time and every later one, each with the date it begins."""
    changes = sorted({_BEGINNING, *(row.valid_from for row in rows)})
    return [(since, _week_on(since, rows)) for since in changes]


def _week_on(day: date, rows: Iterable[OpeningHours]) -> Mapping[int, Hours]:
    return {**DEFAULT_WEEK, **{row.weekday: read_hours(row.spans) for row in rows if row.valid_from <= day}}


def _rows(chain: tuple[int, ...]) -> list[CalendarDay]:
    rows = CalendarDay.objects.filter(Q(agency=None) | Q(agency__in=chain))
    return sorted(rows, key=lambda row: _rank(row.agency_id, chain))


def _hours_rows(chain: tuple[int, ...]) -> list[OpeningHours]:
    """Return the rows so that a later one prevails: the nation's first, then down the lineage, each by date."""
    rows = OpeningHours.objects.filter(Q(agency=None) | Q(agency__in=chain))
    return sorted(rows, key=lambda row: (_rank(row.agency_id, chain), row.valid_from))


def _rank(agency_id: int | None, chain: tuple[int, ...]) -> int:
    return -1 if agency_id is None else chain.index(agency_id)


def _day_view(row: CalendarDay) -> DayView:
    return DayView(
        agency_id=row.agency_id,
        on=row.on,
        kind=DayKind(row.kind),
        note=row.note,
        hours=None if row.hours is None else read_hours(row.hours),
        decision_no=row.decision_no,
        confirmed=row.confirmed,
        active=row.active,
        revision=row.revision,
    )
