"""A dossier received regardless of boundaries: its time runs from when the competent agency, elsewhere, takes it.

Law: 118/2025/NĐ-CP as amended by 309/2026/NĐ-CP, Điều 17 khoản 3.
"""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from motcua.casework.dossiers.models import Dossier, DueDate
from motcua.casework.dossiers.queries import invariants, timeline
from motcua.casework.dossiers.queries import story as stories
from motcua.casework.dossiers.queries.detail import view
from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.services import (
    clockwork,
    handovers,
    intake,
    processing,
    results,
    submissions,
    supplements,
    suspensions,
)
from motcua.casework.dossiers.services.supplements import Notice, Wanted
from motcua.casework.dossiers.vocabulary import DueKind, PauseCause, SupplementReason
from motcua.casework.procedures.services import offers
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel.actors import CITIZEN, system
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import Refusal
from motcua.people.agencies.services import organisation
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.tools.workflow import queries as workflow
from tests.factories.world import BIRTH, FOUNDED, MARITAL, VN, a_submission, a_world, an_officer

pytestmark = pytest.mark.django_db
NOTICE = Notice(items=[Wanted(key="form", name="Tờ khai", want="Khai lại")], reasons=[SupplementReason.INACCURATE])
FORM = {"form": Seen(key="form", originals=1)}


def at(day, hour, minute=0):
    return datetime.combine(date(2026, 11, day), time(hour, minute), tzinfo=VN)


@pytest.fixture
def far():
    """Return the committee of another commune, its officer and its head, which decides what the centre receives."""
    world = a_world()
    by = system("test")
    committee = organisation.found("H99.55", "Ủy ban nhân dân xã Bên", AgencyKind.COMMUNE, by=by, at=FOUNDED)
    officer, _ = an_officer("Hà Văn Bên", committee, "Công chức hộ tịch", ["handling_officer"], "far")
    head, _ = an_officer("Hồ Thị Bên", committee, "Chủ tịch", ["signer", "unit_leader"], "farhead")
    offers.offer(
        MARITAL,
        agency_id=world.centre,
        competent_id=committee,
        process="test-process",
        valid_from=date(2026, 2, 2),
        by=by,
        at=FOUNDED,
    )
    return world, committee, officer, head


@pytest.fixture(autouse=True)
def _sound():
    yield
    assert not [(check.rule, check.findings) for check in invariants.checks(every=True) if check.findings]


def received(world, moment):
    return intake.accept(a_submission(world, MARITAL), by=world.receptionist, at=moment).code


def the(code):
    return Dossier.objects.get(code=code)


def open_item(code):
    return workflow.items(the(code).pk)[-1]


def test_the_receipt_promises_by_the_latest_taking_and_says_so(far):
    world, *_ = far
    code = received(world, at(19, 9))
    dossier = the(code)
    # handed on at 09:00 on Thursday, taken within four working hours: 15:00; five working days from the next
    assert (dossier.cross_boundary, dossier.competent_at) == (True, None)
    assert local(dossier.due_at) == at(26, 17)
    assert dossier.due_why.startswith("Thời hạn tính từ khi cơ quan có thẩm quyền nhận hồ sơ, chậm nhất lúc 15:00")
    late = received(world, at(19, 16))
    assert local(the(late).due_at) == at(27, 17), "taken on Friday at the latest"


def test_the_time_runs_from_the_taking_and_the_ledger_keeps_both_dates(far):
    world, _, officer, _ = far
    code = received(world, at(19, 16))
    done = processing.take(code, by=officer, at=at(19, 16, 30))
    dossier = the(code)
    assert local(done.due_at) == local(dossier.due_at) == at(26, 17)
    assert dossier.competent_at == at(19, 16, 30)
    assert open_item(code).due_at <= dossier.due_at
    kept = DueDate.objects.filter(dossier=dossier).order_by("event_seq").values_list("kind", "due_at")
    assert [(kind, local(due)) for kind, due in kept] == [("received", at(27, 17)), ("started", at(26, 17))]
    assert "nhận hồ sơ lúc 16:30" in dossier.due_why
    seen = view(code, by=officer, at=at(19, 17))
    (line,) = [one for one in timeline.timeline(seen, stories.story(seen.id)) if one.title.startswith("Nhận bước")]
    assert line.title.endswith("thời hạn tính từ lúc này, hẹn trả 26/11/2026")


