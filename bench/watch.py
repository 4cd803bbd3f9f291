"""What a piece of work leaves in the database: which rows in which table, seen from outside."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection

from . import journey, world

PERSON = 77_777_777  # of the journey that is watched: eight digits that nothing else has
_BY_TRIGGER = {"procrastinate_events"}

Row = dict[str, str | None]


@dataclass
class Seen:
    """What one transition left: rows added, and columns changed, by table."""

    verb: str
    added: list[tuple[str, Row]] = field(default_factory=list)
    changed: list[tuple[str, Row]] = field(default_factory=list)


def watch(lane: world.Lane) -> list[Seen]:
    """Go the journey once and note what each transition left in any table."""
    columns = _columns()
    known: dict[tuple[str, str], Row] = {}
    transitions = []
    for verb, act in journey.steps(lane, PERSON):
        since = _next_transaction()
        act()
        seen = Seen(verb)
        for table, row in _written_since(since, columns):
            key = (table, row.get("id") or json.dumps(row))
            if before := known.get(key):
                seen.changed.append((table, {n: v for n, v in row.items() if v != before[n]}))
            elif table == "dossiers_register":
                seen.changed.append((table, row))
            elif table not in _BY_TRIGGER:
                seen.added.append((table, row))
            known[key] = row
        transitions.append(seen)
    return transitions


def _columns() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY c.relname, a.attnum
            """
        )
        for table, column in cursor.fetchall():
            found[table].append(column)
    return found


def _next_transaction() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def _written_since(transaction: int, columns: Mapping[str, Sequence[str]]) -> list[tuple[str, Row]]:
    rows = []
    with connection.cursor() as cursor:
        for table, names in columns.items():
            listed = ", ".join(f'"{name}"::text' for name in names)
            cursor.execute(
                f'SELECT {listed} FROM "{table}" WHERE xmin::text::bigint >= %s::bigint ORDER BY ctid', [transaction]
            )
            rows += [(table, dict(zip(names, row, strict=True))) for row in cursor.fetchall()]
    return rows


@dataclass
class Written:
    written: defaultdict[str, tuple[int, int, int]]
    size: dict[str, float]


def rows_of(work: Callable[[], object]) -> Written:
    before, since = _counters(), _next_transaction()
    work()
    after = _counters()
    written: defaultdict[str, tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
    for table, numbers in after.items():
        if moved := Counter(dict(enumerate(numbers))) - Counter(dict(enumerate(before[table]))):
            written[table] = (moved[0], moved[1], moved[2])
    sizes = {}
    with connection.cursor() as cursor:
        for table in written:
            cursor.execute(
                f'SELECT coalesce(avg(pg_column_size(t.*)), 0) FROM "{table}" t WHERE xmin::text::bigint >= %s::bigint',
                [since],
            )
            sizes[table] = float(cursor.fetchone()[0])
    return Written(written, sizes)


def _counters() -> dict[str, tuple[int, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_user_tables")
        return {table: numbers for table, *numbers in cursor.fetchall()}
