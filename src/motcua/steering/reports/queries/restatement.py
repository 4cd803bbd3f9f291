"""What moved after a report was taken: frozen beside current, and the dossiers that explain a difference."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from motcua.casework.dossiers.queries import record
from motcua.ground.kernel.errors import NotFound
from motcua.steering.indicators.queries import journal
from motcua.steering.indicators.queries.figures import whose_rows
from motcua.steering.indicators.rules.facts import SUBJECTS
from motcua.steering.indicators.rules.records import Record

from ..rules import contribution
from ..rules import tables as rules
from ..rules.tables import Difference, Table
from ..vocabulary import Subject
from . import tables
from .kept import ReportView
from .tables import Cell

_PORTION = 500
AT_ONCE = 2_000
"""So many dossiers are looked at while a page waits; all of them, however many, by `every_moved`."""
_CHANGED = """
SELECT r.dossier_id FROM (
    SELECT DISTINCT split_part(subject, ':', 2)::bigint AS id FROM outbox_entry
    WHERE id > %(position)s::bigint AND split_part(subject, ':', 1) = ANY(%(kinds)s::text[])
) e JOIN indicators_dossierrecord r ON r.dossier_id = e.id
WHERE (r.received_on IS NULL OR r.received_on <= %(last)s::date) AND {whose}
ORDER BY r.dossier_id
"""
_HOW_MANY = "SELECT count(*) FROM ({statement}) x"
_OF_PROCEDURES = " AND r.procedure = ANY(%(procedures)s::text[])"


@dataclass(frozen=True, slots=True)
class Moved:
    """A dossier that counts otherwise to a cell than when the report was taken."""

    dossier_id: int
    before: int
    now: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a cell differs.

    changed    dossiers whose journal went on since;  looked_at  how many of them, the first by id
    left       what those found do not explain; where all were looked at, 0 says that they explain all of it
    """

    moved: tuple[Moved, ...]
    left: int
    looked_at: int
    changed: int

    @property
    def whole(self) -> bool:
        """Tell whether every dossier was looked at."""
        return self.looked_at == self.changed


def compared(view: ReportView, *, today: date) -> tuple[Table, tuple[Difference, ...]]:
    """Return the table of a report as the figures stand now, and the cells in which it differs from the one kept."""
    now = tables.current(view.form, view.scope, view.period, today=today)
    return now, rules.differences(view.form, view.table, now)


def table_of(view: ReportView, line: str, *, today: date, now: Table | None = None) -> Table:
    """Return the table in which a line stands: the one kept, else the one of now, which is taken where not given."""
    if view.table.cells(line) is not None:
        return view.table
    return now or tables.current(view.form, view.scope, view.period, today=today)


def require_line(view: ReportView, line: str, *, today: date, now: Table | None = None) -> None:
    """Refuse a line that a report neither has nor would have now; one that came or went since is one.

    Raises  NotFound
    """
    if table_of(view, line, today=today, now=now).cells(line) is None:
        raise NotFound("Báo cáo này không có dòng đó. Mở lại báo cáo rồi chọn một con số.")


def cell_of(view: ReportView, line: str, column: str, *, today: date, now: Table | None = None) -> Cell:
    """Return whose dossiers stand in a cell of a report, in a line it has or would have now.

    Raises  NotFound for a line or a column that is none, or a column without source
    """
    view.form.place(column)
    require_line(view, line, today=today, now=now)
    return tables.cell(view.form, view.scope, view.period, line, column, today=today)


def explained(view: ReportView, line: str, column: str, by: int, *, today: date) -> Explanation:
    """Return the dossiers whose journal went on after a report was taken and which count otherwise to a cell since.

    by   by how much the cell differs
    """
    if view.form.subject is Subject.CATALOGUE:
        return Explanation(moved=(), left=by, looked_at=0, changed=0)
    cell = tables.cell(view.form, view.scope, view.period, line, column, today=today)
    statement, asked = _changed(view, cell)
    with connection.cursor() as cursor:
        cursor.execute(_HOW_MANY.format(statement=statement), asked)
        (changed,) = cursor.fetchone()
        cursor.execute(f"{statement} LIMIT %(most)s::int", {**asked, "most": AT_ONCE})
        found = [dossier_id for (dossier_id,) in cursor.fetchall()]
    parts = (found[begin : begin + _PORTION] for begin in range(0, len(found), _PORTION))
    moved = tuple(one for part in parts for one in _moved(view, cell, part))
    return Explanation(moved=moved, left=by - added(moved), looked_at=len(found), changed=changed)


def changed(view: ReportView, line: str, column: str, *, today: date) -> int:
    """Return how many dossiers, of those a cell may count, have a journal that went on after a report was taken.

    Raises  NotFound, as `cell_of`
    """
    statement, asked = _changed(view, cell_of(view, line, column, today=today))
    with connection.cursor() as cursor:
        cursor.execute(_HOW_MANY.format(statement=statement), asked)
        (found,) = cursor.fetchone()
    return int(found)


def every_moved(
    view: ReportView, line: str, column: str, *, today: date, looked: Callable[[int], None]
) -> Iterator[tuple[str, Moved]]:
    """Yield (code, how it counts) of all dossiers that count otherwise to a cell since, in constant memory.

    looked   is told after each portion how many were looked at by then
    """
    cell = tables.cell(view.form, view.scope, view.period, line, column, today=today)
    statement, asked = _changed(view, cell)
    seen = 0
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, asked)
        while portion := [dossier_id for (dossier_id,) in cursor.fetchmany(_PORTION)]:
            moved = tuple(_moved(view, cell, portion))
            codes = record.codes([one.dossier_id for one in moved])
            yield from ((codes.get(one.dossier_id, ""), one) for one in moved)
            seen += len(portion)
            looked(seen)


def added(moved: Iterable[Moved]) -> int:
    """Return by how much some dossiers move a cell together."""
    return sum(one.now - one.before for one in moved)


def _changed(view: ReportView, cell: Cell) -> tuple[str, dict[str, Any]]:
    whose, limits = whose_rows(cell.scope, "r")
    asked: dict[str, Any] = {
        "position": view.position,
        "kinds": [journal.OWN, *SUBJECTS],
        "last": view.period.last,
        **limits,
    }
    if cell.procedures is not None:
        whose, asked["procedures"] = whose + _OF_PROCEDURES, list(cell.procedures)
    return _CHANGED.format(whose=whose), asked


def _moved(view: ReportView, cell: Cell, portion: Sequence[int]) -> Iterator[Moved]:
    then, now = journal.records(portion, until=view.position), journal.records(portion)
    for one in portion:
        before, after = (_counts(view, cell, records.get(one)) for records in (then, now))
        if before != after:
            yield Moved(one, before, after)


def _counts(view: ReportView, cell: Cell, found: Record | None) -> int:
    """Return by how much a dossier counts to a cell."""
    return sum(
        contribution.of(
            found,
            cell.measure,
            view.period,
            agency_ids=scope.agency_ids,
            competent_ids=scope.competent_ids,
            procedures=procedures,
        )
        for scope, procedures in cell.whose()
    )
