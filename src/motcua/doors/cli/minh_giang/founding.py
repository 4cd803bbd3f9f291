"""Found the province through the services: agencies, desks, accounts, and what each centre receives."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from motcua.casework.dossiers.rules.groups import PROCESS
from motcua.casework.procedures.queries import catalogue
from motcua.casework.procedures.rules.content import Content
from motcua.casework.procedures.services import offers, seeding
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel.actors import Actor
from motcua.people.agencies.queries import organisation as agencies
from motcua.people.agencies.services import organisation
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.people.identity import services as identity

from .fates import Choice
from .units import CENTRE_OF_PROVINCE, COMMUNES, DESKS, LAND, POLICE, UNITS, Desk

PASSWORD = "mot-cua-minh-giang"  # noqa: S105 - the one password of the demo, printed on every start
_OF_LAND_OFFICE = ("land-office", "land-change")
_OF_POLICE = ("residence", "residence-short")
_BUSY = {
    "certification": 9.0,
    "civil-status-day": 8.0,
    "civil-status": 6.0,
    "civil-status-verify": 4.0,
    "residence": 4.0,
    "business-household": 4.0,
    "land-office": 3.0,
    "land-change": 4.0,
}
_CROWD = {"yentruc.trungtam": 5.0, CENTRE_OF_PROVINCE: 2.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seated:
    """A desk with its holder as the actor he is; ``token`` opens the API."""

    desk: Desk
    actor: Actor
    agency: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """What the story needs to know of the province: agency ids by key, and who sits where."""

    agencies: Mapping[str, int]
    seated: tuple[Seated, ...]

    def who(self, agency_id: int, role: str) -> list[Actor]:
        """Return those who carry the role at the agency."""
        return [seat.actor for seat in self.seated if seat.actor.agency_id == agency_id and role in seat.desk.roles]


def found(*, by: Actor, at: datetime) -> Province:
    """Found everything as of a past day, in one transaction of the caller."""
    ids: dict[str, int] = {}
    for unit in UNITS:
        ids[unit.key] = organisation.found(
            unit.code,
            unit.name,
            unit.kind,
            by=by,
            at=at,
            short_name=unit.short,
            parent_id=ids.get(unit.parent),
            receives=unit.kind is AgencyKind.CENTRE or unit.counter,
            address=unit.address,
            phone=unit.phone,
        )
    names = {unit.key: unit.name for unit in UNITS}
    hashed = identity.hash_of(PASSWORD)
    return Province(
        agencies=ids,
        seated=tuple(_seat(desk, ids[desk.unit], names[desk.unit], hashed, by=by, at=at) for desk in DESKS),
    )


def _seat(desk: Desk, agency_id: int, agency: str, hashed: str, *, by: Actor, at: datetime) -> Seated:
    account = identity.open_account(
        email=desk.mailbox, name=desk.name, password=PASSWORD, at=at, demo=True, hashed=hashed
    )
    post = organisation.open_post(agency_id, desk.title, desk.roles, by=by, at=at)
    organisation.appoint(account, desk.name, post, by=by, at=at)
    (actor,) = agencies.actors_of_account(account, on=at.date())
    token = identity.issue_token(account, label="demo", at=at)
    return Seated(desk=desk, actor=actor, agency=agency, token=token)


def offer_everything(province: Province, *, by: Actor, at: datetime, on: date) -> list[Choice]:
    """Let each centre offer the seed procedures it may; return those in force on a day that promise a time."""
    choices: list[Choice] = []
    for code, process in seeding.processes().items():
        if process == PROCESS:  # offered by `groups`, where the agencies that take part are
            continue
        version = catalogue.in_force(code, on=on)
        for centre, competent in _places(process):
            promised = list(_choices(code, version.content, process, centre, competent)) if version else []
            if version and not promised:  # no published limit: a counter could promise nothing
                continue
            offers.offer(
                code,
                agency_id=province.agencies[centre],
                competent_id=province.agencies[competent],
                process=process,
                valid_from=at.date(),
                by=by,
                at=at,
            )
            choices += promised
    return choices


def _choices(code: str, content: Content, process: str, centre: str, competent: str) -> Iterator[Choice]:
    for terms in content.terms:
        if terms.limit and terms.channel is not Channel.ONLINE:
            yield Choice(
                code=code,
                content=content,
                process=process,
                centre=centre,
                competent=competent,
                channel=terms.channel,
                case=terms.case,
                limit=terms.limit,
                weight=_weight(process, centre, terms.channel, terms.case),
            )


def _places(process: str) -> Sequence[tuple[str, str]]:
    """Return (centre, who decides there) for the procedures of a process."""
    centres = [f"{commune}.trungtam" for commune in COMMUNES]
    if process in _OF_LAND_OFFICE:
        return [(centre, LAND) for centre in (CENTRE_OF_PROVINCE, *centres)]
    if process in _OF_POLICE:
        return [("yentruc.trungtam", POLICE)]
    return [(centre, centre.removesuffix(".trungtam")) for centre in centres]


def _weight(process: str, centre: str, channel: Channel, case: str) -> float:
    rare = (0.15 if channel is Channel.POSTAL else 1.0) * (0.4 if case else 1.0)
    return _BUSY.get(process, 1.0) * _CROWD.get(centre, 1.5) * rare
