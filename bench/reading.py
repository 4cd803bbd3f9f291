"""The reads themselves, in a set that is loaded: each many times, on many posts, names and provinces."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import cycle, islice
from statistics import median, quantiles
from typing import Any

from django.db import connection
from django.test import Client

from motcua.casework.dossiers.queries import late, search, worklists
from motcua.casework.dossiers.queries.worklists import Filters, Tab
from motcua.casework.dossiers.rules.chips import soon_until
from motcua.doors.web.office.inbox import listing
from motcua.ground.kernel.text import words
from motcua.people.agencies.queries import calendars, desks
from motcua.people.agencies.queries.desks import Desk

RUNS, PAGES = 200, 60
_PASSES = ("Seq Scan on dossiers_dossier", "Scan Backward using dossiers_dossier_pkey")
_TEMPLATE_MS = 1.2
_POSTS = """
SELECT s.account_id FROM agencies_post p
JOIN agencies_postrole r ON r.post_id = p.id JOIN agencies_role o ON o.id = r.role_id AND o.code = %s
JOIN agencies_appointment a ON a.post_id = p.id JOIN agencies_staff s ON s.id = a.staff_id
JOIN (SELECT agency_id, count(*) AS work FROM workflow_workitem WHERE state = 'open' GROUP BY 1) w USING (agency_id)
ORDER BY w.work DESC, p.id OFFSET %s LIMIT %s
"""
_DOSSIERS = """
SELECT d.code, p.id_number, p.name, s.account_id FROM (
    SELECT (SELECT max(id) FROM dossiers_dossier) - g * greatest((SELECT count(*) FROM dossiers_dossier) / 100, 1) AS id
    FROM generate_series(0, 99) g) picked
JOIN dossiers_dossier d ON d.id >= picked.id AND d.id < picked.id + 1
JOIN dossiers_party p ON p.dossier_id = d.id
JOIN LATERAL (SELECT id FROM agencies_post WHERE agency_id = d.agency_id ORDER BY id LIMIT 1) o ON true
JOIN agencies_appointment a ON a.post_id = o.id JOIN agencies_staff s ON s.id = a.staff_id
"""
_PROVINCES = "SELECT id FROM agencies_agency WHERE kind = 'province' ORDER BY id"
_BELOW = """
WITH RECURSIVE below AS (SELECT id FROM agencies_agency WHERE id = %s
                         UNION ALL SELECT a.id FROM agencies_agency a JOIN below b ON a.parent_id = b.id)
SELECT id FROM below
"""
_TRIGRAMS = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE EXTENSION IF NOT EXISTS btree_gin",
    "DROP TABLE IF EXISTS bench_trigram",
    """CREATE TABLE bench_trigram AS
       SELECT d.id, d.agency_id, array_to_string(array_agg(split_part(t, ':', 2)), ' ') AS folded
       FROM dossiers_dossier d, unnest(d.tokens) t WHERE t LIKE d.agency_id || ':%' GROUP BY d.id""",
    "CREATE INDEX ON bench_trigram USING gin (agency_id, folded gin_trgm_ops)",
    "VACUUM ANALYZE bench_trigram",
)
_BY_TRIGRAMS = "SELECT id FROM bench_trigram WHERE agency_id = %s AND {} ORDER BY id + 0 DESC LIMIT 50"
_BY_TOKENS = "SELECT id FROM dossiers_dossier WHERE tokens @> %s::varchar[] ORDER BY id + 0 DESC LIMIT 50"


@dataclass(slots=True)
class Seen:
    """The statements of a piece of work, and how long they took. ``said``: (statement, parameters) of each."""

    seconds: float = 0.0
    said: list[tuple[str, Any]] = field(default_factory=list)


@contextmanager
def watched() -> Iterator[Seen]:
    """Note every statement of the block."""
    seen = Seen()

    def note(execute: Callable[..., object], sql: str, params: Any, many: bool, context: Any) -> object:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            seen.seconds += time.perf_counter() - began
            seen.said.append((sql, params))

    with connection.execute_wrapper(note):
        yield seen


def is_loaded() -> bool:
    """Tell whether there are dossiers, of a run before."""
    return bool(_rows("SELECT 1 FROM dossiers_dossier LIMIT 1"))


def all_of_it(now: datetime) -> dict[str, dict[str, float]]:
    """Return {read: {"p50", "p95" in ms, "statements", "rows", "seq_scans" of the dossiers}} and the page's figures."""
    officers = _desks("handling_officer", now, 0, 30) + _desks("handling_officer", now, 4000, 20)
    leaders, fronts = _desks("unit_leader", now, 0, 20), _desks("one_stop_officer", now, 0, 1)
    known = [(code, number, name, _desk(account, now)) for code, number, name, account in _rows(_DOSSIERS)]
    provinces = [tuple(pk for (pk,) in _rows(_BELOW, [province])) for (province,) in _rows(_PROVINCES)]
    soon = soon_until(now, calendars.calendar_of(None, first=now.date(), last=now.date()))
    found = {
        "worklist": measured([partial(_worklist, d, Tab.MINE, now, soon) for d in officers]),
        "leader": measured([partial(_worklist, d, Tab.UNIT, now, soon) for d in leaders]),
        "code": measured([partial(search.find, k[0], by=k[3].actor, at=now) for k in known]),
        "citizen": measured([partial(search.find, k[1], by=k[3].actor, at=now) for k in known]),
        "name": measured([partial(search.find, " ".join(words(k[2])), by=k[3].actor, at=now) for k in known]),
        "name, busiest": measured(
            [partial(search.find, " ".join(words(k[2])), by=fronts[0].actor, at=now) for k in known]
        ),
        "due counts": measured([partial(_due_counts, p, now) for p in provinces]),
        "overdue by holder": measured([partial(late.by_holder, p, at=now) for p in provinces]),
        "overdue, the nation": measured([partial(late.by_holder, None, at=now)], runs=10),
    }
    return found | _trigrams(known) | {"page": _page(officers[0], now)}


