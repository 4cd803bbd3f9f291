"""Worklists: one question a page, fifty rows a page, by keyset."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import Invalid
from motcua.ground.kernel.text import clean
from motcua.ground.kernel.vocabulary import Term

from ..rules import tokens

PAGE = 50
_BIGINT = 2**63
_LIKE, _ESCAPED = re.compile(r"([\\%_])"), r"\\\1"


class Tab(Term):
    """Nhóm hồ sơ."""

    MINE = "mine", "Cần tôi xử lý"
    LATE = "late", "Quá hạn"
    TODAY = "today", "Hạn hôm nay"
    SOON = "soon", "Còn 1–2 ngày"
    POOL = "pool", "Chưa ai nhận"
    RETURN = "return", "Chờ trả kết quả"
    UNIT = "unit", "Cả đơn vị"
    DONE = "done", "Tôi xong hôm nay"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What narrows a list. Empty means all."""

    text: str = ""
    procedure: str = ""
    activity: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a worklist."""

    item_id: int
    code: str
    applicant: str
    procedure_code: str
    procedure_name: str
    activity_id: int
    activity_name: str
    agency_name: str
    holder: str
    post_id: int | None
    opened_at: datetime
    due_at: datetime
    step_due_at: datetime
    channel: str
    status: str
    completed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Fifty rows; ``after`` is the keyset of the next page, "" at the end."""

    rows: tuple[Row, ...]
    after: str


_SELECT = """
SELECT i.id AS item_id, d.code, d.applicant, p.code AS procedure_code, v.name AS procedure_name,
       a.id AS activity_id, a.name AS activity_name, g.short_name AS agency_name, coalesce(o.title, '') AS holder,
       i.post_id, i.opened_at, i.subject_due_at AS due_at, i.due_at AS step_due_at, d.channel, d.status, d.completed_at
FROM workflow_workitem i
JOIN dossiers_dossier d ON d.id = i.subject_id
JOIN procedures_version v ON v.id = d.version_id
JOIN procedures_procedure p ON p.id = v.procedure_id
JOIN workflow_activity a ON a.id = i.activity_id
JOIN agencies_agency g ON g.id = i.agency_id
LEFT JOIN agencies_post o ON o.id = i.post_id
WHERE {where}
ORDER BY i.subject_due_at, i.id
LIMIT {limit}
"""

_HELD = "i.state = 'open' AND i.post_id = %(post)s::bigint"
_UNIT = "i.state = 'open' AND i.agency_id = %(agency)s::bigint"
_POOLED = f"{_UNIT} AND i.post_id IS NULL AND i.role_id = ANY(%(roles)s::bigint[])"
_MINE = f"(({_HELD}) OR ({_POOLED}))"
_RUNS = "d.completed_at IS NULL"
_WHERE = {
    Tab.MINE: _MINE,
    Tab.LATE: f"{_MINE} AND {_RUNS} AND i.subject_due_at < %(today)s::timestamptz",
    Tab.TODAY: f"{_MINE} AND {_RUNS} AND i.subject_due_at >= %(today)s::timestamptz"
    " AND i.subject_due_at < %(tomorrow)s::timestamptz",
    Tab.SOON: f"{_MINE} AND {_RUNS} AND i.subject_due_at >= %(tomorrow)s::timestamptz"
    " AND i.subject_due_at < %(soon)s::timestamptz",
    Tab.POOL: _POOLED,
    Tab.RETURN: f"{_UNIT} AND d.status = 'completed'",
    Tab.UNIT: _UNIT,
    Tab.DONE: "i.state = 'done' AND i.closed_by_id = %(staff)s::bigint AND i.closed_at >= %(today)s::timestamptz",
}
_COUNTS = """
SELECT count(*) FILTER (WHERE {mine}) AS mine,
       count(*) FILTER (WHERE {mine} AND {runs} AND i.subject_due_at < %(today)s::timestamptz) AS late,
       count(*) FILTER (WHERE {mine} AND {runs} AND i.subject_due_at >= %(today)s::timestamptz
                          AND i.subject_due_at < %(tomorrow)s::timestamptz) AS today,
       count(*) FILTER (WHERE {mine} AND {runs} AND i.subject_due_at >= %(tomorrow)s::timestamptz
                          AND i.subject_due_at < %(soon)s::timestamptz) AS soon,
       count(*) FILTER (WHERE i.post_id IS NULL AND i.role_id = ANY(%(roles)s::bigint[])) AS pool,
       count(*) FILTER (WHERE d.status = 'completed') AS return,
       count(*) AS unit,
       (SELECT count(*) FROM workflow_workitem w WHERE w.state = 'done' AND w.closed_by_id = %(staff)s::bigint
           AND w.closed_at >= %(today)s::timestamptz) AS done
FROM workflow_workitem i
JOIN dossiers_dossier d ON d.id = i.subject_id
WHERE i.state = 'open' AND i.agency_id = %(agency)s::bigint
"""


