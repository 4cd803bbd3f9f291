"""Every read of the hot path finds its rows by an index, however many dossiers there are.

The table is filled with copies of one real dossier: data of a measurement, not of a province.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.queries import public, search, uncollected, worklists
from motcua.casework.dossiers.queries.worklists import Filters, Reader, Tab
from motcua.casework.dossiers.services import processing, results
from motcua.ground.outbox import queries as outbox
from motcua.people.agencies.queries.organisation import role_ids
from tests.factories.world import MORNING, a_dossier, a_world

pytestmark = pytest.mark.django_db
GROWING = {"dossiers_dossier", "workflow_workitem", "outbox_entry", "identity_person", "dossiers_enquiry"}
COPIES, AGENCIES = 6000, 40
SOON = MORNING + timedelta(days=2)

_FILL = f"""
INSERT INTO agencies_agency
SELECT (jsonb_populate_record(a, jsonb_build_object('id', 700000000 + n, 'code', 'B.' || n))).*
FROM generate_series(1, {AGENCIES}) n, agencies_agency a WHERE a.id = %(centre)s;

INSERT INTO workflow_instance
SELECT (jsonb_populate_record(i, jsonb_build_object('id', 700000000 + n))).*
FROM generate_series(1, {COPIES}) n, workflow_instance i JOIN dossiers_dossier d ON d.instance_id = i.id
WHERE d.code = %(code)s;

INSERT INTO dossiers_dossier
SELECT (jsonb_populate_record(d, jsonb_build_object(
    'id', 700000000 + n, 'code', 'B.' || n, 'serial', 1000 + n, 'instance_id', 700000000 + n,
    'agency_id', 700000001 + n %% {AGENCIES}, 'competent_id', 700000001 + n %% {AGENCIES},
    'due_at', d.due_at + (n %% 50) * interval '1 hour',
    'status', CASE WHEN n %% 21 = 0 THEN 'supplement' ELSE d.status END,
    'tokens', ARRAY[(700000001 + n %% {AGENCIES}) || ':nguyen', (700000001 + n %% {AGENCIES}) || ':so' || n, 'id:' || n]
))).*
FROM generate_series(1, {COPIES}) n, dossiers_dossier d WHERE d.code = %(code)s;

INSERT INTO workflow_workitem
SELECT (jsonb_populate_record(i, jsonb_build_object(
    'id', 700000000 + 3 * n + k, 'subject_id', 700000000 + n, 'instance_id', 700000000 + n,
    'agency_id', 700000001 + n %% {AGENCIES}, 'subject_due_at', i.subject_due_at + (n %% 50) * interval '1 hour',
    'state', CASE WHEN k = 2 AND n %% 21 = 0 THEN 'waiting' WHEN k = 2 AND n %% 3 = 0 THEN 'open' ELSE 'done' END,
    'accept_by', CASE WHEN k = 2 AND n %% 6 = 0 THEN i.due_at END,
    'closed_at', CASE WHEN k = 2 AND n %% 3 = 0 THEN NULL ELSE i.opened_at END,
    'closed_by_id', CASE WHEN k = 2 AND n %% 3 = 0 THEN NULL ELSE %(staff)s END
))).*
FROM generate_series(1, {COPIES}) n, generate_series(0, 2) k,
     workflow_workitem i JOIN dossiers_dossier d ON d.id = i.subject_id WHERE d.code = %(code)s;

INSERT INTO dossiers_pause (dossier_id, cause, basis, document_no, counts, began_at, proof)
SELECT 700000000 + n, 'supplement', 'x', '1', true, now(), '' FROM generate_series(21, {COPIES}, 21) n;

INSERT INTO dossiers_enquiry (dossier_id, kind, state, agency_id, question, asked_at, asked_by_id, due_at, answer, minutes)
SELECT 700000000 + n, 'consultation', 'open', 700000001 + n %% {AGENCIES}, 'x', now(), %(staff)s, now(), '', '{{}}'
FROM generate_series(1, {COPIES}, 5) n;

INSERT INTO outbox_entry
SELECT (jsonb_populate_record(e, jsonb_build_object(
    'id', 700000000 + n, 'subject', 'dossier:' || (700000000 + n), 'key', md5(n::text) || md5(n::text)
))).*
FROM generate_series(1, {COPIES}) n, outbox_entry e JOIN dossiers_dossier d ON e.subject = 'dossier:' || d.id
WHERE d.code = %(code)s AND e.seq = 1;

