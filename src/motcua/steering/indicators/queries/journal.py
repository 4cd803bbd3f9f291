"""What the journal says: records folded from it, and which kept ones are behind it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import connection

from motcua.casework.dossiers.queries import loads
from motcua.ground.kernel.events import subject_id
from motcua.ground.outbox import queries as outbox
from motcua.ground.outbox.queries import EntryView

from ..models import DossierRecord
from ..rules import petitions
from ..rules.facts import SUBJECTS
from ..rules.gaps import Gap, Look
from ..rules.petitions import PetitionRecord
from ..rules.records import Record, Told, fold

OWN = "dossier"
_KINDS = [OWN, *SUBJECTS]
_PORTION = 1000
_HEADS = """
SELECT d.id FROM dossiers_dossier d LEFT JOIN indicators_dossierrecord r ON r.dossier_id = d.id
LEFT JOIN (SELECT split_part(subject, ':', 2)::bigint AS id, count(*) AS told FROM outbox_entry
           WHERE split_part(subject, ':', 1) = ANY(%(kinds)s::text[]) GROUP BY 1) f ON f.id = d.id
WHERE d.flag <> 'mirrored' AND r.seq IS DISTINCT FROM d.event_seq + coalesce(f.told, 0)
ORDER BY d.id
"""
_LATELY = """
WITH lately AS (
    SELECT DISTINCT split_part(subject, ':', 2)::bigint AS id FROM outbox_entry
    WHERE (id > %(after)s::bigint OR id = ANY(%(late)s::bigint[]))
      AND split_part(subject, ':', 1) = ANY(%(all)s::text[])
)
SELECT d.id FROM lately l JOIN dossiers_dossier d ON d.id = l.id
LEFT JOIN indicators_dossierrecord r ON r.dossier_id = d.id
LEFT JOIN LATERAL (
    SELECT sum((SELECT max(e.seq) FROM outbox_entry e WHERE e.subject = k.kind || ':' || l.id)) AS told
    FROM unnest(%(kinds)s::text[]) AS k(kind)
) f ON true
WHERE d.flag <> 'mirrored' AND r.seq IS DISTINCT FROM d.event_seq + coalesce(f.told, 0)
ORDER BY d.id
"""
_PETITIONS = """
SELECT h.id FROM (
    SELECT split_part(subject, ':', 2)::bigint AS id, max(seq) AS seq FROM outbox_entry
    WHERE subject LIKE 'petition:%%' {only} GROUP BY 1
) h LEFT JOIN indicators_petitionrecord r ON r.petition = h.id
WHERE r.seq IS DISTINCT FROM h.seq ORDER BY h.id
"""
_NEXT = """
SELECT id FROM dossiers_dossier WHERE flag <> 'mirrored' AND id > %(after)s::bigint ORDER BY id LIMIT %(portion)s::int
"""
_ONLY = """AND subject IN (
    SELECT subject FROM outbox_entry WHERE id > %(after)s::bigint OR id = ANY(%(late)s::bigint[])
)"""
_LOOK = """
SELECT coalesce((SELECT max(id) FROM outbox_entry), 0),
       pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint,
       ARRAY(SELECT e.id FROM unnest(%(firsts)s::bigint[], %(lasts)s::bigint[]) AS g(first, last)
             JOIN outbox_entry e ON e.id BETWEEN g.first AND g.last),
       ARRAY(SELECT ARRAY[before + 1, id - 1] FROM (
                 SELECT id, lag(id, 1, %(after)s::bigint) OVER (ORDER BY id) AS before FROM outbox_entry
                 WHERE id > %(after)s::bigint) AS pairs
             WHERE id > before + 1 ORDER BY id)
