"""Dossiers that were made up for measurements: which they are, and which of them have no journal (ADR 0035)."""

from collections.abc import Iterator

from django.db import connection

from motcua.ground.kernel.invariants import Check
from motcua.ground.outbox import queries as outbox

_SAMPLE = """
SELECT id FROM (SELECT id FROM dossiers_dossier ORDER BY id DESC LIMIT (%(most)s::int + 1) / 2) newest
UNION
SELECT d.id FROM (SELECT min(id) AS first, max(id) AS last FROM dossiers_dossier) s
CROSS JOIN LATERAL generate_series(
    s.first, s.last, greatest((s.last - s.first) / greatest(%(most)s::int / 2, 1), 1)) g(id)
JOIN dossiers_dossier d ON d.id = g.id
LIMIT %(most)s::int
"""


def untold() -> tuple[range, ...]:
    """Return the ids of dossiers that never had a journal, because they were loaded without one."""
    said = (entry.payload for entry in outbox.stream("load:"))
    return tuple(range(one["first_id"], one["told_from"]) for one in said if one["told_from"] > one["first_id"])


def sample(most: int) -> tuple[int, ...]:
    """Return the ids of so many dossiers: half of them the newest, the others spread over all."""
    with connection.cursor() as cursor:
        cursor.execute(_SAMPLE, {"most": most})
        return tuple(dossier_id for (dossier_id,) in cursor.fetchall())


def checks() -> Iterator[Check]:
    """Yield, where there are any, how many dossiers have no journal to be checked against; that is no fault."""
    if without := sum(map(len, untold())):
        yield Check(rule="hồ sơ dựng để đo tải, không có sổ sự kiện nên bỏ qua khi đối chiếu sổ", checked=without)
