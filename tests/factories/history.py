"""A commune with a past: one dossier goes through the services, the others are laid beside it with times of their own.

What is laid down is what the services write of a dossier's times: the dossier, its process, its steps, its promise.
"""

from copy import copy
from datetime import datetime, timedelta
from math import exp
from random import Random

from motcua.casework.dossiers.models import Dossier, DueDate
from motcua.casework.dossiers.services import processing, results
from motcua.people.agencies.queries import calendars
from motcua.tools.workflow.models import Instance, WorkItem

from .world import MARITAL, VN, World, a_dossier

BEGINS = datetime(2026, 1, 6, 8, 0, tzinfo=VN)


def a_past(world: World, dossiers: int, *, until: datetime, seed: int = 7, slow: float = 1.25) -> str:
    """Let so many five-day dossiers be received from January on, some hard from the beginning; return the pattern's code.

    What would be done only after ``until`` is open then, at the step where it is.
    """
    pattern = a_dossier(world, MARITAL, at=BEGINS)
    processing.take(pattern.code, by=world.officer, at=BEGINS + timedelta(hours=1))
    results.attach(pattern.code, number="1/XN", by=world.officer, at=BEGINS + timedelta(hours=2))
    processing.complete(pattern.code, "forward", by=world.officer, at=BEGINS + timedelta(hours=2))
    processing.complete(pattern.code, "sign", by=world.signer, at=BEGINS + timedelta(hours=3))
    _lay(pattern.code, list(_times(dossiers, until, seed, slow)), until)
    return pattern.code


def _times(dossiers, until, seed, slow):
    """Yield (received, due, taken, forwarded, signed), by chance and a hidden hardness."""
    dice = Random(seed)
    calendar = calendars.calendar_of(None, first=BEGINS.date(), last=until.date() + timedelta(days=60))
    span = (until - BEGINS).days
    for _ in range(dossiers):
        received = calendar.next_open(BEGINS + timedelta(days=dice.uniform(0, span)))
        due = calendar.close_time(calendar.add_workdays(received.date(), 5))
        hard = exp(dice.gauss(0, 0.5)) * slow
        taken = calendar.add_open_minutes(received, int(dice.uniform(10, 300)))
        forwarded = calendar.add_open_minutes(taken, int(500 * hard * exp(dice.gauss(0, 0.3))))
        signed = calendar.add_open_minutes(forwarded, int(320 * hard * exp(dice.gauss(0, 0.4))))
        yield received, due, taken, forwarded, signed


def _lay(code, times, until):
    pattern = Dossier.objects.select_related("instance").get(code=code)
    check, sign, last = WorkItem.objects.filter(subject_id=pattern.pk).order_by("id")
    promise = DueDate.objects.get(dossier=pattern)
    laid = []
    for number, (received, due, *_, signed) in enumerate(times, 1):
        done = signed if signed <= until else None
        instance = _like(pattern.instance, started_at=received)
        laid.append(
            _like(
                pattern,
                code=f"{code}-{number}",
                instance=instance,
                serial=number,
                series="L",
                received_at=received,
                registered_on=received.date(),
                due_at=due,
                legal_due_at=due,
                completed_at=done,
                status="completed" if done else "processing",
                channel="online" if number % 3 else "in_person",
            )
        )
    Instance.objects.bulk_create([dossier.instance for dossier in laid], batch_size=500)
    Dossier.objects.bulk_create(laid, batch_size=500)
    items, promises = [], []
    for dossier, (received, due, taken, forwarded, signed) in zip(laid, times, strict=True):
        promises.append(_like(promise, dossier=dossier, due_at=due, legal_due_at=due, set_at=received))
        for step, opened, took, closed in (
            (check, received, taken, forwarded), (sign, forwarded, forwarded, signed), (last, signed, None, None)
        ):  # fmt: skip
            if opened <= until:
                over = closed is not None and closed <= until
                items.append(
                    _like(
                        step,
                        instance=dossier.instance,
                        subject_id=dossier.pk,
                        subject_due_at=due,
                        opened_at=opened,
                        due_at=due,
                        taken_at=took if took and took <= until else None,
                        state="done" if over else "open",
                        closed_at=closed if over else None,
                    )
                )
    WorkItem.objects.bulk_create(items, batch_size=500)
    DueDate.objects.bulk_create(promises, batch_size=500)


def _like(row, **changed):
    laid = copy(row)
    laid._state = copy(row._state)
    laid._state.fields_cache = {}
    laid.pk, laid._state.adding = None, True
    for name, value in changed.items():
        setattr(laid, name, value)
    return laid
