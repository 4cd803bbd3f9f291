from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class ConfigConfig(AppConfig):
    """Plug adapters into ports once all contexts are loaded, and install what ships once all tables are there."""

    name = "motcua.config"
    label = "config"

    def ready(self) -> None:
        from . import shipped, wiring  # noqa: PLC0415 - the registry of apps must be full first

        wiring.plug()
        # Django tells only apps that have tables; by then all of them do
        post_migrate.connect(shipped.install, sender=apps.get_app_config("dossiers"), dispatch_uid="shipped")
