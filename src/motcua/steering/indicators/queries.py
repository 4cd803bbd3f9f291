"""Figures as they stand in the tables, and the records of dossiers folded from the journal."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice
from operator import attrgetter

from django.db import connection

from motcua.ground.kernel.events import subject_id
from motcua.ground.kernel.invariants import Check, Finding
from motcua.ground.outbox import queries as outbox
from motcua.ground.outbox.queries import EntryView

from .models import DossierRecord
from .rules import flows
from .rules.flows import Sums
from .rules.periods import Period
from .rules.records import Record, Told, fold
from .vocabulary import Count

_MEND = "Chạy `motcua indicators rebuild`; còn nguyên thì báo người phát triển."
_BY_CODE = {count.code: count for count in Count}
_REPORT = """
SELECT count, coalesce(sum(moved) FILTER (WHERE day < %(first)s::date), 0)::bigint AS before,
       coalesce(sum(moved) FILTER (WHERE day >= %(first)s::date), 0)::bigint AS within
FROM indicators_movement
WHERE day <= %(last)s::date AND (%(agency)s::bigint IS NULL OR agency_id = %(agency)s::bigint)
  AND (%(competent)s::bigint IS NULL OR competent_id = %(competent)s::bigint)
GROUP BY count
"""
_BEHIND = """
SELECT d.id FROM dossiers_dossier d LEFT JOIN indicators_dossierrecord r ON r.dossier_id = d.id
WHERE d.flag <> 'mirrored' AND r.seq IS DISTINCT FROM d.event_seq{only}
ORDER BY d.id
"""
_LATELY = """
  AND d.id IN (SELECT substr(e.subject, 9)::bigint FROM outbox_entry e
               WHERE e.id > (SELECT max(id) FROM outbox_entry) - %(window)s::bigint AND e.subject LIKE 'dossier:%%')"""
_UNEQUAL = """
WITH summed AS (
    SELECT r.agency_id, r.competent_id, r.procedure, m.day, m.count, sum(m.moved) AS moved
    FROM indicators_dossierrecord r, unnest(r.days, r.counts, r.moved) AS m(day, count, moved)
    GROUP BY r.agency_id, r.competent_id, r.procedure, m.day, m.count HAVING sum(m.moved) <> 0
)
SELECT a.code, count(*) FROM (SELECT * FROM indicators_movement WHERE moved <> 0) k
FULL JOIN summed s USING (agency_id, competent_id, procedure, day, count)
JOIN agencies_agency a ON a.id = agency_id
WHERE k.moved IS DISTINCT FROM s.moved GROUP BY a.code ORDER BY a.code
"""
_TORN = """
SELECT d.code FROM indicators_dossierrecord r JOIN dossiers_dossier d ON d.id = r.dossier_id WHERE r.seq > d.event_seq
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose dossiers are counted: those an agency received, those it is competent for, both, or all."""

    agency_id: int | None = None
    competent_id: int | None = None


def report(scope: Scope, period: Period, *, today: date) -> Counter[Count]:
    """Return the counts of a period; of one that is not over, as of today."""
    last = min(period.last, today)
    asked = {"first": period.first, "last": last, "agency": scope.agency_id, "competent": scope.competent_id}
    with connection.cursor() as cursor:
        cursor.execute(_REPORT, asked)
        return flows.told({_BY_CODE[code]: Sums(before, within) for code, before, within in cursor.fetchall()})


def rows_behind(
    count: Count, scope: Scope, period: Period, *, today: date, after: int = 0, limit: int = 50
) -> tuple[int, ...]:
    """Return the ids of the dossiers of which a figure of `report` consists, in order, so many after one of them."""
    rows = DossierRecord.objects.filter(pk__gt=after, days__0__lte=min(period.last, today)).order_by("pk")
    if scope.agency_id is not None:
        rows = rows.filter(agency_id=scope.agency_id)
    if scope.competent_id is not None:
        rows = rows.filter(competent_id=scope.competent_id)
    kept = rows.values_list("pk", "days", "counts", "moved").iterator(chunk_size=1000)
    found = (
        pk for pk, days, counts, moved in kept if flows.report(_by_day(days, counts, moved), period, today)[count] > 0
    )
    return tuple(islice(found, limit))


def _by_day(days: Sequence[date], counts: Sequence[int], moved: Sequence[int]) -> dict[tuple[date, Count], int]:
    return {(day, _BY_CODE[code]): by for day, code, by in zip(days, counts, moved, strict=True)}


def behind(*, window: int | None = None) -> tuple[int, ...]:
    """Return the dossiers whose record is not what their journal says now.

    window   look only at those of the newest entries, so many; None: at all
    """
    only = _LATELY if window is not None else ""
    with connection.cursor() as cursor:
        cursor.execute(_BEHIND.format(only=only), {"window": window})
        return tuple(dossier_id for (dossier_id,) in cursor.fetchall())


def record(dossier_id: int) -> Record | None:
    """Return the record of one dossier, None for one that is told nowhere here, or handled by another system."""
    return fold(_told(outbox.history(f"dossier:{dossier_id}")))


def records() -> Iterator[tuple[int, Record]]:
    """Yield (id of the dossier, record) of every dossier, in constant memory."""
    for subject, entries in groupby(outbox.stream("dossier:"), attrgetter("subject")):
        if (found := fold(_told(entries))) is not None:
            yield subject_id(subject), found


def checks(*, every: bool = False) -> Iterator[Check]:
    """Yield whether the figures are the sum of their dossiers."""
    del every
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM indicators_dossierrecord")
        (kept,) = cursor.fetchone()
        cursor.execute(_UNEQUAL)
        unequal = [
            Finding(subject=code, sentence=f"Số liệu của {code} lệch {lines} dòng so với hồ sơ.", mend=_MEND)
            for code, lines in cursor.fetchall()
        ]
        cursor.execute(_TORN)
        torn = [
            Finding(subject=code, sentence=f"Số liệu của hồ sơ {code} đi trước sổ sự kiện.", mend=_MEND)
            for (code,) in cursor.fetchall()
        ]
    yield Check(rule="số liệu bằng tổng các hồ sơ", checked=kept, findings=tuple(unequal))
    yield Check(rule="số liệu không đi trước sổ sự kiện", checked=kept, findings=tuple(torn))


def _told(entries: Iterable[EntryView]) -> Iterator[Told]:
    return (Told(name=entry.name, at=entry.at, payload=entry.payload) for entry in entries)
