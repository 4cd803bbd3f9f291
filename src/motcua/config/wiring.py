"""The only module that knows both a port and its adapter, and every subscriber of every event."""

from collections.abc import Mapping
from importlib import import_module

from django.conf import settings
from procrastinate import App

from motcua.casework.dossiers.queries import access
from motcua.casework.dossiers.queries.papers import register
from motcua.doors.interchange.messaging.sms import Gateway, SmsSender
from motcua.doors.interchange.messaging.smtp import SmtpSender, read_server
from motcua.doors.web.office.indicators.addresses import OfficeAddresses
from motcua.ground.notifications import ports as notifications
from motcua.ground.notifications.vocabulary import Channel
from motcua.steering.indicators import ports as indicators
from motcua.tools.documents import ports as documents

from .file_store import DiskStore


def plug() -> None:
    """Plug adapters into ports; load each context's subscribers, so that the outbox knows whom to deliver to."""
    documents.plug(DiskStore(settings.DATA / "files"))
    documents.guard("dossier", access.may_read)
    documents.guard("register", register.may_read)
    indicators.plug(OfficeAddresses(settings.OFFICE_ADDRESS))
    try:
        plug_carriers(settings.MAIL, settings.SMS, plain=settings.SMS_PLAIN)
    except ValueError as no:
        raise SystemExit(str(no)) from None
    for config in settings.CONTEXTS:
        context = config.rpartition(".apps.")[0]
        if (settings.HERE.parent / context.removeprefix("motcua.").replace(".", "/") / "subscribers.py").exists():
            import_module(f"{context}.subscribers")


def plug_carriers(mail: Mapping[str, str], sms: Mapping[str, str], *, plain: bool) -> None:
    """Plug in who carries messages out of the house; a channel without settings keeps its messages in the table.

    plain   short messages go without marks
    Raises  ValueError with a sentence for the operator.
    """
    if mail["url"]:
        notifications.plug(Channel.EMAIL, SmtpSender(read_server(mail["url"]), mail["sender"]))
    if sms["url"]:
        gateway = Gateway(url=sms["url"], account=sms["account"], secret=sms["secret"], brand=sms["brand"])
        notifications.plug(Channel.SMS, SmsSender(gateway, plain=plain))


def register_jobs(app: App) -> None:
    """Nothing beyond the contexts' own ``jobs.py``, which procrastinate discovers."""
    del app
