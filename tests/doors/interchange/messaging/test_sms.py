"""Short messages through a gateway that shows every fault: each telephone gets each message once."""

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from threading import Thread

import pytest
from django.test import Client

from motcua.config import wiring
from motcua.doors.interchange.messaging import fake, mapping, seal
from motcua.doors.interchange.messaging.fake import Fault as Trouble
from motcua.doors.interchange.messaging.sms import Gateway, SmsSender
from motcua.ground.notifications import ports
from motcua.ground.notifications.models import Message
from motcua.ground.notifications.ports import Outgoing
from motcua.ground.notifications.queries import messages as queries
from motcua.ground.notifications.rules.messages import Recipient, Said
from motcua.ground.notifications.services import delivery, sending
from motcua.ground.notifications.vocabulary import Channel, Fault, Outcome, State
from tests.ground.notifications.conftest import AT, BY

from .conftest import SECRET

NUMBER = "84912345678"
REPORTS = "/api/messaging/sms/reports/"
SAID = Said(kind="test.ready", title="Đã có kết quả", text="Hồ sơ đã có kết quả.")


def outgoing(reference="mc-1", address=NUMBER):
    return Outgoing(reference=reference, address=address, title="", text="Da co ket qua")


def say(phone="0912345678", key="k"):
    to = Recipient(ref="party:7", phone=phone)
    (one,) = sending.send(to, SAID, subject="dossier:17", channels=[Channel.SMS], by=BY, at=AT, key=key)
    return one


def carry(message_id):
    """Do what the worker does until the message is queued no more."""
    for _ in range(20):
        row = Message.objects.get(pk=message_id)
        if row.state != State.QUEUED:
            break
        delivery.deliver(message_id, at=row.due_at)
    return queries.message(message_id)


def report(gateway, message_id):
    body, headers = gateway.report(Message.objects.get(pk=message_id).reference)
    return Client().post(REPORTS, body, content_type="application/json", headers=headers)


@pytest.mark.django_db
def test_a_message_goes_without_marks_and_the_table_keeps_what_was_sent(gateway, sender):
    found = carry(say())
    assert gateway.handsets == {NUMBER: ["Ho so da co ket qua."]}
    assert (found.state, found.text, found.parts) == (State.SENT, "Ho so da co ket qua.", 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "trouble", [Trouble.LOST, Trouble.ERROR, Trouble.BUSY, Trouble.GARBLED, Trouble.SILENT, Trouble.DROPPED,
                Trouble.ERROR_AFTER, Trouble.SLOW, None]
)  # fmt: skip
def test_whatever_goes_wrong_once_the_telephone_gets_it_once(gateway, sender, trouble):
    gateway.script.extend([trouble] if trouble else [])
    assert carry(say()).state is State.SENT
    assert gateway.handsets == {NUMBER: ["Ho so da co ket qua."]}
    assert gateway.requests == (1 if trouble is None else 2)


@pytest.mark.django_db
def test_a_storm_of_faults_over_many_messages_delivers_each_exactly_once(gateway, sender):
    troubles = [
        one for one in Trouble if one not in (Trouble.UNDELIVERED, Trouble.FORGETFUL, Trouble.SILENT, Trouble.SLOW)
    ]
    gateway.script.extend(troubles[number % len(troubles)] for number in range(60))
    sent = [say(f"09123456{number:02d}", key=f"k{number}") for number in range(25)]
    while waiting := Message.objects.filter(state=State.QUEUED).order_by("due_at", "pk").first():
        delivery.deliver(waiting.pk, at=waiting.due_at)
    assert {queries.message(one).state for one in sent} == {State.SENT}
    assert [len(texts) for texts in gateway.handsets.values()] == [1] * 25
    assert gateway.requests > 60


@pytest.mark.django_db
def test_a_gateway_that_forgets_references_is_the_case_we_cannot_mend(gateway, sender):
    gateway.script.extend([Trouble.DROPPED, Trouble.FORGETFUL])
    carry(say())
    assert len(gateway.handsets[NUMBER]) == 2


@pytest.mark.django_db
def test_a_wrong_number_is_given_up_at_once(gateway, sender):
    found = carry(say("0912300000"))
    assert (found.state, found.fault) == (State.FAILED, Fault.WRONG_ADDRESS.label)
    assert gateway.requests == 1


