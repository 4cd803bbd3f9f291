"""`motcua reports`: prepare, show, export; what is refused exits 1, what cannot be is said in a sentence."""

import argparse
import json

import pytest

from motcua.doors.cli import reports
from motcua.doors.cli.errors import CannotRun
from motcua.ground.kernel import clock
from tests.factories.world import a_dossier, a_world
from tests.steering.reports.conftest import AFTER


def run(*words):
    parser = argparse.ArgumentParser()
    reports.configure(parser)
    return reports.run(parser.parse_args(words))


@pytest.mark.django_db
def test_a_report_is_prepared_printed_and_written_out(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    world = a_world()
    for _ in range(3):
        a_dossier(world)
    assert run("prepare", "06a", "2026-11", "--agency", "H99.24.01") == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["state"], made["total"]) == ("prepared", [3, 0, 3, 0, 0, 0, 0, 0, 3, 0, 3])
    assert run("show", str(made["id"])) == 0
    assert json.loads(capsys.readouterr().out) == made
    for kind, begins in (("csv", b"\xef\xbb\xbfTT"), ("xlsx", b"PK"), ("pdf", b"%PDF")):
        assert run("export", str(made["id"]), str(tmp_path / f"r.{kind}")) == 0
        assert (tmp_path / f"r.{kind}").read_bytes().startswith(begins)
    assert run("prepare", "06a", "2026-11", "--agency", "H99.24.01") == 1
    assert "đã lập rồi" in capsys.readouterr().err


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    [
        ("prepare", "06a", "x", "--agency", "H99"),
        ("prepare", "06a", "2026-11", "--agency", "none"),
        ("show", "99"),
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(words):
    with pytest.raises(CannotRun, match=r"no (period|agency)|Không có báo cáo"):
        run(*words)
