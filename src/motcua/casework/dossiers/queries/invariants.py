"""What must be true of every dossier, asked of the tables and the journal. `motcua doctor` prints it."""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, timedelta

from django.db import connection
from django.db.models import Max, Min

from motcua.casework.procedures.queries import catalogue
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.invariants import Check, Finding
from motcua.ground.outbox import queries as outbox
from motcua.people.agencies.queries import calendars

from ..models import Dossier, DueDate, Group, Participation
from ..rules import deadlines, journal
from ..rules.lifecycle import State
from ..vocabulary import DueKind, Flag, Form, Status
from . import bags, law, loads, parts

_HOLDERS = """
SELECT d.code, d.status, count(i.id) FILTER (WHERE i.state IN ('open', 'waiting')) AS open
FROM dossiers_dossier d LEFT JOIN workflow_workitem i ON i.subject_id = d.id
GROUP BY d.id
HAVING count(i.id) FILTER (WHERE i.state = 'open')
       <> CASE WHEN d.status IN ('received', 'processing', 'completed') AND d.flag <> 'mirrored' THEN 1 ELSE 0 END
    OR count(i.id) FILTER (WHERE i.state = 'waiting')
       <> CASE WHEN d.status IN ('supplement', 'finance') AND d.flag = '' THEN 1 ELSE 0 END
"""
_GAPS = """
SELECT g.code, r.day, r.series, r.last_serial, count(d.id), coalesce(min(d.serial), 0), coalesce(max(d.serial), 0)
FROM dossiers_register r
JOIN agencies_agency g ON g.id = r.agency_id
LEFT JOIN dossiers_dossier d ON d.agency_id = r.agency_id AND d.registered_on = r.day AND d.series = r.series
GROUP BY g.code, r.id
HAVING count(d.id) <> r.last_serial OR coalesce(max(d.serial), 0) <> r.last_serial
"""
_LETTER_GAPS = """
SELECT a.code, n.year, n.form, max(n.serial), count(*) FROM dossiers_papernumber n
JOIN agencies_agency a ON a.id = n.agency_id
GROUP BY a.code, n.year, n.form HAVING max(n.serial) <> count(*)
"""
_HEADS = """
SELECT d.code, d.event_seq, e.seq
FROM dossiers_dossier d
LEFT JOIN LATERAL (
    SELECT seq, hash FROM outbox_entry WHERE subject = 'dossier:' || d.id ORDER BY seq DESC LIMIT 1
) e ON true
WHERE (e.seq IS DISTINCT FROM d.event_seq OR e.hash IS DISTINCT FROM d.event_hash)
  AND NOT EXISTS (SELECT 1 FROM outbox_entry m
                  WHERE m.subject LIKE 'load:%%' AND m.name = 'DossiersLoaded'
                    AND d.id >= (m.payload ->> 'first_id')::bigint AND d.id < (m.payload ->> 'told_from')::bigint)
"""
_LOST = """
SELECT e.subject FROM outbox_entry e
WHERE e.subject LIKE 'dossier:%%' AND e.seq = 1
  AND NOT EXISTS (SELECT 1 FROM dossiers_dossier d WHERE 'dossier:' || d.id = e.subject)
"""
_PLACES = """
SELECT d.code FROM dossiers_dossier d JOIN workflow_workitem i ON i.subject_id = d.id
JOIN workflow_activity a ON a.id = i.activity_id JOIN workflow_instance n ON n.id = i.instance_id
WHERE i.instance_id <> d.instance_id
   OR (i.state <> 'done' AND (a.definition_id <> n.definition_id OR i.subject_due_at IS DISTINCT FROM d.due_at
                           OR i.subject_done <> (d.status = 'completed')))
"""


def checks(*, every: bool = False, sample: int | None = None) -> Iterator[Check]:
    """Yield each rule with its findings.

    every   recompute the due time of all dossiers, not only of the newest two thousand
    sample  read the journal of so many dossiers again, half of them the newest; None: of all
    """
    total = Dossier.objects.count()
    among = None if sample is None else loads.sample(sample)
    yield _chain(among)
    yield from loads.checks()
    yield law.of_rows("chuỗi sự kiện khớp hồ sơ", total, _HEADS, "đứng ở sự kiện {1}, sổ ghi tới {2}", law.RESTORE)
    yield law.of_rows("không mất hồ sơ đã ghi sổ", total, _LOST, "có trong sổ sự kiện mà không có hồ sơ", law.RESTORE)
    yield law.of_rows(
        "mỗi hồ sơ đang mở có đúng một nơi giữ", total, _HOLDERS, "ở trạng thái {1} có {2} bước mở", law.REPORT
    )
    yield law.of_rows(
        "bước đang mở thuộc đúng quy trình và hạn", total, _PLACES, "có bước lạc quy trình hoặc lệch hạn", law.REPORT
    )
    yield _numbers()
    yield _letter_numbers()
    yield _statuses(among)
    yield _dues(every=every)
    yield from law.checks(total)
    yield from parts.checks(total)
    yield from bags.checks()


def _chain(among: Collection[int] | None) -> Check:
    subjects = None if among is None else [f"dossier:{pk}" for pk in among]
    return Check(
        rule="chuỗi sự kiện không đứt",
        checked=outbox.count(among=subjects),
        findings=tuple(
            Finding(subject=f"{subject} #{seq}", sentence=f"Sự kiện {subject} số {seq} {wrong}.", mend=law.RESTORE)
            for subject, seq, wrong in outbox.breaks(among=subjects)
        ),
    )


