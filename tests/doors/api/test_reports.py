"""Reports by the API: a list that goes on, one with its table, rows as JSON and CSV; another unit's are not there."""

import csv
from io import StringIO

import pytest

from motcua.ground.kernel import clock
from motcua.steering.indicators.rules import periods
from motcua.steering.reports.services import preparing
from tests.factories.world import a_dossier
from tests.steering.reports.conftest import AFTER, NOVEMBER


@pytest.fixture
def report(world, monkeypatch):
    a_dossier(world)
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    return preparing.prepare("06a", NOVEMBER, world.centre, by=world.receptionist, at=AFTER)


def test_a_report_its_rows_and_its_csv_say_the_same(report, machine):
    caller = machine("head")
    whole = caller.get(f"reports/{report}").json()
    assert (whole["form"], whole["period"], whole["state"], whole["last"]) == (
        "06a",
        "2026-11",
        "prepared",
        "2026-11-30",
    )
    assert whole["rows"][-1] == {
        "key": "",
        "label": "Tổng cộng",
        "depth": 0,
        "cells": [1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1],
    }
    assert caller.get(f"reports/{report}/rows").json() == {
        name: whole[name] for name in ("columns", "rows", "notes", "digest")
    }
    answer = caller.get(f"reports/{report}/rows.csv")
    said = b"".join(answer.streaming_content).decode("utf-8-sig")
    lines = list(csv.reader(StringIO(said)))[1 : len(whole["rows"]) + 1]
    assert [int(cell) for cell in lines[-1][2:]] == whole["rows"][-1]["cells"]


def test_a_list_goes_on_and_is_of_those_the_caller_may_read(report, machine, world):
    for day in range(1, 29):
        for form in ("06a", "07b"):
            period = periods.parse(f"2026-11-{day:02}")
            preparing.prepare(form, period, world.centre, by=world.head, at=AFTER)
    caller = machine("head")
    first = caller.get("reports").json()
    rest = caller.get("reports", {"before": first["before"]}).json()
    assert (len(first["items"]), len(rest["items"]), rest["before"]) == (50, 7, None)
    assert len(caller.get("reports", {"form": "06a", "period": "2026-11"}).json()["items"]) == 1
    assert caller.get("reports", {"state": "frozen"}).json()["items"] == []
    assert caller.get("reports", {"state": "x"}).status_code == 422
    assert caller.get("reports", {"agency": "x"}).status_code == 404
    assert len(machine("leader").get("reports").json()["items"]) == 50  # the committee is above the centre
    assert machine("stranger").get("reports").json()["items"] == []
    assert machine("stranger").get(f"reports/{report}").status_code == 404
