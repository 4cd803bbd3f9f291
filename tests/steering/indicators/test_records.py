"""The fold beside the tables: months of a simulated commune, each figure counted twice, by the journal and by SQL."""

from collections import Counter
from datetime import date, datetime

import pytest
from django.db import connection

from motcua.casework.dossiers.models import Dossier, DueDate, Letter, Pause
from motcua.casework.dossiers.services import intake
from motcua.ground.kernel.clock import local
from motcua.steering.indicators.queries import journal
from motcua.steering.indicators.rules.counts import counts
from motcua.steering.indicators.rules.periods import parse
from motcua.steering.indicators.vocabulary import Count
from tests.casework.dossiers.year import simulate
from tests.factories.world import VN, a_submission

NOW = datetime(2028, 1, 3, 9, tzinfo=VN)
_BY_SQL = """
WITH promise AS (
    SELECT DISTINCT ON (dossier_id) dossier_id, due_at FROM dossiers_duedate
    WHERE set_at < %(end)s::timestamptz ORDER BY dossier_id, event_seq DESC
), lives AS (
    SELECT d.id, (d.received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS came,
           (coalesce(d.completed_at, d.ended_at) AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS went,
           (p.due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS due, (d.legal_due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
           AS legal, d.status,
           EXISTS (SELECT 1 FROM dossiers_pause w WHERE w.dossier_id = d.id AND w.began_at < %(end)s::timestamptz
                   AND coalesce(w.ended_at, 'infinity') >= %(end)s::timestamptz) AS stands
    FROM dossiers_dossier d LEFT JOIN promise p ON p.dossier_id = d.id
    WHERE d.received_at < %(end)s::timestamptz
)
SELECT count(*) FILTER (WHERE came >= %(first)s::date) AS received,
       count(*) FILTER (WHERE came < %(first)s::date) AS carried,
       count(*) FILTER (WHERE went <= %(last)s::date) AS resolved,
       count(*) FILTER (WHERE went <= %(last)s::date AND status <> 'withdrawn' AND went > legal) AS resolved_late,
       count(*) FILTER (WHERE went IS NULL OR went > %(last)s::date) AS open,
       count(*) FILTER (WHERE (went IS NULL OR went > %(last)s::date) AND due < %(last)s::date AND NOT stands)
       AS open_late
FROM lives WHERE went IS NULL OR went >= %(first)s::date
"""


def by_sql(period):
    with connection.cursor() as cursor:
        end = datetime.combine(period.last, datetime.max.time(), tzinfo=VN)
        cursor.execute(_BY_SQL, {"first": period.first, "last": period.last, "end": end})
        return dict(zip((column.name for column in cursor.description), cursor.fetchone(), strict=True))


@pytest.mark.django_db
def test_the_fold_says_what_the_tables_say_of_every_dossier_and_every_month():
    year = simulate(60, seed=766, last=date(2026, 2, 27), say=lambda line: None)
    intake.decline(a_submission(year.world), "Sai nơi nộp", "Điều 17", by=year.world.receptionist, at=NOW)
    found = dict(journal.all_records())
    dossiers = Dossier.objects.in_bulk()
    assert found.keys() == dossiers.keys()
    for pk, record in found.items():
        row = dossiers[pk]
        ended = row.completed_at or row.ended_at or row.declined_at
        assert (record.code, record.channel, record.agency_id) == (row.code, row.channel, row.agency_id)
        assert (record.received_at, record.ended_at, record.returned_at) == (row.received_at, ended, row.returned_at)
        assert record.seq == row.event_seq
        ledger = DueDate.objects.filter(dossier=row).order_by("event_seq").values_list("due_at", flat=True)
        assert [local(one.due_at) for one in record.promises] == [local(due) for due in ledger]
        waits = Pause.objects.filter(dossier=row).order_by("began_at").values_list("began_at", "ended_at")
        assert [(wait.since, wait.until) for wait in record.waits] == list(waits)
        assert len(record.letters) == Letter.objects.filter(dossier=row, state="sent").count()
        assert journal.record(pk) == record
    for key in ("2026-01", "2026-02", "2026-03", "2026-04", "2026-Q1", "2026", "2026-01-20"):
        period = parse(key)
        total = Counter(count for record in found.values() for count in counts(record, period, at=NOW))
        told = by_sql(period)
        assert {name: total[Count(name)] for name in told} == told, key
    assert total_of(found, "2026")[Count.RESOLVED_LATE] > 0


def total_of(found, key):
    return Counter(count for record in found.values() for count in counts(record, parse(key), at=NOW))
