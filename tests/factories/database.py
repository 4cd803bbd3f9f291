"""A database of one test's own, for what must really commit: many connections at once, workers, killed processes."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from django.db import DEFAULT_DB_ALIAS, connections

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
