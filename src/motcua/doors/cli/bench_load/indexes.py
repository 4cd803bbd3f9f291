"""Take the indexes off tables before they are filled, and build them again afterwards, each at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import Cursor

_FOUND = """
SELECT t.relname, i.relname, coalesce(pg_get_constraintdef(c.oid), ''), pg_get_indexdef(x.indexrelid)
FROM pg_index x
JOIN pg_class t ON t.oid = x.indrelid
JOIN pg_class i ON i.oid = x.indexrelid
LEFT JOIN pg_constraint c ON c.conindid = x.indexrelid AND c.contype IN ('u', 'x')
WHERE t.relname = ANY(%s) AND t.relnamespace = 'public'::regnamespace AND NOT x.indisprimary
  AND NOT EXISTS (SELECT 1 FROM pg_constraint f WHERE f.conindid = x.indexrelid AND f.contype = 'f')
ORDER BY t.relname, i.relname
"""


@dataclass(frozen=True, slots=True)
class Index:
    """An index that was taken off. ``constraint``: its definition where it belongs to one, else ""."""

    table: str
    name: str
    constraint: str
    definition: str


def take_off(cursor: Cursor, tables: Sequence[str]) -> tuple[Index, ...]:
    """Drop every index of these tables but the primary keys, and return them."""
    found = tuple(Index(*row) for row in cursor.execute(_FOUND, [list(tables)]).fetchall())
    for index in found:
        if index.constraint:
            cursor.execute(f'ALTER TABLE "{index.table}" DROP CONSTRAINT "{index.name}"')
        else:
            cursor.execute(f'DROP INDEX "{index.name}"')
    return found


def put_back(cursor: Cursor, index: Index) -> None:
    """Build an index again as it was."""
    if index.constraint:
        cursor.execute(f'ALTER TABLE "{index.table}" ADD CONSTRAINT "{index.name}" {index.constraint}')
    else:
        cursor.execute(index.definition)
