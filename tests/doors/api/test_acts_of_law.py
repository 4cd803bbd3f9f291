"""Every act of law through the API: what it does, what it answers again, and every way in which it says no."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from motcua.casework.dossiers.models import Dossier, Letter
from motcua.casework.dossiers.services import apologies
from motcua.casework.dossiers.vocabulary import Act
from motcua.doors.api.v1 import api
from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import system
from tests.factories.world import MARITAL, MORNING

from .test_dossiers import problem

NOTICE = {"items": [{"key": "form", "name": "Tờ khai", "want": "Ký lại"}], "reasons": ["inaccurate"]}
ENDING = {"reason": "Theo đơn của người nộp", "basis": "61/2018/NĐ-CP", "originals": ["form"], "recipient": "Bà Nguyệt"}
DAY = timedelta(days=1)


@pytest.fixture
def at(monkeypatch):
    def turn(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    return turn


@pytest.fixture
def worked_on(machine, handed_in):
    """Return the code of a dossier that an officer works on."""
    code = machine("receptionist").post("dossiers", handed_in()).json()["code"]
    assert machine("officer").act(code, "take").status_code == 200
    return code


def twice(caller, code, act, body=None):
    """Do it, do it again under the same key, and hold both answers to be the same; another body may not use it."""
    key = uuid4().hex
    first = caller.act(code, act, body, key=key)
    assert first.status_code == 200, first.content.decode()
    assert caller.act(code, act, body, key=key).content == first.content
    for name in ("reason", "question", "text"):
        if name in (body or {}):
            other = caller.act(code, act, body | {name: "Khác hẳn"}, key=key)
            assert problem(other, 422)["code"] == "idempotency_key_reused"
    return first.json()


def test_an_incomplete_dossier_is_registered_and_later_taken_in(machine, handed_in):
    counter = machine("receptionist")
    answer = counter.post("dossiers", handed_in(act="submit", papers=[], channel="postal"))
    assert (answer.status_code, answer.json()["status"], answer.json()["due_at"]) == (201, "registered", None)
    code = answer.json()["code"]
    seen = counter.get(f"dossiers/{code}").json()
    assert (seen["accept_by"], seen["received_at"]) == ("2026-11-20T09:30:00+07:00", None)
    assert set(seen["acts"]) == {"accept", "decline", "ask", "withdraw"}
    assert problem(counter.act(code, "accept"), 422)["code"] == "incomplete"
    taken = twice(counter, code, "accept", {"papers": [{"key": "form", "originals": 1}]})
    assert (taken["status"], taken["due_at"]) == ("received", "2026-11-26T17:00:00+07:00")
    assert problem(counter.act(code, "accept"), 422)["code"] == "act_not_allowed"


def test_it_is_registered_and_asked_for_in_one_act(machine, handed_in):
    counter = machine("receptionist")
    body = handed_in(act="submit", papers=[], ask=NOTICE)
    first = counter.post("dossiers", body, key="one")
    assert (first.status_code, first.json()["national_code"]) == (201, 5)
    assert counter.post("dossiers", body, key="one").content == first.content
    seen = counter.get(f"dossiers/{first.json()['code']}").json()
    assert (seen["flag"], seen["requests"][0]["items"][0]["want"]) == ("before_receipt", "Ký lại")
    assert list(problem(counter.post("dossiers", handed_in(ask=NOTICE)), 422)["errors"]) == ["ask"]


def test_submitting_online_for_somebody_needs_his_consent(machine, handed_in):
    counter = machine("receptionist")
    body = handed_in(act="submit", channel="online")
    assert list(problem(counter.post("dossiers", body), 422)["errors"]) == ["consented"]
    assert counter.post("dossiers", body | {"consented": True}).status_code == 201


def test_what_was_submitted_is_declined_in_writing(machine, handed_in):
    counter = machine("receptionist")
    code = counter.post("dossiers", handed_in(act="submit", papers=[])).json()["code"]
    assert set(problem(counter.act(code, "decline", {"reason": " ", "basis": ""}), 422)["errors"]) == {
        "reason",
        "basis",
    }
    assert twice(counter, code, "decline", {"reason": "Sai nơi", "basis": "Điều 17"})["national_code"] == 3
    assert counter.get(f"dossiers/{code}").json()["acts"] == []


def test_papers_are_asked_for_and_come_and_the_clock_is_counted_anew(machine, worked_on, at):
    officer, counter = machine("officer"), machine("receptionist")
    assert twice(officer, worked_on, "ask", NOTICE)["national_code"] == 5
    tracked = counter.get(f"track/{worked_on}").json()
    assert tracked["answer_by"]
    assert [pause["cause"] for pause in tracked["pauses"]] == ["supplement"]
    at(MORNING + 5 * DAY)
    assert problem(counter.act(worked_on, "supply", {"papers": []}), 422)["code"] == "incomplete"
    done = twice(counter, worked_on, "supply", {"papers": [{"key": "form", "originals": 1}]})
    assert (done["status"], done["due_at"]) == ("processing", "2026-12-01T17:00:00+07:00")
    tracked = counter.get(f"track/{worked_on}").json()
    assert (tracked["first_due_at"], tracked["due_at"]) == ("2026-11-26T17:00:00+07:00", "2026-12-01T17:00:00+07:00")
    assert tracked["pauses"][0]["ended_at"]
    assert [made["kind"] for made in counter.get(f"dossiers/{worked_on}").json()["promises"]] == [
        "received",
        "restarted",
    ]


def test_money_is_demanded_and_paid(machine, worked_on, at):
    officer, counter = machine("officer"), machine("receptionist")
    demanded = twice(officer, worked_on, "demand", {"document_no": "15/TB", "basis": "Luật Phí và lệ phí"})
    assert demanded["national_code"] == 6
    at(MORNING + DAY)
    assert twice(counter, worked_on, "settle", {"proof": "Biên lai 0001"})["due_at"] == "2026-11-27T17:00:00+07:00"


def test_a_head_stops_and_starts_the_clock(machine, worked_on, at):
    head = machine("leader")
    body = {"cause": "outage", "document_no": "7/TB-STTTT", "basis": "301/2026/NĐ-CP"}
    assert problem(machine("officer").act(worked_on, "pause", body), 403)
    assert twice(head, worked_on, "pause", body)["status"] == "processing"
    assert problem(head.act(worked_on, "pause", body), 422)["code"] == "paused"
    at(MORNING + DAY)
    assert twice(head, worked_on, "resume")["due_at"] > "2026-11-26"
    assert problem(head.act(worked_on, "resume"), 422)["code"] == "not_paused"


def test_opinions_and_verifications_are_asked_for_and_closed(machine, worked_on, at):
    officer = machine("officer")
    stranger = machine("stranger").get("me").json()["agency"]["code"]
    twice(officer, worked_on, "consult", {"agency": stranger, "question": "Có tranh chấp không?"})
    twice(officer, worked_on, "verify", {"question": "Nơi ở", "due_at": "2026-11-20T10:00"})
    asked, visit = officer.get(f"dossiers/{worked_on}").json()["enquiries"]
    assert (asked["agency"], asked["state"], visit["due_at"]) == (stranger, "open", "2026-11-20T10:00:00+07:00")
    assert problem(officer.act(worked_on, "answer", {"enquiry": asked["id"], "text": "Không"}), 403)
    twice(machine("stranger"), worked_on, "answer", {"enquiry": asked["id"], "text": "Không"})
    minutes = {"took_place": "09:00", "place": "Thôn Đông", "participants": "Ông A", "content": "Đúng"}
    twice(officer, worked_on, "record", {"enquiry": visit["id"], **minutes})
    twice(officer, worked_on, "consult", {"agency": stranger, "question": "Còn gì nữa?", "days": 1})
    late = officer.get(f"dossiers/{worked_on}").json()["enquiries"][-1]["id"]
    assert problem(officer.act(worked_on, "waive", {"enquiry": late, "reason": "Đủ"}), 422)["code"] == "enquiry_in_time"
    at(MORNING + 4 * DAY)
    twice(officer, worked_on, "waive", {"enquiry": late, "reason": "Đủ căn cứ"})
    assert problem(officer.act(worked_on, "consult", {"agency": "H00", "question": "?"}), 422)["errors"]["agency"]


def test_a_wrong_intake_is_put_right(machine, worked_on):
    counter = machine("receptionist")
    body = {"reason": "Gõ nhầm tên", "submitter": {"name": "Nguyễn Thị Ánh Tuyết", "id_number": "036179004417"}}
    twice(counter, worked_on, "correct", body)
    assert counter.get(f"dossiers/{worked_on}").json()["parties"][0]["name"] == "Nguyễn Thị Ánh Tuyết"
    assert problem(machine("officer").act(worked_on, "correct", body), 403)


def test_the_letter_of_apology_is_approved_by_the_head_and_moves_the_date(machine, worked_on, at):
    at(MORNING + 6 * DAY)
    apologies.draft(worked_on, by=system("test"), at=MORNING + 6 * DAY)
    head = machine("leader")
    (letter,) = head.get(f"dossiers/{worked_on}").json()["letters"]
    assert letter["state"] == "drafted"
    body = {"letter": letter["id"], "cause": "workload", "cause_text": "Nhiều hồ sơ", "new_due_at": "2026-12-03T17:00"}
    assert problem(machine("officer").act(worked_on, "extend", body), 403)
    sunday = body | {"new_due_at": "2026-11-29T17:00"}
    assert list(problem(head.act(worked_on, "extend", sunday), 422)["errors"]) == ["new_due_at"]
    assert twice(head, worked_on, "extend", body)["due_at"] == "2026-12-03T17:00:00+07:00"
    at(MORNING + 10 * DAY)
    tracked = head.get(f"track/{worked_on}").json()
    assert (tracked["late"], tracked["reappointed"], tracked["first_due_at"]) == (
        True,
        True,
        "2026-11-26T17:00:00+07:00",
    )
    assert tracked["letter_at"]
    assert "Nhiều hồ sơ" not in json.dumps(tracked, ensure_ascii=False)
    assert Letter.objects.get().state == "sent"


def test_the_applicant_withdraws_and_all_originals_go_back(machine, worked_on):
    counter = machine("receptionist")
    kept = counter.act(worked_on, "withdraw", ENDING | {"originals": []})
    assert list(problem(kept, 422)["errors"]) == ["originals"]
    assert twice(counter, worked_on, "withdraw", ENDING)["national_code"] == 7
    seen = counter.get(f"dossiers/{worked_on}").json()
    assert (seen["end"]["initiator"], bool(seen["ended_at"]), seen["acts"]) == ("applicant", True, [])


def test_a_head_stops_the_processing(machine, worked_on):
    head = machine("leader")
    early = head.act(worked_on, "stop", ENDING | {"initiator": "inaction"})
    assert problem(early, 422)["code"] == "applicant_in_time"
    assert twice(head, worked_on, "stop", ENDING | {"initiator": "agency"})["national_code"] == 8


def test_nothing_was_handed_over_to_refuse(machine, worked_on):
    problem(machine("officer").act(worked_on, "refuse", {"reason": "Nhầm nơi"}), 403)


def test_what_another_system_says_is_shown_and_not_touched(machine, anybody):
    counter = machine("receptionist")
    body = {"code": "G22.99.05-261118-0007", "partner": "bo-tu-phap", "procedure": MARITAL, "status": "processing",
            "seen_at": "2026-11-19T08:00", "received_at": "2026-11-18T08:00", "due_at": "2026-11-25T17:00"}  # fmt: skip
    first = counter.post("mirrors", body, key="m")
    assert (first.status_code, first.json()["event"]) == (200, "DossierMirrored"), first.content
    assert counter.post("mirrors", body, key="m").content == first.content
    seen = counter.get(f"dossiers/{body['code']}").json()
    assert (seen["flag"], seen["acts"], seen["steps"]) == ("mirrored", [], [])
    tracked = anybody.get(f"track/{body['code']}").json()
    assert (tracked["flag"], tracked["due_at"]) == ("mirrored", "2026-11-25T17:00:00+07:00")
    assert problem(counter.act(body["code"], "note", {"text": "Ghi"}), 422)["code"] == "mirrored"
    assert problem(counter.post("mirrors", body | {"seen_at": "2026-11-18T09:00"}), 409)["code"] == "stale"
    problem(machine("officer").post("mirrors", body | {"seen_at": "2026-11-19T09:00"}), 403)
    assert not Dossier.objects.exclude(flag="mirrored").exists()


PATHS = {
    path.rpartition("/")[2]: operations["post"]
    for path, operations in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items()
    if "/acts/" in path
}


def test_every_act_of_the_law_has_its_path_and_its_body():
    by_path = {"submit": "dossiers", "process": "take", "reject": "complete", "return": "hand_over"}
    for act in Act:
        name = by_path.get(act, act.value)
        assert name in PATHS or name == "dossiers", act
    bodies = {}
    for name, operation in PATHS.items():
        for content in operation.get("requestBody", {}).get("content", {}).values():
            bodies.setdefault(json.dumps(content["schema"], sort_keys=True), []).append(name)
    shared = [names for names in bodies.values() if len(names) > 1]
    assert sorted(sorted(names) for names in shared) == [["release", "take"]]


JUNK = (None, [], "x", 5, {}, {"reason": 5}, {"items": "x"}, {"papers": [5]}, {"due_at": "hôm qua"}, {"enquiry": 2**70},
        {"enquiry": -1, "letter": "x"}, {"cause": "?"}, {"a": {"b": []}}, {"originals": ["x"] * 300},
        {"due_at": "0001-01-01T00:00:00+14:00", "new_due_at": "9999-12-31T23:59:59-14:00"})  # fmt: skip


@pytest.mark.parametrize("act", sorted(set(PATHS) - {"attach_file"}))
def test_no_body_breaks_an_act(machine, worked_on, act):
    callers = [machine(who) for who in ("officer", "leader")]
    for number, body in enumerate(JUNK):
        for caller in callers:
            answer = caller.post(f"dossiers/{worked_on}/acts/{act}", json.dumps(body), key=f"{act}-{number}")
            if answer.status_code != 200:
                problem(answer, answer.status_code)
                assert answer.status_code in (400, 403, 409, 422), (body, answer.content)


@pytest.mark.parametrize("name", ["dossiers", "mirrors"])
def test_no_body_breaks_what_begins_a_dossier(machine, handed_in, name):
    counter = machine("receptionist")
    whole = handed_in(act="submit", ask=NOTICE) if name == "dossiers" else {
        "code": "G22.99.05-261118-0007", "partner": "x-y", "procedure": MARITAL, "status": "received",
        "seen_at": "2026-11-19T08:00"}  # fmt: skip
    for field in whole:
        for junk in (None, [], {}, 5, "", "\x00", "ô" * 6000, -1, True, [None], {"x": 1}, "2026-13-45T99:99", 1e308):
            answer = counter.post(name, json.dumps(whole | {field: junk}))
            assert answer.status_code in (201, 404, 422), (field, junk, answer.content)
            if answer.status_code != 201:
                problem(answer, answer.status_code)
            assert answer.status_code != 404 or field == "procedure"
            assert answer.status_code != 201 or (field, junk) in (("ask", None), ("papers", []))


def test_the_texts_of_problems_are_vietnamese(machine, worked_on):
    said = problem(machine("officer").act(worked_on, "verify", {"question": "Gì", "due_at": "mai"}), 422)
    assert said["errors"] == {"due_at": "Ghi thời điểm dạng 2026-11-24T09:30+07:00."}


def test_the_committed_interface_knows_every_act():
    kept = json.loads((Path(__file__).parents[3] / "docs" / "openapi.json").read_text(encoding="utf-8"))
    assert {path.rpartition("/")[2] for path in kept["paths"] if "/acts/" in path} == set(PATHS)
