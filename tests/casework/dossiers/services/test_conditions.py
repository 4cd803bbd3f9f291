from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.casework.dossiers.errors import UnknownCondition, WayClosed
from motcua.casework.dossiers.models import PaperSet
from motcua.casework.dossiers.rules import scenarios
from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.services import (
    arrivals,
    intake,
    obligations,
    papersets,
    processes,
    processing,
    results,
    slips,
)
from motcua.casework.dossiers.services.results import Receipt
from motcua.casework.dossiers.services.slips import Dispatch
from motcua.casework.dossiers.vocabulary import Carrier, Condition, IdentityCheck, SetKind, Status
from motcua.tools.workflow import services as workflow
from motcua.tools.workflow.rules.drawing import FlowDraft
from tests.factories.world import FOUNDED, MORNING, a_dossier, a_submission, a_world, process

pytestmark = pytest.mark.django_db
BY_HAND = Dispatch(carrier=Carrier.OWN, carried_by="Lê Văn Dự")
LATER = MORNING + timedelta(hours=1)


@pytest.fixture
def world():
    return a_world()


def drawn(step=0, **changes):
    """Publish a drawing in which the first way out of a step carries a condition, or the step needs one."""
    drawing = process()
    if "needs" in changes:
        steps = list(drawing.activities)
        steps[step] = replace(steps[step], **changes)
        drawing = replace(drawing, activities=tuple(steps))
    else:
        flows = list(drawing.flows)
        flows[step] = replace(flows[step], **changes)
        drawing = replace(drawing, flows=tuple(flows))
    workflow.publish(drawing, at=FOUNDED)  # past the checks: what they would refuse must stop at work too


def started(world, **changes):
    """Return a dossier that runs by such a drawing."""
    drawn(**changes)
    return a_dossier(world).code


def forward(world, code):
    return processing.complete(code, "forward", by=world.officer, at=LATER)


def token(code, kind=SetKind.PAPERS):
    return PaperSet.objects.get(dossier__code=code, kind=kind).token


def sent(scanned, receiver, by):
    """Send a bag in a slip of its own; return the slip."""
    slip_id = slips.pack(receiver, [scanned], by=by, at=LATER)
    slips.send(slip_id, BY_HAND, by=by, at=LATER)
    return slip_id


@pytest.mark.parametrize("changes", [{"condition": "has_result"}, {"needs": "has_result"}])
def test_a_way_stays_closed_until_what_it_asks_for_is_there(world, changes):
    code = started(world, **changes)
    with pytest.raises(WayClosed, match="đã có kết quả"):
        processing.complete(code, "forward", by=world.officer, at=MORNING)
    results.attach(code, abstract="Trích lục", number="01/TL", by=world.officer, at=MORNING)
    done = processing.complete(code, "forward", by=world.officer, at=MORNING)
    assert (done.status, done.activity) == (Status.PROCESSING, "sign")


@pytest.mark.parametrize("changes", [{"condition": "moon_is_full"}, {"needs": "moon_is_full"}])
def test_a_condition_that_nobody_knows_is_an_error_and_never_true(world, changes):
    code = started(world, **changes)
    with pytest.raises(UnknownCondition, match="moon_is_full"):
        forward(world, code)


def test_such_a_condition_is_refused_before_publication():
    drawing = process("asks")
    drawing = replace(drawing, flows=(replace(drawing.flows[0], condition="moon_is_full"), *drawing.flows[1:]))
    with pytest.raises(processes.UnsoundProcess, match="điều kiện không có"):
        processes.publish(drawing, at=FOUNDED)


@pytest.mark.parametrize("word", list(Condition))
def test_every_condition_of_the_vocabulary_is_answered_at_work(world, word):
    code = started(world, condition=word)
    if word in (Condition.LACKS_RESULT, Condition.PAPERS_ELSEWHERE, Condition.NO_OPEN_ENQUIRY):
        assert forward(world, code).activity == "sign"
    else:
        with pytest.raises(WayClosed, match=word.label.lower()):
            forward(world, code)


@pytest.mark.parametrize("changes", [{"condition": "papers_held"}, {"needs": "papers_held"}])
def test_a_way_that_asks_for_the_papers_opens_when_they_are_scanned_in_and_not_while_they_come(world, changes):
    code = started(world, **changes)
    with pytest.raises(WayClosed, match="bản giấy đang ở đây"):
        forward(world, code)
    slip_id = sent(token(code), world.committee, world.receptionist)
    with pytest.raises(WayClosed):
        forward(world, code)
    arrivals.arrive(code, by=world.officer, at=LATER, slip_id=slip_id)
    assert forward(world, code).activity == "sign"


def test_a_way_for_papers_that_are_not_here_closes_when_they_arrive(world):
    code, other = started(world, condition="papers_elsewhere"), a_dossier(world).code
    assert forward(world, other).activity == "sign"
    slip_id = sent(token(code), world.committee, world.receptionist)
    arrivals.arrive(code, by=world.officer, at=LATER, slip_id=slip_id)
    with pytest.raises(WayClosed, match="có bản giấy chưa ở đây"):
        forward(world, code)


