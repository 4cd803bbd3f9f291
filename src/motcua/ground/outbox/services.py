"""Publish in the transaction of the act; deliver after it, each subscriber alone and once."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import TypeVar

from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django import app as jobs

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.events import Event

from . import queries, rules
from .errors import KeyReused
from .models import Delivery, Entry
from .ports import handler_of, subscribers_of
from .queries import EntryView
from .vocabulary import GENESIS

T = TypeVar("T")


def publish(event: Event, *, by: Actor, at: datetime, key: str = "", request: str = "") -> int:
    """Append the event to its subject's chain and enqueue its deliveries; return the entry's id.

    Must run inside a transaction: what is rolled back was never published. ``key`` makes the act idempotent
    (see `once`); ``request`` is a fingerprint of what was asked.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("publish needs a transaction: the event and the deed commit together")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_lock_number(event.subject)])
    seq, previous = queries.head(event.subject)
    return _append(event, seq + 1, previous, by=by, at=at, key=key, request=request).pk


def begin(event: Event, *, by: Actor, at: datetime, key: str = "", request: str = "") -> str:
    """Publish the first event of a subject that is born in this transaction; return the head of its chain."""
    return _append(event, 1, GENESIS, by=by, at=at, key=key, request=request).hash


def enqueue(entry_id: int, event_name: str, subject: str) -> None:
    """Enqueue one delivery a subscriber, all in one statement, in the caller's transaction."""
    waiting = [
        jobs.configure_task(
            "outbox.deliver", queue="default", lock=f"{subscriber}:{subject}", allow_unknown=True
        ).make_new_job(entry_id=entry_id, subscriber=subscriber)
        for subscriber in subscribers_of(event_name)
    ]
    if waiting:
        jobs.job_manager.batch_defer_jobs(jobs=waiting)


def once(act: Callable[[], T], replay: Callable[[EntryView], T], *, by: Actor, key: str = "", request: str = "") -> T:
    """Do the act in one transaction, or answer as the first time if its key has been used.

    Raises  KeyReused where the key was used for another request.
    """
    if done := queries.by_key(by.ref, key):
        return replay(same_request(done, request))
    try:
        with transaction.atomic():
            return act()
    except IntegrityError:
        if (done := queries.by_key(by.ref, key)) is None:
            raise
        return replay(same_request(done, request))


@transaction.atomic
def deliver(entry_id: int, subscriber: str) -> None:
    """Hand one entry to one subscriber; a repeat does nothing."""
    _, first_time = Delivery.objects.get_or_create(entry_id=entry_id, subscriber=subscriber)
    if first_time:
        entry = Entry.objects.get(pk=entry_id)
        event = Event.restore(entry.name, entry.subject, entry.payload)
        handler_of(entry.name, subscriber)(event, entry.actor, entry.at)


def same_request(done: EntryView, request: str) -> EntryView:
    """Return the entry if the key was used for this very request; refuse otherwise."""
    if done.request != request:
        raise KeyReused("Khóa chống gửi trùng này đã dùng cho một yêu cầu khác. Gửi lại với khóa mới.")
    return done


def _append(event: Event, seq: int, previous: str, *, by: Actor, at: datetime, key: str, request: str) -> Entry:
    payload = event.payload()
    sealed = rules.seal(previous, subject=event.subject, seq=seq, name=event.name, payload=payload, actor=by.ref, at=at)
    entry = Entry.objects.create(
        subject=event.subject,
        seq=seq,
        name=event.name,
        payload=payload,
        actor=by.ref,
        at=at,
        previous=previous,
        hash=sealed,
        key=rules.stored_key(by.ref, key),
        request=request,
    )
    enqueue(entry.pk, event.name, event.subject)
    return entry


def _lock_number(subject: str) -> int:
    return int.from_bytes(sha256(subject.encode()).digest()[:8], "big", signed=True)
