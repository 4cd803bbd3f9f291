"""Follow the journal: fold what is behind, portion by portion, each dossier once however often it is told."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import structlog
from django.db import DatabaseError, connection, transaction

from ..models import DossierRecord, Folded, PetitionRecord
from ..queries import journal
from ..rules.petitions import PetitionRecord as Petition
from ..rules.records import Record
from . import _rows
from .rebuilding import rebuild

OVERLAP = 1000
"""Entries that are looked at again: a transaction may commit after one that took a later number."""
WINDOW = 5000
_PORTION = 200
_LOG = structlog.get_logger()
_FIELDS = [field.name for field in Folded._meta.fields]  # noqa: SLF001 - what both kinds of rows consist of
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('indicators:' || k, 0)) FROM unnest(%s::text[]) AS k"
T = TypeVar("T", Record, Petition)
Row = TypeVar("Row", bound=Folded)


def catch_up(*, after: int | None = None) -> int:
    """Fold the dossiers and petitions whose record is behind; return how many there were.

    after   those of entries of the journal after this one; None: all, for what was missed
    """
    behind, petitions = journal.dossiers_behind(after=after), journal.petitions_behind(after=after)
    folded = sum(_each(fold, portion) for portion in _portions(behind))
    return folded + sum(_each(fold_petitions, portion) for portion in _portions(petitions))


def _each(folding: Callable[[Sequence[int]], int], ids: Sequence[int]) -> int:
    """Fold a portion; where that fails, one by one, so that what is broken holds up nothing else.

    Raises  the error of the database, which a later try makes good
    """
    try:
        return folding(ids)
    except DatabaseError:
        raise
    except Exception:  # noqa: BLE001 - whatever an entry may hold
        if len(ids) == 1:
            _LOG.exception("figures_not_folded", id=ids[0])
            return 0
        return sum(_each(folding, [one]) for one in ids)


def follow() -> int:
    """Fold what is behind; everything, set-wise, where nothing was folded yet. Return the number of dossiers."""
    return _follow(None)


def follow_newest() -> int:
    """Do so, looking at the newest entries only once there is anything."""
    return _follow(journal.newest() - WINDOW)


def _follow(after: int | None) -> int:
    return catch_up(after=after) if DossierRecord.objects.exists() else rebuild()


class Tail:
    """Follows the newest entries of the journal: what is looked for is what came since the last look."""

    def __init__(self) -> None:
        self._seen: int | None = None

    def look(self) -> int:
        """Fold what is new since the last look, all that is behind at the first; return how many there were."""
        newest = journal.newest()
        if self._seen is None:
            folded = follow()
        elif newest == self._seen:
            return 0
        else:
            folded = catch_up(after=self._seen - OVERLAP)
        self._seen = newest
        return folded


def fold(dossier_ids: Sequence[int]) -> int:
    """Bring the records of dossiers up to their journals and replace their movements; return how many changed.

    Told late, twice or out of order it does the same: what is folded are the journals, whole, under locks.
    """
    return _fold("dossier", dossier_ids, DossierRecord, journal.records, _rows.of_dossier)


def fold_petitions(numbers: Sequence[int]) -> int:
    """Do the same for petitions."""
    return _fold("petition", numbers, PetitionRecord, journal.petition_records, _rows.of_petition)


@transaction.atomic
def _fold(
    kind: str,
    ids: Sequence[int],
    model: type[Row],
    read: Callable[[Sequence[int]], Mapping[int, T]],
    row_of: Callable[[int, T], Row],
) -> int:
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE indicators_cell IN ROW EXCLUSIVE MODE")  # a rebuild is over, or has not begun
        cursor.execute(_LOCK, [[f"{kind}:{one}" for one in sorted(ids)]])
    table = model._default_manager  # noqa: SLF001 - of either kind
    kept: dict[int, Row] = table.in_bulk(list(ids))
    found = read(ids)
    _rows.tell(_rows.sources(found.values()))
    rows = {one: row_of(one, record) for one, record in found.items()}
    rows = {one: row for one, row in rows.items() if one not in kept or kept[one].seq < row.seq}
    table.bulk_create(rows.values(), update_conflicts=True, unique_fields=["pk"], update_fields=_FIELDS)
    _rows.add(_rows.change(rows.values(), [kept[one] for one in rows if one in kept]))
    return len(rows)


def _portions(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[begin : begin + _PORTION] for begin in range(0, len(ids), _PORTION)]
