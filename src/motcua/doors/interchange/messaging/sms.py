"""Short messages, by an HTTP gateway of the common shape: one signed POST a message."""

import ssl
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from motcua.ground.kernel import clock
from motcua.ground.notifications.ports import Answer, Outgoing
from motcua.ground.notifications.rules import sms
from motcua.ground.notifications.vocabulary import Fault, Outcome

from . import mapping, seal

_TIMEOUT_SECONDS = 20
_MOST_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """Where short messages are handed in.

    account   under which the gateway knows us, sent as X-Account
    secret    shared with it; signs what we send and what it reports
    brand     sender's name on the telephone, as registered with the carriers
    """

    url: str
    account: str
    secret: str
    brand: str


class SmsSender:
    """A `Sender`. ``plain``: send without marks, which takes fewer parts and shows on every telephone."""

    def __init__(self, gateway: Gateway, *, plain: bool = True, timeout: float = _TIMEOUT_SECONDS) -> None:
        parts = urlsplit(gateway.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("MOTCUA_SMS_URL cannot be read: it is the http:// or https:// address of the gateway.")
        if not gateway.secret:
            raise ValueError("MOTCUA_SMS_SECRET is missing: requests to the gateway are signed.")
        self._gateway, self._plain, self._timeout = gateway, plain, timeout
        self._secure, self._host, self._port = parts.scheme == "https", parts.hostname, parts.port
        self._path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"

    def fit(self, text: str) -> str:
        """Return the text without marks, if that is the custom here."""
        return sms.plain(text) if self._plain else text

    def send(self, message: Outgoing) -> Answer:
        """Hand one message to the gateway."""
        body = mapping.request_of(message, self._gateway.brand)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Account": self._gateway.account,
            "Idempotency-Key": message.reference,
            seal.HEADER: seal.sign(self._gateway.secret, body, int(clock.now().timestamp())),
        }
        connection = self._connection()
        try:
            connection.request("POST", self._path, body, headers)
            response = connection.getresponse()
            return mapping.answer_of(response.status, response.read(_MOST_BYTES))
        except (OSError, HTTPException) as no:
            return Answer(outcome=Outcome.LATER, fault=Fault.UNREACHABLE, said=f"{type(no).__name__}: {no}")
        finally:
            connection.close()

    def _connection(self) -> HTTPConnection:
        if self._secure:
            context = ssl.create_default_context()
            return HTTPSConnection(self._host, self._port, timeout=self._timeout, context=context)
        return HTTPConnection(self._host, self._port, timeout=self._timeout)
