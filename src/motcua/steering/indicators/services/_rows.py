"""From what was folded to rows: a record with its movements, and the cells these move."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from django.db import connection

from motcua.ground.kernel.clock import local

from ..models import DossierRecord, Folded, PetitionRecord
from ..queries import _sql
from ..rules import cells, petitions
from ..rules.flows import flows
from ..rules.records import Record
from ..vocabulary import Count, Grain, Source

_KEY = "agency_id, competent_id, procedure, grain, first"
_ADD = f"""
INSERT INTO indicators_cell AS c ({_KEY}, {", ".join(_sql.COLUMNS)})
SELECT m.agency_id, m.competent_id, m.procedure, m.grain, m.first, {_sql.MOVED}
FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::date[], %s::smallint[], %s::int[])
     AS m({_KEY}, count, moved)
GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 3, 4, 5, 2
ON CONFLICT (agency_id, procedure, grain, first, competent_id)
DO UPDATE SET {", ".join(f"{name} = c.{name} + excluded.{name}" for name in _sql.COLUMNS)}
"""  # noqa: S608 - names of our own
_TELL = """
INSERT INTO indicators_sourcetold AS s (source, since) SELECT * FROM unnest(%s::text[], %s::date[])
ON CONFLICT (source) DO UPDATE SET since = excluded.since WHERE s.since > excluded.since
"""
Key = tuple[int, int, str, str, date, int]
"""(receiving agency, competent agency, procedure or "", grain, first day, code of the count)."""


def of_dossier(dossier_id: int, record: Record) -> DossierRecord:
    """Return the row of a dossier."""
    return DossierRecord(
        pk=dossier_id,
        seq=record.seq,
        agency_id=record.agency_id,
        competent_id=record.competent_id,
        procedure=record.procedure,
        received_on=record.received_at and local(record.received_at).date(),
        ended_on=record.ended_at and local(record.ended_at).date(),
        **_arrays(flows(record)),
    )


def of_petition(number: int, record: petitions.PetitionRecord) -> PetitionRecord:
    """Return the row of a petition."""
    return PetitionRecord(
        pk=number,
        seq=record.seq,
        agency_id=record.agency_id,
        competent_id=record.agency_id,
        procedure="",
        received_on=local(record.received_at).date(),
        ended_on=record.settled_at and local(record.settled_at).date(),
        **_arrays(petitions.flows(record)),
    )


def _arrays(found: Mapping[tuple[date, Count], int]) -> dict[str, list[date] | list[int]]:
    moves = sorted((day, count.code or 0, by) for (day, count), by in found.items() if by)
    return {
        "days": [day for day, _, _ in moves],
        "counts": [count for _, count, _ in moves],
        "moved": [by for _, _, by in moves],
    }


def change(rows: Iterable[Folded], kept: Iterable[Folded]) -> Counter[Key]:
    """Return by how much the cells move when rows take the place of those that were kept."""
    found: Counter[Key] = Counter()
    for sign, some in ((1, rows), (-1, kept)):
        for row in some:
            for key, by in _keys(row):
                found[key] += sign * by
    return Counter({key: by for key, by in found.items() if by})


def _keys(row: Folded) -> Iterator[tuple[Key, int]]:
    where = (row.agency_id, row.competent_id)
    names = ("", row.procedure) if row.procedure else ("",)
    for day, count, by in zip(row.days, row.counts, row.moved, strict=True):
        for grain in Grain:
            first = cells.first_of(grain, day)
            for name in names:
                yield (*where, name, grain.value, first, count), by


def add(moves: Mapping[Key, int]) -> None:
    """Add movements to their cells."""
    if not moves:
        return
    columns: Sequence[Sequence[object]] = [*zip(*moves, strict=True), tuple(moves.values())]
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [list(column) for column in columns])


def sources(records: Iterable[Record | petitions.PetitionRecord]) -> dict[Source, date]:
    """Return {who told anything about these: the first day for which there is a number}."""
    since: dict[Source, date] = {}
    for record in records:
        if record.received_at is None:
            continue
        day = local(record.received_at).date()
        told = record.facts.told if isinstance(record, Record) else {Source.PETITIONS}
        since.update({one: min(day, since.get(one, day)) for one in told})
    return since


def tell(since: Mapping[Source, date]) -> None:
    """Remember since when each source has told anything."""
    if since:
        with connection.cursor() as cursor:
            cursor.execute(_TELL, [list(since), list(since.values())])