def _numbers() -> Check:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM dossiers_register")
        (registers,) = cursor.fetchone()
        cursor.execute(_GAPS)
        rows = cursor.fetchall()
    found = tuple(
        Finding(
            subject=f"{code} {day:%d/%m/%Y}{' ' + series if series else ''}",
            sentence=f"Sổ {code} ngày {day:%d/%m/%Y} ghi tới số {last} nhưng có {count} hồ sơ, từ số {low} đến {high}.",
            mend=law.REPORT,
        )
        for code, day, series, last, count, low, high in rows
    )
    return Check(rule="số hồ sơ liền mạch trong sổ ngày", checked=registers, findings=found)


def _letter_numbers() -> Check:
    """Tell whether the numbers of letters run from 1 without a gap, by agency, year and form (30/2020/NĐ-CP)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM dossiers_papernumber")
        (given,) = cursor.fetchone()
        cursor.execute(_LETTER_GAPS)
        rows = cursor.fetchall()
    found = tuple(
        Finding(
            subject=f"{code} {year} {form}",
            sentence=f"Số văn bản {Form(form).label} năm {year} của {code} tới {last} mà chỉ có {count} văn bản.",
            mend=law.RESTORE,
        )
        for code, year, form, last, count in rows
    )
    return Check(rule="số văn bản liền mạch trong năm", checked=given, findings=found)


def _statuses(among: Collection[int] | None) -> Check:
    """Fold each dossier's events through the table of the law and compare with its state."""
    subjects = None if among is None else [f"dossier:{pk}" for pk in among]
    said: dict[str, list[tuple[str, str]]] = {}
    for subject, name, status in outbox.statuses("dossier:", among=subjects):
        said.setdefault(subject, []).append((name, status))
    untold = loads.untold()
    rows = Dossier.objects.exclude(flag=Flag.MIRRORED)
    if among is not None:
        rows = rows.filter(pk__in=among)
    found, checked = [], 0
    for pk, code, status, flag in rows.values_list("pk", "code", "status", "flag").iterator(chunk_size=5000):
        if any(pk in ids for ids in untold):
            continue
        checked += 1
        state, wrong = journal.walk(said.get(f"dossier:{pk}", []))
        kept = State(Status(status), Flag(flag))
        if not wrong and state != kept:
            wrong = f"ghi trạng thái {kept.label}, sự kiện nói {state.label if state else 'chưa có'}"
        if wrong:
            found.append(Finding(subject=code, sentence=f"Hồ sơ {code} {wrong}.", mend=law.REPORT))
    return Check(rule="trạng thái suy ra được từ sự kiện", checked=checked, findings=tuple(found))


def _dues(*, every: bool) -> Check:
    """Recompute due times by today's calendar and compare; a calendar edited since a receipt leaves its promise."""
    received = Dossier.objects.filter(received_at__gt=_calendar_settled()).exclude(flag=Flag.MIRRORED).order_by("-id")
    # parts have limits of their own, and wholes the longest way through them: `parts` counts them again
    received = received.exclude(pk__in=Participation.objects.filter(child__isnull=False).values("child_id"))
    received = received.exclude(cross_boundary=True)  # counted from a taking that nobody knew yet
    received = received.exclude(pk__in=Group.objects.values("dossier_id"))
    span = received.aggregate(first=Min("received_at"), last=Max("received_at"))
    if span["first"] is None:
        return Check(rule="hẹn trả tính lại được", checked=0)
    first, last = local(span["first"]).date() - timedelta(days=7), local(span["last"]).date() + timedelta(days=800)
    rows = list(received if every else received[:2000])
    promised = _first_promises(rows)
    found = [
        Finding(
            subject=row.code,
            sentence=f"Hồ sơ {row.code} hẹn {_said(promised[row.pk])}, tính lại ra {_said(again)}.",
            mend="Nếu lịch làm việc vừa được sửa sau ngày nhận thì giữ hạn đã hẹn; nếu không, " + law.REPORT.lower(),
        )
        for row in rows
        if row.pk in promised and (again := _due(row, first, last)) != promised[row.pk]
    ]
    return Check(rule="hẹn trả tính lại được", checked=len(rows), findings=tuple(found))


def _first_promises(rows: list[Dossier]) -> dict[int, datetime]:
    """Return what dossiers promise whose first promise still holds: neither moved, restarted nor corrected."""
    made = DueDate.objects.filter(dossier__in=[row.pk for row in rows]).exclude(kind=DueKind.RECEIVED)
    moved = set(made.values_list("dossier_id", flat=True))
    return {row.pk: row.due_at for row in rows if row.due_at and row.pk not in moved}


def _due(row: Dossier, first: date, last: date) -> datetime | None:
    version = catalogue.by_id(row.version_id)
    terms = version.content.terms_for(Channel(row.channel), row.case) if version else None
    if terms is None or terms.limit is None or row.received_at is None:
        return None
    calendar = calendars.calendar_of(row.agency_id, first=first, last=last)
    return deadlines.due(row.received_at, terms.limit, calendar).at


def _calendar_settled() -> datetime:
    """Return when a working calendar was last changed by a decision."""
    return outbox.newest_at("calendar:") or datetime.min.replace(tzinfo=UTC)


def _said(moment: datetime | None) -> str:
    return f"{local(moment):%H:%M %d/%m/%Y}" if moment else "không có hạn"
