from dataclasses import replace
from datetime import date, timedelta

import pytest

from motcua.casework.dossiers.queries import processes as reads
from motcua.casework.dossiers.rules import scenarios
from motcua.casework.dossiers.services import processes
from motcua.ground.kernel.actors import system
from motcua.ground.kernel.errors import Invalid, NotAllowed
from motcua.ground.outbox.models import Entry
from motcua.people.agencies.services import organisation
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.tools.workflow import queries as workflow
from motcua.tools.workflow.errors import SketchMoved, SketchTaken, UnsoundProcess
from motcua.tools.workflow.queries import drawings
from tests.factories.world import FOUNDED, MORNING, a_world, an_officer, process

pytestmark = pytest.mark.django_db
DECISION = {"decision_no": "12/QĐ-UBND", "decided_on": date(2026, 11, 2)}


@pytest.fixture
def world():
    return a_world()


def drawn(world, key="new-process"):
    drawing = process(key)
    return processes.begin(replace(drawing, scenarios=scenarios.suggested(drawing)), by=world.head, at=MORNING)


def test_a_checked_drawing_is_published_under_its_decision(world):
    sketch = drawn(world)
    issued = processes.issue("new-process", revision=sketch.revision, by=world.head, at=MORNING, **DECISION)
    line = drawings.versions("new-process")[0]
    assert (line.id, line.version, line.decision_no, line.decided_on) == (issued.id, 1, *DECISION.values())
    assert drawings.sketch("new-process") is None
    assert drawings.drawing(issued.id) == sketch.process
    assert Entry.objects.get(name="ProcessIssued").payload["key"] == "new-process"


def test_what_holds_for_the_whole_province_is_drawn_at_the_province(world):
    at, by, roles = FOUNDED, system("test"), ["procedure_admin"]
    province = organisation.found("H98", "Ủy ban nhân dân tỉnh", AgencyKind.PROVINCE, by=by, at=at)
    commune = organisation.found("H98.1", "Ủy ban nhân dân xã", AgencyKind.COMMUNE, by=by, at=at, parent_id=province)
    office = organisation.found("H98.1.1", "Trung tâm", AgencyKind.CENTRE, by=by, at=at, parent_id=commune)
    for place, agency in enumerate((commune, office)):
        low, _ = an_officer("Quản trị", agency, "Quản trị thủ tục", roles, f"low{place}")
        with pytest.raises(NotAllowed, match="cấp tỉnh"):
            processes.begin(process("new-process"), by=low, at=MORNING)
        assert drawings.sketch("new-process") is None
    high, _ = an_officer("Kiểm soát", province, "Kiểm soát thủ tục", roles, "high")
    assert processes.begin(process("new-process"), by=high, at=MORNING).key == "new-process"


def test_nothing_red_or_unwalked_is_published(world):
    sketch = processes.begin(process("bare"), by=world.head, at=MORNING)
    with pytest.raises(UnsoundProcess, match="Chưa kịch bản nào"):
        processes.issue("bare", revision=sketch.revision, by=world.head, at=MORNING, **DECISION)
    assert drawings.sketch("bare") == sketch
    red = replace(sketch.process, scenarios=tuple(replace(s, roles=()) for s in scenarios.suggested(sketch.process)))
    sketch = processes.change(red, revision=sketch.revision, by=world.head, at=MORNING)
    with pytest.raises(UnsoundProcess, match="không đạt"):
        processes.issue("bare", revision=sketch.revision, by=world.head, at=MORNING, **DECISION)


def test_a_role_that_nobody_carries_at_an_agency_that_offers_it_stands_in_the_way(world):
    sketch = processes.begin_from(workflow.newest("test-process").id, by=world.head, at=MORNING)
    steps = (replace(sketch.process.activities[0], role="clerk"), *sketch.process.activities[1:])
    found = reads.check(replace(sketch.process, activities=steps), on=MORNING.date(), covered=False).findings
    assert [(finding.code, finding.step) for finding in found] == [("role_nobody", "check")]
    assert "UBND xã Tân Hòa" in found[0].sentence


def test_only_who_saw_the_newest_revision_changes_a_drawing(world):
    first = drawn(world)
    second = processes.change(replace(first.process, name="Tên mới"), revision=1, by=world.head, at=MORNING)
    assert (second.revision, second.process.name) == (2, "Tên mới")
    with pytest.raises(SketchMoved):
        processes.change(first.process, revision=1, by=world.head, at=MORNING)
    with pytest.raises(SketchMoved):
        processes.issue("new-process", revision=1, by=world.head, at=MORNING, **DECISION)
    with pytest.raises(SketchMoved):
        processes.discard("new-process", revision=1, by=world.head, at=MORNING)
    with pytest.raises(SketchTaken):
        drawn(world)


@pytest.mark.parametrize(
    ("decision_no", "decided_on", "field"),
    [
        ("", date(2026, 11, 2), "decision_no"),
        ("12", None, "decided_on"),
        ("12", MORNING.date() + timedelta(days=1), "decided_on"),
    ],
)
def test_a_process_is_issued_by_a_decision_that_has_been_signed(world, decision_no, decided_on, field):
    sketch = drawn(world)
    with pytest.raises(Invalid) as no:
        processes.issue(
            "new-process", revision=sketch.revision, decision_no=decision_no, decided_on=decided_on, by=world.head,
            at=MORNING,
        )  # fmt: skip
    assert field in no.value.fields


def test_a_post_without_the_permission_draws_nothing(world):
    with pytest.raises(NotAllowed, match="vẽ và ban hành"):
        processes.begin(process("mine"), by=world.officer, at=MORNING)
    with pytest.raises(NotAllowed):
        processes.issue("mine", revision=1, by=world.officer, at=MORNING, **DECISION)


def test_what_ships_never_replaces_what_was_issued_here(world):
    processes.publish_shipped(at=MORNING)
    sketch = processes.begin_from(workflow.newest("social").id, by=world.head, at=MORNING)
    mine = replace(sketch.process, name="Trợ giúp xã hội, bản của xã")
    sketch = processes.change(mine, revision=sketch.revision, by=world.head, at=MORNING)
    issued = processes.issue("social", revision=sketch.revision, by=world.head, at=MORNING, **DECISION)
    processes.publish_shipped(at=MORNING)
    assert workflow.newest("social").id == issued.id


def test_the_same_key_sent_twice_issues_once(world):
    sketch = drawn(world)
    first = processes.issue("new-process", revision=sketch.revision, by=world.head, at=MORNING, key="k1", **DECISION)
    again = processes.issue("new-process", revision=sketch.revision, by=world.head, at=MORNING, key="k1", **DECISION)
    assert first == again
