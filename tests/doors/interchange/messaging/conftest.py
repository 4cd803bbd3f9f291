"""Real peers on the loopback: an SMTP server, and the simulated gateway."""

import pytest

from motcua.doors.interchange.messaging.fake import Simulator
from motcua.doors.interchange.messaging.sms import Gateway, SmsSender
from motcua.ground.notifications import ports
from motcua.ground.notifications.vocabulary import Channel

SECRET = "khoá chỉ dùng khi thử"


@pytest.fixture
def gateway(settings):
    settings.SMS = {**settings.SMS, "secret": SECRET}
    with Simulator(secret=SECRET) as simulator:
        yield simulator


@pytest.fixture
def sender(gateway, monkeypatch):
    monkeypatch.setattr(ports, "_senders", {})
    known = Gateway(url=gateway.url, account="xa-tan-hoa", secret=SECRET, brand="MOTCUA")
    sender = SmsSender(known, timeout=0.3)
    ports.plug(Channel.SMS, sender)
    return sender
