"""What the morning bulletin of a unit says, and the dossiers behind each of its lines."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from motcua.people.agencies.queries import calendars
from motcua.people.agencies.queries.organisation import AgencyView

from ..models import BulletinChoice
from ..rules import advice, bulletin, measures, periods, scoring
from ..rules.bulletin import Cheapest, Days, Told
from ..rules.measures import MEASURES
from ..rules.periods import Period
from ..rules.scoring import Scorecard
from ..vocabulary import Count, Matter, PeriodKind
from . import figures, index, scopes
from .figures import Scope, whose_rows
from .index import Counted

PAGE = 50
_DAY = timedelta(days=1)
_BACK, _AHEAD = timedelta(days=90), timedelta(days=30)
_STOOD = """coalesce(sum(m.moved) FILTER (WHERE m.count = {count} AND m.day <= %({day})s::date), 0) > 0 AS {name}"""
_STOOD_THEN = ", ".join(
    _STOOD.format(count=count.code, day=day, name=name)
    for name, count, day in (
        ("long_ago", Count.OPEN_LATE, "long_ago"),
        ("before", Count.OPEN_LATE, "previous"),
        ("late", Count.OPEN_LATE, "day"),
        ("sorry", Count.OPEN_LATE_SORRY, "day"),
        ("tomorrow", Count.OPEN_LATE, "tomorrow"),
    )
)
_STANDS = f"""
SELECT r.dossier_id, s.* FROM indicators_dossierrecord r
CROSS JOIN LATERAL (SELECT {_STOOD_THEN} FROM unnest(r.days, r.counts, r.moved) AS m(day, count, moved)) s
WHERE {{whose}} AND r.received_on <= %(day)s::date AND (r.ended_on IS NULL OR r.ended_on >= %(day)s::date)
"""  # noqa: S608 - constants of this module
_HELD = f"""
SELECT g.short_name, count(*) FILTER (WHERE tomorrow AND NOT late) AS due, count(*) FILTER (WHERE late) AS late,
       count(*) FILTER (WHERE late AND long_ago) AS long, count(*) FILTER (WHERE late AND NOT sorry) AS no_letter,
       count(*) FILTER (WHERE late AND NOT before) AS new
FROM ({_STANDS}) t
JOIN dossiers_dossier d ON d.id = t.dossier_id
LEFT JOIN LATERAL (SELECT w.agency_id FROM workflow_workitem w
                   WHERE w.subject_id = d.id AND w.state IN ('open', 'waiting') ORDER BY w.id DESC LIMIT 1) i ON true
JOIN agencies_agency g ON g.id = coalesce(i.agency_id, d.competent_id)
WHERE late OR tomorrow
GROUP BY g.id, 1 ORDER BY new DESC, 1
"""  # noqa: S608 - constants of this module
_LISTED = f"""
SELECT dossier_id FROM ({_STANDS}) t
WHERE dossier_id > %(after)s::bigint AND {{which}} ORDER BY dossier_id LIMIT %(limit)s::int
"""  # noqa: S608 - constants of this module
_WHICH = {
    Matter.DUE: "tomorrow AND NOT late",
    Matter.LATE: "late",
    Matter.LONG: "late AND long_ago",
    Matter.NO_LETTER: "late AND NOT sorry",
    Matter.NEW: "late AND NOT before",
}
_CAME = """
SELECT r.dossier_id FROM indicators_dossierrecord r
WHERE {whose} AND r.dossier_id > %(after)s::bigint
  AND r.received_on BETWEEN %(previous)s::date AND %(yesterday)s::date
ORDER BY r.dossier_id LIMIT %(limit)s::int
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    holder: str
    due: int
    late: int
    long: int
    no_letter: int
    new: int


def days_of(agency_id: int | None, day: date) -> Days:
    """Return the days a bulletin of a unit is about, by its calendar."""
    return bulletin.days_of(day, calendars.calendar_of(agency_id, first=day - _BACK, last=day + _AHEAD))


