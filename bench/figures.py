"""Figures at scale: cells beside a full scan of the dossiers and beside DuckDB, which recomputes every month.

What is compared is counted from the rows of the dossiers alone: receipts, results by outcome and time, what was open at
the end of each month and what of it was late by the promise in force then. DuckDB reads Parquet that was written from
those rows; it never sees a cell, nor a record of the figures. `make bench-national N=1000000`.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
from django.db import connection

from motcua.people.agencies.queries import organisation
from motcua.steering.indicators.queries import figures, index
from motcua.steering.indicators.queries.figures import Scope
from motcua.steering.indicators.rules.periods import Period, containing
from motcua.steering.indicators.vocabulary import Count, Level, PeriodKind

from .reading import measured

_LOCAL = "({} AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"
_EXPORTS = {
    "dossier": f"""SELECT id, agency_id, competent_id, channel, status, flag,
        {_LOCAL.format("received_at")} AS received_on, {_LOCAL.format("completed_at")} AS completed_on,
        {_LOCAL.format("ended_at")} AS stopped_on,
        {_LOCAL.format("declined_at")} AS declined_on, {_LOCAL.format("legal_due_at")} AS legal_due_on
        FROM dossiers_dossier""",
    "promise": f"""SELECT dossier_id, event_seq,
        {_LOCAL.format("due_at")} AS due_on, {_LOCAL.format("set_at")} AS set_on
        FROM dossiers_duedate""",
    "pause": f"""SELECT dossier_id, {_LOCAL.format("began_at")} AS began_on, {_LOCAL.format("ended_at")} AS over_on
        FROM dossiers_pause""",
    "letter": f"""SELECT dossier_id, min({_LOCAL.format("approved_at")}) AS sent_on FROM dossiers_letter
        WHERE state = 'sent' GROUP BY 1""",
    "rating": "SELECT dossier_id, level FROM surveys_rating",
}
_FLOWS = """
    count(*) FILTER (WHERE {came}) AS received,
    count(*) FILTER (WHERE {came} AND channel = 'online') AS received_online,
    count(*) FILTER (WHERE {came} AND channel = 'in_person') AS received_direct,
    count(*) FILTER (WHERE {came} AND channel = 'postal') AS received_postal,
    count(*) FILTER (WHERE {went}) AS resolved,
    count(*) FILTER (WHERE {done} AND completed_on < legal_due_on) AS resolved_early,
    count(*) FILTER (WHERE {went} AND (completed_on IS NULL OR completed_on = legal_due_on)) AS resolved_on_time,
    count(*) FILTER (WHERE {done} AND completed_on > legal_due_on) AS resolved_late,
    count(*) FILTER (WHERE {done} AND completed_on > legal_due_on AND sent_on IS NOT NULL) AS resolved_late_sorry,
    count(*) FILTER (WHERE {went} AND status = 'withdrawn') AS withdrawn,
    count(*) FILTER (WHERE {went} AND status = 'stopped') AS stopped,
    count(*) FILTER (WHERE {done} AND flag = 'rejected') AS rejected,
    count(*) FILTER (WHERE {done} AND flag IS DISTINCT FROM 'rejected') AS completed,
    count(*) FILTER (WHERE {went} AND level IS NOT NULL) AS rated,
    count(*) FILTER (WHERE {went} AND level <> 'no') AS pleased
"""
_STANDS = """
    SELECT d.competent_id, m.last, count(*) AS open, count(*) FILTER (WHERE late) AS open_late,
        count(*) FILTER (WHERE NOT late) AS open_on_time,
        count(*) FILTER (WHERE late AND sent_on <= m.last) AS open_late_sorry
    FROM (
        SELECT o.id, o.competent_id, o.last, NOT coalesce(bool_or(w.dossier_id IS NOT NULL), false)
            AND coalesce(arg_max(p.due_on, p.event_seq) < o.last, false) AS late, any_value(l.sent_on) AS sent_on
        FROM (SELECT d.id, d.competent_id, m.last FROM dossier d JOIN month m ON d.received_on <= m.last
              AND (coalesce(completed_on, stopped_on) IS NULL OR coalesce(completed_on, stopped_on) > m.last)) o
        LEFT JOIN promise p ON p.dossier_id = o.id AND p.set_on <= o.last
        LEFT JOIN pause w ON w.dossier_id = o.id AND w.began_on <= o.last AND (w.over_on IS NULL OR w.over_on > o.last)
        LEFT JOIN letter l ON l.dossier_id = o.id
        GROUP BY o.id, o.competent_id, o.last
    ) d JOIN month m ON m.last = d.last GROUP BY 1, 2
