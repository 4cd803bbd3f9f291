"""Every count from the raw journal by SQL that shares nothing with the fold, for every agency, procedure and period."""

from collections import Counter
from pathlib import Path

from django.db import connection

from motcua.steering.indicators.rules.windows import OF_THE_TOLD
from motcua.steering.indicators.vocabulary import Count

_HERE = Path(__file__).parent
TOLD = tuple(
    count
    for count in Count
    if count is not Count.UNBLAMED and count not in OF_THE_TOLD and not count.value.startswith("petitions")
)
"""What is counted here: all that a dossier moves."""


def read_lives():
    """Read the journal anew; whoever asks for a period afterwards is answered from what it said then."""
    with connection.cursor() as cursor:
        for name in ("event", "promise", "wait", "letter", "life"):
            cursor.execute(f"DROP TABLE IF EXISTS pg_temp.truth_{name}")
        for statement in (_HERE / "truth_lives.sql").read_text().split(";\n"):
            if statement.strip():
                cursor.execute(statement)


def counted(period, today):
    """Return {(receiving agency, competent agency, procedure): counts} of a period, of one that is not over by today."""
    with connection.cursor() as cursor:
        last = min(period.last, today)
        cursor.execute((_HERE / "truth.sql").read_text(), {"first": period.first, "last": last})
        names = [column.name for column in cursor.description][3:]
        return {
            tuple(row[:3]): Counter({Count(name): number for name, number in zip(names, row[3:], strict=True)})
            for row in cursor.fetchall()
        }


def summed(found, place):
    """Return {one of the three keys: counts}, the others added up."""
    totals = {}
    for key, counts in found.items():
        total = totals.setdefault(key[place], Counter())
        for count, number in counts.items():
            total[count] += number
    return totals
