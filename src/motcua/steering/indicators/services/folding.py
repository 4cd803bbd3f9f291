"""Follow the journal: fold what is behind, portion by portion, each dossier once however often it is told."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import structlog
from django.db import DatabaseError, connection, transaction

from ..models import DossierRecord, Folded, PetitionRecord
from ..queries import journal
from ..rules import gaps
from ..rules.gaps import Gap
from ..rules.petitions import PetitionRecord as Petition
from ..rules.petitions import petition_of
from ..rules.records import Record
from . import _rows
from .rebuilding import rebuild

WINDOW = 5000
_FIRST_WINDOW = 100_000
"""So many of the newest entries are searched for missing numbers at the first look."""
_PORTION = 200
_LOG = structlog.get_logger()
_FIELDS = [field.name for field in Folded._meta.fields]  # noqa: SLF001 - what both kinds of rows consist of
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('indicators:' || k, 0)) FROM unnest(%s::text[]) AS k"
T = TypeVar("T", Record, Petition)
Row = TypeVar("Row", bound=Folded)


def catch_up(*, after: int | None = None, late: Sequence[int] = ()) -> int:
    """Fold the dossiers and petitions whose record is behind; return how many there were.

    after   those of entries of the journal after this one, and of the ``late`` ones; None: all, for what was missed
    """
    behind = journal.dossiers_behind(after=after, late=late)
    petitions = journal.petitions_behind(after=after, late=late)
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
    """Follows the newest entries of the journal: what is looked for is what came since the last look.

    A number that is missing is watched until whoever may have taken it is done: an entry that commits late is folded
    at the next look, whatever number of others went before.
    """

    def __init__(self) -> None:
        self._seen: int | None = None
        self._gaps: tuple[Gap, ...] = ()

    def look(self) -> int:
        """Fold what is new since the last look, all that is behind at the first; return how many there were."""
        after = self._seen
        found = journal.look(after=_begin() if after is None else after, gaps=self._gaps)
        if after is None:
            folded = follow()
        else:
            is_quiet = found.newest == after and not found.late
            folded = 0 if is_quiet else catch_up(after=after, late=found.late)
        self._seen, self._gaps = found.newest, gaps.after(self._gaps, found)
        return folded


def _begin() -> int:
    return max(journal.newest() - _FIRST_WINDOW, 0)


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
    rows_of: Callable[[int, T], Sequence[Row]],
) -> int:
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE indicators_cell IN ROW EXCLUSIVE MODE")  # a rebuild is over, or has not begun
        cursor.execute(_LOCK, [[f"{kind}:{one}" for one in sorted(ids)]])
    table = model._default_manager  # noqa: SLF001 - of either kind
    found = read(ids)
    _rows.tell(_rows.sources(found.values()))
    rows: dict[int, Row] = {row.pk: row for one, record in found.items() for row in rows_of(one, record)}
    kept: dict[int, Row] = table.in_bulk(list(rows))
    rows = {one: row for one, row in rows.items() if one not in kept or kept[one].seq < row.seq}
    table.bulk_create(rows.values(), update_conflicts=True, unique_fields=["pk"], update_fields=_FIELDS)
    _rows.add(_rows.change(rows.values(), [kept[one] for one in rows if one in kept]))
    return len({_subject(kind, one) for one in rows})


def _subject(kind: str, row: int) -> int:
    """Return whose row it is: a petition has one for each of its stays."""
    return petition_of(row)[0] if kind == "petition" else row


def _portions(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[begin : begin + _PORTION] for begin in range(0, len(ids), _PORTION)]