ANALYZE;
"""


@pytest.fixture
def full():
    """Return a world with thousands of dossiers, of which its own agencies have a handful."""
    world = a_world()
    code = a_dossier(world).code
    with connection.cursor() as cursor:
        words = {"centre": world.centre, "code": code, "staff": world.stranger.staff_id}
        for statement in _FILL.split(";\n"):
            if statement.strip():
                cursor.execute(statement, {k: v for k, v in words.items() if f"%({k})s" in statement} or None)
    return world, code


def scans(statement: str) -> Iterator[tuple[str, str]]:
    """Yield (table, how) for each growing table that a statement reads without a condition of an index."""

    def walk(node):
        kind, table = node["Node Type"], node.get("Relation Name", "")
        if table in GROWING and (kind == "Seq Scan" or (kind.startswith("Index") and "Index Cond" not in node)):
            yield table, f"{kind} {node.get('Index Name', '')}".strip()
        for child in node.get("Plans", ()):
            yield from walk(child)

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}")
        ((found,),) = cursor.fetchall()
    yield from walk(found[0]["Plan"])


def by_index(act, *words, **named):
    """Do an act, and hold every statement it sent to an index."""
    with CaptureQueriesContext(connection) as seen:
        act(*words, **named)
    sent = [
        query["sql"]
        for query in seen.captured_queries
        if query["sql"].split(None, 1)[0] in {"SELECT", "WITH", "INSERT", "UPDATE"}
    ]
    assert sent
    for statement in sent:
        assert not list(scans(statement)), statement


def test_acts_find_their_rows_by_index(full):
    world, code = full
    by_index(a_dossier, world)
    by_index(processing.take, code, by=world.officer, at=MORNING, key=uuid4().hex)
    by_index(processing.note, code, "ghi chú", by=world.officer, at=MORNING, key=uuid4().hex)
    by_index(processing.complete, code, "forward", by=world.officer, at=MORNING, key=uuid4().hex)
    by_index(results.attach, code, by=world.signer, at=MORNING, number="1", key=uuid4().hex)
    by_index(processing.complete, code, "sign", by=world.signer, at=MORNING, key=uuid4().hex)


def test_a_search_that_seems_to_match_much_does_not_pass_over_all_dossiers_from_the_newest(full):
    world, _ = full
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")  # what the planner comes to where it expects many matches
    for text in ("B.17", "036179004417", "0912345678", "Nguyễn Thị", "so17"):
        by_index(search.find, text, by=world.officer, at=MORNING)


def test_reads_are_answered_by_index(full):
    world, code = full
    officer = Reader(by=world.officer, roles=[role_ids()["handling_officer"]])
    counter = Reader(by=world.receptionist, roles=[role_ids()["one_stop_officer"]], wide=True, counter=True)
    head = Reader(by=world.leader, roles=[], wide=True, approves=True, every=True)
    for reader, tab in product((officer, counter, head), Tab):
        by_index(worklists.page, tab, reader, at=MORNING, soon=SOON, filters=Filters())
        after = f"{MORNING.isoformat()}~17"
        by_index(worklists.page, tab, reader, at=MORNING, soon=SOON, filters=Filters(), after=after)
    by_index(worklists.counts, officer, at=MORNING, soon=SOON)
    by_index(worklists.counts, counter, at=MORNING, soon=SOON)
    by_index(worklists.counts, head, at=MORNING, soon=SOON)
    by_index(worklists.choices, by=world.officer)
    for text in ("B.17", "036179004417", "0912345678", "Nguyễn Thị", "so17"):
        by_index(search.find, text, by=world.officer, at=MORNING)
    by_index(public.track, code)
    by_index(outbox.by_key, world.officer.ref, uuid4().hex)
    by_index(outbox.history, "dossier:700000017")
    assert list(scans("SELECT 1 FROM dossiers_dossier WHERE fee_text = 'x'")) == [("dossiers_dossier", "Seq Scan")]


_COLLECTED = f"""
UPDATE dossiers_dossier SET status = 'returned', completed_at = %(at)s::timestamptz - id %% 300 * interval '1 day',
    returned_at = %(at)s WHERE id BETWEEN 700000001 AND {700000000 + COPIES} AND id %% 21 <> 1;
UPDATE dossiers_dossier SET status = 'completed', returned_at = NULL WHERE status = 'returned' AND id %% 10 = 0;
ANALYZE
"""


def test_results_that_nobody_collects_are_found_by_index(full):
    world, code = full
    with connection.cursor() as cursor:
        for statement in _COLLECTED.split(";\n"):
            cursor.execute(statement, {"at": MORNING} if "%(" in statement else {})
    by_index(lambda: list(uncollected.due(MORNING, (7, 30))))
    by_index(uncollected.page, by=world.receptionist, at=MORNING, first=7)
    by_index(uncollected.page, by=world.receptionist, at=MORNING, first=7, after=f"{MORNING.isoformat()}~17")
    by_index(uncollected.of, Dossier.objects.get(code=code).pk, at=MORNING, first=7)
    with CaptureQueriesContext(connection) as seen:
        list(uncollected.due(MORNING, (7, 30)))
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {seen.captured_queries[0]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert re.search(r"Scan (using|on) dossier_to_collect.*\n +Index Cond: .*completed_at >= .*completed_at < ", plan)


def test_the_two_statements_of_a_transition_are_prepared_once_and_planned_once(full):
    world, _ = full
    connection.connection.execute("DEALLOCATE ALL")
    connection.connection._prepared.clear()
    for _ in range(12):
        code = a_dossier(world).code
        processing.take(code, by=world.officer, at=MORNING, key=uuid4().hex)
    plans = connection.connection.execute(
        """
        SELECT generic_plans, custom_plans FROM pg_prepared_statements
        WHERE statement LIKE '%FOR UPDATE OF d%' OR statement LIKE '%held AS (%'
        """
    ).fetchall()
    assert len(plans) == 2, "each is one prepared statement of the server"
    assert all(generic >= 4 for generic, _ in plans), f"(generic, custom) plans: {plans}"
