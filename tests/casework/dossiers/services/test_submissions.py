"""What comes by post or from afar: registered though incomplete, asked for in one act, counted by office hours."""

from dataclasses import replace
from datetime import timedelta

import pytest

from motcua.casework.dossiers.models import Dossier, Register, Supplement
from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.services import submissions
from motcua.casework.dossiers.services.supplements import Notice, Wanted
from motcua.casework.dossiers.vocabulary import Flag, Status, SupplementReason
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel.errors import Invalid, NotAllowed
from motcua.ground.outbox import queries as outbox
from motcua.people.agencies.queries import calendars
from tests.factories.world import MORNING, a_submission, a_world

pytestmark = pytest.mark.django_db
NOTICE = Notice(
    items=(Wanted(key="form", name="Tờ khai", want="Nộp 1 bản chính"),), reasons=(SupplementReason.INCOMPLETE,)
)


@pytest.fixture
def world(db):
    calendars.forget(unsettled=False)
    return a_world()


@pytest.fixture
def incomplete(world):
    return replace(a_submission(world), papers={})


def test_an_incomplete_envelope_is_registered(world, incomplete):
    done = submissions.submit(replace(incomplete, channel=Channel.POSTAL), by=world.receptionist, at=MORNING)
    dossier = Dossier.objects.get(code=done.code)
    assert (dossier.status, dossier.received_at, dossier.due_at) == (Status.REGISTERED, None, None)
    assert dossier.accept_by > MORNING


def test_submitting_online_for_somebody_needs_his_consent_and_says_so(world, incomplete):
    online = replace(incomplete, channel=Channel.ONLINE)
    with pytest.raises(Invalid) as no:
        submissions.submit(online, by=world.receptionist, at=MORNING)
    assert set(no.value.fields) == {"consented"}
    done = submissions.submit(replace(online, consented=True), by=world.receptionist, at=MORNING)
    (entry,) = outbox.history(f"dossier:{Dossier.objects.get(code=done.code).pk}")
    assert entry.payload["on_behalf"] is True


def test_an_incomplete_dossier_is_registered_and_asked_for_in_one_act(world, incomplete):
    done = submissions.submit_and_ask(incomplete, NOTICE, by=world.receptionist, at=MORNING, key="k")
    dossier = Dossier.objects.get()
    assert (dossier.code, dossier.status, dossier.flag) == (done.code, Status.SUPPLEMENT, Flag.BEFORE_RECEIPT)
    assert Supplement.objects.get().items[0]["want"] == "Nộp 1 bản chính"
    names = [entry.name for entry in outbox.history(f"dossier:{dossier.pk}")]
    assert names == ["DossierSubmitted", "SupplementRequested"]


def test_a_repeat_of_both_answers_the_same_and_takes_no_number(world, incomplete):
    first = submissions.submit_and_ask(incomplete, NOTICE, by=world.receptionist, at=MORNING, key="k")
    later = MORNING + timedelta(minutes=1)
    assert submissions.submit_and_ask(incomplete, NOTICE, by=world.receptionist, at=later, key="k") == first
    assert Dossier.objects.count() == 1
    assert Register.objects.get().last_serial == 1


def test_another_request_under_the_same_key_is_refused(world, incomplete):
    submissions.submit_and_ask(incomplete, NOTICE, by=world.receptionist, at=MORNING, key="k")
    with pytest.raises(Exception, match="Khóa chống gửi trùng"):
        submissions.submit_and_ask(
            incomplete, replace(NOTICE, guidance="Khác"), by=world.receptionist, at=MORNING, key="k"
        )


def test_a_notice_with_a_fault_registers_nothing(world, incomplete):
    with pytest.raises(Invalid) as no:
        submissions.submit_and_ask(incomplete, Notice(items=(), reasons=()), by=world.receptionist, at=MORNING)
    assert set(no.value.fields) == {"items", "reasons"}
    assert not Dossier.objects.exists()
    assert not Register.objects.exists()


def test_only_the_counter_registers_for_somebody(world, incomplete):
    for who in (world.officer, world.stranger):
        with pytest.raises(NotAllowed):
            submissions.submit_and_ask(incomplete, NOTICE, by=who, at=MORNING)


def test_what_was_asked_for_comes_and_the_decision_has_its_hours_again(world, incomplete):
    from motcua.casework.dossiers.services import supplements

    done = submissions.submit_and_ask(incomplete, NOTICE, by=world.receptionist, at=MORNING)
    back = MORNING + timedelta(days=5)
    supplied = supplements.supply(done.code, {"form": Seen(key="form", originals=1)}, by=world.receptionist, at=back)
    assert supplied.status is Status.REGISTERED
    assert Dossier.objects.get().accept_by > back
    accepted = submissions.accept(done.code, {}, by=world.receptionist, at=back)
    assert accepted.status is Status.RECEIVED
    assert accepted.due_at > back
