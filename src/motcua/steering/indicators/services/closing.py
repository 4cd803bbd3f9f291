"""When a month is over: its days of single procedures go, what its month says of them stays."""

from datetime import date

from django.db import connection

_DROP = "DELETE FROM indicators_cell WHERE grain = 'd' AND procedure <> '' AND first < %s::date"


def close_months(*, before: date) -> int:
    """Drop the days of single procedures of the months before a day's; return how many cells there were."""
    with connection.cursor() as cursor:
        cursor.execute(_DROP, [date(before.year, before.month, 1)])
        return int(cursor.rowcount)
