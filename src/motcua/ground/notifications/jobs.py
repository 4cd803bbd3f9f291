"""Clockwork of messages."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from motcua.ground.kernel import clock

from .services import delivery
from .services.sending import TASK


@app.task(name=TASK, retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def deliver(message_id: int) -> None:
    """Make one attempt; the next one, if any, is enqueued by the service."""
    delivery.deliver(message_id, at=clock.now())
