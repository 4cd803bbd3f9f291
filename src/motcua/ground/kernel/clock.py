"""The one place that reads the time. Doors and jobs call it once; everything below takes ``at``.

Outside production ``MOTCUA_NOW`` (ISO, Vietnamese time if without offset) sets the clock of every process: the shift is
fixed by the first process and handed to its children in ``MOTCUA_CLOCK_SHIFT`` (seconds), so that they agree.
"""

import os
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """Return this moment, aware, in Vietnamese time."""
    return (datetime.now(UTC) + _shift()).astimezone(VIETNAM)


def local(moment: datetime) -> datetime:
    """Return the moment in Vietnamese time; a moment without offset is Vietnamese time already."""
    return moment.replace(tzinfo=VIETNAM) if moment.tzinfo is None else moment.astimezone(VIETNAM)


@cache
def _shift() -> timedelta:
    if os.environ.get("MOTCUA_ENV") == "production":
        return timedelta()
    if seconds := os.environ.get("MOTCUA_CLOCK_SHIFT"):
        return timedelta(seconds=float(seconds))
    if wanted := os.environ.get("MOTCUA_NOW"):
        shift = local(datetime.fromisoformat(wanted)) - datetime.now(UTC)
        os.environ["MOTCUA_CLOCK_SHIFT"] = str(shift.total_seconds())
        return shift
    return timedelta()
