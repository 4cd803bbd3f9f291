from datetime import datetime
from uuid import uuid4

import pytest

from motcua.casework.dossiers.models import Dossier, Letter
from motcua.casework.dossiers.services import apologies, clockwork, processing, supplements
from motcua.casework.dossiers.services.supplements import Notice, Wanted
from motcua.casework.dossiers.subscribers import _tell_applicant, _tell_officers
from motcua.casework.dossiers.vocabulary import SupplementReason
from motcua.ground.kernel.actors import system
from motcua.ground.kernel.events import Event
from motcua.ground.notifications.queries import messages, notices
from motcua.ground.outbox import queries as outbox
from motcua.people.agencies.errors import NotInAuthority
from motcua.people.agencies.services import authority
from motcua.people.agencies.services.authority import Granting
from motcua.people.agencies.vocabulary import DocumentType
from tests.factories.world import MORNING, VN, a_dossier, a_world

pytestmark = pytest.mark.django_db


def day(number, hour=9):
    return datetime(2026, 11, number, hour, tzinfo=VN)


def deliver(dossier_id):
    """Hand every entry of a dossier to those who tell, as the jobs do; twice, as jobs may."""
    for entry in outbox.history(f"dossier:{dossier_id}") * 2:
        event = Event.restore(entry.name, entry.subject, entry.payload)
        _tell_applicant(event, entry.actor, entry.at)
        _tell_officers(event, entry.actor, entry.at)


@pytest.fixture
def world():
    return a_world()


def taken(world):
    done = a_dossier(world, email="nguyet@example.vn")
    processing.take(done.code, by=world.officer, at=MORNING)
    return done.code


def test_the_applicant_is_told_once_what_is_wanted_and_until_when(world):
    code = taken(world)
    items = [Wanted(key="form", name="Tờ khai", want="Khai lại")]
    notice = Notice(items=items, reasons=[SupplementReason.INACCURATE])
    supplements.ask(code, notice, by=world.officer, at=day(20), key=uuid4().hex)
    dossier_id = _id(code)
    deliver(dossier_id)
    told = messages.about(f"dossier:{dossier_id}")
    assert {message.channel for message in told} == {"sms", "email", "portal"}
    assert all(code in message.title and "bổ sung" in message.title for message in told)


def test_the_letter_reaches_the_applicant_and_its_head_was_reminded(world):
    code = taken(world)
    clockwork.strike(at=day(27, 8))
    letter = Letter.objects.get()
    said = {"cause": letter.cause, "cause_text": letter.cause_text, "new_due_at": letter.new_due_at}
    apologies.approve(code, letter.pk, said, by=world.leader, at=day(27))
    deliver(_id(code))
    told = [message.title for message in messages.about(f"dossier:{_id(code)}") if message.channel == "portal"]
    assert told == [f"Xin lỗi vì hồ sơ {code} chậm hẹn"]
    heads = [notice.title for notice in notices.of_post(world.leader.post_id).rows]
    assert f"Quá hạn: {code}" in {title.replace("Hồ sơ quá hạn", "Quá hạn") for title in heads}


def test_who_may_sign_is_asked_of_the_matrix(world):
    code = taken(world)
    row = Granting(
        agency_id=world.committee,
        document=DocumentType.SUPPLEMENT,
        post_id=world.signer.post_id,
        valid_from=MORNING.date(),
        basis="01/QĐ-UBND",
    )
    authority.grant(row, by=system("test"), at=MORNING)
    items = [Wanted(key="form", name="Tờ khai", want="Khai lại")]
    notice = Notice(items=items, reasons=[SupplementReason.INACCURATE])
    with pytest.raises(NotInAuthority, match="Nguyễn Văn Hòa"):
        supplements.ask(code, notice, by=world.officer, at=day(20))


def _id(code):
    return Dossier.objects.get(code=code).pk
