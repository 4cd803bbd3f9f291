"""The daily round of the papers: each agency hands over what others wait for, each scans what came."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from random import Random

from motcua.casework.dossiers.queries import twin
from motcua.casework.dossiers.services import arrivals, slips
from motcua.casework.dossiers.services.slips import Dispatch
from motcua.casework.dossiers.vocabulary import Carrier
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import VIETNAM
from motcua.ground.kernel.worktime import WorkCalendar

from .founding import Province

_LEAVES, _ARRIVES = time(10, 20), time(11, 5)
_CARRY = ("one_stop_officer", "clerk", "handling_officer", "backup_officer", "signer")
_FORGOTTEN = 0.03
_DAYS = 9
_COURIERS = ("Bùi Văn Tải", "Đặng Thị Chuyển", "Lò Văn Đưa")


class Couriers:
    """The rounds of the last days: the first takes all that older dossiers left; the last may still be under way."""

    def __init__(self, province: Province, calendar: WorkCalendar, now: datetime, dice: Random) -> None:
        self._calendar, self._now, self._dice = calendar, now, dice
        self._people = dict(self._carriers(province))
        self._forgotten: set[str] = set()
        self._under_way: list[tuple[int, int, list[str]]] = []

    def rounds(self, days: int = _DAYS) -> Iterator[tuple[datetime, Callable[[datetime], object]]]:
        """Yield each round with its moment, as acts of the story."""
        today = self._now.date()
        for ago in range(days, -1, -1):
            day = today - timedelta(days=ago)
            leaves, arrives = (datetime.combine(day, at, VIETNAM) for at in (_LEAVES, _ARRIVES))
            if not self._calendar.is_open(leaves):
                continue
            if leaves < self._now:
                yield leaves, self._send
            if arrives < self._now:
                yield arrives, self._receive

    def _send(self, at: datetime) -> None:
        for agency_id, by in self._people.items():
            batches: dict[int, list[str]] = {}
            for half in twin.to_hand_over(agency_id):
                if half.token not in self._forgotten and half.wanted and half.wanted[1]:
                    batches.setdefault(half.wanted[1], []).append(half.token)
            for receiver_id, tokens in batches.items():
                kept = [token for token in tokens if not self._forget(token)]
                if kept and receiver_id in self._people:
                    slip_id = slips.pack(receiver_id, kept, by=by, at=at)
                    carried_by = self._dice.choice(_COURIERS)
                    slips.send(slip_id, Dispatch(carrier=Carrier.OWN, carried_by=carried_by), by=by, at=at)
                    self._under_way.append((slip_id, receiver_id, kept))

    def _receive(self, at: datetime) -> None:
        for slip_id, receiver_id, tokens in self._under_way:
            by = self._people[receiver_id]
            for place, token in enumerate(tokens):
                arrivals.arrive(token, by=by, at=at + timedelta(seconds=4 * place), slip_id=slip_id)
            slips.close(slip_id, by=by, at=at + timedelta(minutes=10))
        self._under_way.clear()

    def _forget(self, token: str) -> bool:
        """Leave a bag in a drawer now and then: the desk of papers apart has something to show."""
        if self._dice.random() < _FORGOTTEN:
            self._forgotten.add(token)
        return token in self._forgotten

    @staticmethod
    def _carriers(province: Province) -> Iterator[tuple[int, Actor]]:
        for agency_id in province.agencies.values():
            found = [actor for role in _CARRY for actor in province.who(agency_id, role)]
            if found:
                yield agency_id, found[0]