FROM pg_current_snapshot() AS s
"""


def look(*, after: int, gaps: Sequence[Gap]) -> Look:
    """Return what the journal has after an entry and in some gaps, all in one snapshot."""
    asked: dict[str, Any] = {
        "after": after,
        "firsts": [one.first for one in gaps],
        "lasts": [one.last for one in gaps],
    }
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, asked)
        newest, over, begins, late, missing = cursor.fetchone()
    return Look(
        newest=newest,
        over=over,
        next=begins,
        late=tuple(late),
        missing=tuple((first, last) for first, last in missing),
    )


def newest() -> int:
    """Return the id of the newest entry there is, 0 where there is none."""
    return outbox.newest_id()


def dossiers_behind(*, after: int | None = None, late: Sequence[int] = ()) -> tuple[int, ...]:
    """Return the dossiers whose record is not what their journals say now.

    after   look only at those of entries after this one, and of the ``late`` ones; None: at all
    """
    statement = _HEADS if after is None else _LATELY
    return _ids(statement, {"after": after, "late": list(late), "kinds": list(SUBJECTS), "all": _KINDS})


def petitions_behind(*, after: int | None = None, late: Sequence[int] = ()) -> tuple[int, ...]:
    """Return the petitions whose record is not what their journal says now; parameters as for dossiers."""
    return _ids(_PETITIONS.format(only="" if after is None else _ONLY), {"after": after, "late": list(late)})


def counted_without_journal() -> int:
    """Return how many dossiers are counted that were loaded without a journal."""
    return sum(
        DossierRecord.objects.filter(dossier__gte=ids.start, dossier__lt=ids.stop).count() for ids in loads.untold()
    )


def _ids(statement: str, asked: dict[str, Any]) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return tuple(found for (found,) in cursor.fetchall())


def record(dossier_id: int) -> Record | None:
    """Return the record of one dossier, None for one that is told nowhere here, or handled by another system."""
    return records([dossier_id]).get(dossier_id)


def records(dossier_ids: Sequence[int], *, until: int | None = None) -> dict[int, Record]:
    """Return {id: record} of these dossiers, of those that have one.

    until   as they were when this entry was the newest; None: as they are
    """
    own = _by_id(_until(until, outbox.of_subjects([f"{OWN}:{one}" for one in dossier_ids])))
    others = [f"{kind}:{one}" for one in dossier_ids for kind in SUBJECTS]
    about = _by_id(_until(until, outbox.of_subjects(others)))
    found = ((one, fold(_told([*own.get(one, ()), *about.get(one, ())]))) for one in dossier_ids)
    return {one: record for one, record in found if record is not None}


def petition_records(numbers: Sequence[int]) -> dict[int, PetitionRecord]:
    """Return {number: record} of these petitions, of those that have one."""
    told = _by_id(outbox.of_subjects([f"{petitions.KIND}:{one}" for one in numbers]))
    found = ((one, petitions.fold(_told(told.get(one, ())))) for one in numbers)
    return {one: record for one, record in found if record is not None}


def all_records() -> Iterator[tuple[int, Record]]:
    """Yield (id of the dossier, record) of every dossier, in the order of their ids, in constant memory."""
    after = 0
    while ids := _ids(_NEXT, {"after": after, "portion": _PORTION}):
        yield from records(ids).items()
        after = ids[-1]


def all_petitions() -> Iterator[tuple[int, PetitionRecord]]:
    """Yield (number, record) of every petition."""
    numbers = petitions_behind()
    for begin in range(0, len(numbers), _PORTION):
        yield from petition_records(numbers[begin : begin + _PORTION]).items()


def _until(last: int | None, entries: Iterable[EntryView]) -> Iterator[EntryView]:
    return (entry for entry in entries if last is None or entry.id <= last)


def _by_id(entries: Iterable[EntryView]) -> dict[int, list[EntryView]]:
    found: dict[int, list[EntryView]] = {}
    for subject, told in groupby(entries, attrgetter("subject")):
        found.setdefault(subject_id(subject), []).extend(told)
    return found


def _told(entries: Iterable[EntryView]) -> Iterator[Told]:
    return (Told(name=entry.name, at=entry.at, payload=entry.payload) for entry in entries)
