"""Clockwork of the outbox."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from . import services


@app.task(name="outbox.deliver", retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def deliver(entry_id: int, subscriber: str) -> None:
    """Deliver; a failure retries without delaying the others."""
    services.deliver(entry_id, subscriber)
