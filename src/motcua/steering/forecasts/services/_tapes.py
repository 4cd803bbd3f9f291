"""The opening minutes of many agencies; those that keep the same calendar share them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from motcua.ground.kernel.clock import local
from motcua.ground.kernel.worktime import WorkCalendar
from motcua.people.agencies.queries import calendars

from ..rules.tape import Tape

_BEFORE, _AHEAD = timedelta(days=7), timedelta(days=400)


class Tapes:
    """Opening minutes from a day to a year after now. ``of``: {agency: its tape}, for all that were asked for."""

    def __init__(self, *, since: date, at: datetime) -> None:
        self.of: dict[int, Tape] = {}
        self._first, self._last = since - _BEFORE, local(at).date() + _AHEAD
        self._kept: list[tuple[WorkCalendar, Tape]] = []

    def ask(self, agency_ids: Iterable[int]) -> None:
        """Make sure of the tapes of these agencies, in three statements at most."""
        missing = sorted(set(agency_ids) - set(self.of))
        if missing:
            found = calendars.calendars_of(missing, first=self._first, last=self._last)
            self.of |= {agency: self._tape(calendar) for agency, calendar in found.items()}

    def _tape(self, calendar: WorkCalendar) -> Tape:
        for known, tape in self._kept:
            if known == calendar:
                return tape
        self._kept.append((calendar, Tape(calendar, self._first, self._last)))
        return self._kept[-1][1]
