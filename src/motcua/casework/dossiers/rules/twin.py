"""The paper half and the electronic half of a dossier: when they are together, since when not, what may be done.

Law: 61/2018/NĐ-CP, Điều 18 khoản 2 as kept by 309/2026/NĐ-CP (papers go on the same working day, what came after 15:00
at the beginning of the next). How long the halves may be apart, and whether an agency may act without the papers, is
of the rule set.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from motcua.ground.kernel.clock import local
from motcua.ground.kernel.worktime import WorkCalendar

from ..vocabulary import Flag, SetKind, Status, Whereabouts
from . import lifecycle

_BEGINNING_MINUTES = 60  # “the beginning of the day”, where no text says how long it lasts
_WITH_THE_WORK = lifecycle.RUNNING | lifecycle.WAITING
_BACK_TO_THE_APPLICANT = {
    SetKind.PAPERS: frozenset({Status.WITHDRAWN, Status.DECLINED}),
    SetKind.RESULT: frozenset({Status.RETURNED}),
}
_SAFE = frozenset({Whereabouts.AGENCY, Whereabouts.ARCHIVE})


@dataclass(frozen=True, slots=True)
class Stay:
    """Where a half is from a moment on. ``place`` None: anywhere, nobody waits for it there."""

    since: datetime
    place: Whereabouts | None
    agency_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What of a dossier says where its papers belong now.

    item_agency_id  where the open step is
    """

    status: Status
    flag: Flag = Flag.NONE
    agency_id: int
    item_agency_id: int | None = None


def wanted(kind: SetKind, case: Case) -> tuple[Whereabouts, int | None] | None:
    """Return where a bag belongs: with the agency that works on the dossier, with the applicant; None: where it is.

    Papers follow the open step until the dossier is concluded, a result follows it from then on.
    """
    if case.status in _BACK_TO_THE_APPLICANT[kind]:
        return Whereabouts.APPLICANT, None
    if kind is SetKind.RESULT:
        here = case.item_agency_id if case.status is Status.COMPLETED else None
    elif case.status is Status.REGISTERED or case.flag is Flag.BEFORE_RECEIPT:
        here = case.agency_id
    else:
        here = case.item_agency_id if case.status in _WITH_THE_WORK else None
    return (Whereabouts.AGENCY, here) if here is not None else None


def at_work(status: Status) -> SetKind:
    """Return which bags the open step works with: the papers until the dossier is concluded, then the result."""
    return SetKind.RESULT if status is Status.COMPLETED else SetKind.PAPERS


def together(wish: Stay, bag: Stay, *, waiting: bool = False) -> bool:
    """Tell whether the paper is where it is wanted.

    waiting   the applicant is waited for: he may have his papers with him
    """
    if wish.place is None or (waiting and bag.place is Whereabouts.APPLICANT):
        return True
    if wish.place is Whereabouts.AGENCY:
        return bag.place in _SAFE and bag.agency_id == wish.agency_id
    return bag.place is wish.place


def apart_since(wishes: Sequence[Stay], stays: Sequence[Stay], *, waiting: bool = False) -> datetime | None:
    """Return since when, without a break, the halves are apart; None while they are together.

    wishes, stays  both in the order of time, none empty where there is a paper at all
    """
    if not wishes or not stays or together(wishes[-1], stays[-1], waiting=waiting):
        return None
    moments = sorted({stay.since for stay in (*wishes, *stays)}, reverse=True)
    began = moments[0]
    for moment in moments:
        wish, bag = at(wishes, moment), at(stays, moment)
        if wish is None or bag is None or together(wish, bag):
            break
        began = moment
    return began


def at(stays: Sequence[Stay], moment: datetime) -> Stay | None:
    """Return the stay of a moment, None before the first; of several that begin at once the last counts."""
    return next((stay for stay in reversed(stays) if stay.since <= moment), None)


def alarm_at(since: datetime, hours: int, calendar: WorkCalendar) -> datetime:
    """Return when halves that are apart are reported, by the working hours of the agency that waits."""
    return calendar.add_open_minutes(since, hours * 60)


def send_by(since: datetime, calendar: WorkCalendar, cutoff: time) -> datetime:
    """Return until when papers that belong elsewhere since then have to be on their way.

    The same working day; what came after ``cutoff`` or on a day off: the first hour of the next working day.
    Law: 61/2018/NĐ-CP, Điều 18 khoản 2.
    """
    here = local(since)
    day = here.date()
    if calendar.is_workday(day) and here.time() <= cutoff and here < calendar.close_time(day):
        return calendar.close_time(day)
    following = calendar.next_workday(day)
    return calendar.add_open_minutes(calendar.open_time(following), _BEGINNING_MINUTES)


def may_act(needs_paper: bool, bags: Sequence[Stay], agency_id: int) -> bool:
    """Tell whether an agency may act on a dossier: where the rules ask for the papers, only with all of them.

    bags   where each bag of the dossier is; empty: there is no paper, and none is asked for
    """
    return not needs_paper or held(bags, agency_id)


def held(bags: Sequence[Stay], agency_id: int | None) -> bool:
    """Tell whether an agency has every one of these bags, in use or filed; there is none to miss where there is none.

    A bag is with an agency once it was scanned in there: one on its way, with the applicant or lost is with nobody.
    """
    return all(bag.place in _SAFE and bag.agency_id == agency_id for bag in bags)
