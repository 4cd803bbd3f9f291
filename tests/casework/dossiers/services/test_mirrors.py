"""Dossiers that another system handles: shown as it tells, and touched by no act of ours."""

from dataclasses import replace
from datetime import timedelta

import pytest

from motcua.casework.dossiers.errors import Mirrored
from motcua.casework.dossiers.models import Dossier, Register
from motcua.casework.dossiers.queries import invariants
from motcua.casework.dossiers.services import (
    endings,
    enquiries,
    mirrors,
    obligations,
    processing,
    results,
    submissions,
    supplements,
    suspensions,
)
from motcua.casework.dossiers.services.endings import Settlement
from motcua.casework.dossiers.services.mirrors import Observed
from motcua.casework.dossiers.services.results import Receipt
from motcua.casework.dossiers.services.supplements import Notice, Wanted
from motcua.casework.dossiers.vocabulary import (
    Flag,
    IdentityCheck,
    Initiator,
    PauseCause,
    Status,
    SupplementReason,
)
from motcua.ground.kernel.actors import CITIZEN, Actor
from motcua.ground.kernel.errors import Invalid, NotAllowed, Refusal, Stale
from motcua.ground.kernel.vocabulary import ActorKind
from motcua.ground.outbox import queries as outbox
from motcua.people.agencies.queries import calendars
from tests.factories.world import MARITAL, MORNING, a_dossier, a_world

pytestmark = pytest.mark.django_db
CODE = "G22.99.05-261118-0007"
PARTNER = Actor(kind=ActorKind.PARTNER, label="bo-tu-phap")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def world(db):
    calendars.forget(unsettled=False)
    return a_world()


@pytest.fixture
def told(world):
    return Observed(
        code=CODE,
        partner="bo-tu-phap",
        procedure=MARITAL,
        agency_id=world.centre,
        status=Status.RECEIVED,
        seen_at=MORNING - HOUR,
        received_at=MORNING - HOUR,
        due_at=MORNING + 3 * DAY,
    )


def sound():
    return [finding.sentence for check in invariants.checks(every=True) for finding in check.findings]


def test_it_becomes_known_under_its_own_number_and_takes_none_of_ours(world, told):
    done = mirrors.observe(told, by=PARTNER, at=MORNING)
    dossier = Dossier.objects.get(code=CODE)
    assert (dossier.status, dossier.flag, dossier.series) == (Status.RECEIVED, Flag.MIRRORED, "LK")
    assert not Register.objects.exists()
    assert (done.status, done.due_at) == (Status.RECEIVED, MORNING + 3 * DAY)
    assert a_dossier(world).code.endswith("-0001")
    assert not sound()


@pytest.mark.parametrize("status", list(Status))
def test_every_status_of_the_nation_can_be_told_and_leaves_the_doctor_content(world, told, status):
    mirrors.observe(told, by=PARTNER, at=MORNING)
    mirrors.observe(replace(told, status=status, seen_at=MORNING), by=PARTNER, at=MORNING + HOUR)
    assert Dossier.objects.get().status == status
    mirrors.observe(replace(told, code=f"{CODE}-B", status=status), by=PARTNER, at=MORNING)
    assert not sound()


def test_the_other_system_may_go_back_and_the_times_follow(world, told):
    mirrors.observe(replace(told, status=Status.COMPLETED), by=PARTNER, at=MORNING)
    assert Dossier.objects.get().completed_at == told.seen_at
    mirrors.observe(replace(told, status=Status.PROCESSING, seen_at=MORNING), by=PARTNER, at=MORNING)
    dossier = Dossier.objects.get()
    assert (dossier.status, dossier.completed_at) == (Status.PROCESSING, None)


def test_the_first_date_is_kept_when_a_later_one_is_told(world, told):
    mirrors.observe(told, by=PARTNER, at=MORNING)
    later = replace(told, seen_at=MORNING, due_at=MORNING + 9 * DAY)
    mirrors.observe(later, by=PARTNER, at=MORNING)
    dossier = Dossier.objects.get()
    assert (dossier.legal_due_at, dossier.due_at) == (MORNING + 3 * DAY, MORNING + 9 * DAY)


def test_the_same_news_changes_nothing_and_old_news_is_refused(world, told):
    first = mirrors.observe(told, by=PARTNER, at=MORNING)
    assert mirrors.observe(told, by=PARTNER, at=MORNING + HOUR) == first
    with pytest.raises(Stale):
        mirrors.observe(replace(told, seen_at=MORNING - DAY), by=PARTNER, at=MORNING + HOUR)
    assert len(outbox.history(f"dossier:{Dossier.objects.get().pk}")) == 1


@pytest.mark.parametrize("change", [{}, {"status": Status.PROCESSING, "seen_at": MORNING}])
def test_a_key_answers_as_the_first_time(world, told, change):
    mirrors.observe(told, by=PARTNER, at=MORNING, key="one")
    news = replace(told, **change)
    key = "one" if not change else "two"
    first = mirrors.observe(news, by=PARTNER, at=MORNING + HOUR, key=key)
    mirrors.observe(replace(told, status=Status.FINANCE, seen_at=MORNING), by=PARTNER, at=MORNING + HOUR, key="three")
    assert mirrors.observe(news, by=PARTNER, at=MORNING + 2 * HOUR, key=key) == first
    with pytest.raises(Refusal, match="Khóa chống gửi trùng"):
        mirrors.observe(replace(news, applicant="Khác"), by=PARTNER, at=MORNING + 2 * HOUR, key=key)


