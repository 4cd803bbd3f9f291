"""What every installation begins with, put in after each migration: roles, days off, processes, the seed catalogue.

Each part adds what is not there yet and never touches what an installation has changed (ADR 0014).
"""

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from motcua.casework.dossiers.services import processes, rulesets, templates
from motcua.casework.procedures.services import seeding
from motcua.ground.kernel.actors import system
from motcua.people.agencies.services import shipped


@transaction.atomic
def install(**_: object) -> None:
    """Install what ships; a second run adds nothing. Half-way through a schema there is nothing to install into."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    shipped.install()
    rulesets.install(at=seeding.AS_OF)
    processes.publish_shipped(at=seeding.AS_OF)
    seeding.load(by=system("migrate"), at=seeding.AS_OF)
    templates.install(at=seeding.AS_OF)