def is_workday(agency_id: int, day: date) -> bool:
    """Tell whether a unit works on a day."""
    return calendars.calendar_of(agency_id, first=day - _BACK, last=day + _AHEAD).is_workday(day)


def told(unit: AgencyView, day: date) -> Told:
    """Return what the bulletin of a unit says at the beginning of a day.

    On the day itself it stands as of now: what was returned this morning is not due any more.
    """
    days, month = days_of(unit.id, day), periods.containing(PeriodKind.MONTH, day)
    scope, level = scopes.with_level(unit)
    came = Period(PeriodKind.RANGE, days.previous, days.yesterday)
    week = periods.containing(PeriodKind.WEEK, day).shifted(-1)
    counted = figures.series_by_competent(scope, [came, month, week], today=day)
    new, this_month, last_week = (figures.summed(one.values()) for one in counted)
    held, known = _held(scope, days), figures.sources(scope, until=day)
    card = index.of(
        Counted(
            by_competent=counted[1],
            of_procedures=index.by_procedure(scope, month, today=day),
            held=index.held(scope, on=day),
            known=known,
        ),
        level,
        month,
        today=day,
    )
    most_new = held[0] if held and held[0].new else None
    return Told(
        days=days,
        received=new[Count.RECEIVED],
        online=new[Count.RECEIVED_ONLINE],
        due=sum(one.due for one in held),
        late=sum(one.late for one in held),
        long=sum(one.long for one in held),
        no_letter=sum(one.no_letter for one in held),
        new=sum(one.new for one in held),
        holder=most_new.holder if most_new else "",
        holder_new=most_new.new if most_new else 0,
        handled=this_month[Count.HANDLED],
        lost=None if card.total is None else scoring.shown(card.told - card.total),
        most=card.told,
        cheapest=_cheapest(card),
        week=(
            last_week[Count.RECEIVED],
            last_week[Count.RESOLVED],
            measures.value(MEASURES["on_time_rate"], last_week, known),
        )
        if days.opens_a_week
        else None,
    )


def listed(matter: Matter, unit: AgencyView, day: date, *, after: int = 0, limit: int = PAGE) -> tuple[int, ...]:
    """Return the ids of the dossiers of a line, in order: so many as the line says."""
    days = days_of(unit.id, day)
    whose, asked = _asked(scopes.of_unit(unit), days)
    sql = (_CAME if matter is Matter.RECEIVED else _LISTED).format(whose=whose, which=_WHICH.get(matter, ""))
    with connection.cursor() as cursor:
        cursor.execute(sql, {**asked, "after": after, "limit": limit})
        return tuple(found for (found,) in cursor.fetchall())


def chosen(staff_id: int, post_id: int) -> bool | None:
    """Return what somebody chose for a post of his, None for nothing."""
    return BulletinChoice.objects.filter(staff_id=staff_id, post_id=post_id).values_list("wanted", flat=True).first()


def choices() -> dict[tuple[int, int], bool]:
    """Return {(staff, post): wanted} of all who chose."""
    rows = BulletinChoice.objects.values_list("staff_id", "post_id", "wanted")
    return {(staff_id, post_id): wanted for staff_id, post_id, wanted in rows}


def _held(scope: Scope, days: Days) -> tuple[_Held, ...]:
    whose, asked = _asked(scope, days)
    with connection.cursor() as cursor:
        cursor.execute(_HELD.format(whose=whose), asked)
        return tuple(_Held(**dict(zip(_Held.__slots__, row, strict=True))) for row in cursor.fetchall())


def _asked(scope: Scope, days: Days) -> tuple[str, dict[str, Any]]:
    whose, limits = whose_rows(scope, "r")
    return whose, {
        "day": days.day,
        "tomorrow": days.day + _DAY,
        "yesterday": days.yesterday,
        "previous": days.previous,
        "long_ago": days.long_ago,
        **limits,
    }


def _cheapest(card: Scorecard) -> Cheapest | None:
    line = advice.of(card).easiest
    if line is None or line.for_a_tenth is None:
        return None
    return Cheapest(code=line.indicator.code, name=line.indicator.name, needed=line.for_a_tenth)
