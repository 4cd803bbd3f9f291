"""Whether the figures are the sum of their dossiers: what the doctor asks."""

from collections.abc import Iterator

from django.db import connection

from motcua.ground.kernel.invariants import Check, Finding

from ..rules.windows import KEPT

_MEND = "Chạy `motcua indicators rebuild`; còn nguyên thì báo người phát triển."
_SUMMED = ", ".join(f"sum(m.moved) FILTER (WHERE m.count = {one.code}) AS {one.value}" for one in KEPT)
_DIFFERS = " OR ".join(f"coalesce(s.{one.value}, 0) <> coalesce(c.{one.value}, 0)" for one in KEPT)
_ALL = ", ".join(f"sum({one.value}) AS {one.value}" for one in KEPT)
_UNEQUAL = f"""
WITH r AS (
    SELECT agency_id, competent_id, days, counts, moved FROM indicators_dossierrecord
    UNION ALL SELECT agency_id, competent_id, days, counts, moved FROM indicators_petitionrecord
), s AS (
    SELECT r.agency_id, r.competent_id, date_trunc('month', m.day)::date AS first, {_SUMMED}
    FROM r, unnest(r.days, r.counts, r.moved) AS m(day, count, moved) GROUP BY 1, 2, 3
)
SELECT a.code, count(*) FROM s FULL JOIN (
    SELECT * FROM indicators_cell WHERE procedure = '' AND grain = 'm'
) c USING (agency_id, competent_id, first) JOIN agencies_agency a ON a.id = agency_id
WHERE {_DIFFERS} GROUP BY a.code ORDER BY a.code
"""  # noqa: S608 - names of our own
_PARTED = f"""
WITH whole AS (SELECT * FROM indicators_cell WHERE grain = 'm' AND procedure = ''), part AS (
    SELECT agency_id, competent_id, {{key}} AS first, {_ALL} FROM indicators_cell WHERE {{parts}} GROUP BY 1, 2, 3
)
SELECT a.code, count(*) FROM {{whole}} c FULL JOIN part s USING (agency_id, competent_id, first)
JOIN agencies_agency a ON a.id = agency_id WHERE {_DIFFERS} GROUP BY a.code ORDER BY a.code
"""  # noqa: S608 - names of our own
_MONTH = "date_trunc('month', first)::date"
_YEARS = "(SELECT * FROM indicators_cell WHERE grain = 'y' AND procedure = '')"
_PARTS = (
    ("tháng bằng tổng các ngày", "whole", _MONTH, "grain = 'd' AND procedure = ''"),
    ("năm bằng tổng các tháng", _YEARS, "date_trunc('year', first)::date", "grain = 'm' AND procedure = ''"),
)


def checks(*, every: bool = False) -> Iterator[Check]:
    """Yield whether the figures are the sum of their dossiers, and longer times the sum of the shorter."""
    del every
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM indicators_dossierrecord")
        (kept,) = cursor.fetchone()
    yield _check("số liệu bằng tổng các hồ sơ", kept, _UNEQUAL, "Số liệu của {code} lệch {lines} tháng so với hồ sơ.")
    for rule, whole, key, parts in _PARTS:
        statement = _PARTED.format(whole=whole, key=key, parts=parts)
        yield _check(f"số liệu {rule}", kept, statement, f"Số liệu của {{code}}: {{lines}} kỳ không phải là {rule}.")


def _check(rule: str, kept: int, statement: str, sentence: str) -> Check:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found = cursor.fetchall()
    findings = (
        Finding(subject=code, sentence=sentence.format(code=code, lines=lines), mend=_MEND) for code, lines in found
    )
    return Check(rule=rule, checked=kept, findings=tuple(findings))
