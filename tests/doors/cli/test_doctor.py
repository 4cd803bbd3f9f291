"""The doctor finds what somebody tampered with, and says what to do."""

import json
from types import SimpleNamespace

import pytest
from django.db import connection

from motcua.config.file_store import DiskStore
from motcua.doors.cli import doctor
from motcua.people.identity import services as identity
from motcua.tools.documents import ports
from motcua.tools.documents import services as documents
from tests.factories.world import FOUNDED, MORNING, PASSWORD, a_dossier, a_world, system

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n" + b"x" * 3000 + b"\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"


@pytest.fixture
def examine(capsys, monkeypatch):
    """Return what the doctor prints as JSON, with its exit code; the test's transaction is the one it looks in."""
    monkeypatch.setattr(doctor, "_stand_still", lambda: None)

    def look():
        code = doctor.run(SimpleNamespace(all=True, json=True, sample=None))
        return code, json.loads(capsys.readouterr().out)

    return look


@pytest.fixture
def store(tmp_path):
    before = ports.store()
    ports.plug(DiskStore(tmp_path))
    yield tmp_path
    ports.plug(before)


@pytest.mark.django_db
def test_a_sound_house_has_no_findings(examine):
    a_dossier(a_world())
    code, said = examine()
    assert (code, said["findings"]) == (0, [])
    assert said["checked"]["số hồ sơ liền mạch trong sổ ngày"] == 1


def tamper(sql):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("UPDATE dossiers_dossier SET status = 'processing'", "trạng thái suy ra được từ sự kiện"),
        ("UPDATE dossiers_dossier SET due_at = due_at + interval '1 day'", "hẹn trả tính lại được"),
        ("UPDATE dossiers_register SET last_serial = 5", "số hồ sơ liền mạch trong sổ ngày"),
        ("UPDATE dossiers_dossier SET event_hash = repeat('0', 64)", "chuỗi sự kiện khớp hồ sơ"),
        ("DELETE FROM workflow_workitem", "mỗi hồ sơ đang mở có đúng một nơi giữ"),
        ("UPDATE workflow_workitem SET subject_due_at = now()", "bước đang mở thuộc đúng quy trình và hạn"),
        ('UPDATE outbox_entry SET payload = payload || \'{"code": "X"}\'', "chuỗi sự kiện không đứt"),
        ("DELETE FROM outbox_entry WHERE subject LIKE 'dossier:%'", "chuỗi sự kiện khớp hồ sơ"),
        ("UPDATE procrastinate_jobs SET status = 'failed'", "không có việc giao sự kiện nào bị treo"),
    ],
)
def test_what_was_tampered_with_is_found(examine, sql, rule):
    a_dossier(a_world())
    tamper(sql)
    code, said = examine()
    assert code == 1
    assert rule in {found["rule"] for found in said["findings"]}
    assert all(found["sentence"] and found["mend"] and found["subject"] for found in said["findings"])


@pytest.mark.django_db
def test_a_file_that_is_gone_or_altered_is_found(examine, store):
    from io import BytesIO

    documents.file(
        BytesIO(PDF), "a.pdf", subject="dossier:1", title="a", purpose="paper", by=system("test"), at=MORNING
    )
    assert examine()[0] == 0
    (path,) = [path for path in store.rglob("*") if path.is_file()]
    path.chmod(0o600)
    path.write_bytes(PDF.replace(b"x", b"y"))
    code, said = examine()
    assert code == 1
    assert "đã bị sửa" in said["findings"][0]["sentence"]
    path.unlink()
    assert "không còn trong kho" in examine()[1]["findings"][0]["sentence"]


@pytest.mark.django_db
def test_a_demo_account_in_production_is_found(examine, settings):
    identity.open_account(email="thu@x.example", name="Thử", password=PASSWORD, at=FOUNDED, demo=True)
    assert examine()[0] == 0
    settings.PRODUCTION = True
    code, said = examine()
    assert (code, said["findings"][0]["subject"]) == (1, "thu@x.example")