"""
COMPARED = (
    "received", "received_online", "received_direct", "received_postal", "resolved", "resolved_early",
    "resolved_on_time", "resolved_late", "resolved_late_sorry", "withdrawn", "stopped", "rejected", "completed",
    "rated", "pleased", "declined", "open", "open_on_time", "open_late", "open_late_sorry", "carried",
)  # fmt: skip
_SCAN = f"""
SELECT {
    _FLOWS.format(
        came="received_on BETWEEN %(first)s AND %(last)s",
        went="coalesce(completed_on, stopped_on) BETWEEN %(first)s AND %(last)s",
        done="completed_on BETWEEN %(first)s AND %(last)s",
    )
},
    count(*) FILTER (WHERE declined_on BETWEEN %(first)s AND %(last)s) AS declined,
    count(*) FILTER (WHERE received_on < %(first)s AND (coalesce(completed_on, stopped_on) IS NULL
                     OR coalesce(completed_on, stopped_on) >= %(first)s)) AS carried,
    count(*) FILTER (WHERE received_on <= %(last)s AND (coalesce(completed_on, stopped_on) IS NULL
                     OR coalesce(completed_on, stopped_on) > %(last)s)) AS open
FROM ({_EXPORTS["dossier"]} WHERE competent_id = ANY(%(units)s)) d
CROSS JOIN (SELECT NULL::date AS sent_on, NULL::text AS level) nothing
"""


def all_of_it(now: datetime, folder: Path) -> dict[str, dict[str, float]]:
    """Return {what: figures}: reads of cells, the same by full scans and by DuckDB, and how many numbers differ."""
    today = now.date()
    month = containing(PeriodKind.MONTH, today).shifted(-1)
    year = containing(PeriodKind.YEAR, today)
    provinces = [pk for (pk,) in _rows("SELECT id FROM agencies_agency WHERE kind = 'province' ORDER BY id")]
    communes = [
        pk for (pk,) in _rows("SELECT id FROM agencies_agency WHERE kind = 'commune' ORDER BY id LIMIT 60 OFFSET 20")
    ]
    within = {pk: organisation.below(pk) for pk in (*provinces, *communes)}

    def read(unit: int, period: Period) -> Sequence[object]:
        return list(figures.report(Scope.competent(*within[unit]), period, today=today))

    def card(unit: int, period: Period, level: Level) -> Sequence[object]:
        return index.scorecard(Scope.competent(*within[unit]), level, period, today=today).lines

    found = {
        "agency-month": measured([partial(read, pk, month) for pk in communes]),
        "province-year": measured([partial(read, pk, year) for pk in provinces]),
        "766, commune-month": measured([partial(card, pk, month, Level.COMMUNE) for pk in communes], runs=100),
        "766, province-year": measured([partial(card, pk, year, Level.PROVINCE) for pk in provinces], runs=68),
    }
    asked = {"agency-month": (communes[0:1], month), "province-year": (within[provinces[0]], year)}
    return found | _beside(folder, asked, today)


def _beside(
    folder: Path, asked: Mapping[str, tuple[Sequence[int], Period]], today: date
) -> dict[str, dict[str, float]]:
    began = time.monotonic()
    with duckdb.connect(str(folder / "checker.duckdb")) as duck:
        duck.execute("SET memory_limit = '4GB'; SET threads = 2")
        for name, sql in _EXPORTS.items():
            _export(duck, folder, name, sql)
        exported = time.monotonic() - began
        parquet = f"'{folder / 'dossier.parquet'}'"
        found = _in_turn(
            {
                f"{what}, {way}": partial(look, units, period)
                for what, (units, period) in asked.items()
                for way, look in (
                    ("cells", partial(_read_cells, today)),
                    ("scanned", _scan),
                    ("DuckDB", partial(_duck_scan, duck, "dossier")),
                    ("Parquet", partial(_duck_scan, duck, parquet)),
                )
            }
        )
        began = time.monotonic()
        numbers, differing = _compare(duck, today)
    return {
        **found,
        "recomputed": {
            "numbers": numbers,
            "differing": differing,
            "seconds": time.monotonic() - began,
            "exported": exported,
        },
    }


def _export(duck: duckdb.DuckDBPyConnection, folder: Path, name: str, sql: str) -> None:
    """Bring rows of PostgreSQL to Parquet and to a table of DuckDB, by a file of comma-separated values."""
    text = folder / f"{name}.csv"
    with (
        text.open("wb") as file,
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT CSV, HEADER)") as rows,
    ):
        for block in rows:
            file.write(block)
    parquet = folder / f"{name}.parquet"
    duck.execute(
        f"COPY (SELECT * FROM read_csv('{text}', header = true, sample_size = -1)) TO '{parquet}' (FORMAT PARQUET)"
    )
    text.unlink()
    duck.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM '{parquet}'")


def _compare(duck: duckdb.DuckDBPyConnection, today: date) -> tuple[int, int]:
    """Return how many numbers of months of units were recomputed, and how many of them are not those of the cells."""
    months = [containing(PeriodKind.MONTH, today).shifted(-back) for back in range(24)]
    duck.execute("CREATE OR REPLACE TABLE month (first DATE, last DATE)")
    duck.executemany("INSERT INTO month VALUES (?, ?)", [(one.first, min(one.last, today)) for one in months])
    flows = _FLOWS.format(
        came="received_on BETWEEN m.first AND m.last",
        went="coalesce(completed_on, stopped_on) BETWEEN m.first AND m.last",
        done="completed_on BETWEEN m.first AND m.last",
    )
    counted: dict[tuple[int, date], dict[str, int]] = {}
    for sql in (
        f"""SELECT d.competent_id, m.last, {flows},
                count(*) FILTER (WHERE declined_on BETWEEN m.first AND m.last) AS declined
            FROM dossier d LEFT JOIN letter l ON l.dossier_id = d.id LEFT JOIN rating r ON r.dossier_id = d.id
            JOIN month m ON received_on BETWEEN m.first AND m.last OR declined_on BETWEEN m.first AND m.last
                OR coalesce(completed_on, stopped_on) BETWEEN m.first AND m.last GROUP BY 1, 2""",
        _STANDS,
    ):
        answer = duck.execute(sql)
        names = [column[0] for column in answer.description or ()][2:]
        for unit, last, *numbers in answer.fetchall():
            counted.setdefault((unit, last), {}).update(zip(names, numbers, strict=True))
    compared = differing = 0
    for place, month in enumerate(months):
        ours = figures.by_competent(Scope(), month, today=today)
        before = months[place + 1] if place + 1 < len(months) else None
        for unit, counts in ours.items():
            theirs = counted.get((unit, min(month.last, today)), {})
            if before is not None:
                theirs = {**theirs, "carried": counted.get((unit, before.last), {}).get("open", 0)}
            for name in COMPARED if before is not None else COMPARED[:-1]:
                compared += 1
                differing += theirs.get(name, 0) != counts[Count(name)]
        differing += sum(1 for unit, last in counted if last == min(month.last, today) and unit not in ours)
    return compared, differing


def _read_cells(today: date, units: Sequence[int], period: Period) -> None:
    figures.report(Scope.competent(*units), period, today=today)


def _scan(units: Sequence[int], period: Period) -> None:
    with _no_index():
        _rows(_SCAN, {"units": list(units), "first": period.first, "last": period.last})


def _duck_scan(duck: duckdb.DuckDBPyConnection, source: str, units: Sequence[int], period: Period) -> None:
    within = {"came": "received_on", "went": "coalesce(completed_on, stopped_on)", "done": "completed_on"}
    flows = _FLOWS.format(**{name: f"{column} BETWEEN $first AND $last" for name, column in within.items()})
    sql = f"""SELECT {flows} FROM (SELECT *, NULL::date AS sent_on, NULL::text AS level FROM {source})
              WHERE list_contains($units, competent_id)"""
    duck.execute(sql, {"units": list(units), "first": period.first, "last": period.last}).fetchall()


@contextmanager
def _no_index() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SET enable_indexscan = off; SET enable_bitmapscan = off; SET jit = off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET enable_indexscan; RESET enable_bitmapscan; RESET jit")


def _in_turn(calls: Mapping[str, Callable[[], None]], rounds: int = 5) -> dict[str, dict[str, float]]:
    """Call each in turn, thrice, so many rounds; of a round the quickest counts: what is asked often lies near."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            times[name].append(min(_milliseconds(call) for _ in range(3)))
    return {name: {"p50": median(taken)} for name, taken in times.items()}


def _milliseconds(call: Callable[[], None]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1e3


def _rows(sql: str, parameters: Any = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
