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


def test_a_role_nobody_defined_is_refused():
    nameless = replace(process("p3").activities[0], role="wizard")
    with pytest.raises(UnsoundProcess, match="wizard"):
        services.publish(replace(process("p3"), activities=(nameless, *process("p3").activities[1:])), at=FOUNDED)


def test_every_shipped_process_is_sound():
    assert len(processes.publish_shipped(at=FOUNDED)) >= 9
