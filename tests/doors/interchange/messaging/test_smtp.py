"""Letters are handed to a real SMTP server, and its answers mean what RFC 5321 says."""

import socket
import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import default
from ipaddress import ip_address

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from motcua.doors.interchange.messaging.smtp import SmtpSender, SmtpServer, read_server
from motcua.ground.notifications.ports import Outgoing
from motcua.ground.notifications.vocabulary import Fault, Outcome

LETTER = Outgoing(
    reference="mc-1",
    address="anh.nguyet@tanhoa.example",
    title="Hồ sơ đã có kết quả, mời đến lấy",
    text="Kính gửi bà,\n\nHồ sơ đã có kết quả.\n.\nMột cửa xã Tân Hòa",
)
FROM = "Một cửa xã Tân Hòa <motcua@tanhoa.example>"


class Mailbox:
    """What the server was given, and what it says at each step ("" is yes)."""

    def __init__(self):
        self.letters, self.says = [], {}

    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        return self.says.get("MAIL") or "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        envelope.rcpt_tos.append(address)
        return self.says.get("RCPT") or "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if said := self.says.get("DATA"):
            return said
        self.letters.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=default)))
        return "250 OK"


class HangsUp(SMTP):
    """Takes the letter, then drops the line at the good-bye."""

    async def smtp_QUIT(self, arg):
        self.transport.abort()


class BoundController(Controller):
    def factory(self):
        return (HangsUp if self.hangs_up else SMTP)(self.handler, **self.SMTP_kwargs)


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
def serve(mailbox):
    running = []

    def start(*, hangs_up=False, **options):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        controller = BoundController(mailbox, hostname="127.0.0.1", port=port, **options)
        controller.hangs_up = hangs_up
        controller.start()
        running.append(controller)
        return port

    yield start
    for controller in running:
        controller.stop()


def send(port, scheme="smtp", **more):
    server = SmtpServer(scheme=scheme, host="127.0.0.1", port=port, **more)
    return SmtpSender(server, FROM, timeout=2).send(LETTER)


def test_a_letter_arrives_with_every_letter_of_vietnamese(serve, mailbox):
    answer = send(serve())
    assert (answer.outcome, answer.reference) == (Outcome.ACCEPTED, "<mc-1@tanhoa.example>")
    ((recipients, letter),) = mailbox.letters
    assert recipients == [LETTER.address]
    assert str(make_header(decode_header(letter["Subject"]))) == LETTER.title
    assert letter.get_content().rstrip("\n").splitlines() == LETTER.text.splitlines()
    assert letter["Message-ID"] == "<mc-1@tanhoa.example>"
    assert letter["From"].addresses[0].addr_spec == "motcua@tanhoa.example"
    assert letter["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    ("step", "said", "outcome", "fault"),
    [
        ("RCPT", "550 5.1.1 no such mailbox", Outcome.NEVER, Fault.WRONG_ADDRESS),
        ("RCPT", "451 4.7.1 greylisted", Outcome.LATER, Fault.BUSY),
        ("DATA", "554 5.7.1 refused as spam", Outcome.NEVER, Fault.REFUSED),
        ("DATA", "452 4.3.1 disk full", Outcome.LATER, Fault.BUSY),
        ("MAIL", "553 5.7.1 sender not allowed", Outcome.LATER, Fault.SETTINGS),
    ],
)
def test_what_passes_is_tried_again_and_what_stays_is_not(serve, mailbox, step, said, outcome, fault):
    mailbox.says[step] = said
    answer = send(serve())
    assert (answer.outcome, answer.fault) == (outcome, fault)
    assert said[4:] in answer.said
    assert mailbox.letters == []


def test_a_line_dropped_at_the_good_bye_does_not_make_a_taken_letter_a_failure(serve, mailbox):
    assert send(serve(hangs_up=True)).outcome is Outcome.ACCEPTED
    assert len(mailbox.letters) == 1


def test_a_server_that_is_not_there_is_asked_again_later():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    answer = send(port)
    assert (answer.outcome, answer.fault) == (Outcome.LATER, Fault.UNREACHABLE)


def test_a_server_that_never_greets_times_out():
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        answer = SmtpSender(
            SmtpServer(scheme="smtp", host="127.0.0.1", port=mute.getsockname()[1]), FROM, timeout=0.2
        ).send(LETTER)
    assert (answer.outcome, answer.fault) == (Outcome.LATER, Fault.UNREACHABLE)


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """A certificate of the loopback; ``trusted()`` makes this machine believe it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)  # noqa: TID251 - TLS reads the machine's clock
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, key_file = tmp_path / "cert.pem", tmp_path / "key.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file, key_file)
    return context, lambda: monkeypatch.setenv("SSL_CERT_FILE", str(file))


def check(server, session, envelope, mechanism, given):
    right = given.password == b"right"
    return AuthResult(success=right, handled=right)


@pytest.mark.parametrize(("password", "outcome"), [("right", Outcome.ACCEPTED), ("wrong", Outcome.LATER)])
def test_the_account_is_used_after_tls_and_a_wrong_one_is_a_matter_of_settings(
    serve, certificate, mailbox, password, outcome
):
    context, trusted = certificate
    trusted()
    port = serve(tls_context=context, require_starttls=True, authenticator=check, auth_required=True)
    answer = send(port, scheme="smtp+starttls", user="motcua", password=password)
    assert (answer.outcome, answer.fault) == (outcome, None if mailbox.letters else Fault.SETTINGS), answer.said
    assert len(mailbox.letters) == (outcome is Outcome.ACCEPTED)


def test_a_server_nobody_vouches_for_gets_neither_password_nor_letter(serve, certificate, mailbox):
    context, _ = certificate
    port = serve(tls_context=context, require_starttls=True, authenticator=check, auth_required=True)
    answer = send(port, scheme="smtp+starttls", user="motcua", password="right")
    assert (answer.outcome, answer.fault) == (Outcome.LATER, Fault.UNREACHABLE)
    assert "CERTIFICATE_VERIFY_FAILED" in answer.said
    assert mailbox.letters == []


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", SmtpServer(scheme="smtp", host="mail.example", port=25)),
        ("smtps://mail.example", SmtpServer(scheme="smtps", host="mail.example", port=465)),
        (
            "smtp+starttls://a%40b:p%2Fw@mail.example:2525",
            SmtpServer(scheme="smtp+starttls", host="mail.example", port=2525, user="a@b", password="p/w"),
        ),
    ],
)
def test_an_address_names_its_server(url, server):
    assert read_server(url) == server


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp://a:%C4%91@mail.example"])
def test_an_address_that_names_none_is_refused_with_a_sentence(url):
    with pytest.raises(ValueError, match="MOTCUA_EMAIL_URL"):
        read_server(url)


def test_letters_need_an_address_they_come_from():
    with pytest.raises(ValueError, match="MOTCUA_EMAIL_FROM"):
        SmtpSender(read_server("smtp://mail.example"), "")


@pytest.mark.parametrize("address", ["a@b.example,c@d.example", "a;b@c.example", "a@b..example", "<a@b.example", ""])
def test_a_letter_goes_to_one_address_or_to_nobody(mailbox, serve, address):
    answer = SmtpSender(SmtpServer(scheme="smtp", host="127.0.0.1", port=serve()), FROM).send(
        replace(LETTER, address=address)
    )
    assert (answer.outcome, answer.fault) == (Outcome.NEVER, Fault.WRONG_ADDRESS)
    assert mailbox.letters == []
