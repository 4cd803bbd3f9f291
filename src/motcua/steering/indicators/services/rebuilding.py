"""Count everything anew from the journal, from zero, while readers go on reading what was.

Dossiers that were loaded for measurements may have no journal (ADR 0035): from zero nothing of them is left.
"""

from collections.abc import Callable, Iterable
from itertools import islice

from django.db import connection, transaction

from ..errors import FiguresWouldBeLost
from ..models import Folded
from ..queries import _sql, journal, telling
from . import _rows
from .closing import kept_since

_BATCH = 1000
_TABLES = "indicators_cell, indicators_dossierrecord, indicators_petitionrecord, indicators_sourcetold"
_KEYS = "agency_id, competent_id, procedure, grain, first"
_INTO = f"INSERT INTO indicators_cell ({_KEYS}, {', '.join(_sql.COLUMNS)})"
_SUMS = ", ".join(f"sum({name})" for name in _sql.COLUMNS)
_RECORDS = """(
    SELECT agency_id, competent_id, procedure, days, counts, moved FROM indicators_dossierrecord
    UNION ALL SELECT agency_id, competent_id, procedure, days, counts, moved FROM indicators_petitionrecord
) r, unnest(r.days, r.counts, r.moved) AS m(day, count, moved)"""
_MONTH = "date_trunc('month', m.day)::date"
_LAST = "(SELECT date_trunc('month', max(received_on)) FROM indicators_dossierrecord)"
_FROM_RECORDS = f"{_INTO} SELECT agency_id, competent_id, {{name}}, '{{grain}}', {{day}}, {_sql.MOVED} FROM {_RECORDS}"  # noqa: S608
_FROM_CELLS = (
    f"{_INTO} SELECT agency_id, competent_id, procedure, '{{grain}}', date_trunc('{{unit}}', first)::date, {_SUMS}"
)
_CELLS = (
    _FROM_RECORDS.format(name="''", grain="d", day="m.day") + " GROUP BY 1, 2, 5",
    _FROM_RECORDS.format(name="procedure", grain="m", day=_MONTH) + " WHERE procedure <> '' GROUP BY 1, 2, 3, 5",
    _FROM_RECORDS.format(name="procedure", grain="d", day="m.day")
    + f" WHERE procedure <> '' AND m.day >= {_LAST} GROUP BY 1, 2, 3, 5",
    _FROM_CELLS.format(grain="m", unit="month")
    + " FROM indicators_cell WHERE procedure = '' AND grain = 'd' GROUP BY 1, 2, 3, 5",
    _FROM_CELLS.format(grain="y", unit="year") + " FROM indicators_cell WHERE grain = 'm' GROUP BY 1, 2, 3, 5",
)
"""Days and the months of single procedures from the records, the rest from these; of their days the last month's."""

Progress = Callable[[int], None]


@transaction.atomic
def rebuild(*, say: Progress | None = None, lose_dossiers_without_journal: bool = False) -> int:
    """Count everything anew; return the number of dossiers.

    say     is told how many are folded, portion by portion
    Raises  FiguresWouldBeLost where dossiers are counted that have no journal, unless they may be lost
    """
    if not lose_dossiers_without_journal and (lost := journal.counted_without_journal()):
        raise FiguresWouldBeLost(
            f"{lost} hồ sơ nạp để đo tải không có nhật ký, nên số liệu của chúng không tính lại được và sẽ mất. "
            "Giữ nguyên số liệu đang có, hoặc chạy lại với --lose-dossiers-without-journal nếu chấp nhận mất."
        )
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {_TABLES} IN EXCLUSIVE MODE")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in _TABLES.split(", "):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - a name of our own
    since: _rows.Since = {}
    written = _write(journal.all_records(), _rows.of_dossier, since, say)
    _write(journal.all_petitions(), _rows.of_petition, since, None)
    _rows.tell(since)
    count()
    return written


def recount() -> None:
    """Fill the cells and who has told anything, both empty, from records that were not folded here."""
    count()
    _rows.tell(telling.worked_out())


def count() -> None:
    """Fill the empty cells from the records."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '1GB'")
        for statement in _CELLS:
            cursor.execute(statement)
        cursor.execute(f"SELECT {_LAST}::date")
        (since,) = cursor.fetchone()
    if since is not None:
        kept_since(since)


def _write(found: Iterable, rows_of: Callable, since: _rows.Since, say: Progress | None) -> int:  # type: ignore[type-arg]
    records, written = iter(found), 0
    while portion := list(islice(records, _BATCH)):
        rows: list[Folded] = [row for number, record in portion for row in rows_of(number, record)]
        first = _rows.sources(record for _, record in portion)
        since.update({one: min(day, since.get(one, day)) for one, day in first.items()})
        _copy(rows)
        written += len(portion)
        if say:
            say(written)
    return written


def _copy(rows: list[Folded]) -> None:
    """Write rows as they stand, the fastest way there is."""
    model = rows[0]._meta  # noqa: SLF001 - Django's own way to name a table and its columns
    names = [field.attname for field in model.concrete_fields]
    columns = ", ".join(str(field.column) for field in model.concrete_fields)
    into = f"COPY {model.db_table} ({columns}) FROM STDIN (FORMAT BINARY)"
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        copy.set_types([_TYPES.get(name, "int8") for name in names])
        for row in rows:
            copy.write_row([getattr(row, name) for name in names])


_TYPES = {
    "seq": "int4",
    "procedure": "varchar",
    "received_on": "date",
    "ended_on": "date",
    "days": "date[]",
    "counts": "int2[]",
    "moved": "int4[]",
}
