"""When to try again, and when to stop trying."""

from datetime import timedelta

MOST_ATTEMPTS = 10
"""After so many attempts a message is parked: an administrator looks at it (about four hours after the first)."""

LEASE = timedelta(minutes=3)
"""How long one attempt may be under way; longer than any carrier's time-out. Then another worker may take over."""

QUIET = timedelta(minutes=1)
"""How long a channel is left alone whose carrier gives no answer at all: one message asks again, the others wait."""

_FIRST = timedelta(minutes=1)
_LONGEST = timedelta(hours=1)


def wait(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: 1, 2, 4 … minutes, an hour at most."""
    return min(_FIRST * (1 << min(attempts - 1, 10)), _LONGEST)


def is_last(attempts: int) -> bool:
    """Tell whether there is no further attempt."""
    return attempts >= MOST_ATTEMPTS