def measured(calls: Sequence[Callable[[], Sequence[object]]], *, runs: int = RUNS) -> dict[str, float]:
    """Call each in turn, so many times in all, once before to warm up; look at the plans of all their statements."""
    scans = 0
    for call in calls:
        with watched() as seen:
            call()
        scans = max(scans, sum(_scans_dossiers(sql, params) for sql, params in seen.said))
    times, sql, rows, statements = [], [], [], []
    for call in islice(cycle(calls), runs):
        with watched() as seen:
            began = time.perf_counter()
            rows.append(len(call()))
            times.append((time.perf_counter() - began) * 1e3)
        sql.append(seen.seconds * 1e3)
        statements.append(len(seen.said))
    return {
        "p50": median(times),
        "p95": quantiles(times, n=20)[-1],
        "sql_p50": median(sql),
        "sql_p95": quantiles(sql, n=20)[-1],
        "statements": max(statements),
        "rows": median(rows),
        "seq_scans": scans,
    }


def _scans_dossiers(sql: str, params: Any) -> bool:
    if not re.match(r"\s*(SELECT|WITH)\b", sql):
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}", params)
        return any(passes in line for (line,) in cursor.fetchall() for passes in _PASSES)


def _worklist(desk: Desk, tab: Tab, now: datetime, soon: datetime) -> Sequence[object]:
    reader = listing.reader(desk)
    page = worklists.page(tab, reader, at=now, soon=soon, filters=Filters())
    worklists.counts(reader, at=now, soon=soon)
    return page.rows


def _due_counts(agencies: Sequence[int], now: datetime) -> Sequence[object]:
    return (late.due_counts(agencies, at=now),)


def _trigrams(known: Sequence[tuple[str, str, str, Desk]]) -> dict[str, dict[str, float]]:
    with connection.cursor() as cursor:
        for statement in _TRIGRAMS:
            cursor.execute(statement)

    def by_trigrams(name: str, desk: Desk) -> Sequence[object]:
        parts = words(name)
        sql = _BY_TRIGRAMS.format(" AND ".join(["folded LIKE %s"] * len(parts)))
        return _rows(sql, [desk.actor.agency_id, *(f"%{part}%" for part in parts)])

    def by_tokens(name: str, desk: Desk) -> Sequence[object]:
        return _rows(_BY_TOKENS, [[f"{desk.actor.agency_id}:{part}" for part in words(name)]])

    return {
        "name, its SQL": measured([partial(by_tokens, k[2], k[3]) for k in known]),
        "name by trigrams": measured([partial(by_trigrams, k[2], k[3]) for k in known]),
    }


def _page(desk: Desk, now: datetime) -> dict[str, float]:
    """Return what the whole page of a worklist costs: by a log-in, through every middleware, to the last letter."""
    from django.conf import settings
    from django.contrib.auth import get_user_model

    settings.ALLOWED_HOSTS = ["*"]
    ((account,),) = _rows("SELECT account_id FROM agencies_staff WHERE id = %s", [desk.actor.staff_id])
    (settings.DATA / "static").mkdir(exist_ok=True)
    client = Client()
    client.force_login(get_user_model().objects.get(pk=account))
    address = listing.Listing().address
    for _ in range(5):
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"the worklist answers {answer.status_code}")
    ratios, statements, costs = [], [], []
    for _ in range(PAGES):
        with watched() as seen:
            began = time.process_time()
            client.get(address)  # warmed up above, and known to answer
            used = time.process_time() - began
        costs.append(used * 1e3)
        ratios.append(used * 1e3 / (seen.seconds * 1e3 + _TEMPLATE_MS))
        statements.append(len(seen.said))
    del now
    return {"ratio": median(ratios), "statements": max(statements), "cpu_ms": median(costs)}


def _desks(role: str, now: datetime, first: int, most: int) -> list[Desk]:
    return [_desk(account, now) for (account,) in _rows(_POSTS, [role, first, most])]


def _desk(account: int, now: datetime) -> Desk:
    return desks.of_account(account, on=now)[0]


def _rows(sql: str, parameters: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
