"""The dossiers behind a cell, in pages, and all of them in constant memory by a cursor of the server."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from motcua.casework.dossiers.vocabulary import Status
from motcua.steering.indicators.queries import rows
from motcua.steering.indicators.rules.periods import Period

from .tables import Cell

_PORTION = 2000
_FIELDS = """
SELECT d.id, d.code, p.code, v.name, v.sector, c.short_name, d.channel, d.received_at, d.due_at,
       coalesce(d.completed_at, d.ended_at, d.declined_at), d.status, d.flag
"""
_FROM = """
FROM indicators_dossierrecord r
JOIN dossiers_dossier d ON d.id = r.dossier_id
JOIN procedures_version v ON v.id = d.version_id JOIN procedures_procedure p ON p.id = v.procedure_id
JOIN agencies_agency c ON c.id = d.competent_id
"""
_PAGE = "ORDER BY r.dossier_id LIMIT %(limit)s::int"


@dataclass(frozen=True, slots=True)
class DossierLine:
    """A dossier as an export lists it, without anything personal. ``ended_at``: of its result, withdrawal, end."""

    id: int
    code: str
    procedure: str
    procedure_name: str
    sector: str
    competent: str
    channel: str
    received_at: datetime | None
    due_at: datetime | None
    ended_at: datetime | None
    status: Status
    flag: str


def page(cell: Cell, period: Period, *, today: date, after: int = 0, limit: int = 50) -> tuple[DossierLine, ...]:
    """Return so many of the dossiers behind a cell after one of them, in the order of their ids."""
    where, asked = _where(cell, period, today)
    statement = f"{_FIELDS}{_FROM}WHERE {where} AND r.dossier_id > %(after)s::bigint {_PAGE}"
    with connection.cursor() as cursor:
        cursor.execute(statement, {**asked, "after": after, "limit": limit})
        return tuple(_line(row) for row in cursor.fetchall())


def every(cell: Cell, period: Period, *, today: date) -> Iterator[DossierLine]:
    """Yield all of them."""
    where, asked = _where(cell, period, today)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"{_FIELDS}{_FROM}WHERE {where} ORDER BY r.dossier_id", asked)
        while portion := cursor.fetchmany(_PORTION):
            yield from map(_line, portion)


def _where(cell: Cell, period: Period, today: date) -> tuple[str, dict[str, Any]]:
    where, asked = rows.condition(cell.measure, cell.scope, period, today=today, procedures=cell.procedures)
    if cell.parts is None or len(cell.parts) < 2:
        return where, asked
    pairs = []
    for place, part in enumerate(cell.parts):
        pairs.append(f"r.competent_id = ANY(%(of_{place})s::bigint[]) AND r.procedure = ANY(%(what_{place})s::text[])")
        asked |= {f"of_{place}": list(part.competent_ids), f"what_{place}": list(part.procedures)}
    return f"{where} AND ({' OR '.join(f'({pair})' for pair in pairs)})", asked


def _line(row: Sequence[Any]) -> DossierLine:
    told = dict(zip(DossierLine.__slots__, row, strict=True))
    return DossierLine(**{**told, "status": Status(told["status"])})
