"""The rules desk: what holds in each period, where it comes from, and how it is amended by a decision."""

import re

import pytest
from django.test import Client

from motcua.casework.dossiers.models import RuleSet
from motcua.casework.dossiers.rules.rulesets import PARAMETERS
from motcua.people.identity.models import Account
from tests.factories.world import MORNING, a_dossier, an_officer

from .conftest import complaints, text, value_of

pytestmark = pytest.mark.django_db
DESK, CODE = "/office/rules/", "N118_2026"
AMEND = f"{DESK}{CODE}/sua/"
DECISION = "12/QĐ-UBND ngày 20/11/2026"


@pytest.fixture
def admin(world):
    _, email = an_officer("Quản Trị Viên", world.centre, "Quản trị", ["administrator"], "admin")
    client = Client()
    client.force_login(Account.objects.get(email=email))
    return client


def fields(client):
    """Return the form as it opens: every field with its value."""
    page = text(client.get(AMEND))
    typed = dict(re.findall(r'<input class="mc-input[^"]*" id="(\w+)"[^>]* value="([^"]*)"', page))
    for name, options in re.findall(r'<select class="mc-input[^"]*" id="(\w+)"[^>]*>(.*?)</select>', page):
        typed[name] = re.search(r'value="(\w+)" selected', options)[1]
    return typed | {"seen": value_of(client.get(AMEND), "seen")}


def test_every_period_stands_there_with_its_versions_and_how_many_dossiers_keep_them(world, admin):
    a_dossier(world)
    page = text(admin.get(DESK))
    for code in ("N61_2018", "N118_2025", CODE):
        assert f'href="{DESK}{code}/"' in page
    assert page.count("Đang áp dụng") == 1
    row = re.search(rf'href="{DESK}{CODE}/1/".*?</tr>', page)[0]
    assert re.findall(r'data-label="(?:Hồ sơ đang dùng|Đang giải quyết)">([^<]*)<', row) == ["1", "1"]


def test_every_parameter_has_value_source_and_mark(world, admin):
    page = text(admin.get(f"{DESK}{CODE}/"))
    for name, said in PARAMETERS.items():
        row = re.search(rf'<tr id="{name}">.*?</tr>', page)[0]
        assert said.label[1:] in row
        assert said.source[1:] in row
        unconfirmed = name in RuleSet.objects.get(code=CODE).unconfirmed
        assert ("chưa có văn bản xác nhận" in row) is unconfirmed


def test_an_amendment_is_shown_as_differences_before_it_is_published(world, admin):
    typed = fields(admin) | {"consultation_days": "5", "finance_suspends": "false", "decision_no": DECISION}
    asked = admin.post(AMEND, typed)
    assert asked.status_code == 200
    assert re.findall(r'data-label="(?:Đang là|Sẽ là)">(?:<b>)?([^<]+)', text(asked)) == ["có", "không", "3", "5"]
    assert RuleSet.objects.filter(code=CODE).count() == 1
    done = admin.post(AMEND, typed | {"confirmed": "1", "idempotency_key": "k"})
    assert (done.status_code, done["Location"]) == (303, f"{DESK}{CODE}/2/")
    again = admin.post(AMEND, typed | {"confirmed": "1", "idempotency_key": "k"})
    assert (again.status_code, again["Location"]) == (303, done["Location"])
    assert RuleSet.objects.filter(code=CODE).count() == 2
    page = text(admin.get(done["Location"]))
    assert DECISION in page
    assert "(phiên bản 1: 3)" in page
    row = re.search(r'<tr id="consultation_days">.*?</tr>', page)[0]
    assert "chưa có văn bản xác nhận" not in row


