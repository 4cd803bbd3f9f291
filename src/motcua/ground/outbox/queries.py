"""Reads of the journal."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from motcua.ground.kernel.invariants import Check, Finding

from . import rules
from .models import Entry
from .vocabulary import GENESIS

_FIELDS = ("id", "subject", "seq", "name", "payload", "actor", "at", "hash", "request")
_PARKED = """
SELECT j.id, j.args->>'subscriber', j.attempts, coalesce(e.subject, '?'), coalesce(e.name, '?')
FROM procrastinate_jobs j LEFT JOIN outbox_entry e ON e.id = (j.args->>'entry_id')::bigint
WHERE j.task_name = 'outbox.deliver' AND j.status IN ('failed', 'aborted')
ORDER BY j.id
"""

_FRESH_SECONDS = 15  # three beats
_BEATS = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s::float8)"
_JOB = """
SELECT EXISTS (SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %(name)s AND status = 'doing'),
       EXISTS (SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %(name)s AND status = 'todo')
"""
_HELD = "SELECT EXISTS (SELECT 1 FROM procrastinate_jobs WHERE lock = %s AND status = 'doing')"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """An entry as others see it."""

    id: int
    subject: str
    seq: int
    name: str
    payload: dict[str, Any]
    actor: str
    at: datetime
    hash: str
    request: str = ""


def by_key(actor: str, key: str) -> EntryView | None:
    """Return what an actor did under an idempotency key."""
    if not key:
        return None
    entry = Entry.objects.filter(key=rules.stored_key(actor, key)).first()
    return _view(entry) if entry else None


def history(subject: str) -> tuple[EntryView, ...]:
    """Return all entries of a subject, oldest first."""
    return tuple(_view(entry) for entry in Entry.objects.filter(subject=subject).order_by("seq"))


def of_subjects(subjects: Sequence[str]) -> Iterator[EntryView]:
    """Yield all entries of these subjects, subject by subject, oldest first."""
    for entry in Entry.objects.filter(subject__in=subjects).order_by("subject", "seq").values_list(*_FIELDS):
        yield EntryView(**dict(zip(_FIELDS, entry, strict=True)))


@contextmanager
def only_one(name: str) -> Iterator[bool]:
    """Hold a name for as long as it takes; tells whether this connection has it, or another one somewhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name])
        (mine,) = cursor.fetchone()
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])


def newest_id() -> int:
    """Return the id of the newest entry, 0 before the first."""
    return Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0


def stream(subject_prefix: str) -> Iterator[EntryView]:
    """Yield all entries of the subjects that begin so, subject by subject, oldest first, in constant memory."""
    entries = Entry.objects.filter(subject__startswith=subject_prefix).order_by("subject", "seq")
    return (_view(entry) for entry in entries.iterator(chunk_size=2000))


def actors_since(subject: str, seq: int, *, but: str = "") -> frozenset[str]:
    """Return who acted upon a subject after an entry of it, but for entries of one name."""
    later = Entry.objects.filter(subject=subject, seq__gt=seq).exclude(name=but)
    return frozenset(later.values_list("actor", flat=True))


def head(subject: str) -> tuple[int, str]:
    """Return (seq, hash) of a subject's newest entry, (0, GENESIS) before the first."""
    newest = Entry.objects.filter(subject=subject).order_by("-seq").values_list("seq", "hash").first()
    return newest or (0, GENESIS)


def breaks(subject_prefix: str = "", *, among: Sequence[str] | None = None) -> Iterator[tuple[str, int, str]]:
    """Yield (subject, seq, what is wrong) for every entry that does not continue its subject's chain.

    among   only these subjects
    """
    subject, seq, previous = "", 0, GENESIS
    entries = _entries(subject_prefix, among).order_by("subject", "seq")
    for entry in entries.iterator(chunk_size=2000):
        if entry.subject != subject:
            subject, seq, previous = entry.subject, 0, GENESIS
        if entry.seq != seq + 1:
            yield subject, entry.seq, f"thiếu bản ghi số {seq + 1}"
        elif entry.previous != previous:
            yield subject, entry.seq, "không nối với bản ghi trước"
        elif entry.hash != rules.seal(
            entry.previous,
            subject=entry.subject,
            seq=entry.seq,
            name=entry.name,
            payload=entry.payload,
            actor=entry.actor,
            at=entry.at,
        ):
            yield subject, entry.seq, "nội dung đã bị sửa"
        seq, previous = entry.seq, entry.hash


def count(subject_prefix: str = "", *, among: Sequence[str] | None = None) -> int:
    """Return how many entries there are, ``among``: of these subjects only."""
    return _entries(subject_prefix, among).count()


def is_worked() -> bool:
    """Tell whether a worker's heart beats: else what is enqueued waits."""
    with connection.cursor() as cursor:
        cursor.execute(_BEATS, [_FRESH_SECONDS])
        return bool(cursor.fetchone()[0])


def job(name: str) -> tuple[bool, bool]:
    """Return (is a job of this name under way, does one wait in the queue).

    One whose worker was killed counts as under way until it is put back.
    """
    with connection.cursor() as cursor:
        cursor.execute(_JOB, {"name": name})
        doing, queued = cursor.fetchone()
        return doing, queued


def is_held(lock: str) -> bool:
    """Tell whether any job with this lock is under way, so that others with it wait."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [lock])
        return bool(cursor.fetchone()[0])


def checks(*, every: bool = False) -> Iterator[Check]:
    """Yield whether every event reached those who listen: a delivery that spent its tries is parked until mended."""
    del every
    with connection.cursor() as cursor:
        cursor.execute(_PARKED)
        parked = cursor.fetchall()
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'outbox.deliver'")
        (waiting,) = cursor.fetchone()
    yield Check(
        rule="không có việc giao sự kiện nào bị treo",
        checked=waiting,
        findings=tuple(
            Finding(
                subject=f"{subject} {subscriber}",
                sentence=f"Sự kiện {name} của {subject} chưa giao được cho {subscriber} sau {attempts} lần.",
                mend=f"Xem nhật ký của worker, sửa nguyên nhân, rồi cho chạy lại việc số {job} của procrastinate.",
            )
            for job, subscriber, attempts, subject, name in parked
        ),
    )


def _entries(subject_prefix: str, among: Sequence[str] | None) -> QuerySet[Entry]:
    rows = Entry.objects.filter(subject__startswith=subject_prefix)
    return rows if among is None else rows.filter(subject__in=list(among))


def _view(entry: Entry) -> EntryView:
    return EntryView(
        id=entry.pk,
        subject=entry.subject,
        seq=entry.seq,
        name=entry.name,
        payload=entry.payload,
        actor=entry.actor,
        at=entry.at,
        hash=entry.hash,
        request=entry.request,
    )


def statuses(subject_prefix: str, *, among: Sequence[str] | None = None) -> Iterator[tuple[str, str, str]]:
    """Yield (subject, event name, status it left) of every event that names one, each subject's in order.

    among   only these subjects
    """
    rows = _entries(subject_prefix, among).filter(payload__has_key="status")
    yield from rows.order_by("subject", "seq").values_list("subject", "name", "payload__status").iterator(5000)


def newest_at(subject_prefix: str) -> datetime | None:
    """Return when something last happened to any such subject."""
    rows = Entry.objects.filter(subject__startswith=subject_prefix)
    return rows.order_by("-at").values_list("at", flat=True).first()
