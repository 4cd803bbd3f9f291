"""Facts about messages that leave the house; ``subject`` is ``message:<id>``. Notices to posts are not journalled."""

from dataclasses import dataclass

from motcua.ground.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(Event):
    """The carrier took it, or it lies in the recipient's box on the portal. ``about``: e.g. ``dossier:17``."""

    about: str
    channel: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFailed(Event):
    """It did not reach its recipient. ``state`` is ``failed`` or ``parked``, ``fault`` a word of `Fault`."""

    about: str
    channel: str
    kind: str
    state: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageResent(Event):
    """An administrator has put it back into the queue."""

    about: str
    channel: str
    kind: str
