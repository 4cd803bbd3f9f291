"""What nobody can do now: work on a post at which nobody sits or of a role nobody carries, a letter without a head."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import connection

from motcua.ground.kernel.invariants import Check, Finding
from motcua.people.agencies.queries import calendars, seats
from motcua.people.agencies.queries.seats import MANNED

from ..vocabulary import Permission
from .holdings import AT_AGENCIES, COLUMNS, MOST, ORDER, Held, held

_CTE = f"""
WITH manned AS MATERIALIZED (SELECT DISTINCT m.post_id FROM ({MANNED}) m),
able AS MATERIALIZED (
    SELECT DISTINCT p.agency_id, pr.role_id
    FROM manned m JOIN agencies_post p ON p.id = m.post_id JOIN agencies_postrole pr ON pr.post_id = p.id
)
"""  # noqa: S608 - a constant of the agencies
_ALONE = """
CASE WHEN i.post_id IS NOT NULL THEN NOT EXISTS (SELECT 1 FROM manned m WHERE m.post_id = i.post_id)
     ELSE NOT EXISTS (SELECT 1 FROM able WHERE able.agency_id = i.agency_id AND able.role_id = i.role_id) END
"""
_EVERYWHERE = "i.state IN ('open', 'waiting')"
_ROWS = "{cte} {columns} WHERE {live} AND {alone} {order} LIMIT %(most)s::int"
_COUNT = "{cte} SELECT count(*) FROM workflow_workitem i WHERE {live} AND {alone}"
_LETTERS = """
SELECT d.code, a.id, a.name, t.level
FROM dossiers_letter t
JOIN dossiers_dossier d ON d.id = t.dossier_id
JOIN agencies_agency a ON a.id = coalesce(t.holder_agency_id, d.agency_id)
WHERE t.state = 'drafted'
ORDER BY t.drafted_at
"""


def of_agencies(agency_ids: Sequence[int] | None, *, at: datetime, most: int = MOST) -> tuple[Held, ...]:
    """Return the work at these agencies, None at all, that nobody can do at this moment; most urgent first."""
    return held(_statement(_ROWS, agency_ids), {**_where(agency_ids), "on": at, "most": most})


def count(agency_ids: Sequence[int] | None, *, at: datetime) -> int:
    """Return how much work at these agencies, None at all, nobody can do at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(_COUNT, agency_ids), {**_where(agency_ids), "on": at})
        return int(cursor.fetchone()[0])


def checks(*, at: datetime, every: bool = False) -> Iterator[Check]:
    """Yield whether every open step has somebody who can do it at this moment.

    every   name all of them, not only the most urgent
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM workflow_workitem WHERE state IN ('open', 'waiting')")
        (opened,) = cursor.fetchone()
    found = of_agencies(None, at=at, most=opened if every else MOST)
    yield Check(
        rule="mỗi việc đang mở có người làm được",
        checked=opened,
        findings=tuple(Finding(subject=row.code, sentence=_sentence(row), mend=_MEND) for row in found),
    )
    yield _letters(at)


def _letters(at: datetime) -> Check:
    """Tell whether every letter that waits for approval has a head who may give it (`policies.may_approve_letter`)."""
    with connection.cursor() as cursor:
        cursor.execute(_LETTERS)
        rows = cursor.fetchall()
    headed = {(agency_id, level): _headed(agency_id, level, at) for _, agency_id, _, level in rows}
    found = tuple(
        Finding(
            subject=code, sentence=f"Thư xin lỗi của hồ sơ {code} chờ duyệt mà {_where_from(name, level)}.", mend=_SEAT
        )
        for code, agency_id, name, level in rows
        if not headed[agency_id, level]
    )
    return Check(rule="mỗi thư xin lỗi chờ duyệt có người duyệt được", checked=len(rows), findings=found)


def _headed(agency_id: int, level: int, at: datetime) -> bool:
    above = calendars.lineage(agency_id)[:-1]
    return any(seats.holding(unit_id, Permission.APPROVE, at=at) for unit_id in (level and above) or (agency_id,))


def _where_from(name: str, level: int) -> str:
    return f"cấp trên của {name} không có lãnh đạo nào" if level else f"{name} không có lãnh đạo nào"


_MEND = "Lãnh đạo đơn vị mở trang Người và việc, giao lại việc hoặc cử người làm thay."
_SEAT = "Quản trị giao vị trí có quyền phê duyệt ở đó cho một người, hoặc cử người làm thay vị trí ấy."


def _sentence(row: Held) -> str:
    if row.post_id is not None:
        return f"Hồ sơ {row.code} chờ ở vị trí {row.post_title} ({row.agency_name}) mà không ai đang làm ở đó."
    return f"Hồ sơ {row.code} chờ bước “{row.activity_name}” ở {row.agency_name} mà không ai giữ vai trò đó."


def _statement(template: str, agency_ids: Sequence[int] | None) -> str:
    live = _EVERYWHERE if agency_ids is None else AT_AGENCIES
    return template.format(cte=_CTE, columns=COLUMNS, live=live, alone=_ALONE, order=ORDER)


def _where(agency_ids: Sequence[int] | None) -> dict[str, list[int]]:
    return {} if agency_ids is None else {"agencies": list(agency_ids)}
