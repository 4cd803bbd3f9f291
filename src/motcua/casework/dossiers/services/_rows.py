"""Insert what a dossier is born with in one statement, whatever its tables; the columns are the models'."""

from collections.abc import Sequence
from functools import cache
from itertools import groupby
from json import dumps

from django.db import connection
from django.db.models import Model


def insert(rows: Sequence[Model]) -> None:
    """Insert rows of several tables, rows of one table side by side; ids that are not given are not read back."""
    tables, parameters = [], []
    for (model, keyed), group in groupby(rows, key=lambda row: (type(row), row.pk is not None)):
        names = _columns(model, keyed=keyed)
        values = [{column: getattr(row, name) for name, column in names} for row in group]
        parameters.append(dumps(values, default=str, ensure_ascii=False))
        tables.append((model, keyed))
    with connection.cursor() as cursor:
        cursor.execute(_statement(tuple(tables)), parameters)


@cache
def _columns(model: type[Model], *, keyed: bool) -> tuple[tuple[str, str], ...]:
    """Return (attribute, column) of each field, the database's own key only where it is given."""
    fields = model._meta.local_concrete_fields  # noqa: SLF001 - Django documents it
    return tuple((field.attname, field.column or "") for field in fields if keyed or not field.primary_key)


@cache
def _statement(tables: tuple[tuple[type[Model], bool], ...]) -> str:
    """Return the statement: one parameter a table, since psycopg parses one of many parameters anew each time."""
    parts = []
    for number, (model, keyed) in enumerate(tables):
        table = model._meta.db_table  # noqa: SLF001
        columns = ", ".join(f'"{column}"' for _, column in _columns(model, keyed=keyed))
        source = f"SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)"  # noqa: S608 - from the models
        parts.append(f"w{number} AS (INSERT INTO {table} ({columns}) {source})")
    return f"WITH {', '.join(parts)} SELECT 1"
