"""Worklists: one question a page, fifty rows a page, by keyset."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.text import clean
from motcua.ground.kernel.vocabulary import Term

from ..rules import tokens
from ..rules.chips import Standing
from ..vocabulary import LetterState, PauseCause
from . import _lists, _sql

PAGE = 50
_LIKE, _ESCAPED = re.compile(r"([\\%_])"), r"\\\1"


class Tab(Term):
    """Nhóm hồ sơ."""

    MINE = "mine", "Cần tôi xử lý"
    LATE = "late", "Quá hạn"
    TODAY = "today", "Hạn hôm nay"
    SOON = "soon", "Còn 1–2 ngày"
    POOL = "pool", "Chưa ai nhận"
    OFFERED = "offered", "Chờ nhận bàn giao"
    ASKED = "asked", "Ý kiến hỏi đến"
    LETTERS = "letters", "Thư xin lỗi chờ duyệt"
    LATE_ALL = "late_all", "Quá hạn toàn tỉnh"
    WAITING = "waiting", "Chờ người dân"
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
    """One line of a worklist.

    item_id     of the step; of the enquiry where the list is of what the agency is asked, of the letter where of those
    due_at      what the list is ordered by: the promise, for an enquiry the answer's own date, for a letter the date
                it is about
    accept_by   until when what was handed over has to be taken, null where it was
    letter      where the letter about the promise is, "" where there is none
    question    what the agency is asked, "" elsewhere
    """

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
    legal_due_at: datetime | None
    ended_at: datetime | None
    pause: str
    paused_at: datetime | None
    pause_counts: bool
    letter: str
    accept_by: datetime | None
    question: str

    @property
    def standing(self) -> Standing:
        """Return where the dossier's clock stands."""
        return Standing(
            due_at=self.due_at,
            legal_due_at=self.legal_due_at,
            finished_at=self.completed_at,
            ended_at=self.ended_at,
            pause=PauseCause(self.pause) if self.pause else None,
            paused_at=self.paused_at,
            counts=self.pause_counts,
            letter=LetterState(self.letter) if self.letter else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who looks at a list.

    roles     ids of the roles of his post
    wide      he may see all of his agency
    counter   he takes in at his counter, so that those who were asked for papers come back to him
    approves  he is the head to whom letters of apology are put
    every     he may see the work of every agency
    """

    by: Actor
    roles: Sequence[int]
    wide: bool = False
    counter: bool = False
    approves: bool = False
    every: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Fifty rows; ``after`` is the keyset of the next page, "" at the end."""

    rows: tuple[Row, ...]
    after: str


def page(tab: Tab, reader: Reader, *, at: datetime, soon: datetime, filters: Filters, after: str = "") -> Page:
    """Return one page of a tab, most urgent first.

    soon    up to when a due time counts as soon (the end of the second working day from now)
    after   keyset of the previous page's last row; "" for the first page
    """
    select = {Tab.ASKED: _sql.OF_ENQUIRIES, Tab.LETTERS: _sql.OF_LETTERS}.get(tab, _sql.OF_STEPS)
    first = _sql.WAITS_AT_COUNTER if tab is Tab.WAITING and reader.counter else _sql.WHERE[tab]
    where, parameters = [first], _parameters(reader, at, soon)
    named = tokens.of_name(reader.by.agency_id, filters.text)
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
        due, item = _lists.keyset(after)
        where.append(_sql.KEYSETS[select])
        parameters |= {"after_due": due, "after_item": item}
    parameters |= {
        "procedure": filters.procedure,
        "activity": filters.activity,
        "channel": filters.channel,
        "like": f"%{_LIKE.sub(_ESCAPED, filters.text)}%",
        "tokens": named,
    }
    paused = _sql.PAUSED if any("z.id" in one for one in where) else ""
    sql = select.format(where=" AND ".join(where), limit=PAGE + 1, paused=paused)
    rows = [Row(**row) for row in _lists.rows(sql, parameters)]
    shown = tuple(rows[:PAGE])
    more = len(rows) > PAGE
    return Page(rows=shown, after=f"{shown[-1].due_at.isoformat()}~{shown[-1].item_id}" if more else "")


def counts(reader: Reader, *, at: datetime, soon: datetime) -> dict[Tab, int]:
    """Return how many rows each tab holds, in one scan of the agency's work that is under way."""
    sql = _sql.COUNTS.format(waiting=_sql.WAITING_AT_COUNTER if reader.counter else _sql.WAITING_HERE)
    (row,) = _lists.rows(sql, _parameters(reader, at, soon))
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
    rows = _lists.rows(sql, {"agency": by.agency_id})
    procedures = sorted({(row["code"], row["name"]) for row in rows}, key=lambda pair: pair[1])
    return tuple(procedures), tuple(sorted({row["activity"] for row in rows}))


def _parameters(reader: Reader, at: datetime, soon: datetime) -> dict[str, Any]:
    today = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        "post": reader.by.post_id,
        "staff": reader.by.staff_id,
        "agency": reader.by.agency_id,
        "roles": list(reader.roles),
        "wide": reader.wide,
        "approves": reader.approves,
        "every": reader.every,
        "today": today,
        "tomorrow": today + timedelta(days=1),
        "soon": soon,
    }
