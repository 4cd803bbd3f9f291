"""Communes beside the one of `world`: each with a centre of its own, and dossiers of a month."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.rules.submission import PartyDraft, Submission
from motcua.casework.dossiers.services import intake, processing, results
from motcua.casework.dossiers.vocabulary import PartyRole
from motcua.casework.procedures.services import offers
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel.actors import system
from motcua.people.agencies.services import organisation
from motcua.people.agencies.vocabulary import AgencyKind
from tests.factories.world import FOUNDED, MARITAL, VN, an_officer

OCTOBER = datetime(2026, 10, 1, 9, 0, tzinfo=VN)


def a_commune(code: str, name: str):
    """Found a commune that receives by itself; return (id, who receives, who works, who signs)."""
    by = system("test")
    commune = organisation.found(code, name, AgencyKind.COMMUNE, by=by, at=FOUNDED, receives=True)
    offers.offer(
        MARITAL,
        agency_id=commune,
        competent_id=commune,
        process="test-process",
        valid_from=date(2026, 1, 5),
        by=by,
        at=FOUNDED,
    )
    people = (("Tiếp nhận", "one_stop_officer"), ("Công chức", "handling_officer"), ("Phó Chủ tịch", "signer"))
    actors = [an_officer(f"{title} {name}", commune, title, [role], f"{role}.{code}")[0] for title, role in people]
    return commune, *actors


def dossiers_of(commune, number, *, online: int = 0, resolved: int = 0, late: int = 0, at: datetime = OCTOBER):
    """Receive so many, resolve some in time and some late; return their codes."""
    agency, receptionist, officer, signer = commune
    codes = []
    for place in range(number):
        handed = Submission(
            procedure=MARITAL,
            agency_id=agency,
            channel=Channel.ONLINE if place < online else Channel.IN_PERSON,
            parties={PartyRole.SUBMITTER: PartyDraft(name="Nguyễn Thị Ánh Nguyệt", id_number="036179004417")},
            papers={"form": Seen(key="form", originals=1)},
        )
        code = intake.accept(handed, by=receptionist, at=at, key=uuid4().hex).code
        codes.append(code)
        if place < resolved:
            done = at + (timedelta(days=20) if place < late else timedelta(hours=3))
            processing.complete(code, "forward", by=officer, at=done)
            results.attach(code, number="1/XN", by=signer, at=done)
            processing.complete(code, "sign", by=signer, at=done)
    return codes
