"""What is said, and to whom."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from motcua.ground.kernel.text import clean, prose

from ..vocabulary import Channel
from . import sms

_ATOM = r"[^\s@<>\"(),:;\[\]\\.]+"
_EMAIL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_ATOM}\.)+{_ATOM}", re.ASCII)
_LONGEST_EMAIL = 254
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One person. ``ref`` names him in the sender's own tables, e.g. ``party:12``; what he did not leave is ""."""

    ref: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said. ``kind`` is the sending context's code, e.g. ``dossier.apology``.

    title   one line without anybody's name: lists, subjects of letters and locked screens show it
    short   what goes by short message, where that differs from ``text``
    """

    kind: str
    title: str
    text: str
    short: str = ""

    def by(self, channel: Channel) -> str:
        """Return the text for a channel."""
        return prose(self.short or self.text) if channel is Channel.SMS else prose(self.text)

    @property
    def heading(self) -> str:
        """Return the title as one line of at most 200 signs."""
        title = clean(self.title)
        return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1].rstrip()}…"


def address_of(to: Recipient, channel: Channel) -> str:
    """Return where the channel reaches the person, "" where he left nothing; it may still be wrong."""
    return clean({Channel.SMS: to.phone, Channel.EMAIL: to.email}.get(channel, to.ref))


def usable(address: str, channel: Channel) -> str:
    """Return the address as a carrier takes it, "" where it cannot be one."""
    if channel is Channel.SMS:
        return sms.number(address)
    if channel is Channel.EMAIL:
        return address if len(address) <= _LONGEST_EMAIL and address.isascii() and _EMAIL.fullmatch(address) else ""
    return address


def in_order(channels: Collection[Channel]) -> tuple[Channel, ...]:
    """Return each channel once, in the order of the vocabulary. Raises ValueError for notices to staff, or for none."""
    if not channels or Channel.STAFF in channels:
        raise ValueError("a message goes by SMS, e-mail or portal; a post is told by notify_post")
    return tuple(channel for channel in Channel if channel in channels)
