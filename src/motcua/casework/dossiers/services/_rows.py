"""Insert what a dossier is born with in one statement, whatever its tables; the columns are the models'."""

from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Field, Model


def insert(rows: Sequence[Model]) -> None:
    """Insert rows of several tables, rows of one table side by side; ids that are not given are not read back."""
    shape = tuple(
        (model, keyed, sum(1 for _ in group))
        for (model, keyed), group in groupby(rows, key=lambda row: (type(row), row.pk is not None))
    )
    parameters = [
        field.get_db_prep_save(getattr(row, field.attname), connection)
        for row in rows
        for field in _fields(type(row), keyed=row.pk is not None)
    ]
    with connection.cursor() as cursor:
        cursor.execute(_statement(shape), parameters)


@cache
def _fields(model: type[Model], *, keyed: bool) -> tuple["Field[Any, Any]", ...]:
    columns = model._meta.local_concrete_fields  # noqa: SLF001 - Django documents it
    return tuple(field for field in columns if keyed or not field.primary_key)


@cache
def _statement(shape: tuple[tuple[type[Model], bool, int], ...]) -> str:
    parts = []
    for number, (model, keyed, rows) in enumerate(shape):
        fields = _fields(model, keyed=keyed)
        columns = ", ".join(f'"{field.column}"' for field in fields)
        row = f"({', '.join(f'%s::{field.db_type(connection)}' for field in fields)})"
        table = model._meta.db_table  # noqa: SLF001
        values = ", ".join([row] * rows)
        parts.append(f"w{number} AS (INSERT INTO {table} ({columns}) VALUES {values})")  # noqa: S608 - from the models
    return f"WITH {', '.join(parts)} SELECT 1"
