from dataclasses import replace

import pytest

from motcua.casework.dossiers.services import processes
from motcua.tools.workflow import queries, services
from motcua.tools.workflow.errors import UnsoundProcess
from tests.factories.world import FOUNDED, process

pytestmark = pytest.mark.django_db


def test_publishing_the_same_drawing_twice_is_one_version():
    first = processes.publish(process("p1"), at=FOUNDED)
    assert processes.publish(process("p1"), at=FOUNDED) == first


def test_a_changed_drawing_is_the_next_version_and_the_old_one_stays():
    first = processes.publish(process("p2"), at=FOUNDED)
    renamed = replace(process("p2").activities[0], name="Thẩm định")
    second = processes.publish(replace(process("p2"), activities=(renamed, *process("p2").activities[1:])), at=FOUNDED)
    assert (first.version, second.version) == (1, 2)
    assert queries.definition(first.id).activities[0].name == "Kiểm tra, dự thảo"


@pytest.mark.parametrize(
    "changed",
    [
        lambda drawing: replace(drawing, name="Tên khác"),
        lambda drawing: replace(
            drawing, activities=(replace(drawing.activities[0], role="clerk"), *drawing.activities[1:])
        ),
        lambda drawing: replace(
            drawing, flows=tuple(replace(f, target="sign") if f.outcome == "back" else f for f in drawing.flows)
        ),
    ],
    ids=["name", "role", "target"],
)
def test_whatever_of_a_drawing_changes_is_a_new_version(changed):
    first = processes.publish(process("p4"), at=FOUNDED)
    assert services.publish(changed(process("p4")), at=FOUNDED).version == first.version + 1


def test_a_role_nobody_defined_is_refused():
    nameless = replace(process("p3").activities[0], role="wizard")
    with pytest.raises(UnsoundProcess, match="wizard"):
        services.publish(replace(process("p3"), activities=(nameless, *process("p3").activities[1:])), at=FOUNDED)


def test_every_shipped_process_is_sound():
    assert len(processes.publish_shipped(at=FOUNDED)) >= 9
