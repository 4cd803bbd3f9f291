"""A birth handled by three agencies: the commune of `world`, its police, the social insurance."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import uuid4

from motcua.casework.dossiers.models import Dossier, Participation
from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.services import processing, results, submissions, templates
from motcua.casework.dossiers.services.acts import Done
from motcua.casework.procedures.rules.content import Limit, Terms
from motcua.casework.procedures.services import offers, publishing
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel.actors import CITIZEN, Actor, system
from motcua.people.agencies.services import organisation
from motcua.people.agencies.vocabulary import AgencyKind

from .world import FOUNDED, MORNING, World, a_submission, a_world, an_officer, content

BIRTH_GROUP = "2.000986"
NAMED = ("residence", "health-insurance", "identity-card")


@dataclass
class GroupWorld:
    """The commune with the two agencies that take part."""

    world: World
    police: int
    insurance: int
    officers: dict[int, Actor]
    signers: dict[int, Actor]
    counters: dict[int, Actor]


def a_group_world(*, limit: Limit | None = None) -> GroupWorld:
    """Build the agencies through the services and let the centre offer the birth group; ``limit``: another total."""
    world, by = a_world(), system("test")
    police = organisation.found(
        "G01.99.24", "Công an xã Tân Hòa", AgencyKind.POLICE, by=by, at=FOUNDED, short_name="Công an xã", receives=True
    )
    insurance = organisation.found(
        "G18.99.24", "Bảo hiểm xã hội Tân Hòa", AgencyKind.DEPARTMENT, by=by, at=FOUNDED, short_name="BHXH Tân Hòa",
        receives=True,
    )  # fmt: skip
    officers, signers, counters = {world.committee: world.officer}, {world.committee: world.signer}, {}
    for number, agency in enumerate((police, insurance)):
        officers[agency], _ = an_officer(f"Bùi Văn Lẫm {number}", agency, "Cán bộ", ["handling_officer"], f"o{number}")
        signers[agency], _ = an_officer(f"Đinh Thế Trụ {number}", agency, "Trưởng", ["signer"], f"s{number}")
        counters[agency], _ = an_officer(f"Hà Thị Nhài {number}", agency, "Quầy", ["one_stop_officer"], f"c{number}")
    counters[world.committee] = world.receptionist
    if limit:
        terms = (Terms(channel=Channel.ONLINE, limit=limit),)
        publishing.publish_content(
            BIRTH_GROUP,
            replace(content("Khai sinh liên thông thử", limit), terms=terms),
            source="test",
            decision_no="02/QĐ-TEST",
            decided_on=date(2026, 10, 2),
            valid_from=date(2026, 10, 5),
            by=by,
            at=FOUNDED,
        )
    offers.offer(
        BIRTH_GROUP,
        agency_id=world.centre,
        competent_id=world.committee,
        process="interlinked",
        valid_from=date(2026, 1, 5),
        by=by,
        at=FOUNDED,
    )
    templates.set_offices(
        BIRTH_GROUP,
        dict(zip(NAMED, (police, insurance, police), strict=True)),
        receiving_id=world.centre,
        valid_from=date(2026, 1, 5),
        by=by,
        at=FOUNDED,
    )
    return GroupWorld(
        world=world, police=police, insurance=insurance, officers=officers, signers=signers, counters=counters
    )


def a_group(here: GroupWorld, case: str = "", at: datetime = MORNING) -> Done:
    """Let a mother submit a birth from afar, and take it in at the centre for all agencies at once."""
    handed_in = replace(
        a_submission(here.world, BIRTH_GROUP),
        case=case,
        channel=Channel.ONLINE,
        papers={"to-khai": Seen(key="to-khai", originals=1)},
    )
    code = submissions.submit(handed_in, by=CITIZEN, at=at).code
    return submissions.accept(code, {}, by=here.world.receptionist, at=at, key=uuid4().hex)


def legs(code: str) -> dict[str, Participation]:
    """Return the parts of a dossier by key, with their children."""
    rows = Participation.objects.filter(dossier__code=code).select_related("child").order_by("place")
    return {row.key: row for row in rows}


def parent(code: str) -> Dossier:
    """Return the row of a dossier."""
    return Dossier.objects.get(code=code)


def finish(here: GroupWorld, row: Participation, at: datetime, outcome: str = "sign") -> Done:
    """Walk a part to its signature; ``outcome`` refuse: its answer is no."""
    assert row.child is not None
    code, officer, signer = row.child.code, here.officers[row.agency_id], here.signers[row.agency_id]
    processing.take(code, by=officer, at=at)
    processing.complete(code, "forward", by=officer, at=at)
    results.attach(code, number=f"15/{row.key}", by=signer, at=at)
    return processing.complete(code, outcome, by=signer, at=at)
