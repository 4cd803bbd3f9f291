from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from motcua.ground.kernel.actors import system
from motcua.ground.kernel.events import Event
from motcua.ground.outbox import ports, queries, services
from motcua.ground.outbox.errors import KeyReused

AT = datetime(2026, 11, 19, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
BY = system("test")
pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True, kw_only=True)
class BellRung(Event):
    times: int = 1


@pytest.fixture
def heard(monkeypatch):
    monkeypatch.setattr(ports, "_HANDLERS", {"BellRung": {}})
    said = []
    ports.subscribe(BellRung, "test.ear", lambda event, actor, at: said.append((event, actor, at)))
    return said


def ring(times=1, key=""):
    return services.publish(BellRung(subject="bell:1", times=times), by=BY, at=AT, key=key)


def test_events_of_a_subject_form_an_unbroken_chain():
    for times in range(3):
        ring(times)
    assert [entry.seq for entry in queries.history("bell:1")] == [1, 2, 3]
    assert list(queries.breaks("bell:")) == []


@pytest.mark.django_db(transaction=False)
def test_publishing_needs_a_transaction(monkeypatch):
    monkeypatch.setattr("motcua.ground.outbox.services.connection", type("C", (), {"in_atomic_block": False})())
    with pytest.raises(RuntimeError, match="transaction"):
        ring()


def test_what_is_rolled_back_was_never_published():
    with transaction.atomic():
        ring()
        transaction.set_rollback(True)
    assert queries.history("bell:1") == ()


def test_each_delivery_arrives_once(heard):
    entry = ring(7)
    services.deliver(entry, "test.ear")
    services.deliver(entry, "test.ear")
    assert heard == [(BellRung(subject="bell:1", times=7), BY.ref, AT)]


def test_a_failed_delivery_can_be_tried_again(heard, monkeypatch):
    entry = ring()

    def deaf(event, actor, at):
        raise OSError("no ear")

    ports.subscribe(BellRung, "test.deaf", deaf)
    with pytest.raises(OSError, match="no ear"):
        services.deliver(entry, "test.deaf")
    ports.subscribe(BellRung, "test.deaf", lambda event, actor, at: heard.append("at last"))
    services.deliver(entry, "test.deaf")
    assert heard == ["at last"]


def test_a_key_does_an_act_once_and_answers_alike():
    def act():
        return ring(1, key="k1")

    first = services.once(act, lambda entry: entry.id, by=BY, key="k1")
    assert services.once(act, lambda entry: entry.id, by=BY, key="k1") == first
    assert len(queries.history("bell:1")) == 1


def test_a_key_does_not_serve_another_request():
    with transaction.atomic():
        services.publish(BellRung(subject="bell:1"), by=BY, at=AT, key="k2", request="a" * 64)
    with pytest.raises(KeyReused):
        services.once(lambda: 0, lambda entry: entry.id, by=BY, key="k2", request="b" * 64)


def test_a_key_of_an_act_without_fingerprint_does_not_serve_one_that_has_it():
    ring(1, key="k4")
    with pytest.raises(KeyReused):
        services.once(lambda: 0, lambda entry: entry.id, by=BY, key="k4", request="b" * 64)


def test_another_actor_may_use_the_same_key():
    ring(1, key="k3")
    other = system("other")
    assert queries.by_key(other.ref, "k3") is None
