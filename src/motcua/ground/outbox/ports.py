"""Who listens: each context's ``subscribers.py`` registers here when the house is wired."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from motcua.ground.kernel.events import Event

Handler = Callable[[Event, str, datetime], None]
"""Takes the event, the reference of its actor and its time; safe to run twice."""

_HANDLERS: dict[str, dict[str, Handler]] = defaultdict(dict)


def subscribe(event: type[Event], subscriber: str, handler: Handler) -> None:
    """Deliver each such event to the handler, by its own job; ``subscriber`` is its stable name."""
    _HANDLERS[event.__name__][subscriber] = handler


def subscribers_of(event_name: str) -> tuple[str, ...]:
    """Return the names of those who listen to an event."""
    return tuple(_HANDLERS.get(event_name, ()))


def handler_of(event_name: str, subscriber: str) -> Handler:
    """Return the handler; KeyError if the release no longer knows it."""
    return _HANDLERS[event_name][subscriber]
