"""Bring the database's schema up to this release, once, however many commands start together."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.core.management import call_command
from django.db import OperationalError, connection, connections
from django.db.migrations.executor import MigrationExecutor

from .cluster import Cluster
from .errors import CannotRun

_LOCK = 7_605_118_220_261_100  # any number of our own; shared by every process that migrates


@contextmanager
def migrated(cluster: Cluster | None, *, spare_strangers: bool = True) -> Iterator[None]:
    """Hold the database open and up to date.

    cluster   the embedded one; None for a server of the operator's, which in production only `motcua migrate` changes
    """
    with cluster.attached(spare_strangers=spare_strangers) if cluster else nullcontext():
        try:
            deliberate = cluster is None and os.environ.get("MOTCUA_ENV") == "production"
            if not is_current():
                if deliberate:
                    raise CannotRun("The database is older than this release: run `motcua migrate` first.")
                migrate()
            yield
        except OperationalError as error:
            if connection.connection is None:
                raise CannotRun(f"The database does not answer: {str(error).strip()}") from error
            raise
        finally:
            connections.close_all()


def is_current() -> bool:
    """Return whether every migration of this release has been applied."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def migrate() -> None:
    """Apply what is pending, under a lock, so that two commands do not both begin."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            if not is_current():
                call_command("migrate", interactive=False, verbosity=0, stdout=sys.stderr)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
