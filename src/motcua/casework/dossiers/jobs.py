"""Clockwork of the dossier. Each is safe to run twice, and to miss a turn."""

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from motcua.ground.kernel import clock

from .services import clockwork, divergences, leg_clock, move_orders, registers

_WHEN_THE_DATABASE_IS_BACK = RetryStrategy(
    max_attempts=30, wait=10, retry_exceptions={OperationalError, InterfaceError}
)


@app.periodic(cron="*/10 * * * *")
@app.task(name="dossiers.strike", lock="dossiers.strike", queueing_lock="dossiers.strike")
def strike(timestamp: int) -> None:
    """Note what is late, write letters, send back, remind; a stroke that was missed is caught up by the next."""
    del timestamp
    at = clock.now()
    try:
        leg_clock.strike(at=at)  # first: a promise that waits for an applicant moves before it can be late
    finally:
        clockwork.strike(at=at)


@app.task(name=registers.TASK, retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def print_volume(book_id: int, number: int) -> None:
    """Print one volume of a register; a failure is tried again, and what is printed stays."""
    registers.print_volume(book_id, number, at=clock.now())


@app.task(name=move_orders.LOOK_TASK, retry=_WHEN_THE_DATABASE_IS_BACK)
def look_ahead(move_id: int, turn: int) -> None:
    """Foresee a move of many dossiers."""
    move_orders.look(move_id, turn, at=clock.now())


@app.task(name=move_orders.TASK, retry=_WHEN_THE_DATABASE_IS_BACK)
def move_batch(move_id: int, turn: int, after: int) -> None:
    """Move the next dossiers of a move; only the database's own faults are tried again, those of a dossier are told."""
    move_orders.work(move_id, turn, after, at=clock.now())


@app.periodic(cron="*/15 * * * *")
@app.task(name="dossiers.watch_papers", queueing_lock="dossiers.watch_papers", lock="dossiers.watch_papers")
def watch_papers(timestamp: int) -> None:
    """Raise what is apart too long, end what is together again, file what is concluded."""
    del timestamp
    divergences.watch(at=clock.now())
