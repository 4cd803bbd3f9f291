"""`motcua doctor` about groups: each thing that must be true is found when it is not."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from motcua.casework.dossiers.queries import parts
from motcua.casework.dossiers.services import transfer
from tests.factories.groups import a_group, a_group_world, finish, legs, parent
from tests.factories.world import VN

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=VN)
HOUR = timedelta(hours=1)

BROKEN = {
    "hồ sơ con có hồ sơ cha": """
        UPDATE dossiers_participation SET state = 'planned', child_id = NULL, received_at = NULL, due_at = NULL
        WHERE dossier_id = %(whole)s AND key = 'residence'""",
    "hồ sơ liên thông có phần việc": "DELETE FROM dossiers_participation WHERE dossier_id = %(whole)s",
    "phần việc chỉ mở khi đã có điều nó cần": """
        UPDATE dossiers_participation SET state = 'failed', outcome = 'rejected'
        WHERE dossier_id = %(whole)s AND key = 'birth'""",
    "phần việc lần lượt mở đúng thứ tự": """
        UPDATE dossiers_participation SET order_no = CASE key WHEN 'residence' THEN 1 ELSE 2 END
        WHERE dossier_id = %(whole)s""",
    "hồ sơ liên thông xong khi các phần việc xong": """
        UPDATE dossiers_dossier SET status = 'completed', completed_at = received_at WHERE id = %(whole)s""",
    "các phần việc xong thì hồ sơ liên thông xong": """
        UPDATE dossiers_participation SET optional = true WHERE dossier_id = %(whole)s AND state = 'open'""",
    "phần việc ghi đúng hồ sơ con": """
        UPDATE dossiers_dossier SET status = 'completed', completed_at = received_at WHERE id = %(child)s""",
    "phần việc đến lượt thì được chuyển": """
        UPDATE dossiers_participation SET state = 'planned', child_id = NULL, received_at = NULL, due_at = NULL
        WHERE dossier_id = %(whole)s AND key = 'residence'""",
    "hạn phần việc tính lại được": """
        UPDATE dossiers_participation SET due_at = due_at + interval '1 day' WHERE child_id = %(child)s""",
}


@pytest.fixture
def broken():
    here = a_group_world()
    code = a_group(here, at=MONDAY).code
    finish(here, legs(code)["birth"], MONDAY + HOUR)
    transfer.advance(parent(code).pk, at=MONDAY + HOUR)
    return {"whole": parent(code).pk, "child": legs(code)["residence"].child_id}


def found():
    return {check.rule for check in parts.checks(1) if check.findings}


def test_every_rule_of_groups_is_tried_here(broken):
    assert {check.rule for check in parts.checks(1)} == set(BROKEN)
    assert found() == set()
    del broken


@pytest.mark.parametrize("rule", BROKEN)
def test_what_is_broken_is_found_and_said_in_a_sentence(broken, rule):
    with connection.cursor() as cursor:
        cursor.execute(BROKEN[rule], broken)
    assert rule in found()
    (check,) = [check for check in parts.checks(1) if check.rule == rule]
    assert all(finding.sentence.endswith(".") and finding.mend for finding in check.findings)
