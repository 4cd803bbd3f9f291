"""Facts about dossiers that nobody handed in: made up for measurements."""

from dataclasses import dataclass

from motcua.ground.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DossiersLoaded(Event):
    """``subject`` is ``load:<first_id>``: every dossier from that id to ``last_id`` is made up.

    told_from   from this id on they have a journal; those before it have none
    """

    first_id: int
    last_id: int
    told_from: int
