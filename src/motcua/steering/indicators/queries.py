"""Records of dossiers, folded from the journal."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from motcua.ground.kernel.events import subject_id
from motcua.ground.outbox import queries as outbox
from motcua.ground.outbox.queries import EntryView

from .rules.records import Record, Told, fold


def record(dossier_id: int) -> Record | None:
    """Return the record of one dossier, None for one that is told nowhere here, or handled by another system."""
    return fold(_told(outbox.history(f"dossier:{dossier_id}")))


def records() -> Iterator[tuple[int, Record]]:
    """Yield (id of the dossier, record) of every dossier, in constant memory."""
    for subject, entries in groupby(outbox.stream("dossier:"), attrgetter("subject")):
        if (found := fold(_told(entries))) is not None:
            yield subject_id(subject), found


def _told(entries: Iterable[EntryView]) -> Iterator[Told]:
    return (Told(name=entry.name, at=entry.at, payload=entry.payload) for entry in entries)
