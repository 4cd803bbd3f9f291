"""What carries a message out of the house."""

from dataclasses import dataclass
from typing import Protocol

from .vocabulary import Channel, Fault, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message for one address.

    reference   ours, the same at every attempt: a carrier that knows it already must not deliver a second time
    title       "" never; a short message does not carry it
    """

    reference: str
    address: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of one attempt.

    outcome     ACCEPTED or DELIVERED; LATER: trying again may help; NEVER: it cannot help
    reference   the carrier's own, "" if it gives none
    fault       why not, for LATER and NEVER
    said        the carrier's own words, for the log only
    """

    outcome: Outcome
    reference: str = ""
    fault: Fault | None = None
    said: str = ""


class Sender(Protocol):
    """Carries messages of one channel. Answers within two minutes, whatever happens."""

    def fit(self, text: str) -> str:
        """Return the text as this channel carries it; fitting twice changes nothing."""

    def send(self, message: Outgoing) -> Answer:
        """Hand one message to the carrier."""


_senders: dict[Channel, Sender] = {}


def plug(channel: Channel, sender: Sender | None) -> None:
    """Send a channel's messages by this sender from now on; None unplugs it."""
    if sender is None:
        _senders.pop(channel, None)
    else:
        _senders[channel] = sender


def sender_of(channel: Channel) -> Sender | None:
    """Return who carries a channel's messages, None where the installation has nobody."""
    return _senders.get(channel)
