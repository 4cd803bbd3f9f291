"""From the counter to the citizen's hand through the API, and every way in which it says no."""

import json
import unicodedata
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.casework.dossiers.queries import detail
from tests.factories.world import MARITAL, MORNING

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n" + b"x" * 3000 + b"\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"


def problem(answer, status):
    assert answer.status_code == status, answer.content.decode()
    assert answer.headers["Content-Type"] == "application/problem+json"
    said = answer.json()
    assert set(said) == {"type", "title", "status", "detail", "code", "source", "errors"}
    assert said["status"] == status
    assert said["detail"]
    return said


def test_a_dossier_walks_from_the_counter_to_the_hand(machine, handed_in):
    counter, officer, signer = machine("receptionist"), machine("officer"), machine("signer")
    answer = counter.post("dossiers", handed_in())
    assert answer.status_code == 201, answer.content
    said = answer.json()
    code = said["code"]
    assert (code, said["status"], said["national_code"]) == ("H99.24.01-261119-0001", "received", 2)
    assert said["due_at"] == "2026-11-26T17:00:00+07:00"
    assert officer.act(code, "take").json()["status"] == "processing"
    seen = officer.get(f"dossiers/{code}").json()
    step = seen["steps"][-1]
    assert [way["outcome"] for way in step["outcomes"]] == ["forward"]
    assert [post["title"] for post in step["posts"]] == ["Công chức hộ tịch 2", "Công chức tư pháp, hộ tịch"]
    assert seen["parties"][0]["name"] == "Nguyễn Thị Ánh Nguyệt"
    assert officer.act(code, "note", {"text": "Chờ xác nhận"}).json()["event"] == "DossierNoted"
    moved = officer.act(code, "complete", {"outcome": "forward", "note": "Đạt", "item": step["item"]}).json()
    assert (moved["activity"], moved["status"]) == ("sign", "processing")
    assert signer.act(code, "attach", {"number": "15/XN-UBND"}).status_code == 200
    assert signer.act(code, "complete", {"outcome": "sign"}).json()["national_code"] == 9
    handed = {"recipient": "Nguyễn Thị Ánh Nguyệt", "identity_check": "card", "id_last4": "4417"}
    assert counter.act(code, "hand_over", handed).json()["status"] == "returned"
    tracked = counter.get(f"track/{code}").json()
    assert (tracked["national_code"], tracked["late"], tracked["procedure"]) == (10, False, MARITAL)
    assert "Nguyệt" not in json.dumps(tracked, ensure_ascii=False)
    assert counter.get(f"dossiers/{code}").json()["results"][0]["number"] == "15/XN-UBND"


def test_work_is_given_and_put_back(machine, handed_in, world):
    code = machine("receptionist").post("dossiers", handed_in()).json()["code"]
    given = machine("leader").act(code, "assign", {"post": world.second_officer.post_id})
    assert given.json()["event"] == "StepAssigned"
    problem(machine("officer").act(code, "take"), 403)
    assert machine("second_officer").act(code, "release").json()["event"] == "StepReleased"
    assert machine("officer").act(code, "take").status_code == 200


def test_a_result_comes_as_a_file(machine, handed_in):
    code = machine("receptionist").post("dossiers", handed_in()).json()["code"]
    officer = machine("officer")
    officer.act(code, "take")

    def send(content, name="ket-qua.pdf"):
        return officer.client.post(
            f"/api/v1/dossiers/{code}/acts/attach_file",
            {"file": SimpleUploadedFile(name, content), "abstract": "Giấy xác nhận"},
            headers={"authorization": f"Bearer {officer.token}", "idempotency-key": uuid4().hex},
        )

    attached = send(PDF)
    assert attached.status_code == 200, attached.content.decode()
    assert attached.json()["event"] == "ResultAttached"
    assert officer.get(f"dossiers/{code}").json()["results"][0]["file"] == "Giấy xác nhận"
    assert problem(send(b"MZ\x90\x00", "ket-qua.exe"), 422)["code"] == "file_type_not_allowed"
    assert problem(send(b"", "trong.pdf"), 422)["code"] == "file_empty"


def test_a_declined_dossier_has_its_reason_and_its_register(machine, handed_in):
    counter = machine("receptionist")
    assert set(problem(counter.post("dossiers/declines", handed_in()), 422)["errors"]) == {"reason", "basis"}
    grounds = {"reason": "Không thuộc thẩm quyền", "basis": "61/2018/NĐ-CP, Điều 17"}
    answer = counter.post("dossiers/declines", handed_in(**grounds))
    assert (answer.status_code, answer.json()["national_code"]) == (201, 3)
    assert answer.json()["code"].endswith("-TC")


