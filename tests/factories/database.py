"""A database of one test's own, for what must really commit: many connections at once, workers, killed processes."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from uuid import uuid4

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

_AHEAD = 10_000_000  # ids that no other test will see: processes keep published rows by their id
_MOVE = """
SELECT setval(format('%%I.%%I', schemaname, sequencename), coalesce(last_value, 0) + %(ahead)s::bigint)
FROM pg_sequences WHERE schemaname = 'public' AND max_value > 2 * %(ahead)s::bigint
"""


@contextmanager
def own_database() -> Iterator[str]:
    """Work in a copy of the test database, inside a test that has the fixture ``db``; what is committed goes with it.

    The test's own connection is closed, its transaction with it: a template may have no visitors.
    """
    ours = connections[DEFAULT_DB_ALIAS]
    settings, copy = ours.settings_dict, f"motcua_copy_{uuid4().hex[:12]}"
    named = settings["NAME"]
    ours.close()
    _without_database(ours, f'CREATE DATABASE "{copy}" TEMPLATE "{named}"')
    settings["NAME"] = copy
    try:
        connections[DEFAULT_DB_ALIAS] = connections.create_connection(DEFAULT_DB_ALIAS)
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(_MOVE, {"ahead": _AHEAD})
        yield copy
    finally:
        connections[DEFAULT_DB_ALIAS].close()
        settings["NAME"] = named
        connections[DEFAULT_DB_ALIAS] = ours
        _without_database(ours, f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')


def _without_database(ours, statement):
    with ours._nodb_cursor() as cursor:
        cursor.execute(statement)


def at_once(acts: Sequence[Callable[[], object]]) -> list[object]:
    """Run the acts in threads of their own, all let go together; return what each returned or raised."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            connection.ensure_connection()
            gate.wait(30)
            return act()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def while_waiting(first: Callable[[], object], second: Callable[[], object]) -> object:
    """Let the second act arrive while the first has not committed; return what the second returned or raised."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            later = pool.submit(at_once, [second])
            _await_a_waiting_connection()
        return later.result(30)[0]


def _await_a_waiting_connection() -> None:
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_stat_clear_snapshot(), count(*) FROM pg_locks WHERE NOT granted AND pid IN "
                "(SELECT pid FROM pg_stat_activity WHERE datname = current_database())"
            )
            if cursor.fetchone()[1]:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits")
