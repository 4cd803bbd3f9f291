"""`motcua groups`: what ships is listed, a drawing of one's own is published, an unsound one is not."""

import argparse
import json

import pytest

from motcua.casework.dossiers.queries import legs
from motcua.doors.cli import groups
from motcua.doors.cli.errors import CannotRun

pytestmark = pytest.mark.django_db
PERMIT = {
    "procedure": "9.000009",
    "name": "Cấp phép cần ý kiến hai cơ quan",
    "mode": "sequential",
    "legs": [
        {"key": "lead", "name": "Thẩm định", "role": "lead", "process": "leg", "place": "competent",
         "limit": {"value": 5, "unit": "working_day"}},
        {"key": "fire", "name": "Thẩm duyệt phòng cháy", "role": "cooperating", "process": "leg",
         "limit": {"value": 3, "unit": "working_day"}},
    ],
}  # fmt: skip


def run(file=None, decision=""):
    return groups.run(argparse.Namespace(file=file, decision=decision))


def written(tmp_path, drawing):
    path = tmp_path / "group.json"
    path.write_text(json.dumps(drawing))
    return path


def test_what_ships_is_listed(capsys):
    assert run() == 0
    said = capsys.readouterr().out
    assert "2.000986 v1" in said
    assert "health-insurance: Cấp thẻ bảo hiểm y tế, 2 ngày làm việc, sau birth" in said


def test_a_drawing_of_ones_own_is_published_version_by_version(tmp_path, capsys):
    path = written(tmp_path, PERMIT)
    assert run(path, "12/QĐ-UBND ngày 02/11/2026") == 0
    assert run(path, "13/QĐ-UBND ngày 09/11/2026") == 0
    assert capsys.readouterr().out.split() == ["9.000009", "v1", "9.000009", "v2"]
    assert legs.template("9.000009").version == 2


def test_an_unsound_drawing_and_one_without_a_decision_are_refused(tmp_path, capsys):
    bent = PERMIT | {
        "legs": [PERMIT["legs"][0] | {"depends_on": ["fire"]}, PERMIT["legs"][1] | {"depends_on": ["lead"]}]
    }
    assert run(written(tmp_path, bent), "12/QĐ-UBND") == 1
    assert "thành vòng" in capsys.readouterr().err
    assert run(written(tmp_path, PERMIT)) == 1
    with pytest.raises(CannotRun):
        run(written(tmp_path, {"name": "thiếu"}), "12/QĐ")
    assert legs.template("9.000009") is None
