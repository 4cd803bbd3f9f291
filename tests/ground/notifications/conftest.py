"""A carrier behind the port that answers as it is told, and a person to write to."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from motcua.ground.kernel.actors import system
from motcua.ground.notifications import ports
from motcua.ground.notifications.ports import Answer
from motcua.ground.notifications.rules.messages import Recipient, Said
from motcua.ground.notifications.services import sending
from motcua.ground.notifications.vocabulary import Channel, Outcome

AT = datetime(2026, 11, 19, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
BY = system("test")
MOTHER = Recipient(ref="party:7", phone="0912 345 678", email="anh.nguyet@tanhoa.example")
READY = Said(
    kind="test.ready", title="Hồ sơ đã có kết quả", text="Mời bà đến lấy kết quả tại quầy 3.", short="Đã có kết quả."
)


class Carrier:
    """Stands behind the port: answers what the test says, remembers what it was given."""

    def __init__(self):
        self.answers, self.given = [], []

    def fit(self, text):
        return text.upper()

    def send(self, message):
        self.given.append(message)
        answer = self.answers.pop(0) if self.answers else Answer(outcome=Outcome.ACCEPTED, reference="gw-1")
        if isinstance(answer, BaseException):
            raise answer
        return answer


@pytest.fixture
def carrier(monkeypatch):
    monkeypatch.setattr(ports, "_senders", {})
    carrier = Carrier()
    ports.plug(Channel.SMS, carrier)
    return carrier


@pytest.fixture
def say(db):
    def speak(*channels, key="k", to=MOTHER, said=READY, at=AT, due_at=None):
        return sending.send(
            to, said, subject="dossier:17", channels=channels or (Channel.SMS,), by=BY, at=at, key=key, due_at=due_at
        )

    return speak
