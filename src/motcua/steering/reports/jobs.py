"""Long spreadsheets are written beside what people wait for, one after the other, and removed after some days."""

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from motcua.ground.kernel import clock

from .services import ordering, writing

_WHEN_THE_DATABASE_IS_BACK = RetryStrategy(
    max_attempts=30, wait=10, retry_exceptions={OperationalError, InterfaceError}
)


@app.task(name=ordering.TASK, retry=_WHEN_THE_DATABASE_IS_BACK)
def write_export(export_id: int, turn: int) -> None:
    """Write one spreadsheet; only the database's own faults are tried again, others are told to who waits for it."""
    if writing.write(export_id, turn, at=clock.now()):
        writing.finish(export_id, turn, at=clock.now())


@app.periodic(cron="17 * * * *")
@app.task(name="reports.sweep_exports", lock="reports.sweep_exports", queueing_lock="reports.sweep_exports")
def sweep_exports(timestamp: int) -> None:
    """Remove files that were kept long enough."""
    del timestamp
    writing.sweep(at=clock.now())
