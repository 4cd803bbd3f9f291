"""What must be true of bags and hand-over slips: asked of the tables, each finding in a sentence."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from motcua.ground.kernel.invariants import Check, Finding

from .law import REPORT, RESTORE

_NEWEST = """
SELECT d.code, s.token FROM dossiers_paperset s JOIN dossiers_dossier d ON d.id = s.dossier_id
LEFT JOIN dossiers_papermove m ON m.paper_set_id = s.token AND m.seq = s.seq
WHERE (m.place, m.at) IS DISTINCT FROM (s.place, s.since) OR m.agency_id IS DISTINCT FROM s.agency_id
   OR m.post_id IS DISTINCT FROM s.post_id OR m.slip_id IS DISTINCT FROM s.slip_id
   OR s.seq <> (SELECT count(*) FROM dossiers_papermove c WHERE c.paper_set_id = s.token)
"""
_BACKWARDS = """
SELECT d.code, s.token FROM dossiers_paperset s JOIN dossiers_dossier d ON d.id = s.dossier_id
WHERE EXISTS (SELECT 1 FROM dossiers_papermove a JOIN dossiers_papermove b
                ON b.paper_set_id = a.paper_set_id AND b.seq = a.seq + 1 AND b.at < a.at
              WHERE a.paper_set_id = s.token)
"""
_BAGLESS = """
SELECT d.code FROM dossiers_dossier d
WHERE d.received_at >= (SELECT min(at) FROM dossiers_papermove) AND d.channel <> 'online' AND d.flag <> 'mirrored'
  AND EXISTS (SELECT 1 FROM dossiers_paper p WHERE p.dossier_id = d.id AND NOT p.shown_only
                AND p.originals + p.copies + p.photocopies > 0)
  AND NOT EXISTS (SELECT 1 FROM dossiers_paperset s WHERE s.dossier_id = d.id AND s.kind = 'papers')
"""
_ADRIFT = """
SELECT d.code, s.token FROM dossiers_paperset s JOIN dossiers_dossier d ON d.id = s.dossier_id
WHERE (s.place = 'transit') <> EXISTS (
    SELECT 1 FROM dossiers_slipline l
    WHERE l.paper_set_id = s.token AND l.state IN ('on_way', 'missing') AND (l.slip_id = s.slip_id OR s.slip_id IS NULL)
)
"""
_GAPS = """
SELECT g.short_name, r.year, r.last_serial, count(p.id), coalesce(max(p.serial), 0)
FROM dossiers_slipregister r JOIN agencies_agency g ON g.id = r.agency_id
LEFT JOIN dossiers_slip p ON p.sender_id = r.agency_id AND p.year = r.year
GROUP BY g.short_name, r.id
HAVING count(p.id) <> r.last_serial OR coalesce(max(p.serial), 0) <> r.last_serial
"""
_UNSETTLED = """
SELECT g.short_name, p.serial, p.year, count(*) FROM dossiers_slip p JOIN agencies_agency g ON g.id = p.sender_id
JOIN dossiers_slipline l ON l.slip_id = p.id AND l.state IN ('packed', 'on_way', 'missing')
WHERE p.state = 'closed' OR (p.state = 'sent' AND l.state = 'packed')
GROUP BY g.short_name, p.id
"""
_BAGS: tuple[tuple[str, str, str, str], ...] = (
    ("bộ giấy ở đúng một nơi, theo dòng mới nhất của sổ", _NEWEST, "có bộ giấy {1} không khớp sổ di chuyển", RESTORE),
    ("sổ di chuyển của bộ giấy không chạy ngược", _BACKWARDS, "có bộ giấy {1} mà sổ di chuyển chạy ngược", RESTORE),
    ("hồ sơ có giấy thì có bộ giấy", _BAGLESS, "có giấy mà không có bộ giấy nào", REPORT),
    (
        "giấy đang đi thì nằm trên một phiếu",
        _ADRIFT,
        "có bộ giấy {1} đang đi mà không nằm trên phiếu, hoặc ngược lại",
        REPORT,
    ),
)


def checks() -> Iterator[Check]:
    """Yield each rule with its findings."""
    bags, slips = _counted("SELECT count(*) FROM dossiers_paperset"), _counted("SELECT count(*) FROM dossiers_slip")
    for rule, sql, sentence, mend in _BAGS:
        found = tuple(
            Finding(subject=str(row[0]), sentence=f"Hồ sơ {row[0]} {sentence.format(*row)}.", mend=mend)
            for row in _rows(sql)
        )
        yield Check(rule=rule, checked=bags, findings=found)
    yield Check(
        rule="số phiếu bàn giao liền mạch trong năm",
        checked=slips,
        findings=tuple(
            Finding(
                subject=f"{name} {year}",
                sentence=f"Sổ phiếu của {name} năm {year} ghi tới số {last} nhưng có {count} phiếu, tới số {high}.",
                mend=REPORT,
            )
            for name, year, last, count, high in _rows(_GAPS)
        ),
    )
    yield Check(
        rule="phiếu đã ký nhận không còn dòng chưa rõ",
        checked=slips,
        findings=tuple(
            Finding(
                subject=f"{name} {serial}/{year}",
                sentence=f"Phiếu {serial}/PBG-{year} của {name} còn {left} bộ chưa rõ ở đâu.",
                mend=REPORT,
            )
            for name, serial, year, left in _rows(_UNSETTLED)
        ),
    )


def _counted(sql: str) -> int:
    ((number,),) = _rows(sql)
    return int(number)


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
