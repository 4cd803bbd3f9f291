"""The only module that knows both a port and its adapter, and every subscriber of every event."""

from importlib import import_module

from django.conf import settings
from procrastinate import App

from motcua.casework.dossiers.queries import access
from motcua.tools.documents import ports as documents

from .file_store import DiskStore


def plug() -> None:
    """Plug adapters into ports; load each context's subscribers, so that the outbox knows whom to deliver to."""
    documents.plug(DiskStore(settings.DATA / "files"))
    documents.guard("dossier", access.may_read)
    for config in settings.CONTEXTS:
        context = config.rpartition(".apps.")[0]
        if (settings.HERE.parent / context.removeprefix("motcua.").replace(".", "/") / "subscribers.py").exists():
            import_module(f"{context}.subscribers")


def register_jobs(app: App) -> None:
    """Nothing beyond the contexts' own ``jobs.py``, which procrastinate discovers."""
    del app
