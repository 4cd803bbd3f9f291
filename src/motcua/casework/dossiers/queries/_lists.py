"""What lists share: the rows of a statement by their names, and the place where a page of them ended."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import Invalid

_BIGINT = 2**63


def rows(sql: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return each row as {column: value}."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def keyset(after: str) -> tuple[datetime, int]:
    """Return (moment, id) of the row that the page before ended with, written ``moment~id``.

    Raises  Invalid for what no page of ours has written
    """
    moment, _, number = after.partition("~")
    try:
        found, last = local(datetime.fromisoformat(moment)), int(number)
    except (ValueError, OverflowError):
        last = 0
    if not 0 < last < _BIGINT:
        raise Invalid("Trang này của danh sách không còn. Mở lại từ trang đầu.", fields={"after": "Mở lại trang đầu"})
    return found, last
