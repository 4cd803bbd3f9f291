"""`motcua forecasts`: learn, foretell, say how well."""

import argparse
import json

import pytest

from motcua.doors.cli import forecasts
from motcua.ground.kernel import clock
from tests.factories.world import MORNING, a_dossier, a_world


def run(*given):
    parser = argparse.ArgumentParser()
    forecasts.configure(parser)
    return forecasts.run(parser.parse_args(given))


@pytest.mark.django_db
def test_it_learns_foretells_and_says_what_is_in_use(capsys, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MORNING)
    assert run("card") == 1
    assert json.loads(capsys.readouterr().out) == {"basis": None}
    world = a_world()
    for _ in range(3):
        a_dossier(world)
    assert run("train") == 0
    trained = json.loads(capsys.readouterr().out)
    assert (trained["basis"], trained["dossiers"], trained["paces"]) == ("days", 0, 0)
    assert run("predict") == 0
    assert json.loads(capsys.readouterr().out) == {"dossiers": 3}
    assert run("card") == 0
    card = json.loads(capsys.readouterr().out)
    assert card["basis"] == "days"
    assert card["why"] == trained["why"]
    assert card["trained_at"].startswith("2026-11-19T09:00:00+07:00")
