"""Keep the figures: fold what happened, replace the movements of a dossier, rebuild all of them from zero."""

from collections import Counter
from datetime import date
from itertools import islice

from django.db import connection, transaction

from . import queries
from .models import DossierRecord
from .rules.flows import flows
from .rules.records import Record

WINDOW = 5000
_BATCH = 2000
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('indicators:' || %s::text, 0))"
_MOVE = """
INSERT INTO indicators_movement AS m (agency_id, competent_id, procedure, day, count, moved)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::date[], %s::smallint[], %s::int[])
ORDER BY 1, 2, 3, 4, 5
ON CONFLICT (agency_id, competent_id, procedure, day, count) DO UPDATE SET moved = m.moved + excluded.moved
"""
_SUM = """
INSERT INTO indicators_movement (agency_id, competent_id, procedure, day, count, moved)
SELECT r.agency_id, r.competent_id, r.procedure, m.day, m.count, sum(m.moved)
FROM indicators_dossierrecord r, unnest(r.days, r.counts, r.moved) AS m(day, count, moved)
GROUP BY r.agency_id, r.competent_id, r.procedure, m.day, m.count HAVING sum(m.moved) <> 0
ORDER BY 1, 2, 3, 4, 5
"""
_Key = tuple[int, int, str, date, int]


def catch_up(*, window: int | None = WINDOW) -> int:
    """Fold the dossiers whose record is behind; return how many there were.

    window   those of so many newest entries of the journal; None: all, for what was missed
    """
    return sum(fold(dossier_id) for dossier_id in queries.behind(window=window))


def follow() -> int:
    """Fold what is new; everything, set-wise, where nothing was folded yet. Return the number of dossiers."""
    return catch_up() if DossierRecord.objects.exists() else rebuild()


@transaction.atomic
def fold(dossier_id: int) -> bool:
    """Bring the record of a dossier up to its journal and replace its movements; return whether that changed any.

    Told late, twice or out of order it does the same: what is folded is the journal, whole, under a lock.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [str(dossier_id)])
    found = queries.record(dossier_id)
    kept = DossierRecord.objects.filter(pk=dossier_id).first()
    if found is None or (kept is not None and kept.seq >= found.seq):
        return False
    row = _row(dossier_id, found)
    change = _movements(row)
    if kept is not None:
        change.subtract(_movements(kept))
    row.save(force_insert=kept is None, force_update=kept is not None)
    _move(Counter({key: by for key, by in change.items() if by}))
    return True


@transaction.atomic
def rebuild() -> int:
    """Count everything anew from the journal, from zero; return the number of dossiers."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE indicators_dossierrecord, indicators_movement IN ACCESS EXCLUSIVE MODE")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE indicators_dossierrecord, indicators_movement")
        rows = (_row(dossier_id, record) for dossier_id, record in queries.records())
        written = 0
        while portion := list(islice(rows, _BATCH)):
            written += len(DossierRecord.objects.bulk_create(portion))
        cursor.execute(_SUM)
    return written


def _row(dossier_id: int, record: Record) -> DossierRecord:
    moves = sorted((day, count.code or 0, by) for (day, count), by in flows(record).items() if by)
    return DossierRecord(
        pk=dossier_id,
        seq=record.seq,
        agency_id=record.agency_id,
        competent_id=record.competent_id,
        procedure=record.procedure,
        days=[day for day, _, _ in moves],
        counts=[count for _, count, _ in moves],
        moved=[by for _, _, by in moves],
    )


def _movements(row: DossierRecord) -> Counter[_Key]:
    where = (row.agency_id, row.competent_id, row.procedure)
    moves = zip(row.days, row.counts, row.moved, strict=True)
    return Counter({(*where, day, count): by for day, count, by in moves})


def _move(change: Counter[_Key]) -> None:
    if not change:
        return
    columns = [*zip(*change, strict=True), tuple(change.values())]
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, [list(column) for column in columns])
