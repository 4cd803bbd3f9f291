from django.apps import AppConfig, apps
from django.db import connection
from django.db.models.signals import post_migrate

from motcua.ground.kernel.actors import system

_NEEDED = ("procedures", "outbox", "agencies")


class ProceduresConfig(AppConfig):
    name = "motcua.casework.procedures"
    label = "procedures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Install the seed catalogue after every migration, on the tables of today (ADR 0013)."""
        post_migrate.connect(install_seeds, sender=self, dispatch_uid="procedures.seeds")


def install_seeds(**_: object) -> None:
    """Load the seeds, unless somebody is taking the schema apart."""
    from .services import seeding  # noqa: PLC0415 - models exist once the registry of apps is full

    tables = set(connection.introspection.table_names())
    if all(model._meta.db_table in tables for label in _NEEDED for model in apps.get_app_config(label).get_models()):  # noqa: SLF001 - Django's public API
        seeding.load(by=system("migrate"), at=seeding.AS_OF)
