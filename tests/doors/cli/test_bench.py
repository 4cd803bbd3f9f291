"""`motcua bench load`: what is loaded in SQL is what the services would have written, to the last hash."""

import argparse
import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection

from motcua.casework.dossiers.queries import search, worklists
from motcua.casework.dossiers.queries.worklists import Filters, Reader, Tab
from motcua.casework.dossiers.rules import tokens
from motcua.casework.dossiers.rules.submission import PartyDraft
from motcua.casework.dossiers.services import processing
from motcua.doors.cli import bench, doctor, indicators
from motcua.doors.cli.bench_load import loading
from motcua.doors.cli.errors import CannotRun
from motcua.ground.kernel import clock
from motcua.ground.outbox import queries as outbox
from motcua.people.agencies.queries import desks
from motcua.steering.indicators.rules.windows import KEPT
from motcua.steering.indicators.services.rebuilding import rebuild
from motcua.steering.indicators.vocabulary import Count
from tests.factories.database import own_database

VN = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 19, 10, 0, tzinfo=VN)
DOSSIERS = 2000


def load(*, told=DOSSIERS, dossiers=DOSSIERS, seed=1):
    wanted = loading.Wanted(dossiers=dossiers, months=24, seed=seed, told=told, size="small")
    loading.load(wanted, at=NOW, say=lambda _: None)


def rows(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def findings(**how):
    return [(check.rule, found.sentence) for check in doctor.examined(**how) for found in check.findings]


@pytest.fixture
def loaded(db):
    """Return nothing: the test's own database is loaded, and gone with the test."""
    with own_database():
        load()
        yield


def test_the_doctor_finds_nothing_and_every_kind_of_end_is_there(loaded):
    assert findings(every=True) == []
    assert list(outbox.breaks()) == []
    assert outbox.count("dossier:") > 7 * DOSSIERS
    ends = dict(rows("SELECT status, count(*) FROM dossiers_dossier GROUP BY status"))
    assert set(ends) >= {"returned", "declined", "withdrawn", "stopped", "processing", "completed"}
    (afar,), (late, done) = (
        rows("SELECT avg((channel = 'online')::int) FROM dossiers_dossier")[0],
        rows("""SELECT count(*) FILTER (WHERE (completed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
                     > (legal_due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date), count(completed_at) FROM dossiers_dossier""")[
            0
        ],
    )
    assert 0.58 < afar < 0.66
    assert 0.03 < late / done < 0.10
    assert rows("SELECT count(*) FROM dossiers_letter WHERE state = 'sent' AND new_due_at IS NOT NULL")[0][0] > 20


def test_a_changed_entry_of_the_journal_is_found(loaded):
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            'UPDATE outbox_entry SET payload = payload || \'{"timeliness": "early"}\' WHERE id = ('
            "SELECT min(id) FROM outbox_entry WHERE payload ->> 'timeliness' = 'late')"
        )
        cursor.execute("SET session_replication_role = origin")
    ((_, _, what),) = outbox.breaks("dossier:")
    assert what == "nội dung đã bị sửa"
    assert findings(every=False)


def test_names_are_found_by_the_tokens_that_the_rules_make(loaded):
    for agency, competent, kept, name, number, phone in rows("""
            SELECT d.agency_id, d.competent_id, d.tokens, p.name, p.id_number, p.phone
            FROM dossiers_dossier d JOIN dossiers_party p ON p.dossier_id = d.id"""):
        party = PartyDraft(name=name, id_number=number, phone=phone)
        assert kept == tokens.of_parties({agency, competent}, [party])


def test_figures_folded_from_the_journal_are_what_the_rows_say(loaded, capsys):
    parser = argparse.ArgumentParser()
    indicators.configure(parser)
    indicators.run(parser.parse_args(["rebuild"]))
    assert json.loads(capsys.readouterr().out) == {"dossiers": DOSSIERS}
    assert findings(every=True) == []
    busiest = rows("""SELECT a.code, a.id FROM dossiers_dossier d JOIN agencies_agency a ON a.id = d.agency_id
                      GROUP BY a.id ORDER BY count(*) DESC LIMIT 3""")
    for code, agency in busiest:
        for month in ("2025-03", "2025-12", "2026-10"):
            indicators.run(parser.parse_args(["report", month, "--agency", code]))
            counts = json.loads(capsys.readouterr().out)["counts"]
            said = {
                count: counts[count.value]
                for count in (Count.RECEIVED, Count.RESOLVED_LATE, Count.REJECTED, Count.WITHDRAWN)
            }
            assert tuple(said.values()) == rows(_TRUTH, *[agency, f"{month}-01"])[0], (code, month)


_TRUTH = """
WITH d AS (
    SELECT *, (legal_due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS due_on,
           (completed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS done_on,
           date_trunc('month', received_at AT TIME ZONE 'Asia/Ho_Chi_Minh') AS received_in,
           date_trunc('month', coalesce(completed_at, ended_at) AT TIME ZONE 'Asia/Ho_Chi_Minh') AS ended_in
    FROM dossiers_dossier WHERE agency_id = %s
), month AS (SELECT %s::timestamp AS m)
SELECT count(*) FILTER (WHERE received_in = m),
       count(*) FILTER (WHERE ended_in = m AND done_on > due_on),
       count(*) FILTER (WHERE ended_in = m AND flag = 'rejected'),
       count(*) FILTER (WHERE ended_in = m AND status = 'withdrawn')
FROM d, month
"""


