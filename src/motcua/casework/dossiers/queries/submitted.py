"""What was handed in from afar and has no receipt yet: who has to decide on it, or complete it, and until when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.ground.kernel.vocabulary import Term

from ..models import Supplement
from ..vocabulary import SupplementReason
from . import _lists

PAGE = 50


class Stage(Term):
    """Hồ sơ chưa tiếp nhận đang chờ ai."""

    DECIDE = "decide", "Chờ quyết định"
    APPLICANT = "applicant", "Chờ người nộp bổ sung"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One dossier without receipt.

    by_when      until when the agency decides, or the applicant completes it
    on_behalf    an officer handed it in online for its applicant
    brought      kinds of paper of which something is here, of ``asked`` kinds; what the State has is not counted
    """

    id: int
    code: str
    applicant: str
    procedure_code: str
    procedure_name: str
    channel: str
    submitted_at: datetime
    by_when: datetime
    on_behalf: bool
    brought: int
    asked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Fifty rows; ``after`` is the keyset of the next page, "" at the end."""

    rows: tuple[Row, ...]
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many wait at a counter, and for how many of them the time is over."""

    decide: int
    decide_late: int
    applicant: int
    applicant_late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request for papers that is open. ``items``: {"key", "name", "want", "why"} in the order of the notice."""

    number: int
    reasons: tuple[str, ...]
    items: tuple[dict[str, str], ...]
    guidance: str
    basis: str
    asked_at: datetime
    answer_by: datetime


_WAITING = {
    Stage.DECIDE: ("", "d.status = 'registered' AND d.flag = ''", "d.accept_by"),
    Stage.APPLICANT: (
        "JOIN dossiers_supplement s ON s.dossier_id = d.id AND s.supplied_at IS NULL",
        "d.flag = 'before_receipt'",
        "s.answer_by",
    ),
}
_ROWS = """
SELECT d.id, d.code, d.applicant, p.code AS procedure_code, v.name AS procedure_name, d.channel, d.submitted_at,
       {moment} AS by_when, coalesce((e.payload ->> 'on_behalf')::boolean, false) AS on_behalf, a.brought, a.asked
FROM dossiers_dossier d
{join}
JOIN procedures_version v ON v.id = d.version_id
JOIN procedures_procedure p ON p.id = v.procedure_id
LEFT JOIN outbox_entry e ON e.subject = 'dossier:' || d.id AND e.seq = 1
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE w.originals + w.copies + w.photocopies > 0) AS brought, count(*) AS asked
    FROM dossiers_paper w WHERE w.dossier_id = d.id AND NOT w.not_applicable AND NOT w.from_data
) a
WHERE d.agency_id = %(agency)s::bigint AND {where}{after}
ORDER BY {moment}, d.id
LIMIT %(limit)s::int
"""
_COUNTS = """
SELECT count(*) FILTER (WHERE d.status = 'registered') AS decide,
       count(*) FILTER (WHERE d.status = 'registered' AND d.accept_by < %(at)s::timestamptz) AS decide_late,
       count(*) FILTER (WHERE d.flag = 'before_receipt') AS applicant,
       count(*) FILTER (WHERE d.flag = 'before_receipt' AND s.answer_by < %(at)s::timestamptz) AS applicant_late
FROM (SELECT id, status, flag, accept_by FROM dossiers_dossier
      WHERE agency_id = %(agency)s::bigint AND status = 'registered' AND flag = ''
      UNION ALL
      SELECT id, status, flag, accept_by FROM dossiers_dossier
      WHERE agency_id = %(agency)s::bigint AND flag = 'before_receipt') d
LEFT JOIN dossiers_supplement s ON s.dossier_id = d.id AND s.supplied_at IS NULL
"""


def page(stage: Stage, agency_id: int, *, after: str = "") -> Page:
    """Return one page of what waits at an agency's counter, the most urgent first.

    after   keyset of the previous page's last row; "" for the first page
    """
    join, where, moment = _WAITING[stage]
    parameters: dict[str, Any] = {"agency": agency_id, "limit": PAGE + 1}
    past = ""
    if after:
        begun, number = _lists.keyset(after)
        past = f" AND ({moment}, d.id) > (%(begun)s::timestamptz, %(number)s::bigint)"
        parameters |= {"begun": begun, "number": number}
    rows = _lists.rows(_ROWS.format(join=join, where=where, moment=moment, after=past), parameters)
    shown = tuple(Row(**row) for row in rows[:PAGE])
    more = len(rows) > PAGE
    return Page(rows=shown, after=f"{shown[-1].by_when.isoformat()}~{shown[-1].id}" if more else "")


def counts(agency_id: int, *, at: datetime) -> Counts:
    """Return how many wait at an agency's counter, in one scan of what has no receipt."""
    (row,) = _lists.rows(_COUNTS, {"agency": agency_id, "at": at})
    return Counts(**row)


def asked(dossier_id: int) -> Asked | None:
    """Return the request that the applicant has to answer, if one is open."""
    row = Supplement.objects.filter(dossier_id=dossier_id, supplied_at__isnull=True).first()
    if row is None:
        return None
    return Asked(
        number=row.number,
        reasons=tuple(SupplementReason(reason).label for reason in row.reasons),
        items=tuple(row.items),
        guidance=row.guidance,
        basis=row.basis,
        asked_at=row.asked_at,
        answer_by=row.answer_by,
    )
