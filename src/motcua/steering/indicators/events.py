"""Facts about figures: what others published was entered, what is to be reached was set, what is sent of them."""

from dataclasses import dataclass

from motcua.ground.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalScoreEntered(Event):
    """``subject`` is ``external-score:<id>``; ``agency_id`` None: of all units; points as text, ``62.60``."""

    agency_id: int | None
    period: str
    published_on: str
    total: str
    groups: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSet(Event):
    """``subject`` is ``target:<id>``. ``staff_id`` None: of the unit; ``value`` "": from that day on there is none."""

    agency_id: int
    staff_id: int | None
    measure: str
    valid_from: str
    value: str


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
