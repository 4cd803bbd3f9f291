from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Plug adapters into ports once all contexts are loaded."""

    name = "motcua.config"
    label = "config"

    def ready(self) -> None:
        from . import wiring  # noqa: PLC0415 - the registry of apps must be full first

        wiring.plug()