def test_what_a_head_gives_to_a_post_is_taken_too(far):
    world, _, officer, head = far
    code = received(world, at(19, 9))
    processing.assign(code, officer.post_id, by=head, at=at(20, 9))
    assert the(code).competent_at == at(20, 9)
    assert local(the(code).due_at) == at(27, 17)
    processing.release(code, by=officer, at=at(20, 10))
    processing.take(code, by=officer, at=at(23, 9))
    assert the(code).competent_at == at(20, 9), "taken once"
    assert local(the(code).due_at) == at(27, 17)


@pytest.mark.parametrize("verb", ["complete", "ask", "attach"])
def test_nothing_is_done_by_the_competent_agency_before_it_took_the_dossier(far, verb):
    world, _, officer, _ = far
    code = received(world, at(19, 9))
    acts = {
        "complete": lambda: processing.complete(code, "forward", by=officer, at=at(19, 10)),
        "ask": lambda: supplements.ask(code, NOTICE, by=officer, at=at(19, 10)),
        "attach": lambda: results.attach(code, number="1/XN", by=officer, at=at(19, 10)),
    }
    with pytest.raises(Refusal, match="Nhận việc"):
        acts[verb]()
    processing.take(code, by=officer, at=at(19, 10))
    acts[verb]()


def test_an_outage_before_the_taking_moves_the_latest_taking_and_one_across_it_is_added(far):
    world, _, officer, head = far
    code = received(world, at(19, 9))
    suspensions.pause(code, PauseCause.OUTAGE, "5/TB", "Điều 5", by=head, at=at(19, 9, 30))
    suspensions.resume(code, by=head, at=at(20, 15))
    assert local(the(code).due_at) == at(30, 17), "taken on Monday 23/11 at the latest"
    suspensions.pause(code, PauseCause.OUTAGE, "6/TB", "Điều 5", by=head, at=at(20, 15, 30))
    processing.take(code, by=officer, at=at(20, 16))
    assert local(the(code).due_at) == at(27, 17)
    suspensions.resume(code, by=head, at=at(23, 16))
    assert local(the(code).due_at) > at(27, 17), "the day that stood still after the taking is added"


def test_a_supplement_after_the_taking_counts_from_what_came(far):
    world, _, officer, _ = far
    code = received(world, at(19, 9))
    processing.take(code, by=officer, at=at(20, 9))
    supplements.ask(code, NOTICE, by=officer, at=at(20, 10))
    supplements.supply(code, FORM, by=world.receptionist, at=at(24, 9))
    assert local(the(code).due_at) == local(datetime(2026, 12, 1, 17, tzinfo=VN))


def test_what_is_sent_back_unaccepted_has_not_begun(far):
    world, _, officer, _ = far
    code = received(world, at(19, 9))
    with pytest.raises(Refusal):  # the first step of the process: nothing stands before it
        handovers.refuse(code, "Sai nơi", by=officer, at=at(19, 10))
    clockwork.strike(at=at(20, 15))
    assert the(code).competent_at is None


def test_what_came_from_afar_crosses_as_well(far):
    world, committee, officer, _ = far
    sent = replace(a_submission(world, MARITAL), channel=Channel.ONLINE, papers=FORM)
    code = submissions.submit(sent, by=CITIZEN, at=at(18, 20)).code
    assert not the(code).cross_boundary
    submissions.accept(code, FORM, by=world.receptionist, at=at(19, 9))
    assert the(code).cross_boundary
    processing.take(code, by=officer, at=at(19, 10))
    assert DueDate.objects.filter(dossier=the(code), kind=DueKind.STARTED).count() == 1
    assert the(code).competent_id == committee


def test_its_own_commune_an_agency_of_the_province_and_the_rules_before_are_no_crossing(far):
    world, *_ = far
    by = system("test")
    code = intake.accept(a_submission(world, BIRTH), by=world.receptionist, at=at(19, 9)).code
    assert not the(code).cross_boundary
    before = intake.accept(a_submission(world, MARITAL), by=world.receptionist, at=datetime(2026, 7, 1, 9, tzinfo=VN))
    assert not the(before.code).cross_boundary
    department = organisation.found("H99.S1", "Sở Tư pháp", AgencyKind.DEPARTMENT, by=by, at=FOUNDED)
    offers.offer(
        MARITAL,
        agency_id=world.centre,
        competent_id=department,
        process="test-process",
        valid_from=date(2026, 11, 2),
        by=by,
        at=FOUNDED,
    )
    assert not the(received(world, at(19, 9))).cross_boundary
