"""The dossiers of the province that several agencies handle: a birth just taken in, one half way, a death."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from motcua.casework.dossiers.queries import detail, groups
from motcua.casework.dossiers.queries.groups import LegView
from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.rules.groups import PROCESS
from motcua.casework.dossiers.rules.submission import Submission
from motcua.casework.dossiers.services import processing, results, submissions, templates, transfer
from motcua.casework.dossiers.vocabulary import ReturnMethod
from motcua.casework.procedures.queries import catalogue
from motcua.casework.procedures.services import offers
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel.actors import CITIZEN, Actor
from motcua.ground.kernel.worktime import WorkCalendar

from . import people
from .founding import Province
from .units import INSURANCE, POLICE

BIRTH, DEATH = "2.000986", "2.002913"
_CENTRE, _COMMITTEE = "yentruc.trungtam", "yentruc"
_OFFICES: Mapping[str, Mapping[str, str]] = {
    BIRTH: {"residence": POLICE, "health-insurance": INSURANCE, "identity-card": POLICE},
    DEATH: {
        "residence-removal": POLICE,
        "survivor-benefit": INSURANCE,
        "pension-stop": INSURANCE,
        "social-protection": _COMMITTEE,
    },
}

Act = Callable[[datetime], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One group: how many opening minutes ago it was taken in, and when which part was finished since then.

    taken  when which part was taken up and is being worked on
    """

    procedure: str
    case: str
    minutes_ago: int
    finished: Sequence[tuple[str, int]] = ()
    taken: Sequence[tuple[str, int]] = ()


_CASES = (
    _Case(procedure=BIRTH, case="", minutes_ago=50),
    _Case(procedure=BIRTH, case="can-cuoc", minutes_ago=700, finished=(("birth", 260),), taken=(("residence", 310),)),
    _Case(procedure=DEATH, case="tu-tuat", minutes_ago=1900, finished=(("death", 300), ("residence-removal", 640))),
)


def offer(province: Province, *, by: Actor, at: datetime) -> None:
    """Let the centre of one commune offer both groups, and say which agency does which part for it."""
    centre = province.agencies[_CENTRE]
    for code, offices in _OFFICES.items():
        offers.offer(
            code,
            agency_id=centre,
            competent_id=province.agencies[_COMMITTEE],
            process=PROCESS,
            valid_from=at.date(),
            by=by,
            at=at,
        )
        named = {leg: province.agencies[unit] for leg, unit in offices.items()}
        templates.set_offices(code, named, receiving_id=centre, valid_from=at.date(), by=by, at=at)


class Groups:
    """What happened to the groups, act by act."""

    def __init__(self, province: Province, calendar: WorkCalendar, now: datetime, dice: Random) -> None:
        self._province, self._calendar, self._now, self._dice = province, calendar, now, dice
        self._letters = 200

    def acts(self) -> list[tuple[datetime, Act]]:
        """Return every act with its moment, all before now; none of a group whose law is not yet in force."""
        told: list[tuple[datetime, Act]] = []
        for case in _CASES:
            received = self._ago(case.minutes_ago)
            if catalogue.in_force(case.procedure, on=received.date()):
                told += self._course(case, received)
        return told

    def _course(self, case: _Case, received: datetime) -> list[tuple[datetime, Act]]:
        centre = self._province.agencies[_CENTRE]
        clerk = self._province.who(centre, "one_stop_officer")[0]
        visitor = people.a_visitor(self._dice, _COMMITTEE, received.date(), organisations=False)
        handed_in = Submission(
            procedure=case.procedure,
            agency_id=centre,
            channel=Channel.ONLINE,
            parties=visitor.parties,
            papers={"to-khai": Seen(key="to-khai", originals=1)},
            case=case.case,
            return_method=ReturnMethod.ELECTRONIC,
        )
        codes: list[str] = []

        def submit(at: datetime) -> None:
            codes.append(submissions.submit(handed_in, by=CITIZEN, at=at).code)

        acts: list[tuple[datetime, Act]] = [
            (received - timedelta(minutes=12), submit),
            (received, lambda at: submissions.accept(codes[0], {}, by=clerk, at=at)),
        ]
        for leg, after in case.finished:
            acts.append((self._calendar.add_open_minutes(received, after), self._finishing(codes, leg, clerk)))
        for leg, after in case.taken:
            acts.append((self._calendar.add_open_minutes(received, after), self._taking(codes, leg, clerk)))
        return acts

    def _finishing(self, codes: Sequence[str], leg: str, clerk: Actor) -> Act:
        return lambda at: self._finish(codes[0], leg, clerk, at)

    def _taking(self, codes: Sequence[str], leg: str, clerk: Actor) -> Act:
        return lambda at: self._take(codes[0], leg, clerk, at)

    def _take(self, code: str, key: str, clerk: Actor, at: datetime) -> None:
        _, leg = self._part(code, key, clerk, at)
        processing.take(leg.child_code, by=self._province.who(leg.agency_id, "handling_officer")[0], at=at)

    def _finish(self, code: str, key: str, clerk: Actor, at: datetime) -> None:
        """Let the agency of a part do it from start to signature, and send the group on."""
        whole_id, leg = self._part(code, key, clerk, at)
        officer = self._province.who(leg.agency_id, "handling_officer")[0]
        signer = self._province.who(leg.agency_id, "signer")[0]
        processing.take(leg.child_code, by=officer, at=at)
        processing.complete(leg.child_code, "forward", by=officer, at=at)
        self._letters += 1
        results.attach(leg.child_code, number=f"{self._letters}/LT", abstract=leg.name, by=signer, at=at)
        processing.complete(leg.child_code, "sign", by=signer, at=at)
        transfer.advance(whole_id, at=at)

    def _part(self, code: str, key: str, clerk: Actor, at: datetime) -> tuple[int, LegView]:
        whole = detail.view(code, by=clerk, at=at)
        group = groups.of_dossier(whole.id, at=at) if whole else None
        if whole is None or group is None:
            raise LookupError(f"{code} is no group")
        return whole.id, next(leg for leg in group.legs if leg.key == key)

    def _ago(self, minutes: int) -> datetime:
        """Return the moment so many opening minutes before now, in opening hours."""
        day = self._now.date()
        while True:
            if self._calendar.is_workday(day):
                opens, closes = self._calendar.open_time(day), min(self._calendar.close_time(day), self._now)
                here = self._calendar.open_minutes_between(opens, closes)
                if here > minutes:
                    return self._calendar.add_open_minutes(opens, here - minutes)
                minutes -= here
            day -= timedelta(days=1)
