"""Electronic mail, by the SMTP server of the installation."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

from motcua.ground.kernel import clock
from motcua.ground.notifications.ports import Answer, Outgoing
from motcua.ground.notifications.vocabulary import Fault, Outcome

_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
_TIMEOUT_SECONDS = 10  # a step; a conversation has up to eleven


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Where mail is handed in. ``scheme``: smtp, smtps (TLS from the first byte), smtp+starttls."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = ""


def read_server(url: str) -> SmtpServer:
    """Return the server that an address names, e.g. ``smtp+starttls://user:password@mail.example:587``.

    Raises  ValueError with a sentence for the operator.
    """
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        known = ", ".join(f"{scheme}://" for scheme in _PORTS)
        raise ValueError(f"MOTCUA_EMAIL_URL cannot be read: it begins with one of {known} and names a host.")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not (user + password).isascii():
        raise ValueError("MOTCUA_EMAIL_URL cannot be used: account and password are letters without marks only.")
    port = parts.port or _PORTS[parts.scheme]
    return SmtpServer(scheme=parts.scheme, host=parts.hostname, port=port, user=user, password=password)


class SmtpSender:
    """A `Sender`. ``sender``: the address letters come from, e.g. ``Một cửa xã Tân Hòa <motcua@tanhoa.example>``."""

    def __init__(self, server: SmtpServer, sender: str, *, timeout: float = _TIMEOUT_SECONDS) -> None:
        self._server = server
        self._sender = sender
        self._domain = parseaddr(sender)[1].rpartition("@")[2]
        self._timeout = timeout
        if not self._domain:
            raise ValueError("MOTCUA_EMAIL_FROM is missing: letters need the address they come from.")

    def fit(self, text: str) -> str:
        """Return the text as it is: a letter carries every sign."""
        return text

    def send(self, message: Outgoing) -> Answer:
        """Hand one letter to the server; once it has said yes, no trouble at the good-bye makes it a no."""
        try:
            letter = self._letter(message)
        except (ValueError, IndexError, MessageError) as no:  # an address that is none, or several
            return Answer(outcome=Outcome.NEVER, fault=Fault.WRONG_ADDRESS, said=str(no))
        try:
            with self._conversation() as peer:
                refused = peer.send_message(letter)
        except smtplib.SMTPRecipientsRefused as no:
            code, said = next(iter(no.recipients.values()))
            return _no(code, said, Fault.WRONG_ADDRESS)
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPSenderRefused, smtplib.SMTPNotSupportedError) as no:
            return Answer(outcome=Outcome.LATER, fault=Fault.SETTINGS, said=str(no))
        except smtplib.SMTPResponseException as no:
            return _no(no.smtp_code, no.smtp_error, Fault.REFUSED)
        except (OSError, smtplib.SMTPException) as no:
            return Answer(outcome=Outcome.LATER, fault=Fault.UNREACHABLE, said=str(no))
        del refused  # one recipient: were he refused, the server would have said so above
        return Answer(outcome=Outcome.ACCEPTED, reference=self._message_id(message))

    @contextmanager
    def _conversation(self) -> Iterator[smtplib.SMTP]:
        server = self._server
        if server.scheme == "smtps":
            context = ssl.create_default_context()
            peer: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=self._timeout, context=context)
        else:
            peer = smtplib.SMTP(server.host, server.port, timeout=self._timeout)
        try:
            if server.scheme == "smtp+starttls":
                peer.starttls(context=ssl.create_default_context())
            if server.user:
                peer.login(server.user, server.password)
            yield peer
            with suppress(OSError, smtplib.SMTPException):
                peer.quit()
        finally:
            peer.close()

    def _letter(self, message: Outgoing) -> EmailMessage:
        letter = EmailMessage()
        letter["From"] = self._sender
        letter["To"] = Address(addr_spec=message.address)  # one, whatever was typed
        letter["Subject"] = message.title
        letter["Date"] = format_datetime(clock.now())
        letter["Message-ID"] = self._message_id(message)
        letter["Auto-Submitted"] = "auto-generated"
        letter["Content-Language"] = "vi"
        letter.set_content(message.text)
        return letter

    def _message_id(self, message: Outgoing) -> str:
        return f"<{message.reference}@{self._domain}>"


def _no(code: int, said: bytes | str, fault: Fault) -> Answer:
    """Return what a reply code means: 4xx passes, 5xx stays (RFC 5321, 4.2.1)."""
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    words = f"{code} {words}"
    if code // 100 == 4:
        return Answer(outcome=Outcome.LATER, fault=Fault.BUSY, said=words)
    return Answer(outcome=Outcome.NEVER, fault=fault, said=words)
