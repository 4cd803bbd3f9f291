from dataclasses import replace

import pytest

from motcua.casework.dossiers.errors import UnknownCondition, WayClosed
from motcua.casework.dossiers.services import processes, processing, results
from motcua.casework.dossiers.vocabulary import Status
from motcua.tools.workflow import services as workflow
from tests.factories.world import FOUNDED, MORNING, a_dossier, a_world, process

pytestmark = pytest.mark.django_db


def started(world, **changes):
    """Return a dossier whose first way out carries a condition, or whose first step needs one."""
    drawing = process()
    if "needs" in changes:
        drawing = replace(drawing, activities=(replace(drawing.activities[0], **changes), *drawing.activities[1:]))
    else:
        drawing = replace(drawing, flows=(replace(drawing.flows[0], **changes), *drawing.flows[1:]))
    workflow.publish(drawing, at=FOUNDED)  # past the checks: what they would refuse must stop at work too
    return a_dossier(world).code


@pytest.mark.parametrize("changes", [{"condition": "has_result"}, {"needs": "has_result"}])
def test_a_way_stays_closed_until_what_it_asks_for_is_there(changes):
    world = a_world()
    code = started(world, **changes)
    with pytest.raises(WayClosed, match="đã có kết quả"):
        processing.complete(code, "forward", by=world.officer, at=MORNING)
    results.attach(code, abstract="Trích lục", number="01/TL", by=world.officer, at=MORNING)
    done = processing.complete(code, "forward", by=world.officer, at=MORNING)
    assert (done.status, done.activity) == (Status.PROCESSING, "sign")


@pytest.mark.parametrize("word", ["moon_is_full", "papers_held"])
def test_a_condition_that_nobody_can_tell_is_an_error_and_never_true(word):
    world = a_world()
    code = started(world, condition=word)
    with pytest.raises(UnknownCondition, match=word):
        processing.complete(code, "forward", by=world.officer, at=MORNING)


def test_such_a_condition_is_refused_before_publication():
    drawing = process("asks")
    drawing = replace(drawing, flows=(replace(drawing.flows[0], condition="papers_held"), *drawing.flows[1:]))
    with pytest.raises(processes.UnsoundProcess, match="chưa theo dõi"):
        processes.publish(drawing, at=FOUNDED)
