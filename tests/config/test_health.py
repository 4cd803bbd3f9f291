import pytest
from django.db import connection

from motcua.doors.cli.doctor import as_json, as_lines
from motcua.ground.kernel.invariants import Check, Finding

pytestmark = pytest.mark.django_db


def beat(seconds_ago):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s::float8))",
            [seconds_ago],
        )


def test_it_is_200_while_a_workers_heart_beats(client, queries):
    beat(2)
    with queries(max=1):
        answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"web": True, "database": True, "worker": True}


@pytest.mark.parametrize("beats", [[], [60]], ids=["no worker", "a dead worker"])
def test_it_names_what_does_not_serve(client, beats):
    for seconds in beats:
        beat(seconds)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"web": True, "database": True, "worker": False}


def test_it_is_never_cached_and_takes_no_posts(client):
    assert "no-store" in client.get("/healthz")["Cache-Control"]
    assert client.post("/healthz").status_code == 405


def test_the_doctor_says_what_is_wrong_and_what_mends_it():
    checks = [
        Check(rule="số liền mạch", checked=7),
        Check(rule="chuỗi", checked=2, findings=(Finding(subject="dossier:1", sentence="Đứt.", mend="Khôi phục."),)),
    ]
    assert as_json(checks) == (
        '{"checked": {"số liền mạch": 7, "chuỗi": 2}, "findings": '
        '[{"rule": "chuỗi", "subject": "dossier:1", "sentence": "Đứt.", "mend": "Khôi phục."}]}'
    )
    assert [line.split()[0] for line in as_lines(checks)] == ["đạt", "có", "Đứt.", "→"]