def test_lost_papers_are_not_here_until_they_are_found(world):
    code = started(world, condition="papers_held")
    slip_id = sent(token(code), world.committee, world.receptionist)
    slips.miss(slip_id, [token(code)], by=world.officer, at=LATER)
    arrivals.lose(slip_id, token(code), "Đã tìm ở xe và hai phòng", by=world.head, at=LATER)
    with pytest.raises(WayClosed):
        forward(world, code)
    arrivals.arrive(code, by=world.officer, at=LATER)
    assert forward(world, code).activity == "sign"


def test_papers_that_the_applicant_took_back_are_not_here(world):
    code = started(world, condition="papers_held")
    slip_id = sent(token(code), world.committee, world.receptionist)
    arrivals.arrive(code, by=world.officer, at=LATER, slip_id=slip_id)
    obligations.demand(code, "01/TB", "Điều 1", by=world.officer, at=LATER)
    papersets.give_back(code, by=world.officer, at=LATER)
    obligations.settle(code, "Biên lai 7", by=world.receptionist, at=LATER)
    with pytest.raises(WayClosed):
        forward(world, code)


def test_of_two_bags_both_must_be_here(world):
    code = started(world, condition="papers_held")
    slip_id = sent(token(code), world.committee, world.receptionist)
    arrivals.arrive(code, by=world.officer, at=LATER, slip_id=slip_id)
    papersets.take_in(code, by=world.receptionist, at=LATER)
    with pytest.raises(WayClosed):
        forward(world, code)
    second = PaperSet.objects.get(dossier__code=code, part=2).token
    arrivals.arrive(second, by=world.officer, at=LATER, slip_id=sent(second, world.committee, world.receptionist))
    assert forward(world, code).activity == "sign"


def test_a_dossier_without_paper_has_nothing_elsewhere(world):
    drawn(condition="papers_held")
    bare = replace(a_submission(world), papers={"form": Seen(key="form", from_data=True)})
    held = intake.accept(bare, by=world.receptionist, at=MORNING).code
    assert forward(world, held).activity == "sign"
    drawn(condition="papers_elsewhere")
    away = intake.accept(bare, by=world.receptionist, at=MORNING).code
    with pytest.raises(WayClosed):
        forward(world, away)


def test_once_there_is_a_result_its_bag_is_asked_for_and_the_papers_no_longer(world):
    code = started(world, step=2, needs="papers_held")
    slip_id = sent(token(code), world.committee, world.receptionist)
    arrivals.arrive(code, by=world.officer, at=LATER, slip_id=slip_id)
    forward(world, code)
    results.attach(code, number="15/XN-UBND", by=world.signer, at=LATER)
    processing.complete(code, "sign", by=world.signer, at=LATER)
    papersets.issue_result(PaperSet.objects.get(dossier__code=code).dossier_id, world.committee, at=LATER)
    receipt = Receipt(recipient="Nguyễn Thị Ánh Nguyệt", identity_check=IdentityCheck.CARD, id_last4="4417")
    with pytest.raises(WayClosed):
        results.hand_over(code, receipt, by=world.receptionist, at=LATER)
    result = token(code, SetKind.RESULT)
    slip_id = sent(result, world.centre, world.signer)
    arrivals.arrive(result, by=world.receptionist, at=LATER, slip_id=slip_id)
    assert results.hand_over(code, receipt, by=world.receptionist, at=LATER).status == Status.RETURNED
    assert PaperSet.objects.get(token=token(code)).agency_id == world.committee  # filed where they were worked with


def test_a_drawing_that_does_not_ask_where_the_papers_are_costs_no_statement_and_one_that_does_costs_one(world):
    def asked(condition):
        code = started(world, condition=condition)
        slip_id = sent(token(code), world.committee, world.receptionist)
        arrivals.arrive(code, by=world.officer, at=LATER, slip_id=slip_id)
        with CaptureQueriesContext(connection) as seen:
            forward(world, code)
        return len(seen), sum("dossiers_paperset" in query["sql"] for query in seen)

    plain, untouched = asked("")
    assert untouched == 0
    assert asked("papers_held") == (plain + 1, 1)
    assert asked("no_open_enquiry") == (plain + 1, 0)


def test_a_drawing_with_a_way_for_each_side_is_published_and_takes_each(world):
    drawing = process()
    flows = (
        replace(drawing.flows[0], condition="papers_held"),
        FlowDraft(
            source="check", target="sign", outcome="bare", label="Theo bản điện tử", condition="papers_elsewhere"
        ),
        *drawing.flows[1:],
    )
    drawing = replace(drawing, flows=flows)
    processes.publish(replace(drawing, scenarios=scenarios.suggested(drawing)), at=FOUNDED)
    code = a_dossier(world).code
    assert processing.complete(code, "bare", by=world.officer, at=LATER).activity == "sign"