def test_dossiers_keep_the_version_they_were_received_under(world, admin):
    before = a_dossier(world)
    admin.post(AMEND, fields(admin) | {"cutoff": "14:00", "decision_no": DECISION, "confirmed": "1"})
    a_dossier(world)
    page = text(admin.get(DESK))
    for number in (1, 2):
        row = re.search(rf'href="{DESK}{CODE}/{number}/".*?</tr>', page)[0]
        assert re.findall(r'data-label="(?:Hồ sơ đang dùng|Đang giải quyết)">([^<]*)<', row) == ["1", "1"]
    assert before.code


def test_everything_wrong_is_said_at_once_and_kept(world, admin):
    typed = fields(admin) | {"cutoff": "25:99", "max_supplements": "nhiều", "uncollected_days": "-", "decision_no": " "}
    answer = admin.post(AMEND, typed)
    assert answer.status_code == 422
    assert set(complaints(answer)) == {"cutoff", "max_supplements", "uncollected_days", "decision_no"}
    assert value_of(answer, "max_supplements") == "nhiều"
    assert not RuleSet.objects.filter(code=CODE, version=2).exists()


def test_no_change_is_no_version(world, admin):
    answer = admin.post(AMEND, fields(admin) | {"decision_no": DECISION})
    assert complaints(answer) == {"decision_no": "Chưa có quy tắc nào đổi."}


def test_an_edit_over_an_older_version_is_noticed_and_shows_what_came_meanwhile(world, admin):
    opened = fields(admin)
    admin.post(AMEND, opened | {"idle_days": "4", "decision_no": DECISION, "confirmed": "1"})
    answer = admin.post(AMEND, opened | {"consultation_days": "7", "decision_no": "13/QĐ", "confirmed": "1"})
    assert answer.status_code == 409
    assert "Báo khi không ai động tới trong: 2 → 4" in text(answer)
    assert value_of(answer, "consultation_days") == "7"
    assert value_of(answer, "seen") == "2"
    assert RuleSet.objects.filter(code=CODE).count() == 2


def test_going_back_from_the_differences_loses_nothing(world, admin):
    answer = admin.post(
        AMEND, fields(admin) | {"idle_days": "9", "decision_no": DECISION, "confirmed": "1", "back": "1"}
    )
    assert value_of(answer, "idle_days") == "9"
    assert value_of(answer, "decision_no") == DECISION
    assert RuleSet.objects.filter(code=CODE).count() == 1


@pytest.mark.parametrize("who", ["leader", "signer", "head"])
def test_a_head_reads_the_rules_and_amends_none(world, at_desk, who):
    client = at_desk(who)
    assert client.get(DESK).status_code == 200
    assert AMEND not in text(client.get(DESK)) + text(client.get(f"{DESK}{CODE}/"))
    assert client.get(AMEND).status_code == 403
    assert client.post(AMEND, {"idle_days": "9", "seen": "1", "decision_no": "x", "confirmed": "1"}).status_code == 403


@pytest.mark.parametrize("who", ["receptionist", "officer", "stranger"])
def test_others_do_not_see_the_desk(world, at_desk, who):
    client = at_desk(who)
    for address in (DESK, f"{DESK}{CODE}/", f"{DESK}{CODE}/1/", AMEND):
        assert client.get(address).status_code == 403
    assert DESK not in text(client.get("/office/inbox/"))


@pytest.mark.parametrize("address", ["N0/", "N118_2026/9/", "N0/sua/"])
def test_what_is_not_there_is_not_found(world, admin, address):
    assert admin.get(f"{DESK}{address}").status_code == 404


@pytest.mark.parametrize("seen", ["", "x", "0", "9" * 40, "-1"])
def test_a_form_without_the_version_it_was_opened_on_publishes_nothing(world, admin, seen):
    answer = admin.post(AMEND, fields(admin) | {"idle_days": "9", "seen": seen, "decision_no": "x", "confirmed": "1"})
    assert answer.status_code == 409
    assert RuleSet.objects.filter(code=CODE).count() == 1


def test_the_clock_of_the_test_lies_in_the_newest_period():
    assert MORNING.date().isoformat() > "2026-08-05"
