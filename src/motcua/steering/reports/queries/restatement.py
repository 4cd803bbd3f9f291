"""What moved after a report was taken: frozen beside current, and the dossiers that explain a difference."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from motcua.steering.indicators.queries import journal
from motcua.steering.indicators.queries.figures import whose_rows
from motcua.steering.indicators.rules.facts import SUBJECTS

from ..rules import contribution
from ..rules import tables as rules
from ..rules.tables import Difference, Table
from ..vocabulary import Subject
from . import tables
from .kept import ReportView
from .tables import Cell

_PORTION = 500
MOST = 20_000
"""Dossiers looked at for one explanation; of more it says how many there were."""
_CHANGED = """
SELECT r.dossier_id FROM (
    SELECT DISTINCT split_part(subject, ':', 2)::bigint AS id FROM outbox_entry
    WHERE id > %(position)s::bigint AND split_part(subject, ':', 1) = ANY(%(kinds)s::text[])
) e JOIN indicators_dossierrecord r ON r.dossier_id = e.id
WHERE (r.received_on IS NULL OR r.received_on <= %(last)s::date) AND {whose}
ORDER BY r.dossier_id LIMIT %(most)s::int
"""


@dataclass(frozen=True, slots=True)
class Moved:
    """A dossier that counts otherwise to a cell than when the report was taken."""

    dossier_id: int
    before: int
    now: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a cell differs. ``left``: what the dossiers found do not explain; 0 where they explain all of it."""

    moved: tuple[Moved, ...]
    left: int
    looked_at: int


def compared(view: ReportView, *, today: date) -> tuple[Table, tuple[Difference, ...]]:
    """Return the table of a report as the figures stand now, and the cells in which it differs from the one kept."""
    now = tables.current(view.form, view.scope, view.period, today=today)
    return now, rules.differences(view.form, view.table, now)


def explained(view: ReportView, line: str, column: str, by: int, *, today: date) -> Explanation:
    """Return the dossiers whose journal went on after a report was taken and which count otherwise to a cell since.

    by   by how much the cell differs
    """
    if view.form.subject is Subject.CATALOGUE:
        return Explanation(moved=(), left=by, looked_at=0)
    cell = tables.cell(view.form, view.scope, view.period, line, column, today=today)
    changed = _changed(view, cell)
    moved = tuple(_moved(view, cell, changed))
    return Explanation(moved=moved, left=by - sum(one.now - one.before for one in moved), looked_at=len(changed))


def _changed(view: ReportView, cell: Cell) -> tuple[int, ...]:
    whose, limits = whose_rows(cell.scope, "r")
    asked: dict[str, Any] = {
        "position": view.position,
        "kinds": [journal.OWN, *SUBJECTS],
        "last": view.period.last,
        "most": MOST,
        **limits,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED.format(whose=whose), asked)
        return tuple(found for (found,) in cursor.fetchall())


def _moved(view: ReportView, cell: Cell, changed: tuple[int, ...]) -> Iterator[Moved]:
    for begin in range(0, len(changed), _PORTION):
        portion = changed[begin : begin + _PORTION]
        then, now = journal.records(portion, until=view.position), journal.records(portion)
        for one in portion:
            before, after = (
                contribution.of(
                    records.get(one),
                    cell.measure,
                    view.period,
                    agency_ids=cell.scope.agency_ids,
                    competent_ids=cell.scope.competent_ids,
                    procedures=cell.procedures,
                )
                for records in (then, now)
            )
            if before != after:
                yield Moved(one, before, after)
