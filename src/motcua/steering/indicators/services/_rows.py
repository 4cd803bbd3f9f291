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
INSERT INTO indicators_sourcetold AS s (source, competent_id, since)
SELECT * FROM unnest(%s::text[], %s::bigint[], %s::date[]) AS n(source, competent_id, since)
WHERE NOT EXISTS (SELECT 1 FROM indicators_sourcetold k
                  WHERE k.source = n.source AND k.competent_id = n.competent_id AND k.since <= n.since)
ORDER BY 1, 2
ON CONFLICT (source, competent_id) DO UPDATE SET since = excluded.since WHERE s.since > excluded.since
"""  # what is known takes no lock; the rest are locked in one order
Since = dict[tuple[Source, int], date]
"""{(source, competent agency): the first day for which it has a number}."""
Key = tuple[int, int, str, str, date, int]
"""(receiving agency, competent agency, procedure or "", grain, first day, code of the count)."""


def of_dossier(dossier_id: int, record: Record) -> tuple[DossierRecord, ...]:
    """Return the row of a dossier."""
    row = DossierRecord(
        pk=dossier_id,
        seq=record.seq,
        agency_id=record.agency_id,
        competent_id=record.competent_id,
        procedure=record.procedure,
        received_on=record.received_at and local(record.received_at).date(),
        ended_on=record.ended_at and local(record.ended_at).date(),
        **_arrays(flows(record)),
    )
    return (row,)


def of_petition(number: int, record: petitions.PetitionRecord) -> tuple[PetitionRecord, ...]:
    """Return the rows of a petition, one for each stay."""
    return tuple(
        PetitionRecord(
            pk=petitions.stay_id(number, place),
            seq=record.seq,
            agency_id=stay.agency_id,
            competent_id=stay.agency_id,
            procedure="",
            received_on=local(stay.came_at).date(),
            ended_on=stay.went_at and local(stay.went_at).date(),
            **_arrays(petitions.flows(stay)),
        )
        for place, stay in enumerate(record.stays)
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


def sources(records: Iterable[Record | petitions.PetitionRecord]) -> Since:
    """Return who told anything about these, for whom, since when."""
    since: Since = {}
    for source, competent, day in (one for record in records for one in _told(record)):
        since[source, competent] = min(day, since.get((source, competent), day))
    return since


def _told(record: Record | petitions.PetitionRecord) -> Iterator[tuple[Source, int, date]]:
    if not isinstance(record, Record):
        yield from ((Source.PETITIONS, stay.agency_id, local(stay.came_at).date()) for stay in record.stays)
        return
    begins = record.received_at or record.ended_at
    if begins is None:
        return
    day = local(begins).date()
    yield Source.DOSSIERS, record.competent_id, day
    if record.received_at is not None:
        ended = record.ended_at and local(record.ended_at).date()
        for one in record.facts.told:
            if (since := ended if one is Source.RATINGS else day) is not None:  # a rating counts from the end on
                yield one, record.competent_id, since


def tell(since: Since) -> None:
    """Remember since when each source has told anything, for whom."""
    if since:
        columns: list[list[object]] = [[key[0] for key in since], [key[1] for key in since], list(since.values())]
        with connection.cursor() as cursor:
            cursor.execute(_TELL, columns)