def test_who_may_tell(world, told):
    for who in (CITIZEN, world.officer, world.stranger):
        with pytest.raises(NotAllowed):
            mirrors.observe(told, by=who, at=MORNING)
    assert mirrors.observe(told, by=world.receptionist, at=MORNING).code == CODE


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        ({"code": "x"}, "code"),
        ({"code": "G22 0007"}, "code"),
        ({"partner": "Bộ Tư pháp"}, "partner"),
        ({"procedure": "0.000000"}, "procedure"),
        ({"agency_id": 10**9}, "agency"),
        ({"applicant": "ô" * 201}, "applicant"),
        ({"seen_at": MORNING + DAY}, "seen_at"),
        ({"completed_at": MORNING - HOUR}, "completed_at"),
        ({"returned_at": MORNING}, "returned_at"),
        ({"status": Status.COMPLETED, "completed_at": MORNING - DAY}, "received_at"),
    ],
)
def test_every_fault_is_named(world, told, fault, field):
    with pytest.raises(Invalid) as no:
        mirrors.observe(replace(told, **fault), by=PARTNER, at=MORNING)
    assert field in no.value.fields


def test_a_number_of_ours_is_not_another_systems(world, told):
    code = a_dossier(world).code
    with pytest.raises(Refusal) as no:
        mirrors.observe(replace(told, code=code), by=PARTNER, at=MORNING)
    assert no.value.code == "code_taken"


def test_no_other_system_and_no_other_agency_speaks_for_it(world, told):
    mirrors.observe(told, by=PARTNER, at=MORNING)
    for other in ({"partner": "so-khac"}, {"agency_id": world.committee}):
        with pytest.raises(Refusal) as no:
            mirrors.observe(replace(told, seen_at=MORNING, **other), by=PARTNER, at=MORNING)
        assert no.value.code == "other_mirror"


NOTICE = Notice(items=(Wanted(key="", name="Tên", want="Sửa"),), reasons=(SupplementReason.INACCURATE,))
ENDING = Settlement(reason="Theo đơn", basis="Điều 19")
ACTS = {
    "take": lambda **w: processing.take(CODE, **w),
    "assign": lambda **w: processing.assign(CODE, 1, **w),
    "release": lambda **w: processing.release(CODE, **w),
    "complete": lambda **w: processing.complete(CODE, "forward", **w),
    "note": lambda **w: processing.note(CODE, "Ghi", **w),
    "attach": lambda **w: results.attach(CODE, number="1", **w),
    "hand_over": lambda **w: results.hand_over(CODE, Receipt(recipient="A", identity_check=IdentityCheck.RECEIPT), **w),
    "accept": lambda **w: submissions.accept(CODE, {}, **w),
    "decline": lambda **w: submissions.decline(CODE, "Lý do", "Điều 17", **w),
    "ask": lambda **w: supplements.ask(CODE, NOTICE, **w),
    "supply": lambda **w: supplements.supply(CODE, {}, **w),
    "demand": lambda **w: obligations.demand(CODE, "1", "Điều 1", **w),
    "settle": lambda **w: obligations.settle(CODE, "1", **w),
    "pause": lambda **w: suspensions.pause(CODE, PauseCause.OUTAGE, "1", "Điều 1", **w),
    "resume": lambda **w: suspensions.resume(CODE, **w),
    "withdraw": lambda **w: endings.withdraw(CODE, ENDING, **w),
    "stop": lambda **w: endings.stop(CODE, Initiator.AGENCY, ENDING, **w),
    "verify": lambda **w: enquiries.verify(CODE, "Gì", MORNING + DAY, **w),
}


@pytest.mark.parametrize("act", ACTS)
def test_no_act_of_ours_touches_it(world, told, act):
    mirrors.observe(told, by=PARTNER, at=MORNING)
    before = Dossier.objects.values().get()
    with pytest.raises(Mirrored):
        ACTS[act](by=world.receptionist, at=MORNING)
    with pytest.raises(NotAllowed):
        ACTS[act](by=world.stranger, at=MORNING)
    assert Dossier.objects.values().get() == before


def test_no_event_of_it_names_anybody(world, told):
    mirrors.observe(replace(told, applicant="Nguyễn Thị Ánh Nguyệt"), by=PARTNER, at=MORNING)
    (entry,) = outbox.history(f"dossier:{Dossier.objects.get().pk}")
    assert "Nguyệt" not in str(entry.payload)


@pytest.mark.parametrize("code", ["H99.24.01-261119-0001", "H99.24.01-261119-0001-TC", "h99.24.01-261120-0001"])
def test_a_number_of_our_own_register_is_not_taken_before_its_turn(world, told, code):
    with pytest.raises(Refusal, match="sổ"):
        mirrors.observe(replace(told, code=code), by=PARTNER, at=MORNING)
    assert a_dossier(world).code == "H99.24.01-261119-0001"