@pytest.mark.django_db
def test_an_accepted_message_that_is_later_reported_lost_is_a_failure_and_can_go_again(gateway, sender):
    one = say("0912300001")
    assert carry(one).state is State.SENT
    for _ in range(2):
        assert report(gateway, one).json() == {"known": True}
    found = queries.message(one)
    assert (found.state, found.fault) == (State.FAILED, Fault.UNDELIVERED.label)
    assert found.may_go_again
    delivery.resend(one, by=BY, at=AT)
    assert carry(one).state is State.SENT
    assert len(gateway.taken) == 2


@pytest.mark.django_db
def test_a_delivered_message_says_so(gateway, sender):
    one = say()
    carry(one)
    assert report(gateway, one).status_code == 200
    assert queries.message(one).state is State.DELIVERED


@pytest.mark.django_db
def test_the_gateway_reports_by_itself_until_somebody_listens(gateway, sender):
    heard, answers = Queue(), [500, 200]

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self):
            heard.put((self.path, self.rfile.read(int(self.headers["Content-Length"])), self.headers[seal.HEADER]))
            self.send_response(answers.pop(0))
            self.end_headers()

        def log_message(self, *said):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Ear) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        gateway.report_to, gateway.slow_seconds = f"http://127.0.0.1:{server.server_address[1]}{REPORTS}", 0.05
        one = say()
        carry(one)
        told = [heard.get(timeout=5) for _ in range(2)]
        server.shutdown()
    for path, body, signature in told:
        Client().post(path, body, content_type="application/json", headers={seal.HEADER: signature})
    assert queries.message(one).state is State.DELIVERED
    assert answers == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("signature", "status"),
    [
        ("", 401),
        ("t=1,v1=00", 401),
        ("t=x,v1=00", 401),
        ("v1=00", 401),
        ("khác", 401),
        ("t=9999999999999999999999,v1=00", 401),
    ],
)
def test_a_report_that_is_not_signed_is_not_believed(gateway, sender, signature, status):
    one = say()
    carry(one)
    body, _ = gateway.report(Message.objects.get(pk=one).reference)
    headers = {seal.HEADER: signature.encode().decode("latin-1")}
    answer = Client().post(REPORTS, body, content_type="application/json", headers=headers)
    assert answer.status_code == status
    assert queries.message(one).state is State.SENT


@pytest.mark.django_db
def test_an_old_signature_or_another_body_is_not_believed(gateway, sender):
    body = b'{"client_ref": "mc-1", "status": "failed"}'
    old = seal.sign(SECRET, body, int(time.time()) - 301)
    other = seal.sign(SECRET, b"{}", int(time.time()))
    for signature in (old, other, seal.sign("", body, int(time.time()))):
        answer = Client().post(REPORTS, body, content_type="application/json", headers={seal.HEADER: signature})
        assert answer.status_code == 401


@pytest.mark.django_db
def test_without_a_secret_no_report_is_believed(settings):
    settings.SMS = {**settings.SMS, "secret": ""}
    body = b"{}"
    signed = seal.sign("", body, int(time.time()))
    assert (
        Client().post(REPORTS, body, content_type="application/json", headers={seal.HEADER: signed}).status_code == 401
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b"\xff\xfe", 400),
        (b'{"client_ref": 5, "status": "failed"}', 400),
        (b'{"client_ref": "mc-1", "status": "queued"}', 400),
        (b'{"client_ref": "mc-1\\u0000", "status": "failed"}', 400),
        (b'{"client_ref": "mc-unknown", "status": "failed"}', 200),
        (b'{"client_ref": "' + b"x" * 3000 + b'", "status": "failed"}', 200),
        (b"[" * 50_000, 400),
        (b"{" + b" " * 70_000 + b"}", 413),
    ],
)
def test_no_report_breaks_the_door(gateway, said, status):
    headers = {seal.HEADER: seal.sign(SECRET, said, int(time.time()))}
    answer = Client().post(REPORTS, said, content_type="application/json", headers=headers)
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("status", "body", "outcome", "fault"),
    [
        (202, b'{"id": 7}', Outcome.ACCEPTED, None),
        (200, b'{"id": "x", "duplicate": true}', Outcome.ACCEPTED, None),
        (200, b"<html>", Outcome.LATER, Fault.FAULTY),
        (200, b"{}", Outcome.LATER, Fault.FAULTY),
        (401, b"", Outcome.LATER, Fault.SETTINGS),
        (429, b"", Outcome.LATER, Fault.BUSY),
        (422, b'{"error": "invalid_number"}', Outcome.NEVER, Fault.WRONG_ADDRESS),
        (422, b'{"error": "something new"}', Outcome.NEVER, Fault.REFUSED),
        (404, b"nothing", Outcome.NEVER, Fault.REFUSED),
        (301, b"", Outcome.LATER, Fault.FAULTY),
        (503, b'{"error": "invalid_number"}', Outcome.LATER, Fault.FAULTY),
    ],
)
def test_their_words_are_ours(status, body, outcome, fault):
    answer = mapping.answer_of(status, body)
    assert (answer.outcome, answer.fault) == (outcome, fault)


