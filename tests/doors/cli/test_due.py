"""`motcua due -` as scripts use it."""

import io
import json
from argparse import ArgumentParser
from datetime import date, datetime
from types import SimpleNamespace

import pytest

from motcua.doors.cli import due
from motcua.ground.kernel.actors import system
from motcua.ground.kernel.clock import VIETNAM
from motcua.ground.kernel.worktime import DayKind
from motcua.people.agencies.queries import calendars
from motcua.people.agencies.services import calendars as services
from motcua.people.agencies.services import organisation
from motcua.people.agencies.services.calendars import DaySetting
from motcua.people.agencies.vocabulary import AgencyKind

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 2, 9, 0, tzinfo=VIETNAM)


@pytest.fixture(autouse=True)
def _nothing_kept():
    calendars.forget(unsettled=False)
    yield
    calendars.forget(unsettled=False)


@pytest.fixture
def ask(monkeypatch, capsysbinary):
    def _ask(*lines):
        sent = b"".join((line if isinstance(line, bytes) else line.encode()) + b"\n" for line in lines)
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(sent)))
        parser = ArgumentParser()
        due.configure(parser)
        code = due.run(parser.parse_args(["-"]))
        return code, [json.loads(line) for line in capsysbinary.readouterr().out.decode().splitlines()]

    return _ask


def question(received, limit, **more):
    return json.dumps({"received": received, "limit": limit, **more}, ensure_ascii=False)


def test_lines_are_answered_in_order_with_reason_and_steps(ask):
    code, answers = ask(
        question("2026-02-12T10:00", "5 ngày làm việc"),
        question("2025-12-25T10:00", "10 Ngày làm việc"),
        question("2026-02-10T10:00", "10 ngày"),
    )
    assert code == 0
    assert [answer["due"] for answer in answers] == ["2026-02-26T17:00", "2026-01-10T17:00", "2026-02-23T17:00"]
    assert all(set(answer) == {"due", "why", "steps"} for answer in answers)
    assert answers[0]["why"].endswith("hẹn trả 17:00 thứ Năm 26/02/2026.")


@pytest.mark.parametrize(
    "line",
    [
        "",
        "không phải JSON",
        b"\xff\xfe",
        "[]",
        "17",
        "{}",
        question("2026-02-12T10:00", "5"),
        question("2026-02-12T10:00", None),
        question("2026-02-30T10:00", "5 ngày"),
        question("12/02/2026", "5 ngày"),
        question("9999-12-31T23:59", "5 ngày"),
        question(20260212, "5 ngày"),
        question("2026-02-12T10:00", "5 ngày", agency="KHONG.CO"),
        question("2026-02-12T10:00", "5 ngày", agency=7),
        "[" * 100_000,
    ],
)
def test_a_bad_line_has_its_error_in_its_place_and_the_rest_goes_on(ask, line):
    code, answers = ask(question("2026-03-03T10:00", "1 ngày"), line, question("2026-03-03T10:00", "2 ngày"))
    assert code == 1
    assert [answer.get("due") for answer in answers] == ["2026-03-04T17:00", None, "2026-03-05T17:00"]
    assert set(answers[1]) == {"error"}
    assert answers[1]["error"]


def test_an_agency_s_own_closure_moves_its_due_date_only(ask):
    agency = organisation.found("H99.15", "UBND xã", AgencyKind.COMMUNE, by=system("test"), at=AT)
    storm = DaySetting(on=date(2026, 11, 9), kind=DayKind.CLOSED, note="Nghỉ tránh bão", decision_no="12/CĐ")
    services.set_day(agency, storm, by=system("test"), at=AT)
    _, (here, elsewhere) = ask(
        question("2026-11-06T10:00", "1 ngày làm việc", agency="H99.15"),
        question("2026-11-06T10:00", "1 ngày làm việc"),
    )
    assert here["due"] == "2026-11-10T17:00"
    assert "nghỉ tránh bão 09/11" in here["why"]
    assert elsewhere["due"] == "2026-11-09T17:00"


def test_an_offset_is_turned_into_vietnamese_time(ask):
    _, (answer,) = ask(question("2026-03-02T20:00:00Z", "1 ngày"))
    assert answer["due"] == "2026-03-04T17:00"
