"""When a month is over: its days of single procedures go, what its month says of them stays."""

from datetime import date

from django.db import connection, transaction

from ..models import ProcedureDays

_DROP = "DELETE FROM indicators_cell WHERE grain = 'd' AND procedure <> '' AND first < %s::date"


@transaction.atomic
def close_months(*, before: date) -> int:
    """Drop the days of single procedures of the months before a day's; return how many cells there were."""
    since = date(before.year, before.month, 1)
    kept_since(since)
    with connection.cursor() as cursor:
        cursor.execute(_DROP, [since])
        return int(cursor.rowcount)


def kept_since(since: date) -> None:
    """Say from which day on single procedures have cells of days."""
    ProcedureDays.objects.update_or_create(pk=1, defaults={"since": since})
