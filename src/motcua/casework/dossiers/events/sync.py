"""Facts about where a dossier was told; the subject is ``sync-of:<id of the dossier>``."""

from dataclasses import dataclass

from motcua.ground.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierSynced(Event):
    """The national portal took the dossier, as it stood after so many of its events."""

    portal: str
    upto: int