def test_a_replay_answers_the_same_body_and_does_nothing(machine, handed_in):
    counter, officer, key = machine("receptionist"), machine("officer"), uuid4().hex
    first = counter.post("dossiers", handed_in(), key=key)
    again = counter.post("dossiers", handed_in(), key=key)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert counter.post("dossiers", handed_in()).json()["code"].endswith("0002")
    code = first.json()["code"]
    taken = officer.act(code, "take", key=key)
    assert taken.status_code == 200
    assert officer.act(code, "take", key=key).content == taken.content


def test_a_key_serves_one_request_only(machine, handed_in):
    counter, key = machine("receptionist"), uuid4().hex
    counter.post("dossiers", handed_in(), key=key)
    other = handed_in(submitter={"name": "Trần Văn Lộc"})
    assert problem(counter.post("dossiers", other, key=key), 422)["code"] == "idempotency_key_reused"


def test_every_post_needs_a_key(machine, handed_in):
    counter = machine("receptionist")
    said = problem(counter.post("dossiers", handed_in(), key=""), 422)
    assert list(said["errors"]) == ["Idempotency-Key"]
    assert list(problem(counter.post("dossiers", handed_in(), key="k" * 201), 422)["errors"]) == ["Idempotency-Key"]


@pytest.mark.parametrize("who", ["officer", "signer", "stranger"])
def test_only_a_receiving_post_receives(machine, handed_in, who, world):
    problem(machine(who).post("dossiers", handed_in(agency="H99.24.01")), 403)


def test_a_stranger_sees_nothing(machine, handed_in):
    code = machine("receptionist").post("dossiers", handed_in()).json()["code"]
    problem(machine("stranger").get(f"dossiers/{code}"), 403)
    problem(machine("stranger").act(code, "take"), 403)
    problem(machine("stranger").get("dossiers/H99.24.01-261119-9999"), 404)


def test_shape_is_complained_about_all_at_once(machine, handed_in):
    body = handed_in(
        submitter={"name": 5, "born_on": "31/02/1999", "nickname": "Nô", "sex": "?"},
        papers=[{"key": "form", "originals": -1}],
        channel="pigeon",
    )
    errors = problem(machine("receptionist").post("dossiers", body), 422)["errors"]
    assert set(errors) == {
        "submitter.name", "submitter.born_on", "submitter.nickname", "submitter.sex", "papers.0.originals", "channel",
    }  # fmt: skip
    assert all(sentence and "pydantic" not in sentence for sentence in errors.values())


def test_content_is_complained_about_all_at_once(machine, handed_in):
    body = handed_in(
        submitter={"name": " ", "id_number": "12", "phone": "máy bàn", "email": "ở nhà"},
        representative={"name": "Trần Văn Lộc"},
    )
    said = problem(machine("receptionist").post("dossiers", body), 422)
    assert set(said["errors"]) == {
        "submitter.name", "submitter.id_number", "submitter.phone", "submitter.email", "representative.mandate",
    }  # fmt: skip


def test_missing_papers_are_named(machine, handed_in):
    said = problem(machine("receptionist").post("dossiers", handed_in(papers=[])), 422)
    assert said["code"] == "incomplete"
    assert said["source"].startswith("61/2018/NĐ-CP")
    assert "Tờ khai" in said["errors"]["papers"]


def test_a_step_that_is_gone_answers_409(machine, handed_in):
    code = machine("receptionist").post("dossiers", handed_in()).json()["code"]
    officer = machine("officer")
    item = officer.get(f"dossiers/{code}").json()["steps"][-1]["item"]
    body = {"outcome": "forward", "item": item}
    assert officer.act(code, "complete", body).status_code == 200
    assert problem(machine("second_officer").act(code, "complete", body), 409)["code"] == "item_gone"


def test_text_is_kept_in_nfc_and_control_signs_are_refused(machine, handed_in, world):
    counter = machine("receptionist")
    decomposed = unicodedata.normalize("NFD", "Nguyễn Thị Hoà")
    code = counter.post("dossiers", handed_in(submitter={"name": decomposed})).json()["code"]
    kept = detail.view(code, by=world.receptionist, at=MORNING).dossier.applicant
    assert kept == unicodedata.normalize("NFC", decomposed)
    errors = problem(counter.act(code, "note", {"text": "a\x00b"}), 422)["errors"]
    assert errors == {"text": "Có ký tự điều khiển; gõ lại."}
    assert "text" in problem(counter.act(code, "note", {"text": "\ud800"}), 422)["errors"]


def test_reading_and_acting_keep_to_their_budgets(machine, handed_in, queries):
    counter, officer = machine("receptionist"), machine("officer")
    counter.post("dossiers", handed_in())
    with queries(max=30):
        code = counter.post("dossiers", handed_in()).json()["code"]
    with queries(max=6):
        officer.act(code, "take")
    with queries(max=6):
        officer.act(code, "complete", {"outcome": "forward"})
    with queries(max=29):
        officer.get(f"dossiers/{code}")
    with queries(max=7):
        officer.get(f"track/{code}")