def test_a_gateway_that_does_not_know_us_is_a_matter_of_settings(gateway):
    stranger = SmsSender(Gateway(url=gateway.url, account="", secret="khác", brand=""), timeout=1)
    answer = stranger.send(outgoing())
    assert (answer.outcome, answer.fault) == (Outcome.LATER, Fault.SETTINGS)
    assert not gateway.handsets


def test_a_gateway_that_is_not_there_is_asked_again_later(gateway, sender):
    gateway.__exit__(None, None, None)
    answer = sender.send(outgoing())
    assert (answer.outcome, answer.fault) == (Outcome.LATER, Fault.UNREACHABLE)


def test_a_silent_gateway_is_left_after_the_time_out(gateway, sender):
    began = time.monotonic()
    answer = sender.send(outgoing(address="84912300003"))
    assert (answer.outcome, answer.fault) == (Outcome.LATER, Fault.UNREACHABLE)
    assert time.monotonic() - began < 3


def test_marks_are_kept_where_the_installation_wants_them(gateway):
    sender = SmsSender(Gateway(url=gateway.url, account="", secret=SECRET, brand=""), plain=False)
    assert sender.fit("Đã có") == "Đã có"
    sender.send(Outgoing(reference="mc-2", address=NUMBER, title="", text="Đã có"))
    assert gateway.handsets[NUMBER] == ["Đã có"]


@pytest.fixture
def senders(monkeypatch):
    monkeypatch.setattr(ports, "_senders", {})


NONE = {"url": "", "account": "", "secret": "", "brand": ""}


def test_without_settings_nobody_carries_anything(senders):
    wiring.plug_carriers({"url": "", "sender": ""}, NONE, plain=True)
    assert queries.without_sender() == (Channel.SMS, Channel.EMAIL)


def test_settings_plug_the_carriers_in(senders):
    wiring.plug_carriers(
        {"url": "smtp://mail.example", "sender": "a@b.vn"},
        {**NONE, "url": "https://sms.example/x", "secret": "s"},
        plain=True,
    )
    assert queries.without_sender() == ()


@pytest.mark.parametrize(
    ("mail", "sms", "variable"),
    [
        ({"url": "mail", "sender": "a@b.vn"}, NONE, "MOTCUA_EMAIL_URL"),
        ({"url": "smtp://mail.example", "sender": ""}, NONE, "MOTCUA_EMAIL_FROM"),
        ({"url": "", "sender": ""}, {**NONE, "url": "ftp://x", "secret": "s"}, "MOTCUA_SMS_URL"),
        ({"url": "", "sender": ""}, {**NONE, "url": "https://x"}, "MOTCUA_SMS_SECRET"),
    ],
)
def test_settings_that_cannot_be_read_are_named(senders, mail, sms, variable):
    with pytest.raises(ValueError, match=variable):
        wiring.plug_carriers(mail, sms, plain=True)


def test_the_simulator_does_not_run_in_production(monkeypatch):
    monkeypatch.setenv("MOTCUA_ENV", "production")
    with pytest.raises(SystemExit) as left:
        fake.main(["--port", "0"])
    assert left.value.code == 2


def test_what_is_signed_is_the_body_and_the_moment():
    signed = seal.sign(SECRET, b"{}", 1000)
    assert seal.is_signed(SECRET, b"{}", signed, 1300)
    assert not seal.is_signed(SECRET, b"{}", signed.replace("t=1000", "t=1001"), 1300)
    assert json.loads(mapping.request_of(outgoing(), "MOTCUA")) == {
        "client_ref": "mc-1", "from": "MOTCUA", "to": NUMBER, "text": "Da co ket qua"
    }  # fmt: skip
