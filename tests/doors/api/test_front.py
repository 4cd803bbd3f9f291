"""Callers, public reads, limits, and the shape of every error."""

import json
from pathlib import Path

import pytest
from django.db import OperationalError

from motcua.casework.dossiers.queries import public
from motcua.casework.procedures.queries import catalogue
from motcua.doors.api.v1 import api
from motcua.people.agencies.services import organisation
from motcua.people.identity import queries as accounts
from tests.factories.world import FOUNDED, MARITAL

from .test_dossiers import problem


def test_a_token_is_needed_and_checked(anybody, world):
    for token in ("", "wrong", "ß" * 40):
        anybody.token = token
        answer = anybody.get("me")
        assert problem(answer, 401)["code"] == "not_authenticated"
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_caller_acts_from_his_first_post_or_from_the_one_he_names(machine, world):
    from motcua.ground.kernel.actors import system

    by = system("test")
    second = organisation.open_post(world.committee, "Kiêm nhiệm", ["handling_officer"], by=by, at=FOUNDED)
    account = accounts.account_by_email(world.emails["receptionist"])
    organisation.appoint(account, "Mai Thị Thảo", second, by=by, at=FOUNDED)
    counter = machine("receptionist")
    said = counter.get("me").json()
    assert (said["title"], said["agency"]["code"], said["receives"]) == ("Tiếp nhận, quầy 3", "H99.24.01", True)
    assert said["posts"] == [world.receptionist.post_id, second]
    assert counter.get("me", **{"x-post": str(second)}).json()["title"] == "Kiêm nhiệm"
    problem(counter.get("me", **{"x-post": "999999"}), 403)
    problem(counter.get("me", **{"x-post": "hai"}), 403)


def test_a_demo_token_opens_nothing_in_production(machine, world, settings):
    from motcua.people.identity import services as identity

    account = identity.open_account(
        email="demo@x.example", name="Thử", password="mật khẩu đủ dài để thử", at=FOUNDED, demo=True
    )
    caller = machine("officer")
    caller.token = identity.issue_token(account, label="demo", at=FOUNDED)
    problem(caller.get("me"), 403)  # no post
    settings.PRODUCTION = True
    problem(caller.get("me"), 401)


def test_colleagues_are_those_of_the_own_agency(machine, world):
    seen = machine("officer").get("me/colleagues").json()
    assert {post["id"] for post in seen} >= {world.officer.post_id, world.second_officer.post_id, world.leader.post_id}
    assert world.receptionist.post_id not in {post["id"] for post in seen}
    assert next(post for post in seen if post["id"] == world.leader.post_id)["roles"] == ["unit_leader"]


def test_procedures_are_public(anybody, world):
    page = anybody.get("procedures").json()
    assert page["count"] >= 30
    assert len(page["items"]) <= 50
    found = anybody.get("procedures", {"q": "giay doc than", "page": 1}).json()
    assert found["items"][0]["score"] >= found["items"][-1]["score"]
    offered = anybody.get("procedures", {"agency": "H99.24.01"}).json()
    assert {line["code"] for line in offered["items"]} == {"9.000001", MARITAL}
    one = anybody.get(f"procedures/{MARITAL}").json()
    assert one["terms"][0]["limit"] == {"value": 5, "unit": "working_day", "text": ""}
    assert one["terms"][0]["fees"][0]["amount_vnd"] == 8000
    assert [paper["key"] for paper in one["papers"]] == ["form", "mandate", "residence"]
    assert one["received_at"] == ["H99.24.01"]
    problem(anybody.get("procedures/0.000000"), 404)
    problem(anybody.get("procedures", {"agency": "H00"}), 404)
    problem(anybody.get("procedures", {"page": "0"}), 422)


def test_every_shipped_procedure_can_be_read(anybody, world):
    from tests.factories.world import MORNING

    for line in catalogue.listing(on=MORNING.date()):
        assert anybody.get(f"procedures/{line.code}").status_code == 200, line


def test_tracking_is_limited_by_address(anybody):
    for _ in range(60):
        problem(anybody.get("track/H99.24.01-261119-0001"), 404)
    answer = anybody.get("track/H99.24.01-261119-0001")
    problem(answer, 429)
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert anybody.client.get(
        "/api/v1/track/H99.24.01-261119-0001", REMOTE_ADDR="203.0.113.9"
    ).status_code == 404  # fmt: skip


@pytest.mark.parametrize("path", ["nothing", "dossiers/x/acts/shred", ""])
def test_an_unknown_path_is_a_problem(anybody, path):
    problem(anybody.post(path, {}, key="12345678") if path else anybody.get(path), 404)


def test_an_unknown_method_is_a_problem(anybody):
    answer = anybody.client.delete("/api/v1/procedures")
    problem(answer, 405)
    assert answer.headers["Allow"] == "GET"


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b'{"a": NaN'])
def test_unreadable_json_is_a_problem(machine, body):
    caller = machine("receptionist")
    answer = caller.client.post(
        "/api/v1/dossiers",
        body,
        content_type="application/json",
        headers={"authorization": f"Bearer {caller.token}", "idempotency-key": "12345678"},
    )
    problem(answer, 400)


@pytest.mark.parametrize("body", [[], "x", 5, None])
def test_json_that_is_no_object_is_a_problem(machine, body):
    problem(machine("receptionist").post("dossiers", json.dumps(body)), 422)


def test_a_body_beyond_measure_is_a_problem(machine):
    problem(machine("receptionist").post("dossiers", {"procedure": "x" * 6 * 2**20}), 413)


def test_a_database_that_is_away_answers_503(anybody, monkeypatch):
    def away(*_args, **_named):
        raise OperationalError("gone")

    monkeypatch.setattr(public, "track", away)
    answer = anybody.get("track/H99")
    assert problem(answer, 503)["code"] == "database_away"
    assert answer.headers["Retry-After"]


def test_a_bug_answers_500_and_logs_no_name(anybody, monkeypatch, capsys, caplog):
    def broken(*_args, **_named):
        raise ValueError("Nguyễn Thị Ánh Nguyệt")

    monkeypatch.setattr(public, "track", broken)
    problem(anybody.get("track/H99"), 500)
    said = capsys.readouterr()
    assert "Nguyệt" not in said.out + said.err + caplog.text


def test_the_interface_is_written_down():
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    written = json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    kept = Path(__file__).parents[3] / "docs" / "openapi.json"
    assert kept.read_text(encoding="utf-8") == written, "run `make docs`"


def test_the_interface_is_served(anybody):
    served = anybody.get("openapi.json").json()
    assert "/api/v1/dossiers/{code}/acts/hand_over" in served["paths"]
    assert served["components"]["securitySchemes"]


def test_an_address_with_a_nul_is_a_problem_not_a_page(anybody, world):
    problem(anybody.get("procedures/a%00b"), 404)
    problem(anybody.get("track/%00"), 404)