def test_those_who_work_there_find_their_work_and_can_go_on_with_it(loaded):
    account, agency = rows("""
        SELECT s.account_id, p.agency_id FROM workflow_workitem i JOIN agencies_post p ON p.id = i.post_id
        JOIN agencies_appointment a ON a.post_id = p.id JOIN agencies_staff s ON s.id = a.staff_id
        WHERE i.state = 'open' AND i.activity_id IN (SELECT id FROM workflow_activity WHERE key = 'sign')
        ORDER BY i.id LIMIT 1""")[0]
    (desk,) = desks.of_account(account, on=NOW)
    actor = desk.actor
    reader = Reader(by=actor, roles=tuple(desk.role_ids), wide=True)
    found = worklists.page(Tab.MINE, reader, at=NOW, soon=NOW + timedelta(days=3), filters=Filters())
    assert found.rows
    assert worklists.counts(reader, at=NOW, soon=NOW + timedelta(days=3))[Tab.UNIT] >= len(found.rows)
    name = found.rows[0].applicant
    assert found.rows[0].code in {row.code for row in search.find(name.lower(), by=actor, at=NOW)}
    assert agency == actor.agency_id
    processing.note(found.rows[0].code, "Đã xem.", by=actor, at=NOW)
    assert findings(every=True) == []


def test_dossiers_without_a_journal_are_told_apart_and_the_others_are_sampled(db):
    with own_database():
        load(told=300, dossiers=1000)
        checks = {check.rule: check for check in doctor.examined(every=True)}
        assert not [check for check in checks.values() if check.findings]
        assert checks["hồ sơ dựng để đo tải, không có sổ sự kiện nên bỏ qua khi đối chiếu sổ"].checked == 700
        assert checks["trạng thái suy ra được từ sự kiện"].checked == 300
        sampled = {check.rule: check for check in doctor.examined(every=False, sample=100)}
        assert not [check for check in sampled.values() if check.findings]
        assert 50 <= sampled["trạng thái suy ra được từ sự kiện"].checked < 100
        assert rows("SELECT count(*) FROM outbox_entry WHERE actor = 'system:bench' AND name = 'DossiersLoaded'") == [
            (1,)
        ]
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE dossiers_dossier SET event_hash = repeat('0', 64) WHERE id = (SELECT max(id) FROM dossiers_dossier)"
            )
        assert {rule for rule, _ in findings(every=True)} == {"chuỗi sự kiện khớp hồ sơ"}


def test_the_same_seed_makes_the_same_set_and_every_index_is_back(db):
    indexes = """
        SELECT t.relname, i.relname, x.indisunique, pg_get_expr(x.indpred, x.indrelid) IS NULL, k.contype
        FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
        LEFT JOIN pg_constraint k ON k.conindid = i.oid AND k.contype <> 'f'
        WHERE i.relnamespace = 'public'::regnamespace AND x.indisvalid ORDER BY 1, 2"""
    dossiers = "SELECT md5(string_agg(code || status || applicant || coalesce(completed_at::text, ''), ',' ORDER BY id)) FROM dossiers_dossier"
    seen = []
    for seed in (1, 1, 2):
        with own_database():
            before = rows(indexes)
            load(seed=seed, told=0, dossiers=500)
            assert rows(indexes) == before
            seen.append(rows(dossiers))
    assert seen[0] == seen[1] != seen[2]


def run(*words):
    parser = argparse.ArgumentParser()
    bench.configure(parser)
    return bench.run(parser.parse_args(["load", *words]))


def test_a_real_or_a_used_installation_is_left_alone(db, monkeypatch):
    with pytest.raises(CannotRun, match="takes"):
        run("--dossiers", "0")
    with pytest.raises(CannotRun, match="all"):
        run("--dossiers", "10", "--events", "many")
    with own_database():
        assert run("--dossiers", "50", "--agencies", "small") == 0
        assert rows(
            "SELECT count(*), max(received_at) < %s FROM dossiers_dossier", clock.now() + timedelta(minutes=1)
        ) == [(50, True)]
        with pytest.raises(CannotRun, match="not empty"):
            run("--dossiers", "50")
    monkeypatch.setattr(settings, "PRODUCTION", True)
    with pytest.raises(CannotRun, match="production"):
        run("--dossiers", "50")


_TOLD = "SELECT source, competent_id, since FROM indicators_sourcetold ORDER BY 1, 2"


def table():
    """Every record, each by its dossier, and every cell that is not nothing."""
    records = rows(
        "SELECT dossier_id, seq, agency_id, competent_id, procedure, received_on, ended_on, days, counts, moved "
        "FROM indicators_dossierrecord ORDER BY 1"
    )
    petitions = rows(
        "SELECT petition, seq, competent_id, days, counts, moved FROM indicators_petitionrecord ORDER BY 1"
    )
    names = ", ".join(count.value for count in KEPT)
    cells = rows(
        f"SELECT agency_id, competent_id, procedure, grain, first, {names} FROM indicators_cell "
        f"WHERE ({names}) IS DISTINCT FROM ({', '.join('0' for _ in KEPT)}) ORDER BY 1, 2, 3, 4, 5"
    )
    return records, petitions, cells, rows(_TOLD)


def test_the_figures_that_were_worked_out_in_sql_are_those_folded_from_the_journal(loaded):
    loaded_set = table()
    rebuild()
    for there, folded in zip(loaded_set, table(), strict=True):
        assert [pair for pair in zip(there, folded, strict=False) if pair[0] != pair[1]][:3] == []
        assert len(there) == len(folded)
