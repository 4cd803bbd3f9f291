"""Facts about the figures themselves: what is sent of them, and who wants it."""

from dataclasses import dataclass

from motcua.ground.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinSent(Event):
    """``subject`` is ``agency:<id>``; ``day`` (ISO) of the bulletin, ``recipients``: how many people it went to."""

    day: str
    recipients: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinChosen(Event):
    """Somebody wants the morning bulletin at a post, or no longer. ``subject`` is ``post:<id>``."""

    staff_id: int
    wanted: bool
