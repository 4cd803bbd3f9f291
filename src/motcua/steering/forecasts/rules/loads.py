"""How many days of work wait at an agency on a morning."""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date, timedelta

LOOK_BACK_DAYS = 28
_WORKDAYS = 20
_MOST = 60.0


class Loads:
    """The steps that opened and were done at each agency, by day.

    rows   (agency, day, opened, done), by agency and day; what was open before stands on the first day
    """

    def __init__(self, rows: Iterable[tuple[int, date, int, int]]) -> None:
        self._days: dict[int, list[date]] = {}
        self._open: dict[int, list[int]] = {}
        self._done: dict[int, list[int]] = {}
        for agency, day, opened, done in rows:
            opens, closes = self._open.setdefault(agency, [0]), self._done.setdefault(agency, [0])
            self._days.setdefault(agency, []).append(day)
            opens.append(opens[-1] + opened - done)
            closes.append(closes[-1] + done)

    def queue_days(self, agency: int, on: date) -> float:
        """Return the work that waits on a morning, in days of what was done there in the four weeks before."""
        if agency not in self._days:
            return 0.0
        days = self._days[agency]
        here, before = bisect_left(days, on), bisect_left(days, on - timedelta(days=LOOK_BACK_DAYS))
        waiting = max(self._open[agency][here], 0)
        a_day = (self._done[agency][here] - self._done[agency][before]) / _WORKDAYS
        return min(waiting / max(a_day, 0.25), _MOST)