def page(
    tab: Tab, *, by: Actor, roles: Sequence[int], at: datetime, soon: datetime, filters: Filters, after: str = ""
) -> Page:
    """Return one page of a tab, most urgent first.

    roles   ids of the roles of the actor's post
    soon    up to when a due time counts as soon (the end of the second working day from now)
    after   keyset of the previous page's last row; "" for the first page
    """
    where, parameters = [_WHERE[tab]], _parameters(by, roles, at, soon)
    named = tokens.of_name(by.agency_id, filters.text)
    filters = Filters(**{name: clean(value) for name, value in asdict(filters).items()})
    if filters.procedure:
        where.append("p.code = %(procedure)s::text")
    if filters.activity:
        where.append("a.name = %(activity)s::text")
    if filters.channel:
        where.append("d.channel = %(channel)s::text")
    if filters.text:
        by_name = " OR d.tokens @> %(tokens)s::varchar[]" if named else ""
        where.append(f"(d.code ILIKE %(like)s::text{by_name})")
    if after:
        due, item = _keyset(after)
        where.append("(i.subject_due_at, i.id) > (%(after_due)s::timestamptz, %(after_item)s::bigint)")
        parameters |= {"after_due": due, "after_item": item}
    parameters |= {
        "procedure": filters.procedure,
        "activity": filters.activity,
        "channel": filters.channel,
        "like": f"%{_LIKE.sub(_ESCAPED, filters.text)}%",
        "tokens": named,
    }
    rows = [Row(**row) for row in _rows(_SELECT.format(where=" AND ".join(where), limit=PAGE + 1), parameters)]
    shown = tuple(rows[:PAGE])
    more = len(rows) > PAGE
    return Page(rows=shown, after=f"{shown[-1].due_at.isoformat()}~{shown[-1].item_id}" if more else "")


def _keyset(after: str) -> tuple[datetime, int]:
    due, _, item = after.partition("~")
    try:
        moment, number = local(datetime.fromisoformat(due)), int(item)
    except (ValueError, OverflowError):
        number = 0
    if not 0 < number < _BIGINT:
        raise Invalid("Trang này của danh sách không còn. Mở lại từ trang đầu.", fields={"after": "Mở lại trang đầu"})
    return moment, number


def counts(*, by: Actor, roles: Sequence[int], at: datetime, soon: datetime) -> dict[Tab, int]:
    """Return how many rows each tab holds, in one scan of the agency's open work."""
    sql = _COUNTS.format(mine=_MINE, runs=_RUNS)
    (row,) = _rows(sql, _parameters(by, roles, at, soon))
    return {Tab(name): number for name, number in row.items()}


def choices(*, by: Actor) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Return the procedures (code, name) and steps that the agency's open work knows, for the filters."""
    sql = """
        SELECT DISTINCT p.code, v.name, a.name AS activity
        FROM workflow_workitem i
        JOIN dossiers_dossier d ON d.id = i.subject_id
        JOIN procedures_version v ON v.id = d.version_id
        JOIN procedures_procedure p ON p.id = v.procedure_id
        JOIN workflow_activity a ON a.id = i.activity_id
        WHERE i.state = 'open' AND i.agency_id = %(agency)s::bigint
    """
    rows = _rows(sql, {"agency": by.agency_id})
    procedures = sorted({(row["code"], row["name"]) for row in rows}, key=lambda pair: pair[1])
    return tuple(procedures), tuple(sorted({row["activity"] for row in rows}))


def _parameters(by: Actor, roles: Sequence[int], at: datetime, soon: datetime) -> dict[str, Any]:
    today = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        "post": by.post_id,
        "staff": by.staff_id,
        "agency": by.agency_id,
        "roles": list(roles),
        "today": today,
        "tomorrow": today + timedelta(days=1),
        "soon": soon,
    }


def _rows(sql: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {name: value for name, value in parameters.items() if f"%({name})s" in sql})
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
