"""How many SQL statements each verb sends, BEGIN and COMMIT included, as Django's connection logs them."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from . import journey, world


def count(lane: "world.Lane") -> dict[str, int]:
    """Return {verb: most statements of one such transition} of a journey in a warm process."""
    found: dict[str, int] = {}
    for verb, act in journey.steps(lane, 0):
        with CaptureQueriesContext(connection) as seen:
            act()
        found[verb] = max(len(seen), found.get(verb, 0))
    return found
